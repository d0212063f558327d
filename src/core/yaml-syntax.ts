import {
  type Document,
  type ErrorCode,
  type YAMLError,
  isAlias,
  isCollection,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
} from "yaml";
import type { FileWords } from "./words/files.ts";
import { refusedIn } from "./yaml-refusals.ts";

/** Something wrong at an offset of the text. */
export interface Spot {
  readonly offset: number;
  readonly message: string;
}

/** A text as YAML sees it once the passages that it cannot read are blanked out, length and lines kept. */
export interface Syntax {
  /** Undefined when nothing sensible is left. */
  readonly document: Document.Parsed | undefined;
  readonly problems: readonly Spot[];
  /** Keys at the top level whose value was blanked out: nothing more can be said of them. */
  readonly blanked: ReadonlySet<string>;
  readonly lines: LineCounter;
}

/** A file that needs more rounds, or has more faults in one of them, is no incident: enough was said. */
const ROUNDS = 20;
const MOST = 50;

/** Reads a text as far as it can be read: each fault is reported, blanked out, and the rest is read again. */
export function readSyntax(text: string, words: FileWords["yaml"]): Syntax {
  const blanked = new Set<string>();
  const byLine = new Map<number, Spot>();
  const lines = new LineCounter();
  let document: Document.Parsed | undefined = parse(text, lines);
  let readable = text;
  for (let round = 0; document !== undefined; round += 1) {
    const faults = faultsOf(document, readable, words, lines);
    if (faults.length === 0) break;
    const before = readable;
    for (const fault of faults) {
      const line = lines.linePos(fault.offset).line;
      if (!byLine.has(line)) byLine.set(line, fault);
      readable = blank(readable, fault, blanked);
    }
    document = readable === before || round === ROUNDS ? undefined : parse(readable);
  }
  return { document, problems: [...byLine.values()], blanked, lines };
}

function parse(text: string, lineCounter: LineCounter = new LineCounter()): Document.Parsed {
  return parseDocument(text, {
    schema: "core",
    merge: false,
    strict: true,
    stringKeys: true,
    uniqueKeys: true,
    prettyErrors: false,
    // "silent" would also hide a second document.
    logLevel: "error",
    lineCounter,
  });
}

interface Fault extends Spot {
  readonly code: ErrorCode | "REFUSED";
}

/** What YAML itself refuses, and what it allows and we refuse: tags, anchors, aliases, merge keys. */
function faultsOf(
  document: Document.Parsed,
  text: string,
  words: FileWords["yaml"],
  lines: LineCounter,
): readonly Fault[] {
  // The first error of a line is its cause, the others are its echo.
  const firsts = new Map<number, YAMLError>();
  for (const error of [...document.errors, ...document.warnings]) {
    const { line } = lines.linePos(error.pos[0]);
    if (error.code !== "TAG_RESOLVE_FAILED" && firsts.size < MOST && !firsts.has(line))
      firsts.set(line, error);
  }
  const faults: Fault[] = [...firsts.values()].map((error) => ({
    ...spotOf(error, document, text, words),
    code: error.code,
  }));
  visit(document, {
    Node(key, node) {
      if (faults.length >= MOST) return visit.BREAK;
      const spot = refusedIn(node, text, words);
      if (spot !== undefined) faults.push({ ...spot, code: "REFUSED" });
      // `<<` is a merge key elsewhere; `__proto__` would be lost in plain records.
      if (key !== "key" || !isScalar(node) || !node.range) return undefined;
      if (node.value !== "<<" && node.value !== "__proto__") return undefined;
      faults.push({ offset: node.range[0], message: words.badKey(node.value), code: "DUPLICATE_KEY" });
      return undefined;
    },
  });
  return faults;
}

function spotOf(fault: YAMLError, document: Document.Parsed, text: string, words: FileWords["yaml"]): Spot {
  const offset = Math.min(fault.pos[0], Math.max(text.length - 1, 0));
  const rest = text.slice(offset);
  const line = rest.split(/\r?\n/u, 1)[0] ?? "";
  switch (fault.code) {
    case "BLOCK_AS_IMPLICIT_KEY": {
      const next = offset + rest.search(/\n[ ]*/u);
      return /:(\s|$)/u.test(line)
        ? { offset, message: words.colonInside }
        : {
            offset: next + 1 + (/^\n([ ]*)/u.exec(text.slice(next))?.[1]?.length ?? 0),
            message: words.indented,
          };
    }
    case "BAD_SCALAR_START":
    case "BAD_ALIAS":
      return { offset, message: words.startsWith(line.slice(0, 1)) };
    case "MULTILINE_IMPLICIT_KEY":
      return { offset, message: words.noColon };
    case "TAB_AS_INDENT":
      return { offset, message: words.tab };
    case "BAD_DQ_ESCAPE":
      return { offset, message: words.badEscape };
    case "NON_STRING_KEY":
      return { offset, message: words.notATextKey };
    case "MULTIPLE_DOCS":
      return { offset, message: words.manyDocuments };
    case "DUPLICATE_KEY":
      return { offset, message: words.duplicate(/^[^:]*/u.exec(line)?.[0].trim() ?? "") };
    case "BAD_INDENT":
    case "MISSING_CHAR": {
      const isOpen = !fault.message.startsWith("All ");
      const opened = isOpen ? openedBefore(document, fault.pos[0], text) : undefined;
      return opened === undefined
        ? {
            offset,
            message: fault.code === "BAD_INDENT" ? words.misaligned : words.unreadable(fault.message),
          }
        : {
            offset: opened,
            message: /["']/u.test(text.charAt(opened)) ? words.quoteOpen : words.bracketOpen,
          };
    }
    case "UNEXPECTED_TOKEN":
      return {
        offset,
        message: fault.message.includes("at node end") ? words.afterValue : words.unreadable(fault.message),
      };
    default:
      return { offset, message: words.unreadable(fault.message) };
  }
}

/** Where the quote, bracket or brace stands that ought to have been closed before `offset`. */
function openedBefore(document: Document.Parsed, offset: number, text: string): number | undefined {
  let found: number | undefined;
  visit(document, {
    Node(_, node) {
      if (isAlias(node) || !node.range || node.range[0] >= offset || node.range[1] < offset - 1) return;
      const opens = text.charAt(node.range[0]);
      if (isScalar(node) ? /["']/u.test(opens) : isCollection(node) && /[[{]/u.test(opens))
        found = node.range[0];
    },
  });
  return found;
}

/** Lines that belong to the key above them: indented, list items at the margin, comments, empty ones. */
const CONTINUES = /^[ \t\r\n#-]/u;

/** Blanks out the value (the whole line for a key too many) that holds `offset`, with its further lines. */
function blank(text: string, { offset, code }: Fault, blanked: Set<string>): string {
  if (code === "MULTIPLE_DOCS") return text.slice(0, offset) + spaces(text.slice(offset));
  let start = lineStart(text, offset);
  while (start > 0 && CONTINUES.test(text.charAt(start))) start = lineStart(text, start - 1);
  let end = lineEnd(text, start);
  while (end < text.length && CONTINUES.test(text.charAt(end + 1))) end = lineEnd(text, end + 1);
  const line = /^["']?([\p{L}\p{N}_][^\s"':#]*)["']?(?:[ ]*(:)(?=\s))?/u.exec(text.slice(start, end + 1));
  const isKeyTooMany = code === "DUPLICATE_KEY" && offset === start;
  const from = line?.[2] === undefined || isKeyTooMany ? start : start + line[0].length;
  if (line?.[1] !== undefined && !isKeyTooMany) blanked.add(line[1]);
  return text.slice(0, from) + spaces(text.slice(from, end)) + text.slice(end);
}

const lineStart = (text: string, from: number): number => text.slice(0, from).lastIndexOf("\n") + 1;

const lineEnd = (text: string, from: number): number => {
  const at = text.indexOf("\n", from);
  return at === -1 ? text.length : at;
};

const spaces = (text: string): string => text.replaceAll(/[^\n]/gu, " ");

/**
 * Where a comment cuts a text short: `Panne sur le serveur #3` unquoted ends at the space, and the rest is silently lost.
 * `isText` says whether a comment after this value would be a mistake; an empty value before `#47` always is one.
 */
export function cutOff(node: unknown, text: string, isText: (value: string) => boolean): number | undefined {
  if (!isScalar(node) || node.type !== "PLAIN" || !node.range) return undefined;
  const rest = /^[ \t]*#/u.exec(text.slice(node.range[1]));
  if (rest === null) return undefined;
  const offset = node.range[1] + rest[0].length - 1;
  const isLost = node.source === "" ? /^#\S/u.test(text.slice(offset)) : isText(node.source ?? "");
  return isLost ? offset : undefined;
}
