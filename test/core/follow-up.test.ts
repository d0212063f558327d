import { describe, expect, it, test } from "vitest";
import { campaignIdShape, listIdShape } from "../../src/core/campaign.ts";
import { judge, type Delivery } from "../../src/core/figures.ts";
import { figuresDue, figuresUntold, followedSince } from "../../src/core/follow-up.ts";
import { figuresText, reminderText } from "../../src/core/follow-up-text.ts";
import type { Incident } from "../../src/core/incident.ts";
import { closedAt, formatEntry, parseJournal, type Entry } from "../../src/core/journal.ts";
import { remindersDue, type Reminder } from "../../src/core/reminders.ts";
import type { Settings } from "../../src/core/settings.ts";
import { cfn, outage, paris, rp, settings } from "./reconnect.ts";

const campaign = campaignIdShape.parse(101);
const list = { id: listIdShape.parse(47), name: "Utilisateurs RP Nov 25", contacts: 1000 };
const DAY = "2026-11-23";
const at = (wall: string) => paris(`${DAY} ${wall}`);
const hours = (from: Date, count: number) => new Date(from.getTime() + count * 3_600_000);
const LEFT = at("14:12");
const posted: Entry = { at: at("14:11"), step: "outage/slack", event: "posted", ts: "1" };
const left: Entry = { at: LEFT, step: "outage/mail/rp", event: "left", campaign, list };
const counts = {
  sent: 1000,
  delivered: 990,
  bounced: 10,
  unsubscribed: 1,
  complaints: 0,
  blocked: 0,
  remaining: 0,
};
const figuresAfter = (after: number, when = hours(LEFT, after)): Entry => ({
  at: when,
  step: "outage/mail/rp",
  event: "figures",
  figures: { after_hours: after, status: "sent", ...counts },
});
const plain = (text: string) => text.replaceAll("\u00A0", " ");

describe("figures of a mail are due", () => {
  const due = (journal: readonly Entry[], after: number, of = settings) =>
    figuresDue(journal, of, hours(LEFT, after)).map(({ mail, hours: threshold }) => `${mail} ${threshold}h`);
  it.each<[string, readonly Entry[], number, readonly string[]]>([
    ["not before their first hour", [left], 0.99, []],
    ["from the first threshold on", [left], 1, ["outage/mail/rp 1h"]],
    ["as long as nothing was read", [left], 23.9, ["outage/mail/rp 1h"]],
    ["not twice for one threshold", [left, figuresAfter(1)], 23.9, []],
    ["again at the next threshold", [left, figuresAfter(1)], 24, ["outage/mail/rp 24h"]],
    ["once when both thresholds passed", [left], 30, ["outage/mail/rp 24h"]],
    ["never again after the last one", [left, figuresAfter(24)], 24 * 400, []],
    ["not for the threshold that a higher one covered", [left, figuresAfter(24, hours(LEFT, 24))], 24.1, []],
    ["for a mail by hand", [{ ...left, event: "adopted" }], 2, ["outage/mail/rp 1h"]],
    ["for a week after the robot was away", [left], 24 * 7, ["outage/mail/rp 24h"]],
    ["not for an old mail that was never looked at", [left], 24 * 7 + 1, []],
    ["not for what did not leave", [{ ...left, event: "accepted" }], 2, []],
    ["not without a campaign to ask for", [{ at: LEFT, step: "outage/mail/rp", event: "left" }], 2, []],
  ])("%s", (_name, journal, after, wanted) => {
    expect(due(journal, after)).toEqual(wanted);
  });

  it("as long as a long threshold asks, and no folder that could have some is left closed", () => {
    const slow: Settings = { ...settings, limits: { ...settings.limits, figuresAfterHours: [400] } };
    for (const after of [400, 447.9]) {
      expect(due([left], after, slow)).toEqual(["outage/mail/rp 400h"]);
      expect(followedSince(slow, hours(LEFT, after)) <= LEFT).toBe(true);
    }
    expect(due([left], 448.1, slow)).toEqual([]);
    expect(followedSince(settings, hours(LEFT, 24 * 7)) <= LEFT).toBe(true);
  });

  it("with patience for six hours, and for the last time after two days", () => {
    const about = (after: number) =>
      figuresDue([left], settings, hours(LEFT, after)).map(({ patient, lastTry }) => [patient, lastTry]);
    expect([1, 6.9, 7, 24, 30, 72].map(about)).toEqual([
      [[true, false]],
      [[true, false]],
      [[false, false]],
      [[true, false]],
      [[false, false]],
      [[false, true]],
    ]);
  });

  it("to be told while nobody was: the newest ones, for half a day, under a message", () => {
    const now = hours(LEFT, 2);
    const told: Entry = { at: now, step: "outage/mail/rp/figures/1h", event: "posted", ts: "2" };
    const untold = (journal: readonly Entry[], when = now) =>
      figuresUntold(journal, when).map(({ figures }) => figures.after_hours);
    expect(untold([posted, left, figuresAfter(1)])).toEqual([1]);
    expect(untold([left, figuresAfter(1)])).toEqual([]);
    expect(untold([posted, left, figuresAfter(1), told])).toEqual([]);
    expect(untold([posted, left, figuresAfter(1)], hours(LEFT, 13.1))).toEqual([]);
    expect(untold([posted, left, figuresAfter(1), figuresAfter(24)], hours(LEFT, 25))).toEqual([24]);
    const none: Entry = { ...figuresAfter(1), figures: { after_hours: 1, status: "unavailable" } };
    expect(untold([posted, left, none])).toEqual([]);
  });
});

describe("what Brevo shows of a mail that left", () => {
  const whole: Delivery = {
    status: "sent",
    sent: 1000,
    delivered: 1000,
    bounced: 0,
    unsubscribed: 0,
    complaints: 0,
    remaining: 0,
  };
  const verdict = (shown: Partial<Delivery> | undefined, patient = false, contacts = 1000) => {
    const judged = judge(shown && { ...whole, ...shown }, { campaign, hours: 1, contacts, patient });
    return judged.kind === "alarm" ? judged.why.kind : judged.kind;
  };
  it.each<[string, Partial<Delivery> | undefined, boolean, string]>([
    ["is fine when it arrived", {}, true, "fine"],
    ["is fine in Brevo's archive", { status: "archive" }, false, "fine"],
    ["is fine with some bounces", { delivered: 970, bounced: 30 }, false, "fine"],
    ["is fine where Brevo left out some contacts", { sent: 700, delivered: 690 }, false, "fine"],
    ["is waited for while it is on its way", { status: "in_process", sent: 0, delivered: 0 }, true, "wait"],
    [
      "is stuck when it is still on its way much later",
      { status: "queued", sent: 0, delivered: 0 },
      false,
      "stuck",
    ],
    ["is waited for while nothing is counted yet", { sent: 0, delivered: 0 }, true, "wait"],
    ["is waited for while few are counted yet", { delivered: 10 }, true, "wait"],
    ["is not known when nobody is ever counted", { sent: 0, delivered: 0 }, false, "none"],
    ["reached few when that stays so", { delivered: 10 }, false, "few"],
    ["reached few at once when most of it bounced", { delivered: 400, bounced: 600 }, true, "few"],
    [
      "was cut short by Brevo",
      { status: "suspended", sent: 300, delivered: 300, remaining: 700 },
      true,
      "suspended",
    ],
    ["was stopped by a person", { status: "cancelled" }, true, "stopped"],
    ["is a draft again", { status: "draft", sent: 0, delivered: 0 }, true, "stopped"],
    ["has a state of tomorrow", { status: "paused" }, true, "stopped"],
    ["is gone", undefined, true, "vanished"],
  ])("%s", (_name, shown, patient, wanted) => {
    expect(verdict(shown, patient)).toBe(wanted);
  });

  it("names those who wait, also where Brevo does not count them", () => {
    const cut = { status: "suspended", sent: 300, delivered: 300, remaining: 0 };
    expect(judge({ ...whole, ...cut }, { campaign, hours: 1, contacts: 1000, patient: false })).toMatchObject(
      { why: { sent: 300, remaining: 700 } },
    );
  });

  it("that Brevo suspended is an alarm also where it counts nobody", () => {
    expect(verdict({ status: "suspended", sent: 0, delivered: 0 }, true)).toBe("stopped");
  });

  it("is not measured against a list that nobody knows", () => {
    expect(verdict({ sent: 3, delivered: 0 }, false, 0)).toBe("fine");
    expect(verdict({ sent: 0, delivered: 0 }, true, 0)).toBe("wait");
    expect(verdict({ sent: 0, delivered: 0 }, false, 0)).toBe("none");
  });

  it("counts whom Brevo left out, once it is all sent", () => {
    const of = (shown: Partial<Delivery>) =>
      judge({ ...whole, ...shown }, { campaign, hours: 1, contacts: 1000, patient: false });
    expect(of({ sent: 900, delivered: 890 })).toMatchObject({ figures: { blocked: 100 } });
    expect(of({ sent: 1001, delivered: 1001 })).toMatchObject({ figures: { blocked: 0 } });
    expect(of({ status: "suspended", sent: 300, delivered: 300, remaining: 500 })).toMatchObject({
      figures: { blocked: 0, remaining: 500 },
    });
  });
});

describe("a reminder is due", () => {
  const said = (step: string): Entry => ({ at: at("18:10"), step, event: "posted", ts: "3" });
  const mail = (event: "unknown" | "failed" | "left" | "drift" | "drafted", wall: string): Entry => ({
    at: at(wall),
    step: "outage/mail/rp",
    event,
    ...(event === "left" && { campaign }),
  });
  const over: Partial<Incident> = { status: "resolved", resolvedAt: new Map([[rp.id, at("15:00")]]) };
  const both: Partial<Incident> = { services: [rp.id, cfn.id] };
  const steps = (incident: Partial<Incident>, journal: readonly Entry[], now: Date) =>
    remindersDue({ ...outage, ...incident }, journal, settings, now).map(({ step }) => step);
  test.for<[string, Partial<Incident>, readonly Entry[], Date, readonly string[]]>([
    ["not before the first hours passed", {}, [posted], at("18:04"), []],
    ["four hours after the start", {}, [posted], at("18:05"), ["reminder/open/4h"]],
    ["once", {}, [posted, said("reminder/open/4h")], at("23:00"), []],
    [
      "a day after the start",
      {},
      [posted, said("reminder/open/4h")],
      hours(at("14:05"), 24),
      ["reminder/open/24h"],
    ],
    ["once for two thresholds that passed", {}, [posted], hours(at("14:05"), 30), ["reminder/open/24h"]],
    [
      "never for a threshold below one that was said",
      {},
      [posted, said("reminder/open/24h")],
      hours(at("14:05"), 90),
      [],
    ],
    ["not where the channel was never told", {}, [], at("20:00"), []],
    ["not when it is over", over, [posted], at("20:00"), []],
    ["not for a false alarm", { status: "mistaken" }, [posted], at("20:00"), []],
    ["not when nobody is to be told", { notify: false }, [posted], at("20:00"), []],
    [
      "while one of two tools is away",
      { ...both, resolvedAt: new Map([[rp.id, at("15:00")]]) },
      [posted],
      at("18:05"),
      ["reminder/open/4h"],
    ],
    ["not within an hour of the announcement", {}, [{ ...posted, at: at("18:00") }], at("18:59"), []],
    [
      "an hour after a late announcement",
      {},
      [{ ...posted, at: at("18:00") }],
      at("19:00"),
      ["reminder/open/4h"],
    ],
    ["not at the promised hour", { expectedEnd: at("16:00") }, [posted], at("16:00"), []],
    [
      "after the promised hour",
      { expectedEnd: at("16:00") },
      [posted],
      at("16:01"),
      ["reminder/expected-end/2026-11-23T15:00Z"],
    ],
    [
      "once for one promise",
      { expectedEnd: at("16:00") },
      [posted, said("reminder/expected-end/2026-11-23T15:00Z")],
      at("17:00"),
      [],
    ],
    [
      "again for a new promise",
      { expectedEnd: at("16:30") },
      [posted, said("reminder/expected-end/2026-11-23T15:00Z")],
      at("17:00"),
      ["reminder/expected-end/2026-11-23T15:30Z"],
    ],
    ["not for a promise that was kept", { ...over, expectedEnd: at("16:00") }, [posted], at("17:00"), []],
    [
      "half an hour into a doubt",
      {},
      [posted, mail("unknown", "14:12")],
      at("14:42"),
      ["reminder/doubt/outage/mail/rp"],
    ],
    ["not sooner", {}, [posted, mail("unknown", "14:12")], at("14:41"), []],
    [
      "counted from the first word of the doubt",
      {},
      [posted, mail("unknown", "14:12"), mail("failed", "14:40")],
      at("14:42"),
      ["reminder/doubt/outage/mail/rp"],
    ],
    [
      "also when it was tried again a moment ago",
      {},
      [posted, mail("failed", "14:12"), mail("drafted", "15:10"), mail("failed", "15:10")],
      at("15:11"),
      ["reminder/doubt/outage/mail/rp"],
    ],
    [
      "not while it is being tried again",
      {},
      [posted, mail("failed", "14:12"), mail("drafted", "15:10")],
      at("15:11"),
      [],
    ],
    [
      "not for a doubt that was settled",
      {},
      [posted, mail("failed", "14:12"), mail("left", "14:20")],
      at("15:00"),
      [],
    ],
    [
      "once for a doubt",
      {},
      [posted, mail("failed", "14:12"), said("reminder/doubt/outage/mail/rp")],
      at("17:00"),
      [],
    ],
    [
      "also for the end mail of what is over",
      over,
      [posted, { ...mail("failed", "15:01"), step: "recovery/mail/rp" }],
      at("16:00"),
      ["reminder/doubt/recovery/mail/rp"],
    ],
  ])("%s", ([_name, incident, journal, now, wanted]) => {
    expect(steps(incident, journal, now)).toEqual(wanted);
  });

  it("never for what a higher threshold spoke for, when the settings have that one no more", () => {
    const few: Settings = { ...settings, limits: { ...settings.limits, remindAfterHours: [4] } };
    const journal = [posted, said("reminder/open/24h")];
    expect(remindersDue(outage, journal, few, hours(at("14:05"), 30))).toEqual([]);
    expect(remindersDue(outage, [posted], few, hours(at("14:05"), 30))).toMatchObject([{ hours: 4 }]);
  });

  it("names what is away and what it speaks for", () => {
    const incident = { ...outage, ...both, resolvedAt: new Map([[rp.id, at("15:00")]]) };
    expect(remindersDue(incident, [posted], settings, hours(at("14:05"), 30))).toEqual([
      { kind: "open", step: "reminder/open/24h", services: [cfn.id], hours: 24, covers: [4] },
    ]);
  });
});

describe("the words", () => {
  const webUrl = "https://github.com/reconnect/runbook";
  const about = {
    incident: outage.id,
    startedAt: outage.startedAt,
    webUrl,
    fileUrl: `${webUrl}/blob/main/x.yml`,
  };
  const now = at("18:10");
  const say = (reminder: Reminder, where = about) => plain(reminderText(reminder, where, settings, now));
  const services = [rp.id, cfn.id];

  it("of a reminder say the gesture, with the form a click away", () => {
    expect(say({ kind: "open", step: "x", services, hours: 4, covers: [] })).toBe(
      ":alarm_clock: Rappel : la panne de Reconnect Pro et du Coffre-fort numérique Reconnect a commencé il y a 4 heures et 5 minutes, et sa fin n’est pas déclarée.\n" +
        `• Tout fonctionne ? Remplissez <${webUrl}/actions/workflows/declarer-la-fin.yml|🟢 Déclarer la fin d’une indisponibilité>.\n` +
        `• Toujours en panne ? Rien à faire. Vous connaissez l’heure du retour ? Donnez-la dans <${webUrl}/blob/main/x.yml|la fiche 2026-11-23-rp>.`,
    );
    expect(say({ kind: "expected-end", step: "x", services: [rp.id], expectedEnd: at("17:30") })).toContain(
      "Rappel : le retour de Reconnect Pro était prévu pour 17 h 30, et la fin de la panne n’est pas déclarée.",
    );
  });

  it("of a doubt forbid to send by hand, and say what to do", () => {
    const doubt = { kind: "doubt", step: "x", mail: "outage/mail/rp", since: at("17:00"), campaign } as const;
    const again = `Relancez <${webUrl}/actions/workflows/settle.yml|Exécuter les fiches d’incident> : rien ne partira deux fois.`;
    expect(say({ ...doubt, state: "unknown" })).toBe(
      `:warning: *E-mail de panne de Reconnect Pro : on ne sait toujours pas s’il est parti* (depuis 17 h). Plus haut dans ce fil, un message dit quoi regarder dans Brevo. N’envoyez rien à la main. C’est regardé ? ${again}`,
    );
    expect(say({ ...doubt, state: "failed" })).toContain("il n’est toujours pas parti* (depuis 17 h)");
  });

  it("of figures in English hold the same numbers", () => {
    const english: Settings = { ...settings, language: "en" };
    const reading = {
      mail: "recovery/mail/rp",
      figures: { after_hours: 1, status: "sent", ...counts, sent: 1234, delivered: 1 },
      at: hours(LEFT, 1),
      leftAt: LEFT,
      campaign,
      contacts: 1234,
    };
    expect(plain(figuresText(reading, undefined, english))).toBe(
      ":bar_chart: End mail of Reconnect Pro, 1 hour later: 1,234 sent, 1 delivered, 10 bounced, 1 unsubscribed.",
    );
    const why = { kind: "few", campaign, delivered: 1, contacts: 1234 } as const;
    expect(plain(figuresText(reading, why, english))).toContain(
      ":warning: *End mail of Reconnect Pro: it did not reach everybody.* Campaign no. 101 reached only 1 of the 1,234 contacts on its list.",
    );
  });
});

describe("a journal with figures", () => {
  it("is written and read back, with and without numbers", () => {
    const entries: readonly Entry[] = [
      figuresAfter(1),
      { ...figuresAfter(24), figures: { after_hours: 24, status: "vanished" }, reason: "alarm vanished" },
    ];
    const text = entries.map(formatEntry).join("");
    expect(text.split("\n")[0]).toContain(
      "figures: {after_hours: 1, status: sent, sent: 1000, delivered: 990,",
    );
    expect(parseJournal({ path: "j", text }, "fr")).toEqual({ ok: true, value: entries });
  });

  it("tells when it was closed without being read", () => {
    const closed = formatEntry({ at: LEFT, step: "incident", event: "closed", entries: 1, file_sha256: "a" });
    expect(closedAt(formatEntry(left) + closed)).toEqual(LEFT);
    expect(closedAt(closed + formatEntry(left))).toBeUndefined();
    expect(closedAt("")).toBeUndefined();
  });
});
