import type { Block, Inline } from "./mail-markdown.ts";
import type { Values } from "./mail-values.ts";

/** Puts values into the parsed text. What an empty value leaves empty disappears: the space before it, its paragraph. */
export function resolve(
  blocks: readonly Block[],
  values: Values,
  print: (text: string) => string,
): readonly Block[] {
  return blocks.flatMap((block): readonly Block[] => {
    if (block.kind !== "list") {
      const children = line(block.children, values, print);
      return children.length === 0 ? [] : [{ kind: block.kind, children }];
    }
    const items = block.items.map((item) => line(item, values, print)).filter((item) => item.length > 0);
    return items.length === 0 ? [] : [{ ...block, items }];
  });
}

/** The same text without marks, for the plain version; a link is followed by its address. */
export function textOf(children: readonly Inline[]): string {
  return children
    .map((child): string => {
      switch (child.kind) {
        case "text":
          return child.text;
        case "value":
          return "";
        case "strong":
        case "em":
          return textOf(child.children);
        case "link": {
          const label = textOf(child.children);
          return label === child.href ? label : `${label} (${child.href})`;
        }
        case "break":
          return "\n";
        default:
          return child satisfies never;
      }
    })
    .join("");
}

function line(
  children: readonly Inline[],
  values: Values,
  print: (text: string) => string,
): readonly Inline[] {
  const filled = inside(children, values, print);
  const start = filled.findIndex((child) => !isBlank(child));
  const end = filled.findLastIndex((child) => !isBlank(child));
  if (start < 0) return [];
  return filled.slice(start, end + 1).map((child, index, { length }) => {
    if (child.kind !== "text") return child;
    const text = index === 0 ? child.text.trimStart() : child.text;
    return { kind: "text", text: index === length - 1 ? text.trimEnd() : text };
  });
}

function isBlank(child: Inline): boolean {
  return child.kind === "break" || (child.kind === "text" && child.text.trim() === "");
}

function inside(
  children: readonly Inline[],
  values: Values,
  print: (text: string) => string,
): readonly Inline[] {
  return joined(children, values).flatMap((child): readonly Inline[] => {
    switch (child.kind) {
      case "text":
        return [{ kind: "text", text: print(child.text).replace(/ {2,}/gu, " ") }];
      case "strong":
      case "em":
      case "link": {
        const kept = inside(child.children, values, print);
        return kept.every(isBlank) ? [] : [{ ...child, children: kept }];
      }
      case "value":
      case "break":
        return [child];
      default:
        return child satisfies never;
    }
  });
}

/** Joins neighbours before typography sees them: « 14 h 05 » and the colon after it belong together. */
function joined(children: readonly Inline[], values: Values): readonly Inline[] {
  const done: Inline[] = [];
  for (const child of children) {
    const before = done.at(-1);
    if (child.kind !== "text" && child.kind !== "value") done.push(child);
    else {
      const text = child.kind === "text" ? child.text : (values.get(child.name) ?? "");
      if (before?.kind !== "text") done.push({ kind: "text", text });
      else done.splice(-1, 1, { kind: "text", text: before.text + text });
    }
  }
  return done;
}
