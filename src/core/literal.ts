/**
 * Text of files and people inside our Markdown. GitHub brings to life mentions (`@everyone`), references (`#12`,
 * `GH-12`, commit ids), links, HTML and every sign of Markdown: here nothing of the kind survives.
 */

/** Invisible, and no letter: what stands on both sides of it is no mention, reference or address any more. */
const JOINER = "\u2060";

/** Signs in which neither Markdown nor HTML nor GitHub reads anything, inside a sentence. */
const TELLING = /[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}\uFE0F\u00A0 .,;:!?'’()«»“”…·—≈%-]/gu;

/** A sentence as Markdown and as HTML alike, on one line: everything that could mean something is an entity. */
export function escaped(text: string): string {
  return (
    oneLine(text)
      .replaceAll(/\b[0-9a-f]{7,64}\b/giu, (hex) => hex.replaceAll(/.{6}(?=.)/gu, `$&${JOINER}`))
      .replaceAll(/\b(?<prefix>gh-(?=\d)|www(?=\.))/giu, `$<prefix>${JOINER}`)
      .replaceAll(/[@#/]|:(?=\S)|!(?=\[)/gu, `$&${JOINER}`)
      .replaceAll(TELLING, entity)
      // At the head of a line these two would begin a list.
      .replace(/^(?<before> *\d*)(?<sign>[-.)])/u, (_, before: string, sign: string) => before + entity(sign))
  );
}

const entity = (sign: string): string => `&#${sign.codePointAt(0) ?? 0};`;

/** A path or another literal as a code span, also in the cell of a table. */
export function code(text: string): string {
  // A pipe ends the cell of a table, in a code span too, and a backslash before it would be another story.
  const line = oneLine(text).replaceAll("|", "│").trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/gu)].map(([run]) => run.length));
  const marks = "`".repeat(longest + 1);
  const room = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return line === "" ? "—" : `${marks}${room}${line}${room}${marks}`;
}

/** Several lines as a fenced block, which nothing inside can close. */
export function fence(text: string, language = "text"): string {
  const lines = visible(text).trimEnd();
  const longest = Math.max(2, ...[...lines.matchAll(/`+/gu)].map(([run]) => run.length));
  const marks = "`".repeat(longest + 1);
  return `${marks}${language}\n${lines}\n${marks}`;
}

/** At most so many letters, and a sign that there were more. */
export function cut(text: string, most: number): string {
  const letters = Array.from(text.slice(0, most * 2));
  return letters.length <= most && text.length <= most * 2 ? text : `${letters.slice(0, most).join("")}…`;
}

/** Lines of at most so many letters where they have spaces: GitHub shows a fenced block unbroken. */
export function wrapped(text: string, most = 92): string {
  return text
    .split("\n")
    .map((line) => {
      const lines: string[] = [];
      let current: string | undefined;
      for (const word of line.split(" ")) {
        const isFull = current !== undefined && current.trim() !== "" && current.length + word.length >= most;
        if (isFull) lines.push(current ?? "");
        current = isFull || current === undefined ? word : `${current} ${word}`;
      }
      return [...lines, current ?? ""].join("\n");
    })
    .join("\n");
}

function oneLine(text: string): string {
  return visible(text).replaceAll(/[\n\t]+/gu, " ");
}

/** Without terminal codes, and without signs that turn the direction of a line so that it reads otherwise than it is. */
function visible(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/gu, "\n")
    .replaceAll(/(?![\n\t])[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD");
}
