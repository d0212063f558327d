import type { Service } from "./settings.ts";
import { zoned } from "./time-zone.ts";

/** What the name of a Brevo list says to us. Rules: facts/mail-and-french.md, section 6. */
export type ListName =
  | { readonly kind: "month"; readonly year: number; readonly month: number }
  /** It speaks of the users of the service, but it isn't a name of the monthly kind. */
  | {
      readonly kind: "refused";
      readonly why: "shape" | "month" | "year" | "future";
      /** Months since year 0 that the name seems to carry, if any. */
      readonly seems?: number;
    }
  /** Another service's list, a newsletter, a test. */
  | { readonly kind: "other" };

const FIRST_YEAR = 2016;
const MONTHS = [
  "janvier",
  "fevrier",
  "mars",
  "avril",
  "mai",
  "juin",
  "juillet",
  "aout",
  "septembre",
  "octobre",
  "novembre",
  "decembre",
];
const USERS = /^(?:(?:tous|toutes) )?(?:(?:les|des|nos) )?utilisateurs? /u;
const MONTH_YEAR = /^(?<month>[a-z]+) ?(?<year>\d+)$/u;
/** "utilisateurs", and misspelt or foreign forms of it that a person would still read as a list of users. */
const SPEAKS_OF_USERS = /\b(?:utilis|usager|user)/u;
const TRIAL = /\b(?:tests?|essais?|demo)\b/u;

/** Lower case, no accents, one space for every run of punctuation, symbols or spaces, a trailing `#47` dropped. */
export function normaliseListName(name: string): string {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/#\s*\d+\s*$/u, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Does the name carry one of the service's words, whole? */
export function namesService(name: string, service: Service): boolean {
  const words = ` ${normaliseListName(name)} `;
  return service.listWords.some((word) => words.includes(` ${word} `));
}

/**
 * Reads the month in `[tous les ]utilisateurs <service> <month> <year>`: the whole name must match, the month is at
 * least three letters of exactly one French month, the year has 2 or 4 digits, and the month is at most one ahead of
 * `now` on the calendar of `zone`.
 */
export function readListName(name: string, service: Service, now: Date, zone: string): ListName {
  const words = normaliseListName(name);
  const tails = monthTails(words, service);
  const attempts = tails.map((tail) => readMonth(tail, now, zone));
  const read = attempts.find((attempt) => attempt.kind === "month") ?? attempts[0];
  if (read) return read;
  if (!namesService(words, service) || !SPEAKS_OF_USERS.test(words) || TRIAL.test(words)) {
    return { kind: "other" };
  }
  const seems = seemingMonth(words);
  return { kind: "refused", why: "shape", ...(seems !== undefined && { seems }) };
}

/** What follows the service in a name of the right shape, when that looks like a month and a year. */
function monthTails(words: string, service: Service): readonly Readonly<Record<"month" | "year", string>>[] {
  const users = USERS.exec(words)?.[0];
  if (users === undefined) return [];
  const rest = words.slice(users.length);
  return service.listWords.flatMap((word) => {
    if (!rest.startsWith(`${word} `)) return [];
    const { month, year } = MONTH_YEAR.exec(rest.slice(word.length + 1))?.groups ?? {};
    return month !== undefined && year !== undefined ? [{ month, year }] : [];
  });
}

function readMonth(tail: Readonly<Record<"month" | "year", string>>, now: Date, zone: string): ListName {
  const today = zoned(now, zone);
  const month = monthOf(tail.month);
  if (month === undefined) return { kind: "refused", why: "month" };
  const year = yearOf(tail.year);
  if (year === undefined || year < FIRST_YEAR) return { kind: "refused", why: "year" };
  const seems = year * 12 + month;
  if (year > today.year + 1) return { kind: "refused", why: "year", seems };
  if (seems > today.year * 12 + today.month + 1) return { kind: "refused", why: "future", seems };
  return { kind: "month", year, month };
}

function monthOf(letters: string): number | undefined {
  if (letters.length < 3) return undefined;
  const months = MONTHS.flatMap((name, index) => (name.startsWith(letters) ? [index + 1] : []));
  return months.length === 1 ? months[0] : undefined;
}

function yearOf(digits: string): number | undefined {
  if (digits.length === 2) return 2000 + Number(digits);
  return digits.length === 4 ? Number(digits) : undefined;
}

/** The latest month and year found anywhere in a refused name, for comparison only. */
function seemingMonth(words: string): number | undefined {
  const found = Array.from(words.matchAll(/\b([a-z]{3,}) ?(\d{4}|\d{2})\b/gu), ([, letters, digits]) => {
    const month = monthOf(letters ?? "");
    const year = yearOf(digits ?? "");
    return month === undefined || year === undefined ? [] : [year * 12 + month];
  }).flat();
  return found.length > 0 ? Math.max(...found) : undefined;
}
