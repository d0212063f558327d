import type { Step } from "./journal.ts";
import { zoned } from "./time-zone.ts";

declare const brand: unique symbol;

/** Names one piece of news of an incident: its hour on the organisation's clocks, `20261123T1510`. */
export type UpdateKey = string & { readonly [brand]: "UpdateKey" };

const KEY = /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)T(?<hour>\d\d)(?<minute>\d\d)(?:-(?<number>\d+))?$/u;
const READABLE = /^\d\d\/\d\d \d\dh\d\d(?: \(\d+\))?$/u;

const isUpdateKey = (text: string): text is UpdateKey => KEY.test(text);

function keyOf(text: string): UpdateKey {
  if (isUpdateKey(text)) return text;
  throw new RangeError(`Not a key of news: ${text}`);
}

/** The key of news given at an instant, on the clocks of `zone` (IANA name). */
export function updateKey(at: Date, zone: string): UpdateKey {
  const wall = zoned(at, zone).toPlainDateTime().toString({ smallestUnit: "minute" });
  return keyOf(wall.replaceAll(/[-:]/gu, ""));
}

/** The key of other news that was once written with the same hour. */
export const withNumber = (key: UpdateKey, number: number): UpdateKey => keyOf(`${key}-${number}`);

/** The key as it stands in a campaign's name, the same in every language: `23/11 15h10`. */
export function readableKey(key: UpdateKey): string {
  const { month, day, hour, minute, number } = KEY.exec(key)?.groups ?? {};
  return `${day}/${month} ${hour}h${minute}${number === undefined ? "" : ` (${number})`}`;
}

/** Whether a text has the form of {@link readableKey}, for whatever news. */
export const isReadableKey = (text: string): boolean => READABLE.test(text);

/** The news that a step of a journal, or a reply under it, delivers. */
export function updateOfStep(step: Step): UpdateKey | undefined {
  const [phase, key = ""] = step.split("/");
  return phase === "update" && isUpdateKey(key) ? key : undefined;
}
