import type { Temporal } from "temporal-polyfill";
import type { Language } from "./settings.ts";
import { zoned } from "./time-zone.ts";
import { timeWords } from "./words/time.ts";

/** « 14 h 05 », « 14 h » on the hour, « 0 h »: the clock of `zone`, with no-break spaces. */
export function clock(at: Date, zone: string, language: Language): string {
  const { hour, minute } = zoned(at, zone);
  return timeWords[language].clock(hour, minute);
}

/** « le lundi 23 novembre 2026 à 14 h 05 », in `zone`. */
export function longDate(at: Date, zone: string, language: Language): string {
  return timeWords[language].longDate(dayWithYear(at, zone, language), clock(at, zone, language));
}

/**
 * What follows « depuis », read at `now` in `zone`: « 14 h 05 » the same day, « hier à 22 h 30 », else
 * « le samedi 21 novembre à 20 h », with the year when it is another one.
 */
export function since(at: Date, now: Date, zone: string, language: Language): string {
  const words = timeWords[language];
  const hour = clock(at, zone, language);
  switch (daysBefore(at, now, zone)) {
    case 0:
      return hour;
    case 1:
      return words.sinceYesterday(hour);
    default:
      return words.sinceDate(dayWithOtherYear(at, now, zone, language), hour);
  }
}

/** « lundi 23 novembre » of `zone`, with the year when `now` is in another one. */
export function dayOf(at: Date, now: Date, zone: string, language: Language): string {
  return dayWithOtherYear(at, now, zone, language);
}

/**
 * The {moment} of the mails, read at `now` in `zone`: « cette nuit » (0–4 h), « ce matin » (4–12 h), « cet après-midi »
 * (12–18 h), « ce soir »; « hier matin », « hier après-midi », « hier soir »; else « le samedi 21 novembre »
 * (facts/mail-and-french.md, section 5).
 */
export function moment(at: Date, now: Date, zone: string, language: Language): string {
  const words = timeWords[language];
  const { hour } = zoned(at, zone);
  const days = daysBefore(at, now, zone);
  if (days === 0) {
    if (hour < 4) return words.todayNight;
    if (hour < 12) return words.todayMorning;
    return hour < 18 ? words.todayAfternoon : words.todayEvening;
  }
  // "Yesterday, 2 h" belongs to no part of yesterday that everybody names alike: the date is said.
  if (days === 1 && hour >= 4) {
    if (hour < 12) return words.yesterdayMorning;
    return hour < 18 ? words.yesterdayAfternoon : words.yesterdayEvening;
  }
  return words.momentOfDate(dayWithOtherYear(at, now, zone, language));
}

/** « le lundi 23 novembre 2026, de 14 h 05 à 16 h 20 », or « du … à … au … à … » over several days of `zone`. */
export function period(start: Date, end: Date, zone: string, language: Language): string {
  const words = timeWords[language];
  const from = clock(start, zone, language);
  const to = clock(end, zone, language);
  const firstDay = dayWithYear(start, zone, language);
  const lastDay = dayWithYear(end, zone, language);
  return firstDay === lastDay
    ? words.periodOfOneDay(firstDay, from, to)
    : words.periodOfDays(firstDay, from, lastDay, to);
}

/**
 * Time that really passed between two instants, never « 2 h 15 », which reads as an hour: « 45 minutes »,
 * « 2 heures et 15 minutes », « 1 jour et 3 heures » (a day is 24 hours; from one day on, rounded to the hour).
 *
 * @throws RangeError when `end` is before `start`.
 */
export function duration(start: Date, end: Date, language: Language): string {
  const words = timeWords[language];
  const minutes = Math.floor((end.getTime() - start.getTime()) / 60_000);
  if (!(minutes >= 0)) {
    throw new RangeError(
      `Cannot say a duration that ends (${end.toJSON()}) before it begins (${start.toJSON()})`,
    );
  }
  if (minutes === 0) return words.underOneMinute;
  if (minutes < 24 * 60) {
    return together(Math.floor(minutes / 60), words.hours, minutes % 60, words.minutes, words.and);
  }
  const hours = Math.round(minutes / 60);
  return together(Math.floor(hours / 24), words.days, hours % 24, words.hours, words.and);
}

function together(
  large: number,
  sayLarge: (n: number) => string,
  small: number,
  saySmall: (n: number) => string,
  and: (a: string, b: string) => string,
): string {
  if (large === 0) return saySmall(small);
  return small === 0 ? sayLarge(large) : and(sayLarge(large), saySmall(small));
}

/** Calendar days of `zone` from `at` back from `now`: 0 today, 1 yesterday, negative when `at` is ahead. */
function daysBefore(at: Date, now: Date, zone: string): number {
  return zoned(at, zone).toPlainDate().until(zoned(now, zone).toPlainDate(), { largestUnit: "day" }).days;
}

function dayWithYear(at: Date, zone: string, language: Language): string {
  const { dayOfWeek, day, month, year } = zoned(at, zone);
  return timeWords[language].date(dayOfWeek, day, month, year);
}

function dayWithOtherYear(at: Date, now: Date, zone: string, language: Language): string {
  const date: Temporal.ZonedDateTime = zoned(at, zone);
  if (date.year !== zoned(now, zone).year) return dayWithYear(at, zone, language);
  return timeWords[language].date(date.dayOfWeek, date.day, date.month);
}
