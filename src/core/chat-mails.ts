import { contactsTold, escaped, sentence, words } from "./chat-text.ts";
import { productValues } from "./mail-values.ts";
import type { Service, Settings } from "./settings.ts";
import type { Templates } from "./templates.ts";
import { mailWords } from "./words/mail.ts";

/** What is known of a mail's readers when the channel is told: the post does not wait for Brevo (design, section 4.5). */
export type ChatAudience =
  | { readonly kind: "list"; readonly name: string; readonly contacts: number }
  /** Brevo did not answer in time: the mail is being prepared. */
  | { readonly kind: "unknown" }
  /** No mail will leave for this service. */
  | { readonly kind: "none" };

/** The mail of one service, as the channel may be told of it. */
export interface MailTold {
  readonly service: Service;
  readonly audience: ChatAudience;
}

/** « Un e-mail va être envoyé… », for one service or several. */
export function mailsLine(mails: readonly MailTold[], templates: Templates, settings: Settings): string {
  const say = sentence(templates, settings);
  const kinds = new Set(mails.map(({ audience }) => audience.kind));
  // Mails that are not at the same point are told one by one: nobody may think that all will leave.
  if (kinds.size > 1) return words(mails.map((mail) => oneOfSeveral(mail, templates, settings)));
  const lists = mails.flatMap(({ audience }) =>
    audience.kind === "list" ? [listTold(audience, templates, settings)] : [],
  );
  const [kind] = kinds;
  const many = mails.length > 1;
  const count: readonly [string, string] = ["nombre", countWord(mails.length, templates, settings)];
  switch (kind) {
    case "list":
      return many
        ? say("mail_many", [count, ["listes", mailWords[settings.language].list(lists)]])
        : say("mail_one", [["liste", lists.join()]]);
    case "unknown":
      return many ? say("mail_preparing_many", [count]) : say("mail_preparing_one");
    case "none":
    case undefined:
      return say("mail_none");
    default:
      return kind satisfies never;
  }
}

function oneOfSeveral({ service, audience }: MailTold, templates: Templates, settings: Settings): string {
  const say = sentence(templates, settings);
  const product = productValues(service);
  switch (audience.kind) {
    case "list":
      return say("mail_of", [...product, ["liste", listTold(audience, templates, settings)]]);
    case "unknown":
      return say("mail_preparing_of", product);
    case "none":
      return say("mail_none_of", product);
    default:
      return audience satisfies never;
  }
}

function listTold(
  { name, contacts }: Extract<ChatAudience, { kind: "list" }>,
  templates: Templates,
  settings: Settings,
): string {
  return sentence(templates, settings)("list", [
    ["nom", escaped(name)],
    ["contacts", contactsTold(contacts, templates, settings)],
  ]);
}

function countWord(count: number, templates: Templates, settings: Settings): string {
  const say = sentence(templates, settings);
  if (count === 2) return say("number_2");
  return count === 3 ? say("number_3") : mailWords[settings.language].number(count);
}
