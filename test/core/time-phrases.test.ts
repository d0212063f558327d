import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  clock,
  duration,
  formatWallClock,
  longDate,
  moment,
  parseWallClock,
  period,
  since,
} from "../../src/core/time.ts";
import { timeWords } from "../../src/core/words/time.ts";

const PARIS = "Europe/Paris";

/** A Paris wall clock. */
function at(wall: string): Date {
  const result = parseWallClock(wall, PARIS, "en");
  if (!result.ok) throw new Error(result.reason);
  return result.at;
}
/** Shows no-break spaces as the facts do. */
const tilde = (text: string): string => text.replaceAll("\u00A0", "~");

describe("clock", () => {
  test.each([
    ["2026-11-23 14:05", "14~h~05", "14:05"],
    ["2026-11-23 14:00", "14~h", "14:00"],
    ["2026-11-23 00:00", "0~h", "0:00"],
    ["2026-11-23 08:10", "8~h~10", "8:10"],
  ])("says %s", (wall, french, english) => {
    expect(tilde(clock(at(wall), PARIS, "fr"))).toBe(french);
    expect(clock(at(wall), PARIS, "en")).toBe(english);
  });
});

describe("longDate", () => {
  test.each([
    ["2026-11-23 14:05", "le lundi 23~novembre 2026 à 14~h~05"],
    ["2026-12-01 14:00", "le mardi 1er~décembre 2026 à 14~h"],
    ["2027-01-01 00:00", "le vendredi 1er~janvier 2027 à 0~h"],
    ["2026-08-02 09:30", "le dimanche 2~août 2026 à 9~h~30"],
  ])("says %s", (wall, french) => {
    expect(tilde(longDate(at(wall), PARIS, "fr"))).toBe(french);
  });

  test("speaks English", () => {
    expect(tilde(longDate(at("2026-12-01 14:00"), PARIS, "en"))).toBe("Tuesday 1~December 2026 at 14:00");
  });
});

describe("since", () => {
  test.each([
    ["2026-11-23 14:05", "2026-11-23 15:00", "14~h~05"],
    ["2026-11-22 22:30", "2026-11-23 08:00", "hier à 22~h~30"],
    ["2026-11-22 23:59", "2026-11-23 00:00", "hier à 23~h~59"],
    ["2026-11-21 20:00", "2026-11-23 08:00", "le samedi 21~novembre à 20~h"],
    ["2026-12-31 20:00", "2027-01-01 08:00", "hier à 20~h"],
    ["2026-12-30 20:00", "2027-01-01 08:00", "le mercredi 30~décembre 2026 à 20~h"],
    ["2026-11-24 00:05", "2026-11-23 23:58", "le mardi 24~novembre à 0~h~05"],
  ])("of %s, read on %s", (wall, now, french) => {
    expect(tilde(since(at(wall), at(now), PARIS, "fr"))).toBe(french);
  });

  test("speaks English", () => {
    expect(since(at("2026-11-22 22:30"), at("2026-11-23 08:00"), PARIS, "en")).toBe("yesterday at 22:30");
  });
});

describe("moment", () => {
  test.each([
    ["2026-11-23 00:00", "2026-11-23 23:00", "cette nuit", "early this morning"],
    ["2026-11-23 03:59", "2026-11-23 23:00", "cette nuit", "early this morning"],
    ["2026-11-23 04:00", "2026-11-23 23:00", "ce matin", "this morning"],
    ["2026-11-23 11:59", "2026-11-23 23:00", "ce matin", "this morning"],
    ["2026-11-23 12:00", "2026-11-23 23:00", "cet après-midi", "this afternoon"],
    ["2026-11-23 17:59", "2026-11-23 23:00", "cet après-midi", "this afternoon"],
    ["2026-11-23 18:00", "2026-11-23 23:00", "ce soir", "this evening"],
    ["2026-11-22 04:00", "2026-11-23 08:00", "hier matin", "yesterday morning"],
    ["2026-11-22 12:00", "2026-11-23 08:00", "hier après-midi", "yesterday afternoon"],
    ["2026-11-22 23:30", "2026-11-23 01:00", "hier soir", "yesterday evening"],
    ["2026-11-22 03:59", "2026-11-23 08:00", "le dimanche 22~novembre", "on Sunday 22~November"],
    ["2026-11-21 20:00", "2026-11-23 08:00", "le samedi 21~novembre", "on Saturday 21~November"],
    ["2026-12-31 20:00", "2027-01-01 08:00", "hier soir", "yesterday evening"],
    ["2026-12-31 03:00", "2027-01-01 08:00", "le jeudi 31~décembre 2026", "on Thursday 31~December 2026"],
    ["2026-12-01 20:00", "2026-12-03 08:00", "le mardi 1er~décembre", "on Tuesday 1~December"],
    ["2026-10-25 02:30 heure d'été", "2026-10-25 09:00", "cette nuit", "early this morning"],
  ])("of %s, read on %s", (wall, now, french, english) => {
    expect(tilde(moment(at(wall), at(now), PARIS, "fr"))).toBe(french);
    expect(tilde(moment(at(wall), at(now), PARIS, "en"))).toBe(english);
  });
});

describe("period", () => {
  test.each([
    ["2026-11-23 14:05", "2026-11-23 16:20", "le lundi 23~novembre 2026, de 14~h~05 à 16~h~20"],
    [
      "2026-11-23 22:30",
      "2026-11-24 00:00",
      "du lundi 23~novembre 2026 à 22~h~30 au mardi 24~novembre 2026 à 0~h",
    ],
    [
      "2026-12-31 23:00",
      "2027-01-01 01:00",
      "du jeudi 31~décembre 2026 à 23~h au vendredi 1er~janvier 2027 à 1~h",
    ],
  ])("from %s to %s", (start, end, french) => {
    expect(tilde(period(at(start), at(end), PARIS, "fr"))).toBe(french);
  });

  test("speaks English", () => {
    expect(tilde(period(at("2026-11-23 14:05"), at("2026-11-23 16:20"), PARIS, "en"))).toBe(
      "on Monday 23~November 2026, from 14:05 to 16:20",
    );
  });
});

describe("duration", () => {
  test.each([
    ["2026-11-23 14:05", "2026-11-23 14:05", "moins d’une minute"],
    ["2026-11-23 14:05", "2026-11-23 14:06", "1~minute"],
    ["2026-11-23 14:05", "2026-11-23 14:50", "45~minutes"],
    ["2026-11-23 14:05", "2026-11-23 15:05", "1~heure"],
    ["2026-11-23 14:05", "2026-11-23 16:20", "2~heures et 15~minutes"],
    ["2026-11-23 14:05", "2026-11-24 14:04", "23~heures et 59~minutes"],
    ["2026-11-23 14:05", "2026-11-24 14:05", "1~jour"],
    ["2026-11-23 14:05", "2026-11-24 17:05", "1~jour et 3~heures"],
    ["2026-11-23 14:05", "2026-11-24 16:50", "1~jour et 3~heures"],
    ["2026-11-23 14:05", "2026-11-25 13:50", "2~jours"],
    ["2026-10-24 23:00", "2026-10-25 05:00", "7~heures"],
    ["2027-03-27 23:00", "2027-03-28 05:00", "5~heures"],
    ["2026-10-25 02:30 heure d'été", "2026-10-25 02:30 heure d'hiver", "1~heure"],
  ])("from %s to %s", (start, end, french) => {
    expect(tilde(duration(at(start), at(end), "fr"))).toBe(french);
  });

  test("speaks English", () => {
    expect(tilde(duration(at("2026-11-23 14:05"), at("2026-11-23 15:06"), "en"))).toBe("1~hour and 1~minute");
  });

  test("refuses an end before its start", () => {
    expect(() => duration(at("2026-11-23 14:05"), at("2026-11-23 14:04"), "fr")).toThrow(RangeError);
  });
});

describe("timeWords", () => {
  test("never lets a line break before a number's unit, : or »", () => {
    const days = fc.date({
      min: new Date("2026-01-01T00:00Z"),
      max: new Date("2028-01-01T00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, days, (a, b) => {
        const [start, end] = a < b ? [a, b] : [b, a];
        const texts = [
          longDate(a, PARIS, "fr"),
          since(a, b, PARIS, "fr"),
          moment(a, b, PARIS, "fr"),
          period(start, end, PARIS, "fr"),
          duration(start, end, "fr"),
        ];
        for (const text of texts) {
          expect(text).not.toMatch(/\d(?:er)? (?:h|heure|minute|jour|\p{L}+ \d{4})\b/u);
          expect(text).not.toContain("undefined");
        }
        expect(formatWallClock(a, PARIS)).not.toContain("\u00A0");
      }),
    );
  });

  test("has the same words in both languages", () => {
    expect(Object.keys(timeWords.en)).toEqual(Object.keys(timeWords.fr));
  });
});
