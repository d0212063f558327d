import { type Document, isCollection, isMap, isNode, isScalar, isSeq, type Node, type Scalar } from "yaml";
import { z } from "zod";
import { en, fr } from "zod/locales";
import { nearest } from "./nearest.ts";
import type { Parsed, Problem, SourceFile } from "./problem.ts";
import type { Language } from "./settings.ts";
import { fileWords } from "./words/files.ts";
import { cutOff, readSyntax, type Spot } from "./yaml-syntax.ts";

/** Files over this many bytes are refused (64 KB; facts/github-actions.md section 8). */
export const MAX_BYTES = 64 * 1024;

/** Keys and indexes from the top of the file to a value. */
export type Path = readonly PropertyKey[];

export interface YamlOptions {
  readonly language: Language;
  /**
   * Whether a comment behind this unquoted value would be a text cut short, and so a mistake. Default: a value of
   * several words.
   */
  readonly isText?: (path: Path, value: string) => boolean;
}

/** A YAML file read value by value; every problem found on the way gathers in it, at its own line and column. */
export interface YamlFile {
  /** Keys of the mapping at `path`, in the file's order; none when it is no mapping. */
  readonly keys: (path: Path) => readonly string[];
  /** The value at `path` if it is there and fits; what does not fit becomes problems. Absence is no problem. */
  readonly read: <T>(path: Path, schema: z.ZodType<T>) => T | undefined;
  /** Says that a key of the top level is missing, unless the file holds it, even unreadable. */
  readonly require: (key: string, example: string) => void;
  /** Refuses the keys of the mapping at `path` that are not among `known`. */
  readonly allow: (path: Path, known: readonly string[]) => void;
  /** Adds a problem at the value of `path`. */
  readonly refuse: (path: Path, message: string) => void;
  /** Adds a problem at the key that ends `path`. */
  readonly refuseKey: (path: Path, message: string) => void;
  /** The value, unless anything was found wrong. */
  readonly finish: <T>(value: T | undefined) => Parsed<T>;
}

/** Opens a YAML file: syntax, one document, no tags, anchors or aliases, no cut texts, at most {@link MAX_BYTES}. */
export function openYaml(file: SourceFile, options: YamlOptions): YamlFile {
  const words = fileWords[options.language].yaml;
  const isTooLarge = new TextEncoder().encode(file.text).length > MAX_BYTES;
  const text = isTooLarge ? "" : file.text.replace(/^\uFEFF/u, "");
  const { document, problems: syntax, blanked, lines } = readSyntax(text, words);
  const hidden: Path[] = [...blanked].map((key) => [key]);
  const found: Spot[] = [];
  const isHidden = (path: Path): boolean =>
    document === undefined || hidden.some((prefix) => prefix.every((key, at) => path[at] === key));

  if (isTooLarge) found.push({ offset: 0, message: words.tooLarge(MAX_BYTES / 1024) });
  const root = document?.contents;
  if (isTooLarge) hidden.push([]);
  else if (document !== undefined && !isMap(root)) {
    if (syntax.length === 0) {
      const isEmpty = root === null || (isScalar(root) && root.value === null);
      found.push({ offset: root?.range[0] ?? 0, message: isEmpty ? words.empty : words.notAMap });
    }
    hidden.push([]);
  }
  if (!isTooLarge && isNode(root)) {
    const isText = options.isText ?? ((_: Path, value: string) => /\s/u.test(value));
    for (const { path, node } of nodes(root, [])) {
      const cut = cutOff(node, text, (value) => isText(path, value));
      if (cut === undefined || isHidden(path)) continue;
      found.push({ offset: cut, message: words.cut });
      hidden.push(path);
    }
  }

  const refuse = (path: Path, message: string): void => {
    if (!isHidden(path)) found.push({ offset: offsetOf(document, path), message });
  };
  const refuseKey = (path: Path, message: string): void => {
    const key = keyAt(valueAt(document, path.slice(0, -1)), String(path.at(-1)));
    if (!isHidden(path)) found.push({ offset: key?.range?.[0] ?? offsetOf(document, path), message });
  };
  const refuseUnknown = (path: Path, key: string, known: readonly string[]): void =>
    refuseKey([...path, key], words.unknownKey(key, nearest(key, known)));
  const place = ({ offset, message }: Spot): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file: file.path, line: Math.max(line, 1), col: Math.max(col, 1), message };
  };
  const inOrder = (spots: readonly Spot[]): readonly Problem[] =>
    spots.toSorted((one, other) => one.offset - other.offset).map(place);

  return {
    refuse,
    refuseKey,
    keys: (path) => keysOf(valueAt(document, path)),
    require(key, example) {
      if (!isHidden([key]) && !keysOf(root).includes(key)) refuse([], words.missing(key, example));
    },
    allow(path, known) {
      for (const key of keysOf(valueAt(document, path)))
        if (!known.includes(key)) refuseUnknown(path, key, known);
    },
    read(path, schema) {
      const node = valueAt(document, path);
      if (document === undefined || node === undefined || isHidden(path)) return undefined;
      const known = new Map<string, readonly string[]>();
      const parsed = schema.safeParse(node.toJS(document), { error: errorMap(options.language, known) });
      if (parsed.success)
        return hidden.some((key) => path.every((part, at) => key[at] === part)) ? undefined : parsed.data;
      for (const issue of parsed.error.issues) {
        const at = [...path, ...issue.path];
        // A key may be "missing" only because an unreadable line hides it.
        if (syntax.length > 0 && issue.message === words.missing(String(at.at(-1)))) continue;
        if (issue.code !== "unrecognized_keys") refuse(at, issue.message);
        else for (const key of issue.keys) refuseUnknown(at, key, known.get(issue.path.join("\n")) ?? []);
      }
      return undefined;
    },
    finish(value) {
      const problems = [...inOrder(syntax), ...inOrder(found)];
      return problems.length === 0 && value !== undefined ? { ok: true, value } : { ok: false, problems };
    },
  };
}

/** Reads a whole YAML file by a schema; every problem at once, each at its own line and column. */
export function parseYaml<T>(file: SourceFile, schema: z.ZodType<T>, options: YamlOptions): Parsed<T> {
  const yaml = openYaml(file, options);
  return yaml.finish(yaml.read([], schema));
}

function* nodes(node: Node, path: Path): Generator<{ path: Path; node: Node }> {
  yield { path, node };
  const pairs = isMap(node) ? node.items : [];
  for (const { key, value } of pairs) {
    const below = [...path, isScalar(key) ? String(key.value) : ""];
    if (isNode(key)) yield { path: below, node: key };
    if (isNode(value)) yield* nodes(value, below);
  }
  const items = isSeq(node) ? node.items : [];
  for (const [index, item] of items.entries()) if (isNode(item)) yield* nodes(item, [...path, index]);
}

const keysOf = (node: unknown): readonly string[] =>
  isMap(node) ? node.items.map(({ key }) => (isScalar(key) ? String(key.value) : "")) : [];

const keyAt = (node: unknown, name: string): Scalar | undefined =>
  (isMap(node) ? node.items : []).flatMap(({ key }) => (isScalar(key) && key.value === name ? [key] : []))[0];

function valueAt(document: Document.Parsed | undefined, path: Path): Node | undefined {
  const node = path.length === 0 ? document?.contents : document?.getIn(path, true);
  return isNode(node) ? node : undefined;
}

/** The value's own place; its key's for lines below a key; its parent's for a value that is not there. */
function offsetOf(document: Document.Parsed | undefined, path: Path): number {
  if (path.length === 0) return 0;
  const node = valueAt(document, path);
  const key = keyAt(valueAt(document, path.slice(0, -1)), String(path.at(-1)));
  const place = isCollection(node) && node.flow !== true ? (key ?? node) : node;
  return place?.range?.[0] ?? offsetOf(document, path.slice(0, -1));
}

function errorMap(language: Language, known: Map<string, readonly string[]>): z.core.$ZodErrorMap {
  const words = fileWords[language].yaml;
  // Imported by name: all of zod’s languages would be a fifth of the bundle.
  const locale = { en, fr }[language]().localeError;
  return (issue) => {
    if (issue.code === "unrecognized_keys" && issue.inst instanceof z.ZodObject) {
      known.set((issue.path ?? []).join("\n"), Object.keys(issue.inst.shape));
    }
    if (issue.code === "invalid_value") {
      const choices = issue.values.map(String);
      return words.notOneOf(String(issue.input), choices, nearest(String(issue.input), choices));
    }
    if (issue.code !== "invalid_type") return locale(issue);
    if (issue.input === null) return words.emptyValue;
    if (issue.input === undefined) return words.missing(String(issue.path?.at(-1)));
    const expected = issue.expected === "object" || issue.expected === "record" ? "map" : issue.expected;
    return isWanted(expected, words.wanted) ? words.wanted[expected] : locale(issue);
  };
}

const isWanted = <W extends object>(expected: PropertyKey, wanted: W): expected is keyof W =>
  Object.hasOwn(wanted, expected);
