import { isMap, isScalar, parseDocument, type Document } from "yaml";
import { withUpdate, writtenUpdates, type WrittenUpdate } from "./update-edit.ts";

/** Keys of an incident file that may hold one value for all its services, or a map of theirs. */
const BY_SERVICE = ["resolved_at", "resolution"] as const;

/**
 * An incident file that two sides changed since `base`: `ours`, with the keys that only `theirs` changed. A key that both
 * changed stays as in `ours`, but for the ends of two tools that two people wrote at once, where both stay and the status
 * follows, and for news, where ours is added to theirs at the next free minute. Comments of `ours` stay. A text that is no YAML
 * mapping leaves `ours` as it is.
 */
export function mergeIncidentTexts(base: string, ours: string, theirs: string): string {
  const [from, mine, other] = [read(base), read(ours), read(theirs)];
  if (!from || !mine || !other) return ours;
  const keys = new Set([...keysOf(from), ...keysOf(other)]);
  const isChanged = (key: string) => valueOf(other, key) !== valueOf(from, key);
  const both = [...keys].filter((key) => isChanged(key) && valueOf(mine, key) !== valueOf(from, key));
  const changed = [...keys].filter((key) => isChanged(key) && !both.includes(key));
  for (const key of changed) {
    if (other.has(key)) mine.set(key, other.get(key, true));
    else mine.delete(key);
  }
  const isNews = both.includes("updates");
  if (isNews) mine.set("updates", other.get("updates", true));
  const united = [
    ...BY_SERVICE.map((key) => both.includes(key) && uniteByService(key, from, mine, other)),
    both.includes("mistaken") && uniteMistaken(mine, other),
    isNews,
  ].some((isNew) => isNew);
  if (changed.length === 0 && !united) return ours;
  closeWhenOver(mine);
  const merged = mine.toString({ lineWidth: 0, flowCollectionPadding: false });
  // Theirs may have been told already, under its hour: ours takes another one.
  const ourNews = isNews ? addedUpdates(base, ours) : [];
  return ourNews.reduce((text, update) => withUpdate(text, update).text, merged);
}

function addedUpdates(base: string, text: string): readonly WrittenUpdate[] {
  const before = writtenUpdates(base).map(asKey);
  return writtenUpdates(text).filter((update) => !before.includes(asKey(update)));
}

const asKey = ({ at, message, mail }: WrittenUpdate): string => JSON.stringify([at, message, mail]);

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

/** The words of a list, or the one word that stands for it. */
function wordsOf(document: Document, key: string): readonly string[] {
  const value: unknown = document.toJS()?.[key];
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((word) => typeof word === "string") : [];
}

/** Each service's value: its own of a map, or the one that stands for all. */
function byService(document: Document, key: string): ReadonlyMap<string, string> {
  const value = document.get(key, true);
  if (isScalar(value)) return new Map(wordsOf(document, "services").map((id) => [id, String(value.value)]));
  if (!isMap(value)) return new Map();
  return new Map(
    value.items.flatMap(({ key: name, value: one }) =>
      isScalar(name) && isScalar(one) ? [[String(name.value), String(one.value)] as const] : [],
    ),
  );
}

/** Writes what only the other side has or changed, service by service; tells whether that was anything. */
function uniteByService(key: string, from: Document, mine: Document, other: Document): boolean {
  const [before, ours, theirs] = [from, mine, other].map((document) => byService(document, key));
  const fresh = [...(theirs ?? [])].filter(
    ([id, value]) => value !== before?.get(id) && ours?.get(id) === before?.get(id),
  );
  if (fresh.length === 0) return false;
  const all = new Map([...(ours ?? []), ...fresh]);
  const inOrder = wordsOf(mine, "services").flatMap((id) =>
    all.has(id) ? [[id, all.get(id)] as const] : [],
  );
  mine.set(key, mine.createNode(Object.fromEntries(inOrder), { flow: true }));
  return true;
}

function uniteMistaken(mine: Document, other: Document): boolean {
  const ours = wordsOf(mine, "mistaken");
  const fresh = wordsOf(other, "mistaken").filter((id) => !ours.includes(id));
  if (fresh.length > 0) mine.set("mistaken", mine.createNode([...ours, ...fresh], { flow: true }));
  return fresh.length > 0;
}

/** Two halves of an end are a whole one: a file that is still `open` would be refused. */
function closeWhenOver(mine: Document): void {
  const services = wordsOf(mine, "services");
  const [ends, mistaken] = [byService(mine, "resolved_at"), wordsOf(mine, "mistaken")];
  const isOver = services.length > 0 && services.every((id) => ends.has(id) || mistaken.includes(id));
  if (!isOver || mine.get("status") !== "open") return;
  const status = mine.get("status", true);
  const closed = services.every((id) => mistaken.includes(id)) ? "mistaken" : "resolved";
  if (isScalar(status)) status.value = closed;
}
