import { describe, expect, it } from "vitest";
import {
  campaignIdShape,
  isExpectedName,
  listIdShape,
  markedFor,
  newsFor,
  noticeName,
  type Campaign,
  type Draft,
} from "../../src/core/campaign.ts";
import type { Incident } from "../../src/core/incident.ts";
import { mailStep, outageChat, type Entry } from "../../src/core/journal.ts";
import { planChat, type ChatAction, type ChatScene } from "../../src/core/plan-chat.ts";
import { planMail, type MailAction, type MailHindrance, type MailScene } from "../../src/core/plan-mail.ts";
import { needsWorld, WITHDRAWN } from "../../src/core/plan.ts";
import { updateChat, updateKey, updateMail, type Update } from "../../src/core/update.ts";
import { cfn, outage, paris, rp, settings } from "./reconnect.ts";

const now = paris("2026-11-23 15:12");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const id = (n: number) => campaignIdShape.parse(n);
const list = { id: listIdShape.parse(47), name: "Utilisateurs RP Nov 26", contacts: 1234 };
const keyAt = (wall: string) => updateKey(paris(`2026-11-23 ${wall}`), settings.timeZone);
const news = (wall: string, change: Partial<Update> = {}): Update => ({
  key: keyAt(wall),
  at: paris(`2026-11-23 ${wall}`),
  message: "Nous cherchons la panne.",
  mail: true,
  ...change,
});
const update = news("15:10");
const incident: Incident = { ...outage, updates: [update] };
const resolved: Incident = { ...incident, status: "resolved", resolvedAt: new Map([[rp.id, ago(MINUTE)]]) };
const name = noticeName(rp, { phase: "update", update }, outage.id);
const step = updateMail(update.key, rp.id);
const html = '<p>Nouvelles.</p><a href="{{ mirror }}">en ligne</a> <a href="{{ unsubscribe }}">non</a>';
const draft: Draft = {
  name,
  subject: rp.subject.update,
  preview: "…",
  html,
  text: "…",
  senderId: 7,
  list,
};
const announced: Entry = {
  at: ago(HOUR),
  step: mailStep("outage", rp.id),
  event: "left",
  list,
  campaign: id(80),
};
const entry = (event: Entry["event"], change: Partial<Entry> = {}): Entry => ({
  at: ago(MINUTE),
  step,
  event,
  run: "this",
  message: update.message,
  ...change,
});
function campaign(n: number, change: Partial<Campaign> = {}): Campaign {
  return {
    id: id(n),
    name,
    subject: draft.subject,
    status: "draft",
    createdAt: ago(MINUTE),
    listIds: [list.id],
    ...change,
  };
}
const left = (n: number, change: Partial<Campaign> = {}) =>
  campaign(n, { status: "sent", sentAt: ago(MINUTE), ...change });
const outageCampaign = left(80, { name: `${rp.campaign.outage} · ${outage.id}` });
const asked = Array.from({ length: 60 }, (_, index) => id(70 + index));
/** A run that looked once. */
const looked = { looks: 1, rounds: 0, remade: false, asked };

type NewsScene = Extract<MailScene, { phase: "update" }>;
function scene(change: Partial<NewsScene> = {}): NewsScene {
  return {
    phase: "update",
    update,
    incident,
    service: rp,
    settings,
    guard: "on",
    now,
    journal: [announced],
    claimed: new Set(),
    unfinished: [],
    closed: new Set(),
    known: new Set([outage.id]),
    seen: [outageCampaign],
    draft,
    run: looked,
    runId: "this",
    ...change,
  };
}
const stop = (state: "failed" | "unknown" | "skipped", hindrance: MailHindrance): MailAction => ({
  kind: "stop",
  state,
  hindrance,
});
const remove = (n: number, why: "rival" | "unwanted"): MailAction => ({
  kind: "remove",
  campaign: id(n),
  why,
});
const unwanted: MailAction = { kind: "done", state: "unwanted" };
const create: MailAction = { kind: "create", draft };
const other = news("15:05", { message: "La pièce est changée." });
const otherName = noticeName(rp, { phase: "update", update: other }, outage.id);
const otherLeft: Entry = {
  ...entry("left", { campaign: id(101), message: other.message }),
  step: updateMail(other.key, rp.id),
};
const draftedOther = (n: number): Entry => ({ ...otherLeft, event: "drafted", campaign: id(n) });
const recoveryName = `${rp.campaign.recovery} · ${outage.id}`;
const drafted = entry("drafted", { campaign: id(101), list });
const limited = { ...settings, limits: { ...settings.limits, campaignsPerDay: 2 } };

describe("the mail of news", () => {
  it.each<[string, Partial<NewsScene>, MailAction]>([
    ["is made once", {}, create],
    [
      "is not made while the outage's own campaign would be a rival: it is none",
      { seen: [outageCampaign] },
      create,
    ],
    [
      "that left is written down, whatever the file says now",
      { seen: [outageCampaign, left(101)], incident: resolved },
      { kind: "read", campaign: id(101) },
    ],
    [
      "is no doubt any more when other news has its name and nobody waits for it",
      { seen: [outageCampaign, left(101, { html: `<p>${other.message}</p>` })], incident: resolved },
      unwanted,
    ],
    [
      "that left by the journal is done",
      { journal: [announced, entry("left")] },
      { kind: "done", state: "left" },
    ],
    [
      "is written down before it is sent",
      { seen: [outageCampaign, campaign(101)] },
      { kind: "record", event: "drafted", campaign: campaign(101) },
    ],
    [
      "is alone before it is sent",
      { seen: [outageCampaign, campaign(101), campaign(102)], journal: [announced, drafted] },
      remove(102, "rival"),
    ],
    [
      "is sent once it was read back",
      {
        seen: [outageCampaign, campaign(101)],
        journal: [announced, drafted],
        run: {
          ...looked,
          recorded: { campaign: id(101), reach: "shared" },
          readBack: campaign(101, { html, senderId: 7 }),
        },
      },
      { kind: "send", campaign: id(101) },
    ],
    ["is nothing once the service is back", { incident: resolved }, unwanted],
    [
      "loses its draft once the service is back",
      { incident: resolved, seen: [outageCampaign, campaign(101)], journal: [announced, drafted] },
      remove(101, "unwanted"),
    ],
    ["is nothing once nobody is to be told", { incident: { ...incident, notify: false } }, unwanted],
    ["is nothing once it was taken out of the file", { incident: outage }, unwanted],
    [
      "is nothing once its mail was taken back",
      { incident: { ...incident, updates: [news("15:10", { mail: false })] } },
      unwanted,
    ],
    [
      "is nothing after the end left, by the journal",
      { journal: [announced, { ...announced, step: mailStep("recovery", rp.id) }] },
      unwanted,
    ],
    [
      "is nothing after the end left, by Brevo",
      { seen: [outageCampaign, left(103, { name: recoveryName })] },
      unwanted,
    ],
    [
      "does not wait for a draft of the end",
      { seen: [outageCampaign, campaign(103, { name: recoveryName })] },
      create,
    ],
    [
      "that is a day old stays at home",
      { now: new Date(update.at.getTime() + 24 * HOUR + 1) },
      stop("skipped", { kind: "too-old", hours: 24 }),
    ],
    [
      "that is a day old leaves when it was asked for",
      { now: new Date(update.at.getTime() + 30 * HOUR), guard: "lifted" },
      create,
    ],
    [
      "is no copy of other news that left",
      {
        seen: [outageCampaign, left(101, { name: otherName })],
        incident: { ...outage, updates: [other, update] },
      },
      create,
    ],
    [
      "reads news that left and that nobody here knows, before anything is made",
      { seen: [outageCampaign, left(101, { name: otherName })] },
      { kind: "read", campaign: id(101) },
    ],
    [
      "is such news, when it says the same",
      {
        seen: [
          outageCampaign,
          left(101, { name: otherName, html: `<p>Bonjour,</p><p>${update.message}</p>` }),
        ],
      },
      { kind: "read", campaign: id(101) },
    ],
    [
      "is no such news, when it says something else beside the same",
      {
        seen: [
          outageCampaign,
          left(101, { name: otherName, html: `<p>Bonjour,</p><p>${other.message} ${update.message}</p>` }),
        ],
      },
      create,
    ],
    [
      "minds no such draft, nor what the journal knows",
      {
        seen: [outageCampaign, campaign(100, { name: otherName }), left(101, { name: otherName })],
        journal: [announced, otherLeft],
      },
      create,
    ],
    [
      "is found under the hour that its file has, when the journal knows another one",
      {
        update: { ...update, key: other.key, writtenAs: update.key },
        seen: [outageCampaign, left(101, { html })],
        journal: [announced, { ...entry("unknown"), step: updateMail(other.key, rp.id) }],
      },
      { kind: "read", campaign: id(101) },
    ],
    [
      "waits for a person when other news of the same minute left",
      {
        seen: [outageCampaign, left(101)],
        run: { ...looked, readBack: left(101, { html: `<p>${other.message}</p>` }) },
      },
      stop("unknown", { kind: "other-news", campaign: id(101) }),
    ],
    [
      "is written down with whatever words, once the journal knows it",
      {
        seen: [outageCampaign, left(101)],
        journal: [announced, drafted],
        run: { ...looked, readBack: left(101, { html: `<p>${other.message}</p>` }) },
      },
      { kind: "record", event: "left", campaign: left(101) },
    ],
    [
      "waits for a person when somebody renamed it",
      { seen: [outageCampaign, campaign(101, { name: `Copie · ${outage.id}` })] },
      stop("unknown", { kind: "renamed", campaign: id(101), name: `Copie · ${outage.id}` }),
    ],
    [
      "takes no campaign that a person made for its own",
      { seen: [outageCampaign, left(101, { name: rp.campaign.update })] },
      create,
    ],
    [
      "counts against the limit of the day, with outages",
      {
        settings: limited,
        seen: [outageCampaign, left(101, { name: otherName })],
        journal: [announced, otherLeft],
      },
      stop("failed", { kind: "daily-limit", limit: 2 }),
    ],
    [
      "waits for an hour after three others, whatever became of them",
      {
        seen: [outageCampaign, campaign(101, { name: otherName, createdAt: ago(59 * MINUTE) })],
        journal: [announced, ...[102, 103].map((n) => draftedOther(n))],
      },
      stop("failed", { kind: "hourly-limit", limit: 3 }),
    ],
    [
      "leaves when an hour is over since the first of three, or when one was of another tool",
      {
        seen: [
          outageCampaign,
          campaign(100, { name: otherName, createdAt: ago(HOUR) }),
          campaign(101, { name: noticeName(cfn, { phase: "update", update: other }, outage.id) }),
        ],
        journal: [announced, ...[102, 103].map((n) => draftedOther(n))],
      },
      create,
    ],
    [
      "does not count its own drafts of the hour",
      {
        journal: [announced, ...[102, 103, 104].map((n) => entry("drafted", { campaign: id(n), list }))],
        run: { looks: 1, rounds: 0, remade: true, asked: [...asked, id(102), id(103), id(104)] },
      },
      create,
    ],
    [
      "counts what left in this very run against the limit of the day",
      {
        settings: limited,
        seen: [outageCampaign],
        journal: [announced, { ...draftedOther(102), event: "accepted" }],
      },
      stop("failed", { kind: "daily-limit", limit: 2 }),
    ],
    [
      "that Brevo took ten minutes ago is waited for, not sent again",
      {
        seen: [outageCampaign, campaign(101)],
        journal: [announced, drafted, entry("accepted", { campaign: id(101) })],
      },
      { kind: "look", afterMs: 1_000, only: id(101) },
    ],
    [
      "waits for an answer that was lost",
      {
        run: {
          looks: 5,
          rounds: 0,
          remade: false,
          asked,
          trouble: { doing: "create", sure: false, fault: { tool: "brevo", code: "timeout" } },
        },
      },
      stop("unknown", { kind: "unknown", doing: "create", fault: { tool: "brevo", code: "timeout" } }),
    ],
  ])("%s", (_what, change, wanted) => {
    expect(planMail(scene(change))).toEqual(wanted);
  });

  it("is looked for first", () => {
    const { seen: _seen, ...unseen } = scene();
    expect(planMail(unseen)).toEqual({ kind: "look", afterMs: 0 });
  });
});

describe("mails of beginning and end beside news", () => {
  const { update: _update, ...base } = scene();
  it.each<[string, Partial<Exclude<MailScene, NewsScene>>, MailAction]>([
    [
      "an outage takes no campaign of news for its own, nor for a stray",
      { phase: "outage", journal: [], seen: [campaign(101), left(102, { name: otherName })], incident },
      create,
    ],
    [
      "an outage's limit of the day does not count news",
      { phase: "outage", journal: [], settings: limited, seen: [left(101), left(102, { name: otherName })] },
      create,
    ],
    [
      "an end takes away a draft of news first",
      { phase: "recovery", incident: resolved, seen: [outageCampaign, campaign(101)] },
      remove(101, "rival"),
    ],
    [
      "an end minds no news that left, nor news of another outage",
      {
        phase: "recovery",
        incident: resolved,
        seen: [outageCampaign, left(101), campaign(102, { name: name.replace(outage.id, "2026-11-22-rp") })],
      },
      create,
    ],
  ])("%s", (_what, change, wanted) => {
    expect(planMail({ ...base, phase: "outage", ...change })).toEqual(wanted);
  });
});

describe("the names of news", () => {
  it("end with the incident's mark, and are told from all others", () => {
    expect(name).toBe("Nouvelles de l'indisponibilité Reconnect Pro · 23/11 15h10 · 2026-11-23-rp");
    expect(isExpectedName(name, outage.id, settings)).toBe(true);
    expect(isExpectedName(otherName.replace("'", "’"), outage.id, settings)).toBe(true);
    expect(newsFor(name, rp)).toBe(outage.id);
    expect([
      newsFor(name, cfn),
      newsFor(recoveryName, rp),
      newsFor(`${rp.campaign.update} · ${outage.id}`, rp),
    ]).toEqual([undefined, undefined, undefined]);
    expect([markedFor(name, rp, "outage"), markedFor(name, rp, "recovery")]).toEqual([undefined, undefined]);
    expect(isExpectedName(`${rp.campaign.update} · hier · ${outage.id}`, outage.id, settings)).toBe(false);
  });
});

describe("the message with news", () => {
  const chat = (change: Partial<ChatScene> = {}): ChatScene => ({
    incident,
    step: updateChat(update.key),
    update,
    settings,
    guard: "on",
    now,
    journal: [],
    seen: { marked: [], announced: false },
    run: { posts: 0, looks: 1 },
    ...change,
  });
  const posted = { at: ago(MINUTE), step: updateChat(update.key), event: "posted", ts: "1.0" } as const;
  it.each<[string, Partial<ChatScene>, ChatAction]>([
    ["is posted once", {}, { kind: "post" }],
    [
      "that stands there is written down",
      { seen: { marked: [{ ts: "1.0" }], announced: false } },
      { kind: "record", ts: "1.0", verified: true },
    ],
    ["is done, by the journal", { journal: [posted] }, { kind: "done", state: "posted" }],
    ["is not wanted once all is back", { incident: resolved }, { kind: "done", state: "unwanted" }],
    [
      "is not wanted once it was taken out of the file",
      { incident: outage },
      { kind: "done", state: "unwanted" },
    ],
    [
      "that is a day old stays at home",
      { now: new Date(update.at.getTime() + 24 * HOUR + 1) },
      { kind: "stop", state: "skipped", hindrance: { kind: "too-old", hours: 24 } },
    ],
  ])("%s", (_what, change, wanted) => {
    expect(planChat(chat(change))).toEqual(wanted);
  });
});

describe("news asks for a run", () => {
  const base: readonly Entry[] = [{ at: ago(HOUR), step: outageChat, event: "posted", ts: "1.0" }, announced];
  const chatDone: Entry = {
    at: ago(MINUTE),
    step: updateChat(update.key),
    event: "posted",
    message: update.message,
  };
  const skipped = (reason?: string): Entry => entry("skipped", reason === undefined ? {} : { reason });
  it.each<[string, Incident, readonly Entry[], boolean]>([
    ["before anything was told", incident, base, true],
    ["while its mail is missing", incident, [...base, chatDone], true],
    ["no more once both are there", incident, [...base, chatDone, entry("left")], false],
    [
      "not by mail when none was asked for",
      { ...outage, updates: [news("15:10", { mail: false })] },
      [...base, chatDone],
      false,
    ],
    ["while its mail is undecided, whatever the file says", outage, [...base, entry("unknown")], true],
    ["no more once that was withdrawn", outage, [...base, entry("unknown"), skipped(WITHDRAWN)], false],
    [
      "not once the service is back",
      resolved,
      [
        ...base,
        { ...announced, step: mailStep("recovery", rp.id) },
        { ...chatDone, step: "recovery/slack/rp" },
      ],
      false,
    ],
    [
      "not by mail where the outage mail was given up",
      incident,
      [{ ...announced, event: "skipped", at: ago(MINUTE) }, base[0] ?? announced, chatDone],
      false,
    ],
  ])("%s", (_what, which, journal, wanted) => {
    const fresh = { ...settings, limits: { ...settings.limits, maxAgeHours: 24 } };
    const late = new Date(outage.startedAt.getTime() + 26 * HOUR);
    const gaveUp = journal.some(({ step: of, event }) => of === "outage/mail/rp" && event === "skipped");
    expect(needsWorld(which, journal, fresh, gaveUp ? late : now, "on")).toBe(wanted);
  });
});
