import { describe, expect, it } from "vitest";
import type { Incident } from "../../src/core/incident.ts";
import { mailStep, outageChat, recoveryChat, type Entry } from "../../src/core/journal.ts";
import {
  contradictions,
  isNeverAnnounced,
  isOver,
  isUndecided,
  isUnwanted,
  isTooOld,
  needsWorld,
  overAt,
  WITHDRAWN,
} from "../../src/core/plan.ts";
import { cfn, outage, paris, rp, settings } from "./reconnect.ts";

const now = paris("2026-11-23 16:00");
const HOUR = 3_600_000;
const end = paris("2026-11-23 15:30");
const both: Incident = { ...outage, services: [rp.id, cfn.id] };
const resolved: Incident = { ...outage, status: "resolved", resolvedAt: new Map([[rp.id, end]]) };
const mistaken: Incident = { ...outage, status: "mistaken" };
const half: Incident = { ...both, resolvedAt: new Map([[rp.id, end]]) };
const entry = (step: string, event: Entry["event"] = "left"): Entry => ({ at: now, step, event });
const rpOut = mailStep("outage", rp.id);
const rpEnd = mailStep("recovery", rp.id);
const { declaredAt: _declaredAt, ...undeclared } = outage;

describe("isOver, overAt", () => {
  it.each([
    ["open", outage, false],
    ["resolved", resolved, true],
    ["a false alarm without an hour", mistaken, true],
    ["open, this service is back", half, true],
  ] as const)("%s", (_name, incident, wanted) => {
    expect(isOver(incident, rp.id)).toBe(wanted);
  });

  it("keeps the other service away", () => {
    expect(isOver(half, cfn.id)).toBe(false);
  });

  it.each([
    ["its own hour", resolved, end],
    ["the declaration, for a false alarm", mistaken, outage.declaredAt],
    ["the start, where nobody declared", { ...undeclared, status: "mistaken" }, outage.startedAt],
  ] as const)("counts from %s", (_name, incident, wanted) => {
    expect(overAt(incident, rp.id)).toEqual(wanted);
  });
});

describe("isTooOld", () => {
  const declared = outage.declaredAt?.getTime() ?? 0;
  it.each([
    ["an outage, 24 h after its declaration", outage, "outage", declared + 24 * HOUR, false],
    ["an outage, a millisecond later", outage, "outage", declared + 24 * HOUR + 1, true],
    ["undeclared, from its start", undeclared, "outage", outage.startedAt.getTime() + 24 * HOUR + 1, true],
    ["a beginning, whose end is fresh", resolved, "outage", declared + 24 * HOUR + 1, true],
    ["an end, 24 h after it", resolved, "recovery", end.getTime() + 24 * HOUR, false],
    ["an end, a millisecond later", resolved, "recovery", end.getTime() + 24 * HOUR + 1, true],
  ] as const)("%s", (_name, incident, phase, at, wanted) => {
    expect(isTooOld(incident, rp.id, phase, settings, new Date(at))).toBe(wanted);
  });

  it("takes its hours from the settings", () => {
    const limits = { ...settings.limits, maxAgeHours: 1 };
    expect(isTooOld(outage, rp.id, "outage", { ...settings, limits }, now)).toBe(true);
  });
});

describe("contradictions", () => {
  const gone = [entry(rpOut)];
  const ended = [...gone, entry(rpEnd)];
  it.each([
    ["nothing left yet: the file may say anything", { ...outage, notify: false }, [], []],
    ["left and still in the file", outage, gone, []],
    ["left and taken out of the file", { ...outage, services: [cfn.id] }, gone, ["service-removed"]],
    ["left and silenced", { ...outage, notify: false }, gone, ["silenced"]],
    [
      "taken over from a person and silenced",
      { ...outage, notify: false },
      [entry(rpOut, "adopted")],
      ["silenced"],
    ],
    ["ended and silenced: nothing is owed", { ...resolved, notify: false }, ended, []],
    ["ended and taken out: nothing is owed", { ...resolved, services: [cfn.id] }, ended, []],
    ["ended and opened again", outage, ended, ["reopened"]],
    ["ended and over", resolved, ended, []],
    ["only drafted and taken out", { ...outage, services: [cfn.id] }, [entry(rpOut, "drafted")], []],
  ] as const)("%s", (_name, incident, journal, wanted) => {
    const found = contradictions(incident, journal, settings);
    expect(found.map(({ kind }) => kind)).toEqual(wanted);
    expect(found.every(({ service }) => service === rp.id)).toBe(true);
  });
});

describe("isUndecided", () => {
  it.each<readonly [readonly Entry["event"][], boolean]>([
    [[], false],
    [["drafted"], true],
    [["drafted", "accepted"], true],
    [["failed"], true],
    [["unknown"], true],
    [["drafted", "drift"], true],
    [["drafted", "left"], false],
    [["adopted"], false],
    [["drafted", "skipped"], false],
    [["skipped", "failed"], true],
  ])("%j: %s", (events, wanted) => {
    const journal = events.map((event) => entry(rpOut, event));
    expect(isUndecided(journal, rp.id)).toBe(wanted);
    expect(isUndecided(journal, cfn.id)).toBe(false);
  });
});

describe("isUnwanted", () => {
  it.each([
    ["open", outage, false],
    ["resolved", resolved, true],
    ["a false alarm", mistaken, true],
    ["taken out of the file", { ...outage, services: [cfn.id] }, true],
    ["for the record only", { ...outage, notify: false }, true],
  ] as const)("%s", (_name, incident, wanted) => {
    expect(isUnwanted(incident, rp.id)).toBe(wanted);
  });
});

describe("needsWorld", () => {
  const told = [entry(outageChat, "posted"), entry(rpOut)];
  const allTold = [...told, entry(recoveryChat(rp.id), "posted"), entry(rpEnd)];
  const skipped = [entry(outageChat, "skipped"), entry(rpOut, "skipped")];
  const settled = (service: typeof rp.id) => [
    entry(outageChat, "posted"),
    entry(mailStep("outage", service)),
  ];
  const ends = [entry(recoveryChat(rp.id), "posted"), entry(rpEnd)];
  const withdrawn = [...told.slice(0, 1), { ...entry(rpOut, "skipped"), reason: WITHDRAWN }, ...ends];
  const nextYear = new Date(now.getTime() + 9_000 * HOUR);
  const adopted = [entry(outageChat, "posted"), entry(rpOut, "adopted")];
  const nextDay = new Date(end.getTime() + 24 * HOUR);
  const dayAfter = new Date(end.getTime() + 24 * HOUR + 1);
  const skippedEnd = [...told, entry(recoveryChat(rp.id), "skipped"), entry(rpEnd, "skipped")];
  const cfnTold = [
    entry(mailStep("outage", cfn.id)),
    entry(recoveryChat(cfn.id), "posted"),
    entry(mailStep("recovery", cfn.id)),
  ];
  const halfSkipped: Incident = {
    ...both,
    resolvedAt: new Map([
      [rp.id, end],
      [cfn.id, dayAfter],
    ]),
  };
  it.each([
    ["a new outage", outage, [], now, "on", true],
    ["announced", outage, told, now, "on", false],
    ["announced by hand", outage, adopted, now, "on", false],
    ["its end was skipped, and is not too old any more", resolved, skippedEnd, nextDay, "on", true],
    ["its end was skipped, and is too old", resolved, skippedEnd, dayAfter, "on", false],
    [
      "the beginning was skipped as too old, and its end was told",
      resolved,
      [...skipped, entry(recoveryChat(rp.id), "posted"), entry(rpEnd)],
      nextDay,
      "on",
      false,
    ],
    [
      "one service's end is too old, the other's is told",
      halfSkipped,
      [...skippedEnd, ...cfnTold],
      dayAfter,
      "on",
      false,
    ],
    [
      "only the message was skipped, and the outage is declared since",
      { ...outage, declaredAt: now },
      [entry(outageChat, "skipped"), entry(rpOut)],
      now,
      "on",
      true,
    ],
    ["announced, its mail in doubt", outage, [...told.slice(0, 1), entry(rpOut, "unknown")], now, "on", true],
    ["announced and over", resolved, told, now, "on", true],
    ["its end is told", resolved, allTold, now, "on", false],
    ["skipped, and still too old", outage, skipped, nextYear, "on", false],
    ["skipped, and declared since", { ...outage, declaredAt: now }, skipped, now, "on", true],
    ["skipped, and asked for", outage, skipped, nextYear, "lifted", true],
    ["withdrawn, and its end told", resolved, withdrawn, now, "on", false],
    ["withdrawn, and opened again", outage, withdrawn, now, "on", true],
    [
      "a draft left behind in an incident that tells nobody",
      { ...outage, notify: false },
      [entry(rpOut, "drafted")],
      now,
      "on",
      true,
    ],
    [
      "a draft left behind by a service that was taken out",
      { ...outage, services: [cfn.id] },
      [...settled(cfn.id), entry(rpOut, "failed")],
      now,
      "on",
      true,
    ],
    ["told and asked for", outage, told, now, "lifted", false],
    ["never announced and long over", resolved, [], nextYear, "on", false],
    ["never announced, long over and asked for", resolved, [], nextYear, "lifted", true],
    ["never announced, over within the day", resolved, [], now, "on", true],
    ["old and open: to be skipped once, loudly", outage, [], nextYear, "on", true],
    ["announced and long over: its readers are owed the end", resolved, told, nextYear, "on", true],
    ["for the record only", { ...outage, notify: false }, [], now, "on", false],
    ["for the record only, after its mail left", { ...outage, notify: false }, told, now, "on", true],
  ] as const)("%s", (_name, incident, journal, at, guard, wanted) => {
    expect(needsWorld(incident, journal, settings, at, guard)).toBe(wanted);
  });
});

it("a withdrawn mail is written in journals as it always was", () => {
  expect(WITHDRAWN).toBe("withdrawn");
});

it("isNeverAnnounced wants every service over and old", () => {
  const later = new Date(end.getTime() + 25 * HOUR);
  expect(isNeverAnnounced(resolved, [], settings, later, "on")).toBe(true);
  expect(isNeverAnnounced(half, [], settings, later, "on")).toBe(false);
  expect(isNeverAnnounced(resolved, [entry(outageChat, "failed")], settings, later, "on")).toBe(false);
});
