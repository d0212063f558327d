import { isMap, isNode, isScalar, parseDocument, type Document } from "yaml";
import { INCIDENT_KEYS } from "./incident-read.ts";
import { withUpdate, writtenUpdates, type WrittenUpdate } from "./update-edit.ts";
import { setValue } from "./yaml-edit.ts";
import { yamlLine } from "./yaml-line.ts";

/** Keys of an incident file that may hold one value for all its services, or a map of theirs. */
const BY_SERVICE = ["resolved_at", "resolution"] as const;

/**
 * An incident file that two sides changed since `base`: `ours`, with the keys that only `theirs` changed. A key that both
 * changed stays as in `ours`, but for the ends of two tools that two people wrote at once, where both stay and the status
 * follows, and for news, where ours is added to theirs at the next free minute. The rest of `ours` stays as it is written, comments too. A `theirs` that nobody can read changes nothing; an
 * `ours` that nobody can read is a person's to mend (`undefined`).
 */
export function mergeIncidentTexts(base: string, ours: string, theirs: string): string | undefined {
  const mine = read(ours);
  if (!mine) return undefined;
  const other = read(theirs);
  if (!other) return ours;
  const from = read(base) ?? parseDocument("{}");
  const keys = new Set([...keysOf(from), ...keysOf(other)]);
  const isChanged = (key: string) => valueOf(other, key) !== valueOf(from, key);
  const both = [...keys].filter((key) => isChanged(key) && valueOf(mine, key) !== valueOf(from, key));
  const changed = [...keys].filter((key) => isChanged(key) && !both.includes(key));
  for (const key of changed) {
    const value = other.get(key, true);
    // The value alone where there is one: the note behind ours stays.
    if (other.has(key)) mine.set(key, isScalar(value) && isScalar(mine.get(key, true)) ? value.value : value);
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
  agree(mine);
  const merged = writtenInto(ours, mine) ?? mine.toString({ lineWidth: 0, flowCollectionPadding: false });
  // Theirs may have been told already, under its hour: ours takes another one.
  const ourNews = isNews ? addedUpdates(base, ours) : [];
  return ourNews.reduce((text, update) => withUpdate(text, update).text, merged);
}

function addedUpdates(base: string, text: string): readonly WrittenUpdate[] {
  const before = writtenUpdates(base).map(asKey);
  return writtenUpdates(text).filter((update) => !before.includes(asKey(update)));
}

const asKey = ({ at, message, mail }: WrittenUpdate): string => JSON.stringify([at, message, mail]);

/** `ours` with the values of `wanted` written where they stand; `undefined` where that is not to be had so. */
function writtenInto(ours: string, wanted: Document): string | undefined {
  const before = parseDocument(ours);
  if (valueOf(before, "updates") !== valueOf(wanted, "updates")) return undefined;
  let text = ours;
  for (const key of keysOf(wanted)) {
    if (valueOf(before, key) === valueOf(wanted, key)) continue;
    const map = wanted.get(key, true);
    const isKept = isMap(map) && isMap(before.get(key, true));
    const known = byService(before, key);
    const values = isKept
      ? map.items.filter(
          ({ key: name }) => known.get(String(name)) !== byService(wanted, key).get(String(name)),
        )
      : [];
    for (const { key: name, value } of values)
      text = setValue(text, [key, String(name)], { flow: sourceOf(value) }, []);
    if (!isKept) text = setValue(text, [key], { flow: sourceOf(map) }, INCIDENT_KEYS);
  }
  const after = read(text);
  return after && JSON.stringify(sorted(after)) === JSON.stringify(sorted(wanted)) ? text : undefined;
}

/** A value on one line. */
function sourceOf(node: unknown): string {
  const line = yamlLine(isNode(node) ? node.toJSON() : node);
  // As the program and people write it: `{ rp: 2026-11-23 15:00 }`.
  return isMap(node) ? line.replace(/^\{(?<inside>.*)\}$/su, "{ $<inside> }") : line;
}

const sorted = (document: Document): readonly (readonly string[])[] =>
  keysOf(document)
    .map((key) => [key, valueOf(document, key)])
    .toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1));

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

/** Two halves of an end are a whole one, and what one side ended may not be open in the file: it would be refused. */
function agree(mine: Document): void {
  const services = wordsOf(mine, "services");
  const [ends, mistaken] = [byService(mine, "resolved_at"), wordsOf(mine, "mistaken")];
  const was = mine.get("status");
  const isOver = services.length > 0 && services.every((id) => ends.has(id) || mistaken.includes(id));
  const isAllMistaken = services.length > 0 && services.every((id) => mistaken.includes(id));
  // One side took back the whole announcement, the other a part of it.
  if (was === "mistaken" && mistaken.length > 0 && !isAllMistaken)
    mine.set("mistaken", mine.createNode(services, { flow: true }));
  const closed = isAllMistaken ? "mistaken" : "resolved";
  const status = was === "mistaken" ? was : isOver ? closed : "open";
  const written = mine.get("status", true);
  if (isScalar(written) && written.value !== status) written.value = status;
}
