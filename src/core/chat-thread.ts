import { contactsTold, escaped, escapedLine, lines, sentence, words } from "./chat-text.ts";
import { productValues } from "./mail-values.ts";
import type { NoticeKind } from "./notice.ts";
import type { Service, Settings } from "./settings.ts";
import type { Templates } from "./templates.ts";
import { clock } from "./time.ts";

/** Slack cuts a message at 40,000 characters and folds it long before; a reply stays readable under this. */
const LONGEST_REPLY = 3_900;

/** Thread reply: the mail left. `leftAt` is Brevo's own date of sending when it gave one. */
export function mailLeft(
  reply: {
    readonly subject: string;
    readonly leftAt: Date;
    readonly list: { readonly name: string; readonly contacts: number };
  },
  templates: Templates,
  settings: Settings,
): string {
  const { subject, leftAt, list } = reply;
  return sentence(templates, settings)("mail_left", [
    ["objet", escaped(subject)],
    ["heure", clock(leftAt, settings.timeZone, settings.language)],
    ["nom", escaped(list.name)],
    ["contacts", contactsTold(list.contacts, templates, settings)],
  ]);
}

/** Broadcast reply: the mail did not leave, why, and what to do. `reason` and `gesture` are whole sentences. */
export function mailFailed(
  reply: { readonly service: Service; readonly reason: string; readonly gesture: string },
  templates: Templates,
  settings: Settings,
): string {
  return sentence(templates, settings)("mail_failed", [
    ...productValues(reply.service),
    ["raison", ended(escaped(reply.reason))],
    ["geste", ended(escaped(reply.gesture))],
  ]);
}

/** Broadcast reply: nobody knows whether the mail left; both outcomes are told, so that nobody sends a second one. */
export function mailInDoubt(
  reply: {
    readonly service: Service;
    readonly phase: NoticeKind | "mistaken";
    /** Absent when the answer that held it was lost: then the campaign is found by its name. */
    readonly campaignId?: number;
    readonly campaignName: string;
  },
  templates: Templates,
  settings: Settings,
): string {
  const say = sentence(templates, settings);
  const campaign =
    reply.campaignId === undefined
      ? say("campaign_name", [["nom", escaped(reply.campaignName)]])
      : say("campaign_number", [["numero", String(reply.campaignId)]]);
  return say(`mail_in_doubt_${reply.phase}`, [...productValues(reply.service), ["campagne", campaign]]);
}

/** Thread reply: the whole text of a mail, quoted, so that the team reads what users read. */
export function mailText(
  mail: { readonly subject: string; readonly text: string },
  templates: Templates,
  settings: Settings,
): string {
  const head = sentence(templates, settings)("mail_text", [["objet", escaped(mail.subject)]]);
  const kept: string[] = [];
  let length = head.length;
  for (const line of mail.text.trim().split("\n")) {
    const quoted = `> ${escapedLine(line)}`.trimEnd();
    length += quoted.length + 1;
    if (length > LONGEST_REPLY) return lines([head, ...kept, "> […]"]);
    kept.push(quoted);
  }
  return lines([head, ...kept]);
}

/** Thread reply that asks whoever knows for the cause; nothing when the settings name nobody. */
export function technicalQuestion(templates: Templates, settings: Settings): string | undefined {
  const { technicalContact } = settings.slack;
  if (technicalContact === undefined) return undefined;
  return words([technicalContact, sentence(templates, settings)("technical_question")]);
}

function ended(sentenceOfOthers: string): string {
  return /[.!?…]$/u.test(sentenceOfOthers) ? sentenceOfOthers : `${sentenceOfOthers}.`;
}
