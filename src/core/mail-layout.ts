import type { Fault } from "./mail-scan.ts";
import { nearest } from "./nearest.ts";
import type { Language } from "./settings.ts";
import { templateWords } from "./words/templates.ts";

/** The placeholders of `layout.html`, each there exactly once. */
const LAYOUT_PLACEHOLDERS = [
  "titre",
  "bandeau",
  "ton",
  "fond_bandeau",
  "encre_bandeau",
  "contenu",
  "le_produit",
] as const;

/** Brevo's two links. Without `unsubscribe` Brevo refuses the campaign or appends its own footer. */
export const BREVO_LINKS = ["{{ mirror }}", "{{ unsubscribe }}"] as const;

/** A maintainer's comment stays here; Outlook's conditional comments leave with the mail. */
const COMMENT = /<!--(?!\[if|<!\[endif)[\s\S]*?-->\n?/gu;
const PLACEHOLDER = /(?<!\{)\{([A-Za-z_]+)\}(?!\})/gu;
const BREVO = /\{\{[^{}]*\}\}|\{\{|\{%|\{#|\[\[|%[A-Za-z_]\w*%|\[[A-Z_]{2,}\]/gu;
const FORBIDDEN =
  /<(?:img|script|link|iframe|object|video|form|svg|base|embed)\b|http-equiv\s*=\s*["']?refresh|@import|@font-face|url\(|\bhttp:|\bbackground=|\son\w+=/giu;
const LIMIT = 15_000;

/** Checks `layout.html` and gives it back without the maintainers' comments. */
export function readLayout(source: string, language: Language, faults: Fault[]): string {
  const words = templateWords[language];
  // Blanked, not cut, so that offsets still say the right line.
  const html = source.replace(COMMENT, (comment) => comment.replace(/[^\n]/gu, " "));

  const found = [...html.matchAll(PLACEHOLDER)];
  for (const { 1: name = "", index } of found) {
    if (!LAYOUT_PLACEHOLDERS.some((known) => known === name)) {
      const message = words.unknownPlaceholder(name, nearest(name, LAYOUT_PLACEHOLDERS), LAYOUT_PLACEHOLDERS);
      faults.push({ offset: index, message });
    }
  }
  for (const name of LAYOUT_PLACEHOLDERS) {
    countOnce(
      `{${name}}`,
      found.filter((match) => match[1] === name),
    );
  }
  const codes = [...html.matchAll(BREVO)];
  const links = codes.filter(({ index }) => html.slice(0, index).endsWith('href="'));
  for (const link of BREVO_LINKS)
    countOnce(
      `href="${link}"`,
      links.filter((match) => match[0] === link),
    );
  for (const match of codes) {
    const isLink = links.includes(match) && BREVO_LINKS.some((link) => link === match[0]);
    if (!isLink) faults.push({ offset: match.index, message: words.brevoCode(match[0]) });
  }
  for (const match of html.matchAll(FORBIDDEN)) {
    faults.push({ offset: match.index, message: words.layoutCode(match[0].trim()) });
  }
  const bytes = new TextEncoder().encode(source).length;
  if (bytes > LIMIT) faults.push({ offset: 0, message: words.tooLong(bytes, LIMIT) });
  return source.replace(COMMENT, "");

  function countOnce(name: string, matches: readonly RegExpExecArray[]): void {
    const offset = matches[1]?.index ?? 0;
    if (matches.length !== 1) faults.push({ offset, message: words.layoutCount(name, matches.length) });
  }
}
