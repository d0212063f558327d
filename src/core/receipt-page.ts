import { escapeHtml, inertHtml } from "./inert.ts";

/** A receipt as it is shown on a page of GitHub. Everything in it that people wrote is text there, never a command. */
export interface ReceiptPage {
  readonly headline: string;
  readonly lines: readonly string[];
}

/** What is said in place of an address that nobody reads. */
export interface PageWords {
  readonly open: string;
  /** `https://github.com/owner/name`: its pages, those of Slack and of Brevo become links, what people wrote does not. */
  readonly here: string;
}

/**
 * A receipt as HTML that GitHub shows in job summaries and comments. Lines mean what their indentation says: none is a
 * paragraph, two spaces an item, four its continuation, `  │` quoted text, `file:line:col:` a place in a file.
 */
export function receiptPage({ headline, lines }: ReceiptPage, words: PageWords): string {
  const parts: string[] = [`<h2>${inertHtml(together(headline))}</h2>`];
  let list: string[] = [];
  let quote: string[] = [];
  const flush = () => {
    if (list.length > 0) parts.push(`<ul>${list.map((each) => `<li>${each}</li>`).join("")}</ul>`);
    if (quote.length > 0) parts.push(`<blockquote>${quote.join("<br>")}</blockquote>`);
    list = [];
    quote = [];
  };
  for (const line of lines.flatMap((text) => text.split(/\r\n?|[\n\u0085\u2028\u2029]/u))) {
    const quoted = /^ {2}│ ?(?<text>.*)$/u.exec(line)?.groups?.["text"];
    if (quoted !== undefined) {
      if (list.length > 0) flush();
      quote.push(shown(quoted, words));
      continue;
    }
    if (quote.length > 0) flush();
    if (line.startsWith("    ") && list.length > 0) {
      list.push(`${list.pop() ?? ""}<br>${shown(line.trim(), words)}`);
      continue;
    }
    if (line.startsWith("  ")) {
      list.push(item(line.trim(), words));
      continue;
    }
    const place = /^(?<where>[^\s:]+:\d+:\d+): (?<what>.*)$/u.exec(line)?.groups;
    if (place) {
      list.push(`<code>${inertHtml(place["where"] ?? "")}</code> ${shown(place["what"] ?? "", words)}`);
      continue;
    }
    flush();
    if (line.trim() !== "") parts.push(paragraph(line, words));
  }
  flush();
  return `${parts.join("\n")}\n`;
}

/** Titles are the incidents of a receipt and the parts of a preview. */
function paragraph(line: string, words: PageWords): string {
  if (/^(?:Incident \d{4}-|── )/u.test(line)) return `<h3>${shown(line, words)}</h3>`;
  return `<p>${shown(line, words)}</p>`;
}

/** `✓ E-mail de panne : parti à …`: the label stands out. */
function item(text: string, words: PageWords): string {
  const {
    mark = "",
    label = "",
    rest,
  } = /^(?<mark>[✓✗⚠·–]) (?<label>[^:]+?)(?<rest> ?: .*)$/u.exec(text)?.groups ?? {};
  if (rest === undefined) return shown(text, words);
  return `${mark} <b>${inertHtml(together(label))}</b>${shown(rest, words)}`;
}

/** French signs stay on the line of their word; other languages put no space there. */
const together = (text: string): string => text.replaceAll(/ (?=[:;?!»](?!\/\/))|(?<=«) /gu, "\u00A0");

const TOOLS = /^https:\/\/(?:[\w-]+\.slack\.com|app\.brevo\.com)\//u;

/** Text with the addresses in it alive that are ours. */
function shown(text: string, { open, here }: PageWords): string {
  return together(text)
    .split(/(https:\/\/[^\s<>"')]+)/u)
    .map((part, index) => {
      const isOurs = index % 2 === 1 && (part.startsWith(`${here}/`) || TOOLS.test(part));
      if (!isOurs) return inertHtml(part);
      const url = escapeHtml(part);
      // At the end of a line it is where the reader may go on; elsewhere it is what the sentence speaks of.
      return together(text).endsWith(` — ${part}`)
        ? `<a href="${url}">${open}</a>`
        : `<a href="${url}">${url}</a>`;
    })
    .join("");
}
