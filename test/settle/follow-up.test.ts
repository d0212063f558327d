import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/commands/outcome.ts";
import { DAY, openWorld, plain, steps, words, type Clone, type World } from "../world.ts";

const RP = `${DAY}-rp`;
const FILE = `incidents/${RP}.yml`;
const MAIL = "outage/mail/rp";
const NO_KEYS = { SLACK_BOT_TOKEN: undefined, BREVO_API_KEY: undefined };
/** Requests that change something. */
const WRITES = /^(?:POST|PUT|DELETE) |^chat\.(?!get)/u;

/** What the thread of the outage message says after the announcement, oldest first. */
const followed = (w: World) =>
  w
    .thread(w.channel()[0])
    .filter(({ metadata, tombstone }) => {
      const step = String(metadata?.event_payload["step"]);
      return !tombstone && /^reminder\/|\/figures\//u.test(step);
    })
    .map(({ text, broadcast, metadata }) => ({
      step: metadata?.event_payload["step"],
      text: plain(text),
      broadcast,
    }));
const readings = (clone: Clone, id = RP) =>
  clone
    .journal(id)
    .flatMap(({ step, event, figures, reason }) =>
      event === "figures" ? [{ step, figures, ...(reason !== undefined && { reason }) }] : [],
    );
const lastOf = (clone: Clone, id = RP) => clone.journal(id).at(-1);

async function expectQuiet(w: World, told: Outcome["headline"] = "ℹ️ DÉJÀ FAIT") {
  const head = w.git("rev-parse", "HEAD");
  w.requests();
  const before = w.env;
  w.env = { ...before, ...NO_KEYS };
  const outcome = await w.settle();
  w.env = before;
  expect([outcome.exit, outcome.headline, w.requests(), w.git("rev-parse", "HEAD") === head]).toEqual([
    0,
    told,
    [],
    true,
  ]);
  return words(outcome);
}

describe.concurrent("figures of a mail", () => {
  test("are read once after 1 h and once after 24 h, told in the thread, and never asked for again", async () => {
    await using w = await openWorld();
    await w.declare();
    Object.assign(w.brevo.campaign(101).counts, { hardBounces: 10, softBounces: 4, unsubscriptions: 2 });
    w.pass({ minutes: 59 });
    await expectQuiet(w);
    w.pass({ minutes: 13 });
    const first = await w.settle();
    expect([first.exit, first.headline, w.requests()]).toEqual([
      0,
      "ℹ️ DÉJÀ FAIT",
      ["GET /emailCampaigns/:id", "conversations.replies", "chat.postMessage", "conversations.replies"],
    ]);
    expect(words(first)).toContain(
      "✓ Chiffres de l’e-mail de panne de Reconnect Pro : 1 234 envoyés, 1 220 arrivés, 14 refusés par leur boîte, 2 désinscriptions",
    );
    const counts = {
      status: "sent",
      sent: 1234,
      delivered: 1220,
      bounced: 14,
      unsubscribed: 2,
      complaints: 0,
      blocked: 0,
      remaining: 0,
    };
    expect(first.json).toMatchObject({
      incidents: [{ steps: [{ step: `${MAIL}/figures/1h`, state: "done", figures: { ...counts } }] }],
    });
    expect(readings(w)).toEqual([{ step: MAIL, figures: { after_hours: 1, ...counts } }]);
    expect(followed(w)).toEqual([
      {
        step: `${MAIL}/figures/1h`,
        text: ":bar_chart: E-mail de panne de Reconnect Pro, 1 heure et 12 minutes après : 1 234 envoyés, 1 220 arrivés, 14 refusés par leur boîte, 2 désinscriptions.",
        broadcast: false,
      },
    ]);
    await expectQuiet(w);

    await w.resolve();
    w.pass({ hours: 24 });
    const second = await w.settle();
    expect([second.exit, second.headline]).toEqual([0, "ℹ️ DÉJÀ FAIT"]);
    expect(readings(w).map(({ step, figures }) => [step, figures?.after_hours])).toEqual([
      [MAIL, 1],
      [MAIL, 24],
      ["recovery/mail/rp", 24],
    ]);
    for (const hours of [1, 30, 24 * 40]) {
      w.pass({ hours });
      await expectQuiet(w);
    }
  });

  test("come for an incident that is closed, whose folder is closed again by the same commit", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 30 });
    await w.resolve();
    expect(lastOf(w)?.event).toBe("closed");
    const before = w.git("rev-list", "--count", "HEAD").trim();
    w.pass({ minutes: 65 });
    expect((await w.settle()).exit).toBe(0);
    expect(readings(w).map(({ step, figures }) => [step, figures?.after_hours])).toEqual([
      [MAIL, 1],
      ["recovery/mail/rp", 1],
    ]);
    expect(lastOf(w)).toMatchObject({ event: "closed", entries: w.journal(RP).length - 1 });
    expect(Number(w.git("rev-list", "--count", "HEAD").trim()) - Number(before)).toBe(1);
    expect(followed(w).map(({ step }) => step)).toEqual([
      `${MAIL}/figures/1h`,
      "recovery/mail/rp/figures/1h",
    ]);
    expect(w.git("status", "--short")).toBe("");
    await expectQuiet(w);
  });

  test("of a false alarm call its end mail by its name", async () => {
    await using w = await openWorld();
    await w.declare();
    await w.resolve({ falseAlarm: true });
    w.pass({ minutes: 65 });
    const outcome = await w.settle();
    expect(words(outcome)).toContain(
      "✓ Chiffres de l’e-mail de fausse alerte de Reconnect Pro : 1 234 envoyés",
    );
    expect(followed(w).map(({ text }) => text)).toEqual([
      expect.stringContaining("E-mail de panne de Reconnect Pro"),
      expect.stringContaining("E-mail de fausse alerte de Reconnect Pro"),
    ]);
    await expectQuiet(w);
  });

  test("that show a mail cut short are one alarm in the channel, exit 2 once, and words that say what to do", async () => {
    await using w = await openWorld();
    await w.declare();
    Object.assign(w.brevo.campaign(101), { settled: "suspended", sentTo: 300, remaining: 934 });
    w.pass({ minutes: 70 });
    const alarm = await w.settle();
    expect([alarm.exit, alarm.headline, alarm.alarm, steps(alarm)]).toEqual([
      2,
      "⚠️ À VÉRIFIER : N'ENVOYEZ RIEN À LA MAIN",
      false,
      { [`${MAIL}/figures/1h`]: "failed" },
    ]);
    expect(words(alarm)).toContain("PAS ARRIVÉ À TOUT LE MONDE : 300 envoyés, 300 arrivés, 934 en attente");
    expect(words(alarm)).toContain("À faire : Ouvrez la campagne n° 101 dans Brevo");
    expect(followed(w)).toMatchObject(
      [
        { step: `${MAIL}/figures/1h`, broadcast: true, text: /suspendu la campagne n° 101.*934 contacts/su },
      ].map(({ text, ...rest }) => ({ ...rest, text: expect.stringMatching(text) })),
    );
    expect(readings(w)).toMatchObject([{ figures: { status: "suspended" }, reason: "alarm suspended" }]);
    await expectQuiet(w);
    w.pass({ hours: 2 });
    await expectQuiet(w);
    expect(followed(w)).toHaveLength(1);
  });

  test("that show a mail cut short are heard outside Slack too while Slack is away, and fail one run only", async () => {
    await using w = await openWorld();
    await w.declare();
    Object.assign(w.brevo.campaign(101), { settled: "suspended", sentTo: 300, remaining: 934 });
    w.pass({ minutes: 70 });
    w.slack.state.token = "token_revoked";
    const alarm = await w.settle();
    expect([alarm.exit, alarm.alarm]).toEqual([2, true]);
    w.slack.state.token = "valid";
    w.pass({ minutes: 60 });
    const told = await w.settle();
    expect([told.exit, words(told)]).toEqual([0, expect.stringContaining("PAS ARRIVÉ À TOUT LE MONDE")]);
    expect(followed(w)).toMatchObject([{ step: `${MAIL}/figures/1h`, broadcast: true }]);
    await expectQuiet(w);
  });

  test("of a campaign that is gone are an alarm too, and no second one a day later", async () => {
    await using w = await openWorld();
    await w.declare();
    w.brevo.remove(101);
    w.pass({ minutes: 70 });
    const alarm = await w.settle();
    expect([alarm.exit, words(alarm)]).toEqual([
      2,
      expect.stringContaining("la campagne a disparu de Brevo"),
    ]);
    expect(followed(w)).toMatchObject([{ broadcast: true }]);
    expect(readings(w)).toEqual([
      { step: MAIL, figures: { after_hours: 1, status: "vanished" }, reason: "alarm vanished" },
    ]);
    await expectQuiet(w);
    w.pass({ hours: 24 });
    expect((await w.settle()).exit).toBe(0);
    expect(followed(w).filter(({ broadcast }) => broadcast)).toHaveLength(1);
    await expectQuiet(w);
  });

  test("come for a mail that a person sent by hand", async () => {
    await using w = await openWorld();
    w.brevo.byHand({ name: "Indisponibilité Reconnect Pro", sentAt: w.now(), listIds: [47] });
    await w.declare();
    w.pass({ minutes: 70 });
    expect((await w.settle()).exit).toBe(0);
    expect(readings(w)).toMatchObject([{ step: MAIL, figures: { sent: 1234 } }]);
  });

  test("that Brevo cannot give are a warning, and are read an hour later", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 70 });
    w.brevo.state.key = "ip_blocked";
    const missed = await w.settle();
    expect([missed.exit, missed.alarm, words(missed)]).toEqual([
      0,
      false,
      expect.stringContaining("Les chiffres d’un e-mail n’ont pas pu être lus dans Brevo"),
    ]);
    expect(readings(w)).toEqual([]);
    w.brevo.state.key = "valid";
    w.pass({ hours: 1 });
    await w.settle();
    expect(readings(w)).toHaveLength(1);
  });

  test("that Brevo never gives are given up after two days, in the journal alone", async () => {
    await using w = await openWorld();
    await w.declare();
    await w.resolve();
    w.brevo.state.key = "ip_blocked";
    w.pass({ hours: 73 });
    const missed = await w.settle();
    expect([missed.exit, words(missed)]).toEqual([0, expect.stringContaining("Brevo ne les a pas donnés")]);
    expect(readings(w).map(({ figures, reason }) => [figures, reason])).toEqual([
      [{ after_hours: 24, status: "unavailable" }, "unavailable brevo ip_blocked"],
      [{ after_hours: 24, status: "unavailable" }, "unavailable brevo ip_blocked"],
    ]);
    expect(followed(w)).toEqual([]);
    await expectQuiet(w);
  });

  test("that Slack would not take are told by a later run, without asking Brevo again", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 70 });
    w.slack.state.token = "token_revoked";
    const mute = await w.settle();
    expect([mute.exit, words(mute)]).toEqual([0, expect.stringContaining("Une réponse dans le fil Slack")]);
    expect([readings(w).length, followed(w).length]).toEqual([1, 0]);
    w.slack.state.token = "valid";
    w.pass({ hours: 1 });
    w.requests();
    await w.settle();
    expect(w.requests()).not.toContain("GET /emailCampaigns/:id");
    expect(followed(w)).toMatchObject([{ step: `${MAIL}/figures/1h` }]);
    await expectQuiet(w);
  });

  test("are told once by two machines at once", async () => {
    await using w = await openWorld({ remote: true });
    await w.declare();
    const other = w.colleague();
    w.pass({ minutes: 70 });
    w.requestMs = 20_000;
    // The whole run of the other machine takes place while ours, which saw nothing in the thread, is about to post.
    const call = async () => void (await other.settle());
    w.sandbox.faults.add({ kind: "hook", when: "before", what: "chat.postMessage", call });
    w.requests();
    expect((await w.settle()).exit).toBe(0);
    expect(w.requests().filter((what) => /^chat\.(?:post|del)/u.test(what))).toEqual([
      "chat.postMessage",
      "chat.postMessage",
      "chat.delete",
    ]);
    expect(followed(w)).toHaveLength(1);
    expect(
      new Set(w.journal(RP).flatMap(({ step, ts }) => (step === `${MAIL}/figures/1h` ? ts : []))).size,
    ).toBe(1);
    w.pass({ minutes: 30 });
    await Promise.all([w.settle(), other.settle()]);
    expect(followed(w)).toHaveLength(1);
  });

  test("are told once by a run that finds what a killed one had said", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 70 });
    const before = w.git("rev-parse", "HEAD").trim();
    await w.settle();
    // Its reply stands in the thread, and nothing of it was written down.
    w.git("reset", "--quiet", "--hard", before);
    w.requests();
    await w.settle();
    expect(w.requests().filter((what) => WRITES.test(what))).toEqual([]);
    expect([readings(w).length, followed(w).length]).toEqual([1, 1]);
    await expectQuiet(w);
  });

  test.for(["lost-answer", "500-after", "cut-body"] as const)(
    "are told once when Slack's answer is lost: %s",
    async (kind) => {
      await using w = await openWorld();
      await w.declare();
      w.pass({ minutes: 70 });
      w.sandbox.faults.add({ kind, what: "chat.postMessage" });
      expect((await w.settle()).exit).toBe(0);
      expect(followed(w)).toHaveLength(1);
      await expectQuiet(w);
    },
  );

  test("are told once where the robot may not read the thread", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 70 });
    w.slack.state.scopes = w.slack.state.scopes.filter((scope) => scope !== "channels:history");
    w.sandbox.faults.add({ kind: "500-after", what: "chat.postMessage" });
    expect((await w.settle()).exit).toBe(0);
    expect([followed(w).length, lastOf(w)?.reason]).toEqual([1, "unverified"]);
    await expectQuiet(w);
  });

  test("wait while the thread cannot be looked at: a killed run may have told them", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 70 });
    const mend = w.sandbox.faults.add({ kind: "500-before", what: "conversations.replies", times: 99 });
    expect((await w.settle()).exit).toBe(0);
    expect(followed(w)).toEqual([]);
    mend();
    expect((await w.settle()).exit).toBe(0);
    expect(followed(w)).toHaveLength(1);
    await expectQuiet(w);
  });

  test("of many mails at once are read ten in a run, the rest by the next one", async () => {
    const ids = ["", "-2", "-3"].map((end) => `${DAY}-rp-cfn${end}`);
    const mails = ids.map((_, nth) =>
      ["outage/mail/rp", "outage/mail/cfn", "recovery/mail/rp", "recovery/mail/cfn"].map(
        (step, index) => `${step}, event: left, campaign: ${101 + nth * 4 + index}`,
      ),
    );
    const posts = ["outage/slack", "recovery/slack/rp", "recovery/slack/cfn"].map(
      (step) => `${step}, event: posted`,
    );
    const files = ids.flatMap((id, nth) => {
      const lines = [...posts, ...(mails[nth] ?? [])].map(
        (line) => `- {at: 2025-11-24T12:00:00.000Z, step: ${line}}\n`,
      );
      const file = `services: [rp, cfn]\nstatus: resolved\nstarted_at: ${DAY} 12:30\nresolved_at: ${DAY} 12:50\n`;
      return [
        [`incidents/${id}.yml`, file],
        [`incidents/${id}/journal.yml`, lines.join("")],
      ] as const;
    });
    await using w = await openWorld({ files: Object.fromEntries(files) });
    const sentAt = new Date("2025-11-24T12:00:00.000Z");
    for (const [nth] of mails.flat().entries())
      w.brevo.byHand({ name: `Campagne ${nth}`, sentAt, listIds: [47] });
    const readBy = async () => {
      w.requests();
      expect((await w.settle()).exit).toBe(0);
      return w.requests();
    };
    const reading = (times: number) => Array.from({ length: times }, () => "GET /emailCampaigns/:id");
    expect(await readBy()).toEqual(reading(10));
    expect(await readBy()).toEqual(reading(2));
    expect(await readBy()).toEqual([]);
    expect(ids.flatMap((id) => readings(w, id))).toHaveLength(12);
    expect(ids.map((id) => lastOf(w, id)?.event)).toEqual(["closed", "closed", "closed"]);
  });

  test("of an old mail that was never looked at are left alone", async () => {
    await using w = await openWorld();
    await w.declare();
    await w.resolve();
    w.pass({ hours: 24 * 8 });
    await expectQuiet(w);
    expect(readings(w)).toEqual([]);
  });
});

describe.concurrent("a reminder", () => {
  test("comes once for an outage that stays open, with the gesture, and speaks for the hours that were missed", async () => {
    await using w = await openWorld({
      settings: [["figures_after_hours: [1, 24]", "figures_after_hours: 400"]],
    });
    await w.declare();
    w.pass({ hours: 4 });
    const outcome = await w.settle();
    expect([outcome.exit, outcome.headline, steps(outcome)]).toEqual([
      0,
      "ℹ️ DÉJÀ FAIT",
      { "reminder/open/4h": "done" },
    ]);
    expect(words(outcome)).toContain("✓ Rappel (panne toujours ouverte) : publié dans le fil Slack");
    expect(followed(w)).toEqual([
      {
        step: "reminder/open/4h",
        broadcast: false,
        text:
          ":alarm_clock: Rappel : la panne de Reconnect Pro a commencé il y a 4 heures, et sa fin n’est pas déclarée.\n" +
          "• Tout fonctionne ? Lancez « npx runbook resolve ».\n" +
          `• Toujours en panne ? Rien à faire. Vous connaissez l’heure du retour ? Donnez-la dans la fiche ${RP}.`,
      },
    ]);
    await expectQuiet(w);
    await w.resolve();
    w.pass({ hours: 30 });
    await expectQuiet(w);
    expect(followed(w)).toHaveLength(1);
  });

  test("is one when several hours passed at once", async () => {
    await using w = await openWorld({
      settings: [["figures_after_hours: [1, 24]", "figures_after_hours: 400"]],
    });
    await w.declare();
    w.pass({ hours: 25 });
    await w.settle();
    expect(followed(w).map(({ step }) => step)).toEqual(["reminder/open/24h"]);
    expect(lastOf(w)).toMatchObject({ step: "reminder/open/24h", event: "posted", reason: "covers 4h" });
    await expectQuiet(w);
  });

  test("comes when the promised hour passed, and again when a new one did", async () => {
    await using w = await openWorld({
      settings: [
        ["figures_after_hours: [1, 24]", "figures_after_hours: 400"],
        ["remind_after_hours: [4, 24]", "remind_after_hours: 400"],
      ],
    });
    await w.declare();
    w.edit(FILE, "status: open", `status: open\nexpected_end: ${DAY} 17:00`);
    await w.settle();
    w.pass({ hours: 3 });
    await w.settle();
    expect(followed(w)).toMatchObject([
      {
        step: "reminder/expected-end/2025-11-24T16:00Z",
        text: expect.stringContaining("le retour de Reconnect Pro était prévu pour 17 h, et"),
      },
    ]);
    await w.settle();
    w.edit(FILE, "17:00", "18:30");
    await w.settle();
    expect(followed(w)).toHaveLength(1);
    w.pass({ hours: 2 });
    await w.settle();
    expect(followed(w).map(({ step }) => step)).toEqual([
      "reminder/expected-end/2025-11-24T16:00Z",
      "reminder/expected-end/2025-11-24T17:30Z",
    ]);
  });

  test("tells the whole channel, once, that nobody settled what became of a mail", async () => {
    await using w = await openWorld();
    w.brevo.list(47).uniqueSubscribers = 0;
    expect((await w.declare()).exit).toBe(2);
    w.pass({ minutes: 20 });
    await w.settle();
    expect(followed(w)).toEqual([]);
    w.pass({ minutes: 20 });
    const outcome = await w.settle();
    expect([outcome.exit, outcome.alarm]).toEqual([2, false]);
    expect(followed(w)).toMatchObject([
      {
        step: `reminder/doubt/${MAIL}`,
        broadcast: true,
        text: expect.stringContaining("il n’est toujours pas parti* (depuis 14 h 11)"),
      },
    ]);
    w.pass({ minutes: 30 });
    await w.settle();
    expect(followed(w)).toHaveLength(1);
  });

  test("is none where nobody is to be told", async () => {
    await using w = await openWorld({
      files: {
        "incidents/2025-11-24-cfn.yml": `services: [cfn]\nstatus: open\nstarted_at: ${DAY} 09:00\nnotify: false\n`,
      },
    });
    await w.settle();
    w.pass({ hours: 5 });
    await expectQuiet(w);
    expect(w.channel()).toEqual([]);
  });

  test("is shown and not posted by a rehearsal", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ hours: 5 });
    const outcome = await w.settle({ dryRun: true });
    expect([outcome.exit, outcome.headline, steps(outcome)]).toEqual([
      0,
      "👁 APERÇU : RIEN N'EST ENVOYÉ",
      { "reminder/open/4h": "todo", [`${MAIL}/figures/1h`]: "todo" },
    ]);
    expect([followed(w), readings(w), w.git("status", "--short")]).toEqual([[], [], ""]);
  });

  test("waits, in words, where the keys are missing", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ hours: 5 });
    expect(await expectQuiet(w)).toContain(
      "Des rappels ou des chiffres attendent : sans SLACK_BOT_TOKEN, BREVO_API_KEY",
    );
  });
});
