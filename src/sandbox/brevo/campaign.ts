import type { Lag } from "./entities.ts";

export type Status =
  | "draft"
  | "queued"
  | "in_process"
  | "in_review"
  | "sent"
  | "suspended"
  | "archive"
  | "cancelled";

/** What a person or the API decides about a campaign. */
export interface Content {
  readonly name: string;
  readonly subject: string;
  readonly senderId: number;
  readonly senderName: string | undefined;
  readonly replyTo: string | undefined;
  readonly previewText: string;
  readonly htmlContent: string;
  readonly header: string;
  readonly footer: string;
  readonly toField: string;
  readonly utmCampaign: string;
  readonly mirrorActive: boolean;
  readonly listIds: readonly number[];
  readonly exclusionListIds: readonly number[];
}

interface Stage {
  readonly status: Status;
  reads: number;
  readonly ms: number;
}

/** Reactions to a campaign, as its statistics count them. */
export interface Counts {
  softBounces: number;
  hardBounces: number;
  unsubscriptions: number;
  complaints: number;
}

export interface Campaign {
  readonly id: number;
  content: Content;
  readonly createdAt: Date;
  modifiedAt: Date;
  testSent: boolean;
  scheduledAt?: Date;
  sentDate?: Date;
  /** Somebody sent it: it is no draft any more, whatever it shows. */
  accepted: boolean;
  /** What it shows before `settled`, in order. */
  stages: Stage[];
  /** Instant (ms) since which the first stage lasts. */
  since: number;
  settled: Status;
  sentTo: number;
  remaining: number;
  /** What became of the mails that went out; for tests to change. */
  readonly counts: Counts;
  /** What is left of the lag under which it was created. */
  readonly hidden: { reads: number; readonly until: number };
}

/** A stage of its way out; {} lasts no time at all. */
export function stage(status: Status, { reads = 0, ms = 0 }: Lag): Stage {
  return { status, reads, ms };
}

/** The status that a read shows now. `count` = it is such a read, which brings the campaign forward. */
export function statusOf(campaign: Campaign, now: Date, count: boolean): Status {
  for (let first = campaign.stages[0]; first; first = campaign.stages[0]) {
    if (first.reads > 0) {
      if (count) {
        first.reads -= 1;
        campaign.since = now.getTime();
      }
      return first.status;
    }
    if (now.getTime() < campaign.since + first.ms) return first.status;
    campaign.since += first.ms;
    campaign.stages.shift();
  }
  if (campaign.settled === "sent") campaign.sentDate ??= new Date(campaign.since);
  return campaign.settled;
}

/** Whether the list of campaigns shows it; a listing that does not is counted. */
export function isListed({ hidden }: Campaign, now: Date): boolean {
  if (hidden.reads > 0) {
    hidden.reads -= 1;
    return false;
  }
  return now.getTime() >= hidden.until;
}
