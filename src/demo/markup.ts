/** A piece of the page that is safe as it stands: only `markup` and `verbatim` make one. */
export class Html {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

/** What may stand in a `${…}` of {@link markup}. Absent parts leave no trace. */
export type Part = Html | string | number | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text as HTML, for elements and for quoted attributes. Characters that turn the direction of writing or that HTML
 * forbids are taken out: a receipt could otherwise show itself backwards.
 */
function escapeHtml(text: string): string {
  return text
    .replace(/[\u202A-\u202E\u2066-\u2069]|[^\P{Cc}\n\t]/gu, "")
    .replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? character);
}

/** Template tag: what is written is HTML, what is put in is text, unless it was made by this tag itself. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    strings.map((string, index) => (index === 0 ? string : `${render(parts[index - 1])}${string}`)).join(""),
  );
}

/** Our own source, such as the style sheet. Never a text of somebody else. */
export function verbatim(source: string): Html {
  return new Html(source);
}

function render(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.source;
  if (typeof part === "object") return part.map(render).join("");
  return escapeHtml(String(part));
}
