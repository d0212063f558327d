import {
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "yaml";

/** A value to write: a word or a date that needs no quotes, a text in quotes, a map as it stands, or lines below a key. */
export type Written =
  | { readonly plain: string }
  | { readonly quoted: string }
  | { readonly flow: string }
  | { readonly block: readonly string[] };

/** The scalar at `path`, if there is one. */
export function scalarAt(text: string, path: readonly string[]): unknown {
  return parse(text).getIn(path);
}

export function isMapAt(text: string, path: readonly string[]): boolean {
  return isMap(parse(text).getIn(path));
}

/**
 * Writes one value into a YAML text and touches nothing else: an old value is replaced where it stands, in its own
 * quotes; a new key goes behind the last of the keys that precede it in `order` (at the end without any).
 * Without a mapping to hold the key, the text comes back as it was.
 */
export function setValue(
  text: string,
  path: readonly string[],
  written: Written,
  order: readonly string[],
): string {
  const document = parse(text);
  const parents = path.slice(0, -1);
  const name = path.at(-1) ?? "";
  const map = parents.length === 0 ? document.contents : document.getIn(parents);
  if (!isMap(map)) return text;
  const pair = map.items.find(({ key }) => isScalar(key) && key.value === name);
  return pair === undefined ? insert(text, map, name, written, order) : replace(text, pair, written);
}

const parse = (text: string) =>
  parseDocument(text, { stringKeys: true, prettyErrors: false, logLevel: "silent" });

const lineEndOf = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");

function replace(text: string, { key, value }: Pair, written: Written): string {
  if (!isNode(value) || !value.range) return text;
  const [start, end] = value.range;
  const old = text.slice(start, end);
  if (old.trim() === "") {
    const colon = text.indexOf(":", isNode(key) ? key.range?.[1] : start) + 1;
    return `${text.slice(0, colon)} ${render(written)}${text.slice(colon)}`;
  }
  const type = isScalar(value) ? value.type : undefined;
  const isBlock = type === "BLOCK_FOLDED" || type === "BLOCK_LITERAL";
  // The header of a block may carry a comment, and its last line end belongs to it.
  const comment = isBlock ? /^[^\r\n]*?([ \t]+#[^\r\n]*)/u.exec(old)?.[1] : undefined;
  const tail = isBlock ? (/(?:\r?\n)+$/u.exec(old)?.[0] ?? "") : "";
  return text.slice(0, start) + render(written, type) + (comment ?? "") + tail + text.slice(end);
}

function insert(
  text: string,
  map: YAMLMap,
  name: string,
  written: Written,
  order: readonly string[],
): string {
  const before = order.slice(0, Math.max(order.indexOf(name), 0));
  const isBefore = ({ key }: Pair): boolean => isScalar(key) && before.includes(String(key.value));
  const anchor = order.length === 0 ? map.items.at(-1) : (map.items.findLast(isBefore) ?? map.items[0]);
  const entry = `${name}:${"block" in written ? "" : ` ${render(written)}`}`;
  if (anchor === undefined) {
    const open = text.indexOf("{", map.range?.[0]) + 1;
    return `${text.slice(0, open)} ${entry} ${text.slice(open).trimStart()}`;
  }
  const end = endOfPair(anchor, text);
  if (map.flow === true) return `${text.slice(0, end)}, ${entry}${text.slice(end)}`;
  const indent = indentOf(map, text);
  const below = "block" in written ? written.block : [];
  return insertLines(
    text,
    end,
    [entry, ...below].map((line) => `${indent}${line}`),
  );
}

/** Writes whole lines behind the line in which something ends. */
export function insertLines(text: string, end: number, lines: readonly string[]): string {
  const eol = lineEndOf(text);
  const next = end > 0 && text[end - 1] === "\n" ? end : text.indexOf("\n", end) + 1;
  return next === 0
    ? `${text}${eol}${lines.join(eol)}`
    : `${text.slice(0, next)}${lines.map((line) => `${line}${eol}`).join("")}${text.slice(next)}`;
}

/** Where the last thing of a key and its value ends, without the comments behind. */
function endOfPair({ key, value }: Pair, text: string): number {
  const node = isNode(value) ? value : isNode(key) ? key : undefined;
  return node === undefined ? text.length : endOf(node, text);
}

/** Where the last thing in a node ends, without the comments behind. */
export function endOf(node: Node, text: string): number {
  if (isCollection(node) && node.flow !== true) {
    const last = isMap(node) ? node.items.at(-1) : undefined;
    if (last !== undefined) return endOfPair(last, text);
    const item = isSeq(node) ? node.items.at(-1) : undefined;
    if (isNode(item)) return endOf(item, text);
  }
  return node.range?.[1] ?? text.length;
}

/** A value as it stands in a text, without quotes where it needs none. */
export const renderValue = (written: Written): string => render(written);

function indentOf(map: YAMLMap, text: string): string {
  const key = map.items[0]?.key;
  const start = isNode(key) ? (key.range?.[0] ?? 0) : 0;
  const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start).replace("\uFEFF", "");
  return before.replaceAll(/[^ \t]/gu, " ");
}

function render(written: Written, type?: string | null): string {
  if ("flow" in written) return written.flow;
  if ("block" in written) return written.block.join("\n");
  if ("quoted" in written) return JSON.stringify(written.quoted);
  switch (type) {
    case "QUOTE_DOUBLE":
      return JSON.stringify(written.plain);
    case "QUOTE_SINGLE":
      return `'${written.plain.replaceAll("'", "''")}'`;
    default:
      return written.plain;
  }
}
