import { parseDocument } from "yaml";
import { z } from "zod";
import { INCIDENT_KEYS } from "./incident-read.ts";
import { sameWords } from "./update.ts";
import { appendItem } from "./yaml-append.ts";
import { setValue } from "./yaml-edit.ts";

/** News as a file writes it; `at` on the organisation's clocks, `2026-11-23 15:10`. */
export interface WrittenUpdate {
  readonly at: string;
  readonly message: string;
  readonly mail: boolean;
}

/** What became of a file's text. `isKnown`: it told this news already; `at` is the hour that it has there. */
export interface Added {
  readonly text: string;
  readonly at: string;
  readonly isKnown: boolean;
}

/** The same sentence within a day is the same gesture again; later it may be said anew. */
const AGAIN_MINUTES = 24 * 60;
const KEYS = ["at", "message", "mail"] as const;

const item = z.looseObject({ at: z.string(), message: z.string(), mail: z.boolean().optional() });
const file = z.looseObject({ updates: z.array(z.unknown()) });

/** The news in a file's text, as far as it has the form of news; with its place in the list. */
export function writtenUpdates(text: string): readonly (WrittenUpdate & { readonly index: number })[] {
  const parsed = file.safeParse(parseDocument(text, { logLevel: "silent" }).toJS());
  if (!parsed.success) return [];
  return parsed.data.updates.flatMap((each, index) => {
    const read = item.safeParse(each);
    if (!read.success) return [];
    const { at, message, mail = false } = read.data;
    return [{ at, message, mail, index }];
  });
}

/**
 * Adds news to the text of an incident file; comments and form of the rest stay. The same sentence within a day is no
 * news again, but may be asked for by mail now. News takes the next free minute, because its hour names it.
 */
export function withUpdate(text: string, { at, message, mail }: WrittenUpdate): Added {
  const updates = writtenUpdates(text);
  const known = updates.findLast(
    (each) => sameWords(each.message, message) && minutesBetween(each.at, at) < AGAIN_MINUTES,
  );
  if (known) {
    const isUpgraded = mail && !known.mail;
    const path = ["updates", String(known.index), "mail"];
    const edited = isUpgraded ? setValue(text, path, { plain: "true" }, KEYS) : text;
    return { text: edited, at: known.at, isKnown: true };
  }
  let free = at;
  while (updates.some((each) => minutesBetween(each.at, free) === 0)) free = nextMinute(free);
  const fields = [
    ["at", { plain: free }],
    ["message", { quoted: message }],
    ...(mail ? [["mail", { plain: "true" }] as const] : []),
  ] as const;
  return { text: appendItem(text, "updates", fields, INCIDENT_KEYS), at: free, isKnown: false };
}

const HOUR = /(?<hour>\d\d?)\s*[:h]\s*(?<minute>\d\d)?/u;
const DAY =
  /^\s*(?:(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)|(?<day2>\d\d?)\/(?<month2>\d\d?)\/(?<year2>\d{4}))(?<rest>.*)$/u;

/** Minutes of the wall clock since 1970; NaN for what no file may hold. */
function minutesOf(at: string): number {
  const day = DAY.exec(at)?.groups ?? {};
  const time = HOUR.exec(day["rest"] ?? "")?.groups ?? {};
  const [year, month, date] = [
    day["year"] ?? day["year2"],
    day["month"] ?? day["month2"],
    day["day"] ?? day["day2"],
  ].map(Number);
  const hour = Number(time["hour"]);
  return Date.UTC(year ?? 0, (month ?? 0) - 1, date, hour, Number(time["minute"] ?? 0)) / 60_000;
}

const minutesBetween = (one: string, other: string): number => Math.abs(minutesOf(one) - minutesOf(other));

/** One minute later on the same clock; what says the season stays. */
function nextMinute(at: string): string {
  const next = new Date((minutesOf(at) + 1) * 60_000).toISOString();
  return `${next.slice(0, 10)} ${next.slice(11, 16)}${at.slice("2026-11-23 15:10".length)}`;
}
