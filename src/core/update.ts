import type { Incident } from "./incident.ts";
import { last, leftBy, type Entry, type Step } from "./journal.ts";
import type { ServiceId } from "./settings.ts";
import { updateOfStep, withNumber, type UpdateKey } from "./update-key.ts";

export { isReadableKey, readableKey, updateKey, updateOfStep, type UpdateKey } from "./update-key.ts";

/** News given while an outage lasts, as its file says. */
export interface Update {
  readonly key: UpdateKey;
  /** The key of the file's hour, where the journal knows it by another one. */
  readonly writtenAs?: UpdateKey;
  /** UTC. */
  readonly at: Date;
  readonly message: string;
  /** Users get it by mail too; the team reads it on Slack in any case. */
  readonly mail: boolean;
}

export const updateChat = (key: UpdateKey): Step => `update/${key}/slack`;
export const updateMail = (key: UpdateKey, service: string): Step => `update/${key}/mail/${service}`;

/** Texts are compared as people read them: case, apostrophes and spaces make no other news. */
export function sameWords(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

const plain = (text: string): string =>
  text.normalize("NFC").replaceAll("’", "'").replaceAll(/\s+/gu, " ").trim().toLowerCase();

const NEARLY = 0.85;

/** The same text but for some letters, by the pairs of letters that both have; other numbers are other news. */
export function nearlySameWords(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)];
  if (numbersOf(a) !== numbersOf(b)) return false;
  const [pairs, left] = [pairsOf(a), pairsOf(b)];
  const all = pairs.length + left.length;
  let common = 0;
  for (const pair of pairs) {
    const index = left.indexOf(pair);
    if (index === -1) continue;
    left.splice(index, 1);
    common += 1;
  }
  return all > 0 && (2 * common) / all >= NEARLY;
}

const numbersOf = (text: string): string => (text.match(/\d+/gu) ?? []).join(" ");
const pairsOf = (text: string): string[] =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2));

/** The texts that each piece of news had when a journal spoke of it, in the journal's order. */
function toldUpdates(journal: readonly Entry[]): ReadonlyMap<UpdateKey, readonly string[]> {
  const told = new Map<UpdateKey, readonly string[]>();
  for (const { step, message } of journal) {
    const key = updateOfStep(step);
    if (key === undefined) continue;
    const before = told.get(key) ?? [];
    told.set(key, message === undefined ? before : [...before, message]);
  }
  return told;
}

/**
 * The news of the file under the keys by which the journal knows it, so that an edit after the sending is never news
 * again: by hour and text, by text alone when the hour was edited, by hour alone when the text was. Some letters of
 * the text may be corrected together with the hour, as long as the news is not younger than what was told.
 */
export function updatesOf(
  { updates }: Pick<Incident, "updates">,
  journal: readonly Entry[],
): readonly Update[] {
  if (updates.length === 0) return [];
  const told = toldUpdates(journal);
  const free = new Set(told.keys());
  const keys = new Map<Update, UpdateKey>();
  const isSameHour = ({ key }: Update, known: UpdateKey) => key === known || known.startsWith(`${key}-`);
  const isSameText = ({ message }: Update, known: UpdateKey) =>
    told.get(known)?.some((text) => sameWords(text, message)) === true;
  const toldAt = (known: UpdateKey) => journal.find(({ step }) => updateOfStep(step) === known)?.at;
  const isCorrected = ({ at, message }: Update, known: UpdateKey) =>
    at <= (toldAt(known) ?? at) && told.get(known)?.some((text) => nearlySameWords(text, message)) === true;
  for (const fits of [
    (update: Update, known: UpdateKey) => isSameHour(update, known) && isSameText(update, known),
    isSameText,
    isSameHour,
    isCorrected,
  ]) {
    for (const update of updates) {
      const known = keys.has(update) ? undefined : [...free].find((each) => fits(update, each));
      if (known === undefined) continue;
      keys.set(update, known);
      free.delete(known);
    }
  }
  const isTaken = (key: UpdateKey) => told.has(key) || [...keys.values()].includes(key);
  for (const update of updates) {
    if (keys.has(update)) continue;
    let key = update.key;
    for (let number = 2; isTaken(key); number += 1) key = withNumber(update.key, number);
    keys.set(update, key);
  }
  return updates.map((update) => {
    const key = keys.get(update) ?? update.key;
    return key === update.key ? update : { ...update, key, writtenAs: update.key };
  });
}

/** The text was edited after the journal spoke of it. */
export function isReworded({ key, message }: Update, journal: readonly Entry[]): boolean {
  const texts = toldUpdates(journal).get(key) ?? [];
  return texts.length > 0 && !texts.some((text) => sameWords(text, message));
}

const BEGUN = ["drafted", "accepted", "unknown", "failed"] as const;

/** A mail was begun, and it is not known to have left or to have been withdrawn. */
export function isUndecidedStep(journal: readonly Entry[], step: Step): boolean {
  const event = journal.findLast((entry) => entry.step === step && entry.event !== "drift")?.event;
  return BEGUN.some((begun) => begun === event);
}

/** News whose mail for the service was begun and not decided; also what the file does not hold any more. */
export function undecidedUpdates(journal: readonly Entry[], service: ServiceId): readonly Update[] {
  const found: Update[] = [];
  for (const [key, texts] of toldUpdates(journal)) {
    const step = updateMail(key, service);
    const first = journal.find((entry) => entry.step === step);
    if (!first || !isUndecidedStep(journal, step)) continue;
    found.push({ key, at: first.at, message: texts.at(-1) ?? "", mail: true });
  }
  return found;
}

/** The mail of this news left, by the journal. */
export function updateLeft(journal: readonly Entry[], key: UpdateKey, service: ServiceId): Entry | undefined {
  return leftBy(journal, updateMail(key, service));
}

/** The news stands in the channel, by the journal. */
export function updatePosted(journal: readonly Entry[], key: UpdateKey): Entry | undefined {
  return last(journal, updateChat(key), "posted");
}
