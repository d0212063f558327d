import { isMap, isNode, isScalar, isSeq, parseDocument } from "yaml";
import { endOf, insertLines, renderValue, setValue, type Written } from "./yaml-edit.ts";

type Fields = readonly (readonly [string, Written])[];

/**
 * Adds a mapping to the list at a key of the top level and touches nothing else; a list that is not there yet is begun
 * behind the last of the keys that precede it in `order`. Without a mapping at the top the text comes back as it was.
 */
export function appendItem(text: string, key: string, fields: Fields, order: readonly string[]): string {
  const { contents } = parseDocument(text, { stringKeys: true, prettyErrors: false, logLevel: "silent" });
  if (!isMap(contents)) return text;
  const pair = contents.items.find((each) => isScalar(each.key) && each.key.value === key);
  const list = pair?.value;
  const items = isSeq(list) ? list.items : [];
  const last = items.at(-1);
  const flow = `{ ${fields.map(([name, value]) => `${name}: ${renderValue(value)}`).join(", ")} }`;
  if (!isSeq(list) || !isNode(last) || !list.range) {
    if (pair !== undefined || contents.flow === true)
      return setValue(text, [key], { flow: `[${flow}]` }, order);
    return setValue(text, [key], { block: itemLines(fields, "  ") }, order);
  }
  if (list.flow === true) {
    const end = last.range?.[1] ?? list.range[1] - 1;
    return `${text.slice(0, end)}, ${flow}${text.slice(end)}`;
  }
  const start = list.range[0];
  const indent = text.slice(text.lastIndexOf("\n", start - 1) + 1, start).replaceAll(/[^ \t]/gu, " ");
  return insertLines(text, endOf(last, text), itemLines(fields, indent));
}

function itemLines(fields: Fields, indent: string): readonly string[] {
  return fields.map(
    ([name, value], index) => `${indent}${index === 0 ? "- " : "  "}${name}: ${renderValue(value)}`,
  );
}
