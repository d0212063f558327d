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

/** GitHub makes mentions and links of text wherever it stands; an invisible character keeps them apart. */
function unmarked(text: string): string {
  return text.replaceAll(/@(?=\w)|#(?=\d)|\bgh-(?=\d)|\bwww(?=\.)|(?<=:\/)\/(?=\S)/giu, "$&\u2060");
}
