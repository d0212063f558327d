import type { Campaign, CampaignId, Draft } from "../core/campaign.ts";
import type { MailRun } from "../core/plan-mail.ts";
import type { Notice } from "../core/notice.ts";
import type { Service } from "../core/settings.ts";
import type { Case } from "./case.ts";

/** What the track knows beside what the plan needs. */
export interface Track {
  readonly open: Case;
  readonly service: Service;
  /** News as it reads now: its text may be edited while the mail is under way. */
  notice: Notice;
  readonly step: string;
  run: MailRun;
  seen: readonly Campaign[] | undefined;
  readonly removed: Set<CampaignId>;
  draft: Draft | undefined;
  /** What there is to say about the list, once a mail goes to it. */
  cautions: readonly string[];
  /** Whether the look that all mails of the incident share was used up. */
  looked: boolean;
}
