/** Text as HTML text: no tag, no attribute comes out of it. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/**
 * Text of people inside HTML on a page of GitHub: no tag, no mention, no number that is taken for an issue. Markdown is
 * not read there, as long as no blank line ends the block.
 */
export function inertHtml(text: string): string {
  return unmarked(escapeHtml(text));
}

/** Text of people for one line or table cell of a Markdown file: nothing in it comes alive. */
export function inertMarkdown(text: string): string {
  return unmarked(escapeHtml(text.replaceAll(/\s+/gu, " ").trim())).replaceAll(
    /[\\`*_~[\]|{}]/gu,
    (sign) => `\\${sign}`,
  );
}

/** GitHub makes mentions and links to issues of text wherever it stands; an invisible character keeps them apart. */
function unmarked(text: string): string {
  return text.replaceAll(/@(?=\w)/gu, "@\u2060").replaceAll(/#(?=\d)/gu, "#\u2060");
}
