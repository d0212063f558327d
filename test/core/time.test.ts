import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dateOf,
  formatWallClock,
  parseSpokenTime,
  parseWallClock,
  type WhenResult,
} from "../../src/core/time.ts";

const PARIS = "Europe/Paris";

/** UTC minute, or the reason without its no-break spaces. */
function show(result: WhenResult): string {
  return result.ok ? result.at.toISOString().slice(0, 16) : result.reason.replaceAll("\u00A0", " ");
}
const strict = (text: string, zone = PARIS): string => show(parseWallClock(text, zone, "fr"));
const spoken = (text: string, now: string): string => show(parseSpokenTime(text, PARIS, new Date(now), "fr"));

describe("parseWallClock", () => {
  test.each([
    ["2026-11-23 14:05", "2026-11-23T13:05"],
    ["2026-11-23T14:05", "2026-11-23T13:05"],
    ["2026-11-23T14:05:00", "2026-11-23T13:05"],
    ["23/11/2026 14h05", "2026-11-23T13:05"],
    ["23/11/2026 14:05", "2026-11-23T13:05"],
    ["23/11/2026 à 14h", "2026-11-23T13:00"],
    ["23/11/2026 A\u0300 14 H 05", "2026-11-23T13:05"],
    ["  23/11/2026\u00A0 à 14\u00A0h\u00A005 ", "2026-11-23T13:05"],
    ["3/1/2026 8h10", "2026-01-03T07:10"],
    ["2026-07-01 14:05", "2026-07-01T12:05"],
    ["2026-11-23 00:00", "2026-11-22T23:00"],
    ["2027-01-01 00:30", "2026-12-31T23:30"],
    ["2028-02-29 12:00", "2028-02-29T11:00"],
  ])("reads %j", (text, utc) => {
    expect(strict(text)).toBe(utc);
  });

  test.each([
    ["2026-10-25 01:59", "2026-10-24T23:59"],
    ["2026-10-25 02:30 heure d'été", "2026-10-25T00:30"],
    ["2026-10-25 02:30 heure d’été", "2026-10-25T00:30"],
    ["25/10/2026 à 2h30, Heure d’Hiver", "2026-10-25T01:30"],
    ["2026-10-25 02:30 winter time", "2026-10-25T01:30"],
    ["2026-10-25 03:00", "2026-10-25T02:00"],
    ["2026-11-23 14:05 heure d'hiver", "2026-11-23T13:05"],
    ["2026-07-01 14:05 heure d'été", "2026-07-01T12:05"],
    ["2027-03-28 01:59", "2027-03-28T00:59"],
    ["2027-03-28 03:00", "2027-03-28T01:00"],
  ])("knows the clock change in %j", (text, utc) => {
    expect(strict(text)).toBe(utc);
  });

  test.each([
    ["", "Il manque la date et l’heure. Écrivez par exemple « 2026-11-23 14:05 »."],
    ["2026-11-23", "Il manque l’heure dans « 2026-11-23 ». Écrivez par exemple « 2026-11-23 14:05 »."],
    ["23/11/2026", "Il manque l’heure dans « 23/11/2026 ». Écrivez par exemple « 23/11/2026 14:05 »."],
    ["hier", "Il manque l’heure dans « hier ». Écrivez par exemple « 2026-11-23 14:05 »."],
    ["14:05", "Il manque la date complète dans « 14:05 ». Écrivez par exemple « 2026-11-23 14:05 »."],
    [
      "hier 22h30",
      "Il manque la date complète dans « hier 22h30 ». Écrivez par exemple « 2026-11-23 14:05 ».",
    ],
    ["21/11 20h", "Il manque la date complète dans « 21/11 20h ». Écrivez par exemple « 2026-11-23 14:05 »."],
    [
      "maintenant",
      "Il manque la date complète dans « maintenant ». Écrivez par exemple « 2026-11-23 14:05 ».",
    ],
    [
      "23/11/26 14h05",
      "Il manque une partie de l’année dans « 23/11/26 14h05 ». Écrivez les quatre chiffres : « 2026-11-23 14:05 ».",
    ],
    [
      "2026-11-23 24:00",
      "Minuit s’écrit 00:00, à la date du jour qui commence. Au lieu de « 2026-11-23 24:00 », écrivez par exemple « 2026-11-24 00:00 ».",
    ],
    [
      "2026-12-31 à minuit",
      "Minuit s’écrit 00:00, à la date du jour qui commence. Au lieu de « 2026-12-31 à minuit », écrivez par exemple « 2027-01-01 00:00 ».",
    ],
    [
      "31/11/2026 14h05",
      "La date de « 31/11/2026 14h05 » n’existe pas. Vérifiez le jour et le mois, et écrivez par exemple « 2026-11-23 14:05 ».",
    ],
    [
      "2026-11-23 25:00",
      "L’heure de « 2026-11-23 25:00 » n’existe pas. Les heures vont de 0 à 23 et les minutes de 00 à 59. Écrivez par exemple « 2026-11-23 14:05 ».",
    ],
    [
      "2026-11-23 14:05:30",
      "N’indiquez pas les secondes dans « 2026-11-23 14:05:30 ». Écrivez « 2026-11-23 14:05 ».",
    ],
    [
      "2026-10-25 02:30:30 heure d'hiver",
      "N’indiquez pas les secondes dans « 2026-10-25 02:30:30 heure d'hiver ». Écrivez « 2026-10-25 02:30 heure d'hiver ».",
    ],
    [
      "2027-03-28 02:30",
      "Cette heure n’existe pas : cette nuit-là, on passe directement de 2 h à 3 h. Au lieu de « 2027-03-28 02:30 », écrivez par exemple « 2027-03-28 03:30 ».",
    ],
    [
      "2027-03-28 02:00",
      "Cette heure n’existe pas : cette nuit-là, on passe directement de 2 h à 3 h. Au lieu de « 2027-03-28 02:00 », écrivez par exemple « 2027-03-28 03:00 ».",
    ],
    [
      "2026-10-25 02:30",
      "L’heure de « 2026-10-25 02:30 » existe deux fois cette nuit-là. Écrivez « 2026-10-25 02:30 heure d'été » (la première fois) ou « 2026-10-25 02:30 heure d'hiver » (la seconde fois).",
    ],
    [
      "2026-11-23 14:05 heure d'été",
      "« 2026-11-23 14:05 heure d'été » n’est pas à l’heure d’été. Écrivez « 2026-11-23 14:05 ».",
    ],
    [
      "2026-07-01 14:05 heure d'hiver",
      "« 2026-07-01 14:05 heure d'hiver » n’est pas à l’heure d’hiver. Écrivez « 2026-07-01 14:05 ».",
    ],
    [
      "lundi prochain 14h",
      "La date et l’heure de « lundi prochain 14h » ne sont pas comprises. Écrivez par exemple « 2026-11-23 14:05 ».",
    ],
  ])("refuses %j with a sentence of its own", (text, reason) => {
    expect(strict(text)).toBe(reason);
  });

  test.each([
    "2026-11-23T14:05Z",
    "2026-11-23T14:05:00.000Z",
    "2026-11-23 14:05+01:00",
    "23/11/2026 14h05 UTC+1",
  ])("refuses the zone of %j", (text) => {
    expect(strict(text)).toMatch(/^N’indiquez pas de fuseau horaire .*« 2026-11-23 14:05 »\.$/u);
  });

  test.each([
    "2026-02-29 10:00",
    "2026-13-01 10:00",
    "2026-00-10 10:00",
    "2026-11-00 10:00",
    "11/23/2026 10h",
  ])("refuses the unreal date of %j", (text) => {
    expect(strict(text)).toContain("n’existe pas. Vérifiez le jour et le mois");
  });

  test.each([
    "1764000000",
    "2026-11-23 14",
    "2026-11-23 14:5",
    "2026-11-23 114:05",
    "26-11-23 14:05",
    "2pm",
    "à",
    "#47",
  ])("refuses %j with an example", (text) => {
    expect(strict(text)).toContain("ne sont pas comprises. Écrivez par exemple « 2026-11-23 14:05 »");
  });

  test("puts typed text into its sentence on one line and cut", () => {
    expect(strict(`x\n${"y".repeat(200)}`)).toBe(
      `La date et l’heure de « x ${"y".repeat(58)}… » ne sont pas comprises. Écrivez par exemple « 2026-11-23 14:05 ».`,
    );
  });

  test("follows the zone that it is given", () => {
    expect(strict("2026-11-23 14:05", "America/New_York")).toBe("2026-11-23T19:05");
    expect(strict("2026-10-04 02:10", "Australia/Lord_Howe")).toContain("de 2 h à 2 h 30");
  });

  test("speaks English", () => {
    const result = parseWallClock("2026-10-25 02:30", PARIS, "en");
    expect(show(result)).toBe(
      "The time of “2026-10-25 02:30” exists twice that night. Write “2026-10-25 02:30 summer time” (the first time) or “2026-10-25 02:30 winter time” (the second time).",
    );
    expect(show(parseWallClock("2027-03-28 02:30", PARIS, "en"))).toContain("clocks jump from 2:00 to 3:00");
  });

  test("never throws, and every refusal shows something that it would accept", () => {
    const pieces = fc.constantFrom(
      ..."2026-11-23|2026-02-30|23/11/2026|23/11/26|21/11|2027-03-28|2026-10-25|hier|samedi|minuit|24:00|02:30|14h|25h|:00|:59|2026-10-25 02:30|2027-03-28 02:30|:10| à | |T|Z|+01:00| heure d'été|maintenant|x".split(
        "|",
      ),
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 5 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, fc.constantFrom("fr" as const, "en" as const), (typed, language) => {
        const result = parseWallClock(typed, PARIS, language);
        if (result.ok) return;
        const shown = Array.from(
          result.reason.matchAll(/(?:«\u00A0|“)([^»”]*?)(?:\u00A0»|”)/gu),
          ([, quoted]) => quoted ?? "",
        );
        expect(parseWallClock(shown.at(-1) ?? "", PARIS, language)).toMatchObject({ ok: true });
      }),
      { numRuns: 2000 },
    );
  });
});

describe("parseSpokenTime", () => {
  // Monday 23 November 2026, 15:00 in Paris.
  const NOW = "2026-11-23T14:00:20Z";

  test.each([
    ["14:05", "2026-11-23T13:05"],
    ["14h05", "2026-11-23T13:05"],
    ["14 h 05", "2026-11-23T13:05"],
    ["14\u00A0h\u00A005", "2026-11-23T13:05"],
    ["à 14h05", "2026-11-23T13:05"],
    ["8h10", "2026-11-23T07:10"],
    ["8h", "2026-11-23T07:00"],
    ["8 heures", "2026-11-23T07:00"],
    ["midi", "2026-11-23T11:00"],
    ["15h10", "2026-11-23T14:10"],
    ["15h11", "2026-11-22T14:11"],
    ["22h30", "2026-11-22T21:30"],
    ["hier 22h30", "2026-11-22T21:30"],
    ["hier à 22h30", "2026-11-22T21:30"],
    ["  HIER   à  22H30", "2026-11-22T21:30"],
    ["yesterday at 22:30", "2026-11-22T21:30"],
    ["aujourd'hui 8h", "2026-11-23T07:00"],
    ["Aujourd’hui à 8h", "2026-11-23T07:00"],
    ["aujourd'hui 20h", "2026-11-23T19:00"],
    ["avant-hier 9h", "2026-11-21T08:00"],
    ["samedi 20h", "2026-11-21T19:00"],
    ["samedi à 20h", "2026-11-21T19:00"],
    ["saturday 20:00", "2026-11-21T19:00"],
    ["lundi 8h", "2026-11-23T07:00"],
    ["lundi 15h05", "2026-11-23T14:05"],
    ["lundi 20h", "2026-11-16T19:00"],
    ["mardi 20h", "2026-11-17T19:00"],
    ["21/11 20h", "2026-11-21T19:00"],
    ["21/11 à 20h", "2026-11-21T19:00"],
    ["24/11 20h", "2025-11-24T19:00"],
    ["29/2 20h", "2024-02-29T19:00"],
    ["maintenant", "2026-11-23T14:00"],
    ["Now", "2026-11-23T14:00"],
    ["2026-11-23 14:05", "2026-11-23T13:05"],
    ["23/11/2026 à 14h", "2026-11-23T13:00"],
    ["2026-12-24 20:00", "2026-12-24T19:00"],
  ])("reads %j on Monday 23 November at 15:00", (text, utc) => {
    expect(spoken(text, NOW)).toBe(utc);
  });

  test.each([
    // Paris time of `now` in the last column.
    ["23h50", "2026-12-31T23:05:00Z", "2026-12-31T22:50", "1 January, 0:05"],
    ["hier 23h50", "2026-12-31T23:05:00Z", "2026-12-31T22:50", "1 January, 0:05"],
    ["31/12 20h", "2026-12-31T23:05:00Z", "2026-12-31T19:00", "1 January, 0:05"],
    ["1/1 0h05", "2026-12-31T22:56:00Z", "2026-12-31T23:05", "31 December, 23:56"],
    ["0h05", "2026-12-31T22:56:00Z", "2026-12-31T23:05", "31 December, 23:56"],
    ["0h05", "2026-12-31T22:50:00Z", "2026-12-30T23:05", "31 December, 23:50"],
    ["vendredi 0h05", "2026-12-31T22:56:00Z", "2026-12-31T23:05", "Thursday 31 December, 23:56"],
  ])("reads %j around the new year (%s)", (text, now, utc) => {
    expect(spoken(text, now)).toBe(utc);
  });

  test.each([
    ["2h30", "2026-10-25T00:40:00Z", "2026-10-25T00:30"], // between the two: only one has passed
    ["aujourd'hui 2h30", "2026-10-25T00:40:00Z", "2026-10-25T00:30"],
    ["2h30 heure d'hiver", "2026-10-25T05:00:00Z", "2026-10-25T01:30"],
    ["hier 2h30 heure d’été", "2026-10-26T05:00:00Z", "2026-10-25T00:30"],
    ["23h", "2026-10-25T05:00:00Z", "2026-10-24T21:00"],
    ["2h30", "2027-03-28T00:50:00Z", "2027-03-27T01:30"], // 1:50, before the jump
  ])("reads %j in a night of clock change, at %s", (text, now, utc) => {
    expect(spoken(text, now)).toBe(utc);
  });

  test("refuses an hour that has come twice, and one that never came", () => {
    expect(spoken("2h30", "2026-10-25T05:00:00Z")).toContain("« 2026-10-25 02:30 heure d'été »");
    expect(spoken("2026-10-25 02:30", "2026-10-25T00:40:00Z")).toContain("existe deux fois");
    expect(spoken("2h30", "2027-03-28T05:00:00Z")).toContain("on passe directement de 2 h à 3 h");
  });

  test.each([
    ["24h", "écrivez par exemple « 2026-11-23 00:00 »."],
    ["minuit", "écrivez par exemple « 2026-11-23 00:00 »."],
    ["hier à minuit", "écrivez par exemple « 2026-11-23 00:00 »."],
    ["samedi minuit", "écrivez par exemple « 2026-11-22 00:00 »."],
    ["hier", "Il manque l’heure dans « hier ». Écrivez par exemple « hier 14:05 »."],
    ["21/11", "Il manque l’heure dans « 21/11 ». Écrivez par exemple « 21/11 14:05 »."],
    ["31/11", "Il manque l’heure dans « 31/11 ». Écrivez par exemple « 2026-11-23 14:05 »."],
    ["31/11 20h", "La date de « 31/11 20h » n’existe pas."],
    ["14h75", "L’heure de « 14h75 » n’existe pas."],
    ["14:05Z", "N’indiquez pas de fuseau horaire"],
    ["14:05:30", "Écrivez « 2026-11-23 14:05 »."],
    [
      "tout à l'heure",
      "La date et l’heure de « tout à l'heure » ne sont pas comprises. Écrivez par exemple « 14h05 », « hier 22h30 » ou « 2026-11-23 14:05 ».",
    ],
  ])("refuses %j with what to write instead", (text, reason) => {
    expect(spoken(text, NOW)).toContain(reason);
  });

  test("takes an hour alone within the 24 hours that end 10 minutes from now", () => {
    // Away from the clock changes, where a day is 24 hours.
    const nows = fc.date({
      min: new Date("2026-11-01T00:00Z"),
      max: new Date("2027-03-20T00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(nows, fc.nat(23), fc.nat(59), (now, hour, minute) => {
        const result = parseSpokenTime(`${hour}h${String(minute).padStart(2, "0")}`, PARIS, now, "fr");
        const ahead = result.ok ? (result.at.getTime() - now.getTime()) / 60_000 : Number.NaN;
        expect(ahead).toBeLessThanOrEqual(10);
        expect(ahead).toBeGreaterThan(10 - 24 * 60);
      }),
    );
  });
});

describe("formatWallClock", () => {
  test.each([
    ["2026-11-23T13:05:59Z", "2026-11-23 14:05"],
    ["2026-12-31T23:00:00Z", "2027-01-01 00:00"],
    ["2026-10-24T23:59:00Z", "2026-10-25 01:59"],
    ["2026-10-25T00:30:40Z", "2026-10-25 02:30 heure d'été"],
    ["2026-10-25T01:30:00Z", "2026-10-25 02:30 heure d'hiver"],
    ["2026-10-25T02:00:00Z", "2026-10-25 03:00"],
  ])("writes %s as %s", (utc, text) => {
    expect(formatWallClock(new Date(utc), PARIS)).toBe(text);
  });

  const zones = fc.constantFrom(
    PARIS,
    "Europe/Dublin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "UTC",
  );
  const minutes = fc
    .oneof(
      fc.date({
        min: new Date("2000-01-01T00:00Z"),
        max: new Date("2090-01-01T00:00Z"),
        noInvalidDate: true,
      }),
      fc.date({
        min: new Date("2026-10-24T22:00Z"),
        max: new Date("2026-10-25T06:00Z"),
        noInvalidDate: true,
      }),
      fc.date({
        min: new Date("2027-03-27T22:00Z"),
        max: new Date("2027-03-28T06:00Z"),
        noInvalidDate: true,
      }),
    )
    .map((at) => new Date(Math.floor(at.getTime() / 60_000) * 60_000));

  test("is read back by parseWallClock to the same minute", () => {
    fc.assert(
      fc.property(minutes, zones, (at, zone) => {
        expect(parseWallClock(formatWallClock(at, zone), zone, "fr")).toEqual({ ok: true, at });
      }),
      { numRuns: 1000 },
    );
  });
});

describe("dateOf", () => {
  test.each([
    ["2026-11-23T22:59:00Z", "2026-11-23"],
    ["2026-11-23T23:00:00Z", "2026-11-24"],
    ["2026-12-31T23:30:00Z", "2027-01-01"],
    ["2026-07-01T22:00:00Z", "2026-07-02"],
  ])("gives the Paris day of %s", (utc, date) => {
    expect(dateOf(new Date(utc), PARIS)).toBe(date);
  });
});
