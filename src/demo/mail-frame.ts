import { visibleLines } from "../core/mail-readback.ts";

/**
 * The mail for a preview: Brevo's two links lead nowhere. In a frame that may open no window, a link to a new window
 * does nothing; "#" alone would load the whole page into its own frame.
 */
export function previewHtml(html: string): string {
  return html.replace(
    /(\shref\s*=\s*)(?:"\s*\{\{\s*(?:mirror|unsubscribe)\s*\}\}\s*"|'\s*\{\{\s*(?:mirror|unsubscribe)\s*\}\}\s*')/giu,
    '$1"#" target="_blank"',
  );
}

/** As `layout.html` and its texts are set: pixels of a line with the gap under it, of an average letter, of a space. */
const TITLE = { line: 34, gap: 20, letter: 14, space: 7 } as const;
const TEXT = { line: 28, gap: 18, letter: 8.9, space: 5 } as const;
/** What stands beside the text on both sides; paddings above and below, with one line to spare. */
const BESIDE = 64;
const AROUND = 140;
const LOWEST = 320;
const HIGHEST = 1600;

/**
 * About how high a mail is when it is shown `width` pixels wide: a page without script cannot ask. Rather too much than
 * too little; a frame scrolls when it is wrong.
 */
export function frameHeight(html: string, width: number): number {
  const titles = html.match(/<h1\b[\s\S]*?<\/h1>/giu) ?? [];
  const rest = html.replaceAll(/<h1\b[\s\S]*?<\/h1>/giu, "<br>");
  const column = width - BESIDE;
  const heights = [
    ...titles.flatMap(visibleLines).map((line) => paragraph(line, column, TITLE)),
    ...visibleLines(rest).map((line) => paragraph(line, column, TEXT)),
  ];
  const sum = heights.reduce((total, height) => total + height, AROUND);
  return Math.round(Math.min(HIGHEST, Math.max(LOWEST, sum)));
}

/** Words are set one after the other, as a browser does. */
function paragraph(
  text: string,
  column: number,
  { line, gap, letter, space }: typeof TITLE | typeof TEXT,
): number {
  let lines = 1;
  let used = 0;
  for (const word of text.split(" ")) {
    const length = word.length * letter;
    if (used > 0 && used + space + length > column) {
      lines += 1;
      used = length;
    } else used += (used > 0 ? space : 0) + length;
  }
  return lines * line + gap;
}
