import { lexer, type MarkedToken, type Token, type Tokens } from "marked";
import { type Fault, scan } from "./mail-scan.ts";
import type { Language } from "./settings.ts";
import { templateWords } from "./words/templates.ts";

/** What stands inside a paragraph. `value` is a placeholder; it is filled after parsing, never before. */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly name: string }
  | { readonly kind: "strong" | "em"; readonly children: readonly Inline[] }
  | { readonly kind: "link"; readonly href: string; readonly children: readonly Inline[] }
  | { readonly kind: "break" };

/** A mail's text, as its HTML and its plain text both read it. */
export type Block =
  | { readonly kind: "title" | "paragraph"; readonly children: readonly Inline[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] };

interface Reading {
  readonly source: string;
  readonly language: Language;
  readonly faults: Fault[];
  /** Up to where the source was read: a token says its text, not its place. */
  cursor: number;
}

/**
 * Reads the Markdown of a mail from `start` on: one title, paragraphs, strong, em, https links, lists, line breaks.
 * Everything else is a fault, and so is every placeholder that is not in `allowed`.
 */
export function readMarkdown(
  source: string,
  start: number,
  allowed: readonly string[],
  language: Language,
): { readonly blocks: readonly Block[]; readonly faults: readonly Fault[] } {
  const faults = [...scan(source, [start, source.length], allowed, language)];
  const reading: Reading = { source, language, faults, cursor: start };
  const blocks = lexer(source.slice(start)).flatMap((token) => blockOf(token, reading));
  const words = templateWords[language];
  const titles = blocks.filter(({ kind }) => kind === "title").length;
  if (blocks[0]?.kind !== "title") faults.push({ offset: start, message: words.noTitle });
  if (titles > 1) faults.push({ offset: start, message: words.secondTitle });
  return { blocks, faults };
}

const PLACEHOLDER = /\{([^{}\s]{1,40})\}/u;

function blockOf(token: Token, reading: Reading): readonly Block[] {
  return at<Block>(token, reading, (known) => {
    switch (known.type) {
      case "space":
        return [];
      case "heading":
        if (known.depth !== 1) return refused(known, reading);
        return [{ kind: "title", children: inlines(known.tokens, reading) }];
      case "paragraph":
        return [{ kind: "paragraph", children: inlines(known.tokens, reading) }];
      case "list":
        return [{ kind: "list", ordered: known.ordered, items: items(known, reading) }];
      default:
        return refused(known, reading);
    }
  });
}

function items(list: Tokens.List, reading: Reading): readonly (readonly Inline[])[] {
  return list.items.map((item) =>
    item.tokens.flatMap((token) =>
      at<Inline>(token, reading, (known) =>
        known.type === "text" || known.type === "paragraph"
          ? inlines(known.tokens ?? [], reading)
          : known.type === "space"
            ? []
            : refused(known, reading),
      ),
    ),
  );
}

function inlines(tokens: readonly Token[], reading: Reading): readonly Inline[] {
  return tokens.flatMap((token) => inlineOf(token, reading));
}

function inlineOf(token: Token, reading: Reading): readonly Inline[] {
  return at<Inline>(token, reading, (known) => {
    switch (known.type) {
      case "text":
      case "escape":
        return textAndValues(known.text);
      case "strong":
      case "em":
        return [{ kind: known.type, children: inlines(known.tokens, reading) }];
      case "br":
        return [{ kind: "break" }];
      case "link":
        return [linkOf(known, reading)];
      default:
        return refused(known, reading);
    }
  });
}

/** Cuts a text at its placeholders; a line end inside a paragraph is a space. */
function textAndValues(text: string): readonly Inline[] {
  return text
    .replaceAll("\n", " ")
    .split(PLACEHOLDER)
    .map((part, index): Inline =>
      index % 2 === 1 ? { kind: "value", name: part } : { kind: "text", text: part },
    )
    .filter((part) => part.kind !== "text" || part.text !== "");
}

function linkOf(link: Tokens.Link, reading: Reading): Inline {
  const words = templateWords[reading.language];
  const offset = reading.cursor;
  if (!/^https:\/\/[^\s{}[\]]+$/u.test(link.href))
    reading.faults.push({ offset, message: words.link(link.href) });
  if ((link.title ?? "") !== "") reading.faults.push({ offset, message: words.linkTitle });
  return { kind: "link", href: link.href, children: inlines(link.tokens, reading) };
}

function refused(token: MarkedToken, { language, faults, cursor }: Reading): readonly never[] {
  const words = templateWords[language];
  switch (token.type) {
    case "html":
      break; // scan() has told it, with its place.
    case "image":
      faults.push({ offset: cursor, message: words.image });
      break;
    case "heading":
    case "table":
    case "code":
    case "codespan":
    case "blockquote":
    case "hr":
    case "del":
    case "checkbox":
    case "def":
    case "list":
      faults.push({ offset: cursor, message: words.unsupported(words.kinds[token.type]) });
      break;
    default:
      faults.push({ offset: cursor, message: words.unsupported(words.kinds.other) });
  }
  return [];
}

/** Runs `read` with the cursor on the token, then puts the cursor behind it. */
function at<T>(token: Token, reading: Reading, read: (known: MarkedToken) => readonly T[]): readonly T[] {
  const found = reading.source.indexOf(token.raw, reading.cursor);
  const start = found < 0 ? reading.cursor : found;
  reading.cursor = start;
  const made = isKnown(token) ? read(token) : [];
  reading.cursor = start + (found < 0 ? 0 : token.raw.length);
  return made;
}

/** No extension is registered: every token of the lexer is one of marked's own. */
function isKnown(token: Token): token is MarkedToken {
  return token.type !== "";
}
