import type { ChatKey } from "./chat-sentences.ts";
import { fill } from "./mail-values.ts";
import type { Service, Settings } from "./settings.ts";
import type { Templates } from "./templates.ts";
import { typographie } from "./typography.ts";
import { mailWords } from "./words/mail.ts";

type Pairs = Iterable<readonly [string, string]>;

const LONGEST = 500;

/**
 * A person's text for mrkdwn: on one line, cut, `& < >` escaped (docs.slack.dev, formatting-message-text), which
 * disarms `<!channel>`, `<@U…>` and links; a joiner after `@` keeps « @channel » from being taken for a mention.
 */
export function escaped(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  const short = line.length > LONGEST ? `${line.slice(0, LONGEST - 1).trimEnd()}…` : line;
  return escapedLine(short);
}

/** The same for a line of a longer text: neither folded nor cut. */
export function escapedLine(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/@(?=(?:channel|here|everyone|canal)\b)/giu, "@\u2060");
}

const SIGNS: Readonly<Record<string, string>> = {
  ":red_circle:": "🔴",
  ":large_green_circle:": "🟢",
  ":warning:": "⚠️",
  ":white_check_mark:": "✅",
  ":alarm_clock:": "⏰",
  ":bar_chart:": "📊",
  ":speech_balloon:": "💬",
};

/** A message as people see it in the channel: mention, emoji and links by their names. */
export function asSeen(text: string, language: Settings["language"]): string {
  return text
    .replaceAll("<!channel>", language === "fr" ? "@canal" : "@channel")
    .replaceAll(/<[^|>]+\|(?<label>[^>]*)>/gu, "$<label>")
    .replaceAll(/:[a-z_]+:/gu, (code) => SIGNS[code] ?? code)
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** A mrkdwn link; `|` and `>` would end the address early. */
export function link(url: string, label: string): string {
  const address = url
    .replaceAll("&", "&amp;")
    .replaceAll("|", "%7C")
    .replaceAll("<", "%3C")
    .replaceAll(">", "%3E");
  return `<${address}|${label}>`;
}

/**
 * Says a sentence of `slack.yml`. Values come ready: escaped when a person wrote them. Typography never touches them,
 * nor the emoji codes, whose colons it would set apart.
 */
export function sentence({ chat }: Templates, settings: Settings): (key: ChatKey, values?: Pairs) => string {
  return (key, values = []) => fill(print(chat.get(key) ?? "", settings), new Map(values));
}

/** A ready message, as its language is printed. Links, whose labels and addresses are set already, stay as they are. */
export function print(text: string, { language }: Settings): string {
  return language === "fr" ? printed(text) : text;
}

function printed(text: string): string {
  return text
    .split(/(:[a-z_]+:|<[^>]*>)/u)
    .map((part, index) => (index % 2 === 1 ? part : typographie(part)))
    .join("");
}

/** « Reconnect Pro et le Coffre-fort numérique Reconnect », at the head of a sentence. */
export function productsTold(services: readonly Service[], { language }: Settings): string {
  const names = services.map(({ grammar }, index) => (index === 0 ? grammar.leCapital : grammar.le));
  return mailWords[language].list(names);
}

/** « 1 234 contacts », « 1 contact ». */
export function contactsTold(contacts: number, templates: Templates, settings: Settings): string {
  const key = contacts < 2 ? "contacts_one" : "contacts_many";
  return sentence(templates, settings)(key, [["nombre", mailWords[settings.language].number(contacts)]]);
}

/** Parts on one line; what is absent leaves no trace. */
export function words(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}

/** Parts on lines of their own; what is absent leaves no trace. */
export function lines(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n");
}
