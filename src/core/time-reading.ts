import type { Season } from "./time-zone.ts";

/** The day that a text names, not yet placed on a calendar: it may be unreal. */
export type Day =
  | { readonly kind: "date"; readonly year: number; readonly month: number; readonly day: number }
  | { readonly kind: "short-year"; readonly year: number; readonly month: number; readonly day: number }
  | { readonly kind: "day-month"; readonly month: number; readonly day: number }
  /** 0 today, -1 yesterday, -2 the day before. */
  | { readonly kind: "relative"; readonly days: number }
  /** 1 Monday … 7 Sunday. */
  | { readonly kind: "weekday"; readonly weekday: number }
  | { readonly kind: "absent" };

/** An hour with its day, as written: neither is checked (`31/11`, `24:00`). */
export interface WrittenTime {
  readonly kind: "time";
  readonly day: Day;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** "heure d'été" / "heure d'hiver" after the hour. */
  readonly season?: Season;
}

/** What a text says, before any calendar, clock or zone. */
export type Reading =
  | WrittenTime
  | { readonly kind: "no-hour"; readonly day: Day }
  | { readonly kind: "now" | "empty" | "offset" | "other" };

// The hour at the end: 14:05, 14h05, 14 h 05, 8h, 8 heures 10, with seconds and zone so that they can be refused by name.
const CLOCK =
  /^(?<before>|.*?\D)(?<hour>\d{1,2})(?: ?h(?:eures?)? ?|:(?=\d\d))(?<minute>\d\d)?(?::(?<second>\d\d)(?:[.,]\d+)?)?(?<offset> ?(?:z|utc|gmt|(?:utc|gmt)? ?[+-]\d{1,2}(?::?\d\d)?))?$/u;
const SEASON = /,? \(?(?:(?<summer>heure d'ete|summer time)|heure d'hiver|winter time)\)?$/u;
const CONNECTOR = /,?(?:(?:^| )(?:a|at)|(?<=\d)t)?$/u;
const ISO_DATE = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/u;
const FRENCH_DATE = /^(?<day>\d{1,2})\/(?<month>\d{1,2})(?:\/(?<year>\d{4}|\d{2}))?$/u;

const RELATIVE: ReadonlyMap<string, number> = new Map([
  ["aujourd'hui", 0],
  ["today", 0],
  ["hier", -1],
  ["yesterday", -1],
  ["avant-hier", -2],
  ["avant hier", -2],
]);
const WEEKDAYS: readonly (readonly string[])[] = [
  ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
  ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
];
const NOW: ReadonlySet<string> = new Set(["maintenant", "now"]);

/** Reads a date and an hour as people write them. Case, accents, ’ and odd spaces (double, no-break) are forgiven. */
export function readTime(text: string): Reading {
  const folded = fold(text);
  if (folded === "") return { kind: "empty" };
  if (NOW.has(folded)) return { kind: "now" };
  const dayAlone = readDay(folded);
  if (dayAlone) return { kind: "no-hour", day: dayAlone };

  const season = SEASON.exec(folded);
  const rest = (season ? folded.slice(0, season.index) : folded)
    .replace(/\b(?:minuit|midnight)$/u, "24:00")
    .replace(/\b(?:midi|noon)$/u, "12:00");
  const clock = CLOCK.exec(rest)?.groups;
  if (!clock) return { kind: "other" };
  const day = readDay((clock["before"] ?? "").trim().replace(CONNECTOR, "").trim());
  if (!day) return { kind: "other" };
  if (clock["offset"]) return { kind: "offset" };
  return {
    kind: "time",
    day,
    hour: Number(clock["hour"]),
    minute: Number(clock["minute"] ?? 0),
    second: Number(clock["second"] ?? 0),
    ...(season && { season: season.groups?.["summer"] ? "summer" : "winter" }),
  };
}

function readDay(written: string): Day | undefined {
  const text = written.replace(/^(?:le|on) /u, "");
  if (text === "") return { kind: "absent" };
  const date = (ISO_DATE.exec(text) ?? FRENCH_DATE.exec(text))?.groups;
  if (date) {
    const month = Number(date["month"]);
    const day = Number(date["day"]);
    const year = date["year"];
    if (!year) return { kind: "day-month", month, day };
    if (year.length === 2) return { kind: "short-year", year: 2000 + Number(year), month, day };
    return { kind: "date", year: Number(year), month, day };
  }
  const days = RELATIVE.get(text);
  if (days !== undefined) return { kind: "relative", days };
  const weekday = WEEKDAYS.map((names) => names.indexOf(text) + 1).find((found) => found > 0);
  return weekday === undefined ? undefined : { kind: "weekday", weekday };
}

function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("’", "'")
    .replaceAll(/\s+/gu, " ")
    .trim();
}
