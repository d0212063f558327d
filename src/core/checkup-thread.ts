import {
  mailFailed,
  mailInDoubt,
  mailLeft,
  mailText,
  outagePost,
  technicalQuestion,
  updatePost,
  type ChatAudience,
} from "./chat.ts";
import type { Text } from "./checkup-texts.ts";
import { invented, inventedNews, type Wordings } from "./review-samples.ts";
import type { Service } from "./settings.ts";

/** What the thread of an outage may be told, and the first message with each kind of audience. */
export function threadTexts(wordings: Wordings, service: Service, now: Date): readonly Text[] {
  const { settings, templates } = wordings;
  const { open: incident } = invented(wordings, service, now);
  const subject = service.subject.outage;
  const list = { name: service.name, contacts: 1234 };
  const doubt = { service, campaignName: service.campaign.outage };
  const update = inventedNews(wordings, now);
  const news = (mailed: readonly Service[], services = [service]) =>
    updatePost({ update, services, mailed, by: service.name }, templates, settings);
  const audiences: readonly ChatAudience[] = [{ kind: "list", ...list }, { kind: "none" }];
  const replies: Readonly<Record<string, () => string>> = {
    mail_left: () => mailLeft({ subject, leftAt: now, list }, templates, settings),
    mail_failed: () => mailFailed({ service, reason: "…", gesture: "…" }, templates, settings),
    mail_in_doubt_outage: () => mailInDoubt({ ...doubt, phase: "outage" }, templates, settings),
    mail_in_doubt_recovery: () =>
      mailInDoubt({ ...doubt, phase: "recovery", campaignId: 1 }, templates, settings),
    mail_in_doubt_mistaken: () => mailInDoubt({ ...doubt, phase: "mistaken" }, templates, settings),
    mail_in_doubt_update: () => mailInDoubt({ ...doubt, phase: "update" }, templates, settings),
    mail_text: () => mailText({ subject, text: service.name }, templates, settings),
    update_mail: () => news([service]),
    update_mail_of: () => news([service], [service, service]),
    update_no_mail: () => news([]),
    technical_question: () => technicalQuestion(templates, settings) ?? "",
  };
  return [
    ...Object.entries(replies).map(([name, write]) => ({ name: `slack.yml · ${name}`, write })),
    ...audiences.map((audience) => ({
      name: `slack.yml · mail_${audience.kind}`,
      write: () =>
        outagePost(
          {
            incident,
            services: [service],
            audiences: new Map([[service.id, audience]]),
            mention: settings.slack.mention,
            now,
          },
          templates,
          settings,
        ),
    })),
  ];
}
