import { Temporal } from "temporal-polyfill";
import type { Language } from "./settings.ts";
import { type Day, readTime, type WrittenTime } from "./time-reading.ts";
import { firstInstant, gapAround, occurrences, seasonOf, zoned } from "./time-zone.ts";
import { timeWords } from "./words/time.ts";

export { clock, dayOf, duration, longDate, moment, period, since } from "./time-phrases.ts";

/** An instant, or one sentence that says what is wrong and what to write instead. */
export type WhenResult =
  | { readonly ok: true; readonly at: Date }
  | { readonly ok: false; readonly reason: string };

/** What a text can be read against. Without `now` nothing relative has a meaning: that is the strict form. */
interface Context {
  readonly zone: string;
  readonly language: Language;
  readonly now?: Date;
}

const EXAMPLE = "2026-11-23 14:05";
/** A start a little ahead of our clock is a watch that is fast, not yesterday (design, section 2). */
const AHEAD_MS = 10 * 60_000;

/**
 * Reads a full date and hour on the clocks of `zone` (IANA name), for incident files: `2026-11-23 14:05`,
 * `2026-11-23T14:05`, `23/11/2026 14h05`, `23/11/2026 à 14h`. A doubled hour needs ` heure d'été` or ` heure d'hiver`.
 * Seconds are tolerated when they are `:00`. Everything else is refused with a sentence (facts/mail-and-french.md, section 5).
 */
export function parseWallClock(text: string, zone: string, language: Language): WhenResult {
  return interpret(text, { zone, language });
}

/**
 * Reads what a person writes in a form or a flag: all that {@link parseWallClock} takes, and `14h05`, `8h`, `midi`,
 * `hier 22h30`, `avant-hier 9h`, `samedi 20h`, `21/11 20h`, `maintenant`. What doesn't fix the day is its latest
 * occurrence before `now`, up to 10 minutes ahead; a full date, `aujourd'hui` and `hier` are taken literally, so that
 * the result may stand in the future.
 */
export function parseSpokenTime(text: string, zone: string, now: Date, language: Language): WhenResult {
  return interpret(text, { zone, language, now });
}

/**
 * `2026-11-23 14:05` on the clocks of `zone`, seconds dropped; with ` heure d'été` or ` heure d'hiver` in a doubled
 * hour only. {@link parseWallClock} reads it back to the same minute.
 */
export function formatWallClock(at: Date, zone: string): string {
  const wall = zoned(wholeMinute(at), zone).toPlainDateTime();
  if (occurrences(wall, zone).length < 2) return written(wall);
  return timeWords.fr[seasonOf(wholeMinute(at), zone)](written(wall));
}

/** `2026-11-23`: the calendar day of `zone` at an instant, for incident ids. */
export function dateOf(at: Date, zone: string): string {
  return zoned(at, zone).toPlainDate().toString();
}

function interpret(text: string, context: Context): WhenResult {
  const words = timeWords[context.language];
  const value = quotable(text);
  const reading = readTime(text);
  switch (reading.kind) {
    case "empty":
      return refused(words.empty(EXAMPLE));
    case "now":
      return context.now ? { ok: true, at: wholeMinute(context.now) } : refused(words.noDate(value, EXAMPLE));
    case "no-hour":
      return refused(words.noHour(value, canStandAlone(reading.day, context) ? `${value} 14:05` : EXAMPLE));
    case "offset":
      return refused(words.offset(value, EXAMPLE));
    case "other":
      return refused(
        context.now ? words.notUnderstoodSpoken(value, EXAMPLE) : words.notUnderstood(value, EXAMPLE),
      );
    case "time":
      return placeOnCalendar(reading, value, context);
    default:
      return reading satisfies never;
  }
}

function placeOnCalendar(reading: WrittenTime, value: string, context: Context): WhenResult {
  const words = timeWords[context.language];
  const { day, hour, minute } = reading;
  if (day.kind === "short-year") {
    const date = realDate(day.year, day.month, day.day);
    return refused(
      words.shortYear(value, date ? written(date.toPlainDateTime({ hour: 14, minute: 5 })) : EXAMPLE),
    );
  }
  if (day.kind !== "date" && !context.now) return refused(words.noDate(value, EXAMPLE));

  const dates = possibleDates(day, context);
  if (dates.length === 0) return refused(words.unrealDate(value, EXAMPLE));
  if (hour === 24 && minute === 0) {
    const midnights = dates.map((possible) => possible.add({ days: 1 }).toPlainDateTime());
    const midnight = midnights.find((possible) => hasPassed(possible, context)) ?? midnights[0];
    return refused(words.midnight(value, midnight ? written(midnight) : EXAMPLE));
  }
  if (hour > 23 || minute > 59 || reading.second > 59) return refused(words.unrealHour(value, EXAMPLE));

  const walls = dates.map((possible) => possible.toPlainDateTime({ hour, minute }));
  const wall = walls.find((possible) => walls.length === 1 || hasPassed(possible, context)) ?? walls.at(-1);
  if (!wall) return refused(words.unrealDate(value, EXAMPLE));
  const placed = placeOnTimeline(wall, reading, value, context);
  if (!placed.ok || reading.second === 0) return placed;
  return refused(words.seconds(value, formatWallClock(placed.at, context.zone)));
}

function placeOnTimeline(
  wall: Temporal.PlainDateTime,
  { day, season }: WrittenTime,
  value: string,
  { zone, language, now }: Context,
): WhenResult {
  const words = timeWords[language];
  const passages = occurrences(wall, zone);
  const [first, second] = passages;
  if (!first) {
    const { from, to } = gapAround(wall, zone);
    const sayHour = (at: Temporal.PlainTime): string => words.clock(at.hour, at.minute);
    const after = zoned(firstInstant(wall, zone), zone).toPlainDateTime();
    return refused(words.gap(value, sayHour(from), sayHour(to), written(after)));
  }
  if (season) {
    const at = passages.find((passage) => seasonOf(passage, zone) === season);
    if (at) return { ok: true, at };
    return refused(
      season === "summer" ? words.notSummer(value, written(wall)) : words.notWinter(value, written(wall)),
    );
  }
  if (!second) return { ok: true, at: first };
  // "2h30" said between the two passages can only mean the first one. A full date says nothing of when it was written.
  if (day.kind !== "date" && now && second.getTime() > now.getTime() + AHEAD_MS)
    return { ok: true, at: first };
  return refused(words.doubled(value, words.summer(written(wall)), words.winter(written(wall))));
}

/** The days that may be meant, latest first, and always from a little ahead; empty when there is no such date. */
function possibleDates(
  day: Exclude<Day, { kind: "short-year" }>,
  { now, zone }: Context,
): readonly Temporal.PlainDate[] {
  if (day.kind === "date")
    return [realDate(day.year, day.month, day.day)].filter((date) => date !== undefined);
  if (!now) return [];
  const today = zoned(now, zone).toPlainDate();
  switch (day.kind) {
    case "relative":
      return [today.add({ days: day.days })];
    case "absent":
      return [1, 0, -1].map((days) => today.add({ days }));
    case "weekday":
      return [1, 0, -1, -2, -3, -4, -5, -6, -7]
        .map((days) => today.add({ days }))
        .filter((date) => date.dayOfWeek === day.weekday);
    case "day-month":
      // Eight years back always hold a 29 February, but for the turn of a century.
      return [1, 0, -1, -2, -3, -4, -5, -6, -7, -8].flatMap(
        (years) => realDate(today.year + years, day.month, day.day) ?? [],
      );
    default:
      return day satisfies never;
  }
}

/** Would this day be accepted if an hour followed it? */
function canStandAlone(day: Day, context: Context): boolean {
  if (day.kind === "short-year" || (day.kind !== "date" && !context.now)) return false;
  return possibleDates(day, context).length > 0;
}

function hasPassed(wall: Temporal.PlainDateTime, { now, zone }: Context): boolean {
  return now !== undefined && firstInstant(wall, zone).getTime() <= now.getTime() + AHEAD_MS;
}

function realDate(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  if (month < 1 || month > 12 || day < 1) return undefined;
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return day > first.daysInMonth ? undefined : first.with({ day });
}

function written(wall: Temporal.PlainDateTime): string {
  return wall.toString({ smallestUnit: "minute" }).replace("T", " ");
}

function wholeMinute(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 60_000) * 60_000);
}

/** One line, cut: the value stands inside a sentence. */
function quotable(text: string): string {
  const line = text.replaceAll(/[\s\p{C}]+/gu, " ").trim();
  const characters = Array.from(line);
  return characters.length > 60 ? `${characters.slice(0, 60).join("")}…` : line;
}

function refused(reason: string): WhenResult {
  return { ok: false, reason };
}
