import { isAlias, type Node } from "yaml";
import type { FileWords } from "./words/files.ts";
import type { Spot } from "./yaml-syntax.ts";

/** What YAML allows and we refuse in a node: an alias, an anchor, a tag. Both signs stand before the node's range. */
export function refusedIn(node: Node, text: string, words: FileWords["yaml"]): Spot | undefined {
  if (!node.range) return undefined;
  const start = node.range[0];
  if (isAlias(node)) return { offset: start, message: words.startsWith("*") };
  if (node.anchor !== undefined)
    return { offset: signBefore(text, "&", start), message: words.startsWith("&") };
  if (node.tag !== undefined) return { offset: signBefore(text, "!", start), message: words.startsWith("!") };
  return undefined;
}

/** Where the word with `sign` begins that stands last before `offset`: `!!str` begins at its first `!`. */
function signBefore(text: string, sign: string, offset: number): number {
  let at = text.lastIndexOf(sign, offset);
  while (at > 0 && /[^\s,[{]/u.test(text.charAt(at - 1))) at -= 1;
  return at;
}
