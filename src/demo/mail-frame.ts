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

const LINE = 28;
const GAP = 18;
/** Band, title's surplus, paddings of card and footer: what a mail of `layout.html` holds besides its lines. */
const AROUND = { narrow: 182, wide: 128 } as const;
const LETTER = 8.4;
const LOWEST = 320;
const HIGHEST = 1600;

/**
 * About how high a mail is when it is shown `width` pixels wide: a page without script cannot ask. Rather too much than
 * too little; a frame scrolls when it is wrong.
 */
export function frameHeight(html: string, width: number): number {
  const perLine = Math.max(10, (width - 64) / LETTER);
  const heights = visibleLines(html).map((line) => Math.ceil((line.length + 2) / perLine) * LINE + GAP);
  const around = width < 500 ? AROUND.narrow : AROUND.wide;
  const sum = heights.reduce((total, height) => total + height, around);
  return Math.round(Math.min(HIGHEST, Math.max(LOWEST, sum)));
}
