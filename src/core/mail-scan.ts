import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import type { Language } from "./settings.ts";
import { templateWords } from "./words/templates.ts";

/** A fault at an offset of a template's text. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
}

/** Turns an offset of `text` into a line and a column that count from 1. */
export function problemAt(file: string, text: string, { offset, message }: Fault): Problem {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { file, line, col: offset - before.lastIndexOf("\n"), message };
}

// Brevo's present and former template languages, and HTML: each would be interpreted once the mail is there.
const CODES =
  /(?<brevo>\{\{|\}\}|\{%|%\}|\{#|#\}|\[\[|\]\]|%[A-Za-z_]\w*%|\[[A-Z_]{2,}\](?!\())|(?<html><[!/?a-zA-Z][^>\n]*>?|&(?:#?\w+);)|\{(?<name>[^{}\s]{1,40})\}|(?<brace>[{}])/gu;

/**
 * Finds in `text` from `start` to `end` what no template may hold: unknown placeholders, lone braces,
 * Brevo's own codes, HTML. `allowed` are the placeholders of this place.
 */
export function scan(
  text: string,
  [start, end]: readonly [number, number],
  allowed: readonly string[],
  language: Language,
): readonly Fault[] {
  const words = templateWords[language];
  const faults: Fault[] = [];
  for (const match of text.slice(start, end).matchAll(CODES)) {
    const { brevo, html, name } = match.groups ?? {};
    const offset = start + match.index;
    if (brevo !== undefined) faults.push({ offset, message: words.brevoCode(brevo) });
    else if (html !== undefined) faults.push({ offset, message: words.html(html) });
    else if (name === undefined) faults.push({ offset, message: words.brace(match[0]) });
    else if (!allowed.includes(name)) {
      faults.push({ offset, message: words.unknownPlaceholder(name, nearest(name, allowed), allowed) });
    }
  }
  return faults;
}

// An attack or a leak is told by the data protection officer (GDPR art. 33-34), never by a canned sentence.
const SENSITIVE = /\b(attaqu\w*|cyberattaqu\w*|pirat\w*|virus|rancon\w*|fuites?|vols? de donnees?)\b/u;
const ABBREVIATION = /\b(RP|CFN)\b/u;

/** The first word that only the data protection officer may let us write, if there is one. */
export function sensitiveWord(text: string): string | undefined {
  return SENSITIVE.exec(plain(text))?.[0];
}

function plain(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** RP or CFN, which users don't know: mails write the whole name. */
export function abbreviation(text: string): string | undefined {
  return ABBREVIATION.exec(text)?.[0];
}
