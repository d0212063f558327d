import { decodeEntities } from "./mail-entities.ts";

const UNSEEN = /<!--[\s\S]*?-->|<(head|style|script|title)\b[\s\S]*?<\/\1\s*>|<!doctype[^>]*>/giu;
const LINE_END = /<\/?(?:p|h[1-6]|div|table|tbody|tr|td|th|ul|ol|li|br|hr|body|html)\b[^>]*>/giu;
const CODE = /\{\{[^{}]*\}\}|\{\{|\{%|\{#/gu;

/** The lines that a reader sees, entities decoded, every run of white space (no-break too) one space. */
export function visibleLines(html: string): readonly string[] {
  return html
    .replace(UNSEEN, "")
    .replace(/\s+/gu, " ")
    .replace(LINE_END, "\n")
    .replace(/<[^>]*>/gu, "")
    .split("\n")
    .map((line) => decodeEntities(line).replace(/\s+/gu, " ").trim())
    .filter((line) => line !== "");
}

/** All that a reader sees of a mail, on one line. */
export function visibleText(html: string): string {
  return visibleLines(html).join(" ");
}

/** Where the links of a mail lead, in their order, entities decoded. */
export function linkTargets(html: string): string[] {
  const links = html
    .replace(/<!--[\s\S]*?-->/gu, "")
    .matchAll(/<a\b[^>]*?\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/giu);
  return [...links].map(([, double, single]) => tidy(decodeEntities(double ?? single ?? "")));
}

/** Everything that Brevo would interpret, in its order: `{{ mirror }}`, and any `{%` or `{#`. */
export function placeholders(html: string): string[] {
  return [...html.matchAll(CODE)].map(([code]) => tidy(code));
}

/**
 * Whether a draft re-read from Brevo is the mail that we wrote: the same Brevo codes, the same link targets in the
 * same order, the same visible text. Other differences of HTML (Brevo cleans what it stores) don't matter.
 */
export function sameMail(ours: string, readBack: string): boolean {
  return (
    sameList(placeholders(ours), placeholders(readBack)) &&
    sameList(linkTargets(ours), linkTargets(readBack)) &&
    visibleText(ours) === visibleText(readBack)
  );
}

/** Brevo may write `{{mirror}}`: the spaces inside braces mean nothing. */
function tidy(text: string): string {
  return text.trim().replace(/\{\{\s*([^{}]*?)\s*\}\}/gu, "{{ $1 }}");
}

function sameList(ours: readonly string[], theirs: readonly string[]): boolean {
  return ours.length === theirs.length && ours.every((one, index) => one === theirs[index]);
}

/** Whether a paragraph of the mail is this text, whatever typography made of it. */
export function tells(html: string, text: string): boolean {
  return visibleLines(html).some((line) => letters(line) === letters(text));
}

const letters = (text: string): string =>
  text
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();
