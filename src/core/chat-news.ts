import { escaped, lines, productsTold, sentence, words } from "./chat-text.ts";
import type { Service, Settings } from "./settings.ts";
import type { Templates } from "./templates.ts";
import type { Update } from "./update.ts";
import { mailWords } from "./words/mail.ts";

/** News in the outage's thread, shown in the channel; it mentions nobody, the first message did. */
export function updatePost(
  post: {
    readonly update: Pick<Update, "message">;
    /** Those that are still away, at least one. */
    readonly services: readonly Service[];
    /** Those of them whose users get it by mail. */
    readonly mailed: readonly Service[];
    readonly by?: string;
  },
  templates: Templates,
  settings: Settings,
): string {
  const { update, services, mailed, by } = post;
  const say = sentence(templates, settings);
  const head = say("update", [
    ["Les_produits", productsTold(services, settings)],
    ["message", escaped(update.message)],
  ]);
  return lines([
    head,
    words([
      mailSaid(services, mailed, templates, settings),
      by === undefined ? undefined : say("update_by", [["qui", escaped(by)]]),
    ]),
  ]);
}

/** Whose users get a mail is told by name where some do not. */
function mailSaid(
  services: readonly Service[],
  mailed: readonly Service[],
  templates: Templates,
  settings: Settings,
): string {
  const say = sentence(templates, settings);
  if (mailed.length === 0) return say("update_no_mail");
  if (mailed.length === services.length) return say("update_mail");
  const { language } = settings;
  const names = mailed.map(({ grammar, name }) => (language === "fr" ? grammar.de : name));
  return say("update_mail_of", [["produits", mailWords[language].list(names)]]);
}
