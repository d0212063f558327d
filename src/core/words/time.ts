const FR_WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const FR_MONTHS = [
  "janvier",
  "février",
  "mars",
  "avril",
  "mai",
  "juin",
  "juillet",
  "août",
  "septembre",
  "octobre",
  "novembre",
  "décembre",
];
const EN_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const EN_MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const twoDigits = (n: number): string => String(n).padStart(2, "0");
const frenchPlural = (n: number, word: string): string => `${n}\u00A0${word}${n >= 2 ? "s" : ""}`;
const englishPlural = (n: number, word: string): string => `${n}\u00A0${word}${n === 1 ? "" : "s"}`;
const fr = {
  month: (month: number): string => FR_MONTHS[month - 1] ?? "",
  date: (weekday: number, day: number, month: number, year?: number): string =>
    `${FR_WEEKDAYS[weekday - 1] ?? ""} ${day === 1 ? "1er" : day}\u00A0${FR_MONTHS[month - 1] ?? ""}` +
    (year === undefined ? "" : ` ${year}`),
  clock: (hour: number, minute: number): string =>
    minute === 0 ? `${hour}\u00A0h` : `${hour}\u00A0h\u00A0${twoDigits(minute)}`,
  longDate: (date: string, clock: string): string => `le ${date} à ${clock}`,
  sinceYesterday: (clock: string): string => `hier à ${clock}`,
  sinceDate: (date: string, clock: string): string => `le ${date} à ${clock}`,
  periodOfOneDay: (date: string, from: string, to: string): string => `le ${date}, de ${from} à ${to}`,
  periodOfDays: (fromDate: string, from: string, toDate: string, to: string): string =>
    `du ${fromDate} à ${from} au ${toDate} à ${to}`,
  todayNight: "cette nuit",
  todayMorning: "ce matin",
  todayAfternoon: "cet après-midi",
  todayEvening: "ce soir",
  yesterdayMorning: "hier matin",
  yesterdayAfternoon: "hier après-midi",
  yesterdayEvening: "hier soir",
  momentOfDate: (date: string): string => `le ${date}`,
  underOneMinute: "moins d’une minute",
  minutes: (n: number): string => frenchPlural(n, "minute"),
  hours: (n: number): string => frenchPlural(n, "heure"),
  days: (n: number): string => frenchPlural(n, "jour"),
  and: (a: string, b: string): string => `${a} et ${b}`,

  // In these sentences `value` is what the person wrote and `example` what to write instead.
  summer: (wall: string): string => `${wall} heure d'été`,
  winter: (wall: string): string => `${wall} heure d'hiver`,
  empty: (example: string): string =>
    `Il manque la date et l’heure. Écrivez par exemple «\u00A0${example}\u00A0».`,
  noHour: (value: string, example: string): string =>
    `Il manque l’heure dans «\u00A0${value}\u00A0». Écrivez par exemple «\u00A0${example}\u00A0».`,
  noDate: (value: string, example: string): string =>
    `Il manque la date complète dans «\u00A0${value}\u00A0». Écrivez par exemple «\u00A0${example}\u00A0».`,
  shortYear: (value: string, example: string): string =>
    `Il manque une partie de l’année dans «\u00A0${value}\u00A0». Écrivez les quatre chiffres\u00A0: «\u00A0${example}\u00A0».`,
  offset: (value: string, example: string): string =>
    `N’indiquez pas de fuseau horaire («\u00A0Z\u00A0», «\u00A0+01:00\u00A0», «\u00A0UTC\u00A0») dans «\u00A0${value}\u00A0». Écrivez l’heure de votre montre, par exemple «\u00A0${example}\u00A0».`,
  seconds: (value: string, example: string): string =>
    `N’indiquez pas les secondes dans «\u00A0${value}\u00A0». Écrivez «\u00A0${example}\u00A0».`,
  midnight: (value: string, example: string): string =>
    `Minuit s’écrit 00:00, à la date du jour qui commence. Au lieu de «\u00A0${value}\u00A0», écrivez par exemple «\u00A0${example}\u00A0».`,
  unrealDate: (value: string, example: string): string =>
    `La date de «\u00A0${value}\u00A0» n’existe pas. Vérifiez le jour et le mois, et écrivez par exemple «\u00A0${example}\u00A0».`,
  unrealHour: (value: string, example: string): string =>
    `L’heure de «\u00A0${value}\u00A0» n’existe pas. Les heures vont de 0 à 23 et les minutes de 00 à 59. Écrivez par exemple «\u00A0${example}\u00A0».`,
  gap: (value: string, from: string, to: string, example: string): string =>
    `Cette heure n’existe pas\u00A0: cette nuit-là, on passe directement de ${from} à ${to}. Au lieu de «\u00A0${value}\u00A0», écrivez par exemple «\u00A0${example}\u00A0».`,
  doubled: (value: string, summer: string, winter: string): string =>
    `L’heure de «\u00A0${value}\u00A0» existe deux fois cette nuit-là. Écrivez «\u00A0${summer}\u00A0» (la première fois) ou «\u00A0${winter}\u00A0» (la seconde fois).`,
  notSummer: (value: string, example: string): string =>
    `«\u00A0${value}\u00A0» n’est pas à l’heure d’été. Écrivez «\u00A0${example}\u00A0».`,
  notWinter: (value: string, example: string): string =>
    `«\u00A0${value}\u00A0» n’est pas à l’heure d’hiver. Écrivez «\u00A0${example}\u00A0».`,
  notUnderstood: (value: string, example: string): string =>
    `La date et l’heure de «\u00A0${value}\u00A0» ne sont pas comprises. Écrivez par exemple «\u00A0${example}\u00A0».`,
  notUnderstoodSpoken: (value: string, example: string): string =>
    `La date et l’heure de «\u00A0${value}\u00A0» ne sont pas comprises. Écrivez par exemple «\u00A014h05\u00A0», «\u00A0hier 22h30\u00A0» ou «\u00A0${example}\u00A0».`,
};

const en: typeof fr = {
  month: (month) => EN_MONTHS[month - 1] ?? "",
  date: (weekday, day, month, year) =>
    `${EN_WEEKDAYS[weekday - 1] ?? ""} ${day}\u00A0${EN_MONTHS[month - 1] ?? ""}` +
    (year === undefined ? "" : ` ${year}`),
  clock: (hour, minute) => `${hour}:${twoDigits(minute)}`,
  longDate: (date, clock) => `${date} at ${clock}`,
  sinceYesterday: (clock) => `yesterday at ${clock}`,
  sinceDate: (date, clock) => `${date} at ${clock}`,
  periodOfOneDay: (date, from, to) => `on ${date}, from ${from} to ${to}`,
  periodOfDays: (fromDate, from, toDate, to) => `from ${fromDate} at ${from} to ${toDate} at ${to}`,
  todayNight: "early this morning",
  todayMorning: "this morning",
  todayAfternoon: "this afternoon",
  todayEvening: "this evening",
  yesterdayMorning: "yesterday morning",
  yesterdayAfternoon: "yesterday afternoon",
  yesterdayEvening: "yesterday evening",
  momentOfDate: (date) => `on ${date}`,
  underOneMinute: "less than a minute",
  minutes: (n) => englishPlural(n, "minute"),
  hours: (n) => englishPlural(n, "hour"),
  days: (n) => englishPlural(n, "day"),
  and: (a, b) => `${a} and ${b}`,

  summer: (wall) => `${wall} summer time`,
  winter: (wall) => `${wall} winter time`,
  empty: (example) => `The date and the time are missing. Write for example “${example}”.`,
  noHour: (value, example) => `The time is missing in “${value}”. Write for example “${example}”.`,
  noDate: (value, example) => `The full date is missing in “${value}”. Write for example “${example}”.`,
  shortYear: (value, example) =>
    `Part of the year is missing in “${value}”. Write its four digits: “${example}”.`,
  offset: (value, example) =>
    `Leave the time zone (“Z”, “+01:00”, “UTC”) out of “${value}”. Write the time on your watch, for example “${example}”.`,
  seconds: (value, example) => `Leave the seconds out of “${value}”. Write “${example}”.`,
  midnight: (value, example) =>
    `Midnight is written 00:00, with the date of the day that begins. Instead of “${value}”, write for example “${example}”.`,
  unrealDate: (value, example) =>
    `The date of “${value}” does not exist. Check the day and the month, and write for example “${example}”.`,
  unrealHour: (value, example) =>
    `The time of “${value}” does not exist. Hours go from 0 to 23 and minutes from 00 to 59. Write for example “${example}”.`,
  gap: (value, from, to, example) =>
    `This time does not exist: that night, clocks jump from ${from} to ${to}. Instead of “${value}”, write for example “${example}”.`,
  doubled: (value, summer, winter) =>
    `The time of “${value}” exists twice that night. Write “${summer}” (the first time) or “${winter}” (the second time).`,
  notSummer: (value, example) => `“${value}” is not in summer time. Write “${example}”.`,
  notWinter: (value, example) => `“${value}” is not in winter time. Write “${example}”.`,
  notUnderstood: (value, example) =>
    `The date and time of “${value}” are not understood. Write for example “${example}”.`,
  notUnderstoodSpoken: (value, example) =>
    `The date and time of “${value}” are not understood. Write for example “14:05”, “yesterday 22:30” or “${example}”.`,
};

/** Dates, hours and durations as people read them, and why a written one is refused. */
export const timeWords = { fr, en };
