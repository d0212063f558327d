import { parseDocument, type Document } from "yaml";

/**
 * An incident file that two sides changed since `base`: `ours`, with the keys that only `theirs` changed. A key that both
 * changed stays as in `ours`. Comments of `ours` stay. A text that is no YAML mapping leaves `ours` as it is.
 */
export function mergeIncidentTexts(base: string, ours: string, theirs: string): string {
  const [from, mine, other] = [read(base), read(ours), read(theirs)];
  if (!from || !mine || !other) return ours;
  const keys = new Set([...keysOf(from), ...keysOf(other)]);
  const changed = [...keys].filter(
    (key) => valueOf(other, key) !== valueOf(from, key) && valueOf(mine, key) === valueOf(from, key),
  );
  if (changed.length === 0) return ours;
  for (const key of changed) {
    if (other.has(key)) mine.set(key, other.get(key, true));
    else mine.delete(key);
  }
  return mine.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function read(text: string): Document | undefined {
  const document = parseDocument(text);
  return document.errors.length === 0 && keysOf(document).length > 0 ? document : undefined;
}

function keysOf(document: Document): readonly string[] {
  const value: unknown = document.toJS();
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

/** The value of a key, in a form that can be compared. */
const valueOf = (document: Document, key: string): string => JSON.stringify(document.toJS()?.[key] ?? null);
