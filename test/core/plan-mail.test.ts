import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { campaignIdShape, campaignName, fate, type Campaign } from "../../src/core/campaign.ts";
import { listIdShape, sameName, type Draft } from "../../src/core/campaign.ts";
import type { Fault } from "../../src/core/fault.ts";
import type { Incident } from "../../src/core/incident.ts";
import { last, mailStep, type Entry } from "../../src/core/journal.ts";
import {
  planMail,
  type MailAction,
  type MailHindrance,
  type MailRun,
  type MailScene,
} from "../../src/core/plan-mail.ts";
import { sameMail } from "../../src/core/mail.ts";
import { cfn, incidentId, outage, paris, rp, settings } from "./reconnect.ts";

const now = paris("2026-11-23 14:12");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const id = (n: number) => campaignIdShape.parse(n);
const list = { id: listIdShape.parse(47), name: "Utilisateurs RP Nov 26", contacts: 1234 };
const step = mailStep("outage", rp.id);
const ourName = campaignName(rp, "outage", outage.id);
const html =
  '<p>Bonjour,</p><p>Reconnect Pro est indisponible.</p><a href="{{ mirror }}">en ligne</a> <a href="{{ unsubscribe }}">ne plus recevoir</a>';
const draft: Draft = {
  name: ourName,
  subject: rp.subject.outage,
  preview: "Depuis 14 h 05",
  html,
  text: "Bonjour",
  senderId: 7,
  list,
};
const fault: Fault = { tool: "brevo", code: "http_502" };
const noList: MailHindrance = { kind: "undrafted", reason: "Aucune liste." };

function campaign(n: number, change: Partial<Campaign> = {}): Campaign {
  const createdAt = ago(MINUTE);
  return {
    id: id(n),
    name: ourName,
    subject: draft.subject,
    status: "draft",
    createdAt,
    listIds: [list.id],
    ...change,
  };
}
const left = (n: number, change: Partial<Campaign> = {}): Campaign =>
  campaign(n, { status: "sent", sentAt: ago(MINUTE), ...change });
const whole = (n: number, change: Partial<Campaign> = {}): Campaign =>
  campaign(n, { html, senderId: draft.senderId, ...change });

function entry(event: Entry["event"], change: Partial<Entry> = {}): Entry {
  return { at: ago(MINUTE), step, event, run: "this", ...change };
}
/** Every id of these scenes was asked for. */
const asked = Array.from({ length: 60 }, (_, index) => id(70 + index));
const run = (change: Partial<MailRun> = {}): MailRun => ({
  looks: 1,
  rounds: 0,
  remade: false,
  asked,
  ...change,
});

/** The mails of beginning and end; news has tables of its own (`plan-news.test.ts`). */
type PhaseScene = Exclude<MailScene, { phase: "update" }>;

function scene(change: Partial<PhaseScene> = {}): PhaseScene {
  return {
    incident: outage,
    service: rp,
    phase: "outage",
    settings,
    guard: "on",
    now,
    journal: [],
    claimed: new Set(),
    unfinished: [],
    closed: new Set(),
    known: new Set(["2026-11-22-rp", outage.id]),
    seen: [],
    draft,
    run: run(),
    runId: "this",
    ...change,
  };
}

const recordOf = (event: "drafted" | "left" | "adopted", of: Campaign): MailAction => ({
  kind: "record",
  event,
  campaign: of,
});
const remove = (n: number, why: "rival" | "changed" | "unwanted"): MailAction => ({
  kind: "remove",
  campaign: id(n),
  why,
});
const stop = (state: "failed" | "unknown" | "skipped", hindrance: MailHindrance): MailAction => ({
  kind: "stop",
  state,
  hindrance,
});
const look = (afterMs: number, only?: number): MailAction => ({
  kind: "look",
  afterMs,
  ...(only !== undefined && { only: id(only) }),
});
const create: MailAction = { kind: "create", draft };
const send = (n: number): MailAction => ({ kind: "send", campaign: id(n) });

type Row = readonly [sentence: string, given: Partial<PhaseScene>, wanted: MailAction];
function table(rows: readonly Row[]): void {
  it.each(rows)("%s", (_sentence, given, wanted) => {
    expect(planMail(scene(given))).toEqual(wanted);
  });
}
const resolved: Incident = {
  ...outage,
  status: "resolved",
  resolvedAt: new Map([[rp.id, paris("2026-11-23 14:11")]]),
};
const recovery: Partial<PhaseScene> = {
  phase: "recovery",
  incident: resolved,
  journal: [entry("left", { list, campaign: id(80) })],
};
const marked = (other: string, service = rp): string => `${service.campaign.outage} · ${other}`;
const manyToday = (count: number): Campaign[] =>
  Array.from({ length: count }, (_, index) =>
    left(200 + index, { name: marked(`2026-11-23-rp-${index + 2}`) }),
  );
const closedToday = new Set(Array.from({ length: 30 }, (_, index) => `2026-11-23-rp-${index + 2}`));

describe("planMail: what left wins over everything", () => {
  const gone = left(101);
  const told: MailAction = { kind: "done", state: "left" };
  it("looks at the world first, where the journal does not know", () => {
    const { seen: _seen, ...unseen } = scene();
    expect(planMail(unseen)).toEqual(look(0));
    expect(planMail({ ...unseen, journal: [entry("left")] })).toEqual(told);
  });
  table([
    [
      "a mail taken over by the journal is done",
      { journal: [entry("adopted")], seen: [campaign(102)] },
      told,
    ],
    [
      "the journal's word stands though the file says it is over",
      { journal: [entry("left")], incident: resolved },
      told,
    ],
    [
      "another service's mail says nothing of ours",
      { journal: [entry("left", { step: mailStep("outage", cfn.id) })] },
      create,
    ],
    ["the other phase's mail says nothing of ours", { ...recovery }, create],
    ["a campaign that left is read whole", { seen: [gone] }, { kind: "read", campaign: id(101) }],
    ["then written down", { seen: [gone], run: run({ readBack: gone }) }, recordOf("left", gone)],
    ["of two that left, the lowest", { seen: [left(105), gone] }, { kind: "read", campaign: id(101) }],
    [
      "a draft beside it is a second mail waiting for a click",
      { seen: [campaign(100), gone, campaign(99)] },
      remove(99, "rival"),
    ],
    [
      "a draft that stays after three rounds hides nothing",
      { seen: [campaign(100), gone], run: run({ rounds: 3, readBack: gone }) },
      recordOf("left", gone),
    ],
    [
      "over an odd one",
      { seen: [campaign(100, { status: "suspended" }), gone], run: run({ readBack: gone }) },
      recordOf("left", gone),
    ],
    [
      "over a file that says it is over",
      { seen: [gone], incident: resolved, run: run({ readBack: gone }) },
      recordOf("left", gone),
    ],
    [
      "over a service taken out of the file",
      { seen: [gone], incident: { ...outage, services: [cfn.id] }, run: run({ readBack: gone }) },
      recordOf("left", gone),
    ],
    [
      "over one made by hand",
      { seen: [left(90, { name: rp.campaign.outage }), gone], run: run({ readBack: gone }) },
      recordOf("left", gone),
    ],
    [
      "over another incident",
      { seen: [gone], unfinished: ["2026-11-20-rp"], run: run({ readBack: gone }) },
      recordOf("left", gone),
    ],
    [
      "over the daily limit",
      { seen: [gone, ...manyToday(25)], closed: closedToday, run: run({ readBack: gone }) },
      recordOf("left", gone),
    ],
    [
      "over the age guard",
      { seen: [gone], now: new Date(now.getTime() + 99 * HOUR), run: run({ readBack: gone }) },
      recordOf("left", gone),
    ],
    [
      "over a list that is not to be had",
      { seen: [gone], draft: { hindrance: noList }, run: run({ readBack: gone }) },
      recordOf("left", gone),
    ],
    [
      "over our own trouble",
      { seen: [gone], run: run({ readBack: gone, trouble: { doing: "send", sure: false, fault } }) },
      recordOf("left", gone),
    ],
    [
      "under its name as Brevo composes it",
      { seen: [left(101, { name: `  ${ourName.normalize("NFD")} ` })], run: run({ readBack: gone }) },
      recordOf("left", left(101, { name: `  ${ourName.normalize("NFD")} ` })),
    ],
  ]);
  const statuses: readonly (readonly [string, Partial<Campaign>])[] = [
    ["queued", { status: "queued" }],
    ["queued for a past instant", { status: "queued", scheduledAt: ago(1) }],
    [
      "queued for now, by a clock ten minutes ahead",
      { status: "queued", scheduledAt: new Date(now.getTime() + 10 * MINUTE) },
    ],
    ["in_process", { status: "in_process" }],
    ["inProcess, as filters spell it", { status: "inProcess" }],
    ["sent", { status: "sent" }],
    ["archived after it was sent", { status: "archive", sentAt: ago(HOUR) }],
  ];
  it.each(statuses)("%s counts as left", (_status, change) => {
    const one = campaign(101, change);
    expect(planMail(scene({ seen: [one], run: run({ readBack: one }) }))).toEqual(recordOf("left", one));
  });
  const moving = (looks: number, change: Partial<Campaign> = {}): Partial<PhaseScene> => ({
    seen: [campaign(101, { status: "queued", ...change })],
    run: run({ sent: id(101), looks }),
  });
  const archived = { status: "archive", sentAt: ago(MINUTE) };
  table([
    ["queued after our own sendNow may still be stopped: look at it", moving(1), look(1_000, 101)],
    ["look once more", moving(3), look(5_000, 101)],
    ["still queued after three looks: it counts", moving(4), { kind: "read", campaign: id(101) }],
    ["sent: no more to wait for", moving(1, { status: "sent" }), { kind: "read", campaign: id(101) }],
    ["archived: the same", moving(1, archived), { kind: "read", campaign: id(101) }],
  ]);
  table([
    [
      "over a copy that a person made of it in Brevo",
      { seen: [gone, campaign(110, { name: `Copie de ${ourName}` })], run: run({ readBack: gone }) },
      recordOf("left", gone),
    ],
  ]);
});

describe("planMail: what only a person can settle", () => {
  const copy = campaign(110, { name: `Copie de ${ourName}` });
  const lost = campaign(101, { name: "Panne du lundi" });
  table([
    [
      "our mark under a name that nobody prescribes",
      { seen: [copy] },
      stop("unknown", { kind: "renamed", campaign: id(110), name: copy.name }),
    ],
    [
      "even beside our own draft",
      { seen: [campaign(101), copy] },
      stop("unknown", { kind: "renamed", campaign: id(110), name: copy.name }),
    ],
    [
      "our own 201 that lost its mark",
      { seen: [lost], run: run({ created: id(101) }) },
      stop("unknown", { kind: "renamed", campaign: id(101), name: lost.name }),
    ],
    [
      "the journal's campaign that lost its mark",
      { seen: [lost], journal: [entry("drafted", { campaign: id(101) })] },
      stop("unknown", { kind: "renamed", campaign: id(101), name: lost.name }),
    ],
    ["a stranger's campaign is none of our business", { seen: [lost] }, create],
    [
      "our recovery mail is no stray",
      { seen: [campaign(110, { name: campaignName(rp, "recovery", outage.id) })] },
      create,
    ],
    [
      "the mail of the incident's other service is no stray",
      { seen: [campaign(110, { name: campaignName(cfn, "outage", outage.id) })] },
      create,
    ],
    [
      "another incident's mark that ends like ours is no stray",
      { seen: [campaign(110, { name: `Copie · 1${outage.id}` })] },
      create,
    ],
    [
      "what the journal knows from another step is no stray",
      { seen: [copy], journal: [entry("left", { step: mailStep("outage", cfn.id), campaign: id(110) })] },
      create,
    ],
  ]);
  const odd: readonly (readonly [string, Partial<Campaign>])[] = [
    ["suspended", {}],
    ["in_review", {}],
    ["inReview", {}],
    ["cancelling", {}],
    ["cancelled", {}],
    ["queued", { scheduledAt: new Date(now.getTime() + 10 * MINUTE + 1) }],
    ["archive", {}],
    ["a word of tomorrow", {}],
    ["", {}],
  ];
  it.each(odd)("status « %s » %o", (status, change) => {
    const one = campaign(101, { status, ...change });
    const wanted = stop("unknown", { kind: "odd", campaign: id(101), status });
    expect(planMail(scene({ seen: [one] }))).toEqual(wanted);
    expect(planMail(scene({ seen: [campaign(100), one] }))).toEqual(wanted);
    expect(planMail(scene({ seen: [one], incident: resolved }))).toEqual(wanted);
  });
});

describe("planMail: what is not wanted any more", () => {
  const refused = { doing: "remove", sure: true, fault } as const;
  table([
    [
      "resolved while a draft: nobody may send it",
      { incident: resolved, seen: [campaign(102), campaign(101)] },
      remove(101, "unwanted"),
    ],
    [
      "a false alarm",
      { incident: { ...outage, status: "mistaken" }, seen: [campaign(101)] },
      remove(101, "unwanted"),
    ],
    [
      "this service is back, the other is not",
      {
        incident: { ...outage, services: [rp.id, cfn.id], resolvedAt: new Map([[rp.id, now]]) },
        seen: [campaign(101)],
      },
      remove(101, "unwanted"),
    ],
    [
      "the other service is back, this one is not",
      { incident: { ...outage, services: [rp.id, cfn.id], resolvedAt: new Map([[cfn.id, now]]) } },
      create,
    ],
    [
      "the service was taken out of the file",
      { incident: { ...outage, services: [cfn.id] }, seen: [campaign(101)] },
      remove(101, "unwanted"),
    ],
    [
      "nobody is to be told any more",
      { incident: { ...outage, notify: false }, seen: [campaign(101)] },
      remove(101, "unwanted"),
    ],
    [
      "at the end, a draft of the beginning is waiting for a click",
      { ...recovery, seen: [campaign(101)] },
      remove(101, "rival"),
    ],
    [
      "one that cannot be removed keeps the end from nobody",
      { ...recovery, seen: [campaign(101)], run: run({ rounds: 3 }) },
      create,
    ],
    ["nothing there: nothing to do", { incident: resolved }, { kind: "done", state: "unwanted" }],
    [
      "accepted, not yet gone: Brevo's refusal tells",
      { incident: resolved, seen: [campaign(101)], journal: [entry("accepted", { campaign: id(101) })] },
      remove(101, "unwanted"),
    ],
    [
      "a DELETE that fails is tried three times",
      { incident: resolved, seen: [campaign(101)], run: run({ rounds: 2, trouble: refused }) },
      remove(101, "unwanted"),
    ],
    [
      "and then needs a person",
      { incident: resolved, seen: [campaign(101)], run: run({ rounds: 3, trouble: refused }) },
      stop("unknown", { kind: "fault", doing: "remove", fault }),
    ],
    ["the end of an outage is never unwanted here", recovery, create],
    [
      "over while it was made, its id known: first look",
      { incident: resolved, run: run({ looks: 0, created: id(101) }) },
      look(0),
    ],
    [
      "over while it was made, its id lost: first look",
      { incident: resolved, run: run({ looks: 0, trouble: { ...refused, doing: "create", sure: false } }) },
      look(0),
    ],
    [
      "looked for and not there: nothing to do",
      { incident: resolved, run: run({ created: id(101) }) },
      { kind: "done", state: "unwanted" },
    ],
    [
      "nothing was made: no look for it",
      { incident: resolved, run: run({ looks: 0, trouble: refused }) },
      { kind: "done", state: "unwanted" },
    ],
  ]);
});

describe("planMail: made by hand", () => {
  const start = outage.startedAt.getTime();
  const bare = (atMs: number, change: Partial<Campaign> = {}): Campaign =>
    left(90, {
      name: rp.campaign.outage,
      createdAt: new Date(start - 9 * HOUR),
      sentAt: new Date(atMs),
      ...change,
    });
  const adopt = (of: Campaign) => recordOf("adopted", of);
  const early = bare(start - 2 * HOUR);
  const told = ago(MINUTE).getTime();
  const handList = stop("unknown", { kind: "hand-list", campaign: id(90), name: rp.campaign.outage });
  const bareEnd = (atMs: number): Campaign => bare(atMs, { name: rp.campaign.recovery });
  const { sentAt: _sentAt, ...unsent } = bare(start, { status: "queued", createdAt: ago(MINUTE) });
  table([
    ["left two hours before the start: taken over", { seen: [early] }, adopt(early)],
    ["left a moment earlier still: another outage's", { seen: [bare(start - 2 * HOUR - 1)] }, create],
    ["without a date of sending, its creation counts", { seen: [unsent] }, adopt(unsent)],
    ["the lowest of two", { seen: [bare(start, { id: id(95) }), early] }, adopt(early)],
    ["claimed by another incident", { seen: [early], claimed: new Set([90]) }, create],
    ["only a draft", { seen: [bare(start, { status: "draft" })] }, create],
    ["the other service's", { seen: [bare(start, { name: cfn.campaign.outage })] }, create],
    ["the other phase's", { seen: [bare(start, { name: rp.campaign.recovery })] }, create],
    [
      "written with other apostrophes, spaces and accents",
      {
        ...recovery,
        seen: [bareEnd(told)].map((c) => ({
          ...c,
          name: " Fin  de l’indisponibilité Reconnect Pro ".normalize("NFD"),
        })),
      },
      adopt({ ...bareEnd(told), name: " Fin  de l’indisponibilité Reconnect Pro ".normalize("NFD") }),
    ],
    ["our own draft goes first", { seen: [early, campaign(102), campaign(101)] }, remove(101, "rival")],
    ["before another incident is looked for", { seen: [early], unfinished: ["2026-11-20-rp"] }, adopt(early)],
    [
      "an end sent by hand counts from the moment that the beginning left",
      { ...recovery, seen: [bareEnd(told)] },
      adopt(bareEnd(told)),
    ],
    ["an earlier one is another outage's end", { ...recovery, seen: [bareEnd(told - 1)] }, create],
    [
      "where Brevo shows the beginning, its own date counts",
      {
        ...recovery,
        seen: [left(80, { sentAt: new Date(told - HOUR) }), { ...bareEnd(told - 1), id: id(95) }],
      },
      adopt({ ...bareEnd(told - 1), id: id(95) }),
    ],
    [
      "a beginning sent by hand says nothing of its hour: the start counts",
      { ...recovery, journal: [entry("adopted", { campaign: id(80) })], seen: [bareEnd(start)] },
      adopt(bareEnd(start)),
    ],
    ["to the service's list", { seen: [early], audience: new Set([47]) }, adopt(early)],
    ["to a list that is not the service's", { seen: [early], audience: new Set([46]) }, handList],
    ["to two lists", { seen: [bare(start, { listIds: [list.id, listIdShape.parse(48)] })] }, handList],
    ["to no list", { seen: [bare(start, { listIds: [] })] }, handList],
  ]);
  table([
    [
      "taken over though the file says it is over: its readers are owed the end",
      { incident: resolved, seen: [early] },
      adopt(early),
    ],
    [
      "a draft that cannot be removed ends the run after three rounds",
      {
        seen: [early, campaign(101)],
        run: run({ rounds: 3, trouble: { doing: "remove", sure: true, fault } }),
      },
      stop("unknown", { kind: "fault", doing: "remove", fault }),
    ],
    [
      "a draft that could not be removed twice is tried again",
      {
        seen: [early, campaign(101)],
        run: run({ rounds: 2, trouble: { doing: "remove", sure: true, fault } }),
      },
      remove(101, "rival"),
    ],
    [
      "rounds that were lost otherwise keep no draft beside it",
      { seen: [early, campaign(101)], run: run({ rounds: 3 }) },
      remove(101, "rival"),
    ],
    [
      "counts for nothing where nobody is to be told",
      { incident: { ...outage, notify: false }, seen: [early] },
      { kind: "done", state: "unwanted" },
    ],
  ]);
});

describe("planMail: another incident", () => {
  const other = "2026-11-22-rp";
  const theirs = left(90, { name: marked(other) });
  const theirEnd = left(91, { name: `${rp.campaign.recovery} · ${other}` });
  const wanted = stop("failed", { kind: "other-incident", incident: other, known: true });
  table([
    ["announced and not ended, by its journal", { unfinished: [other] }, wanted],
    ["announced and not ended, by Brevo", { seen: [theirs] }, wanted],
    ["even with a draft of ours", { seen: [theirs, campaign(101)] }, wanted],
    ["ended, by Brevo", { seen: [theirs, theirEnd] }, create],
    ["ended by Brevo though its journal does not say so", { seen: [theirEnd], unfinished: [other] }, create],
    ["its end is only a draft", { seen: [theirs, { ...theirEnd, status: "draft" }] }, wanted],
    ["its mail is only a draft", { seen: [{ ...theirs, status: "draft" }] }, create],
    [
      "that stands behind somebody's newsletter is found",
      { seen: [left(80, { name: "Newsletter" }), theirs] },
      wanted,
    ],
    [
      "that this repository does not know is named as such",
      { seen: [left(90, { name: marked("2026-11-21-rp") })] },
      stop("failed", { kind: "other-incident", incident: "2026-11-21-rp", known: false }),
    ],
    ["closed for good", { seen: [theirs], closed: new Set([other]) }, create],
    ["of the other service", { seen: [left(90, { name: marked(other, cfn) })] }, create],
    ["no end is ever held back by it", { ...recovery, unfinished: [other], seen: [theirs] }, create],
  ]);
});

describe("planMail: the same outage declared elsewhere under another name", () => {
  const theirs = campaign(90, { name: marked("2026-11-22-rp") });
  const journal = [entry("drafted", { campaign: id(101) })];
  const ready = (looks: number) => run({ looks, readBack: whole(101) });
  const end = `${rp.campaign.recovery} · ${outage.id}`;
  table([
    ["its lower draft goes first", { seen: [theirs, whole(101)], journal, run: ready(1) }, look(1_000)],
    [
      "and ours waits for the next run while nobody knows",
      { seen: [theirs, whole(101)], journal, run: ready(4) },
      stop("failed", { kind: "outrun", incident: "2026-11-22-rp", campaign: id(90) }),
    ],
    [
      "and stops ours once it left",
      { seen: [left(90, { name: theirs.name }), whole(101)], journal, run: ready(2) },
      stop("failed", { kind: "other-incident", incident: "2026-11-22-rp", known: true }),
    ],
    [
      "a higher draft waits for ours",
      { seen: [{ ...theirs, id: id(102) }, whole(101)], journal, run: ready(1) },
      send(101),
    ],
    [
      "one that lies there for ten minutes is nobody's race",
      { seen: [{ ...theirs, createdAt: ago(10 * MINUTE) }, whole(101)], journal, run: ready(1) },
      send(101),
    ],
    [
      "one that Brevo stopped is nobody's race",
      { seen: [{ ...theirs, status: "suspended" }, whole(101)], journal, run: ready(1) },
      send(101),
    ],
    [
      "an end waits for nobody's beginning",
      {
        ...recovery,
        seen: [theirs, whole(101, { name: end })],
        journal: [
          entry("left", { list, campaign: id(80) }),
          entry("drafted", { step: mailStep("recovery", rp.id), campaign: id(101) }),
        ],
        draft: { ...draft, name: end },
        run: run({ readBack: whole(101, { name: end }) }),
      },
      send(101),
    ],
    [
      "one of an incident that is closed is a leftover",
      { seen: [theirs, whole(101)], journal, run: ready(1), closed: new Set(["2026-11-22-rp"]) },
      send(101),
    ],
    [
      "one of the other service is another story",
      { seen: [{ ...theirs, name: marked("2026-11-22-cfn", cfn) }, whole(101)], journal, run: ready(1) },
      send(101),
    ],
  ]);
});

describe("planMail: another run was quicker", () => {
  const journal = [entry("left", { campaign: id(100), run: "other" })];
  const done: MailAction = { kind: "done", state: "left" };
  const made = (change: Partial<MailRun> = {}) => run({ created: id(101), ...change });
  const lost = run({ trouble: { doing: "create", sure: false, fault } });
  table([
    ["what this run made is looked for", { journal, run: made({ looks: 0 }) }, look(0)],
    ["and removed", { journal, seen: [left(100), campaign(101)], run: made() }, remove(101, "rival")],
    ["then all is done", { journal, seen: [left(100)], run: run() }, done],
    ["what it may have made is looked for too", { journal, run: { ...lost, looks: 0 } }, look(0)],
    [
      "and removed, the other's draft as well",
      { journal, seen: [campaign(102)], run: lost },
      remove(102, "rival"),
    ],
    ["the one that left stays, whatever it shows", { journal, seen: [campaign(100)], run: made() }, done],
    [
      "a draft that cannot be removed ends after three rounds",
      { journal, seen: [campaign(101)], run: made({ rounds: 3 }) },
      done,
    ],
  ]);
});

describe("planMail: the daily limit and the age guard", () => {
  const { limits } = settings;
  const limited = stop("failed", { kind: "daily-limit", limit: limits.campaignsPerDay });
  const tooOld = stop("skipped", { kind: "too-old", hours: limits.maxAgeHours });
  const declared = outage.declaredAt?.getTime() ?? 0;
  const later = new Date(declared + 24 * HOUR + 1);
  const week = (ms: number) => new Date(declared + 7 * 24 * HOUR + ms);
  const yesterday = manyToday(20).map((c) => ({ ...c, sentAt: paris("2026-11-22 23:59") }));
  const { declaredAt: _declaredAt, ...undeclared } = outage;
  table([
    ["nineteen left today", { seen: manyToday(19), closed: closedToday }, create],
    ["twenty left today", { seen: manyToday(20), closed: closedToday }, limited],
    [
      "nineteen and one of the other service",
      { seen: [...manyToday(19), left(300, { name: marked("2026-11-23-cfn", cfn) })], closed: closedToday },
      limited,
    ],
    [
      "nineteen and one made by hand for another",
      {
        seen: [...manyToday(19), left(300, { name: rp.campaign.outage })],
        closed: closedToday,
        claimed: new Set([300]),
      },
      limited,
    ],
    [
      "nineteen and a draft",
      { seen: [...manyToday(19), campaign(300, { name: marked("2026-11-23-rp-9") })], closed: closedToday },
      create,
    ],
    [
      "nineteen and an end",
      {
        seen: [...manyToday(19), left(300, { name: `${rp.campaign.recovery} · 2026-11-22-rp` })],
        closed: closedToday,
      },
      create,
    ],
    [
      "nineteen and a stranger's newsletter",
      { seen: [...manyToday(19), left(300, { name: "Newsletter" })], closed: closedToday },
      create,
    ],
    ["twenty left before midnight in Paris", { seen: yesterday, closed: closedToday }, create],
    [
      "lifting the age guard does not lift the limit",
      { seen: manyToday(20), closed: closedToday, guard: "lifted" },
      limited,
    ],
    ["an end is never blocked", { ...recovery, seen: manyToday(30), closed: closedToday }, create],

    ["a day old to the millisecond: still news", { now: new Date(declared + 24 * HOUR) }, create],
    ["older than a day", { now: later }, tooOld],
    [
      "without a declaration the start counts",
      { incident: undeclared, now: new Date(outage.startedAt.getTime() + 24 * HOUR + 1) },
      tooOld,
    ],
    ["lifted by the person", { now: later, guard: "lifted" }, create],
    ["an earlier run tried in time", { now: later, journal: [entry("failed")] }, create],
    ["an earlier run did not know", { now: later, journal: [entry("unknown")] }, create],
    ["an earlier run only skipped it", { now: later, journal: [entry("skipped")] }, tooOld],
    [
      "an earlier run tried when it was old already",
      { now: later, journal: [entry("failed", { at: later })] },
      tooOld,
    ],
    ["begun in time and less than a week old", { now: week(0), journal: [entry("failed")] }, create],
    ["begun in time and over a week old", { now: week(1), journal: [entry("failed")] }, tooOld],
    ["over a week old, asked for", { now: week(1), journal: [entry("failed")], guard: "lifted" }, create],
    [
      "a draft of it that is over a week old goes first",
      { now: week(1), journal: [entry("drafted", { campaign: id(101) })], seen: [campaign(101)] },
      remove(101, "unwanted"),
    ],
    [
      "what Brevo took once and does not show is a question, not old news",
      { now: week(1), journal: [entry("accepted", { campaign: id(101) })] },
      stop("unknown", { kind: "vanished", campaign: id(101) }),
    ],
    [
      "another run's campaign is asked for before it is given up",
      { now: week(1), journal: [entry("drafted", { campaign: id(999) })] },
      look(0),
    ],
    [
      "another step's traces are no evidence",
      { now: later, journal: [entry("posted", { step: "outage/slack" })] },
      tooOld,
    ],
    [
      "a draft of ours at Brevo is evidence",
      { now: later, seen: [campaign(101)] },
      recordOf("drafted", campaign(101)),
    ],
    [
      "one that was made when it was old already goes",
      { now: later, seen: [campaign(101, { createdAt: later })] },
      remove(101, "unwanted"),
    ],
    [
      "what this run made while it was news is waited for",
      { now: later, run: run({ created: id(101) }) },
      look(1_000),
    ],
    [
      "what it may have made is waited for too",
      { now: later, run: run({ trouble: { doing: "create", sure: false, fault } }) },
      look(1_000),
    ],
    ["what it sent is waited for", { now: later, run: run({ sent: id(101) }) }, look(1_000)],
    ["an old end", { ...recovery, now: new Date(now.getTime() + 24 * HOUR) }, tooOld],
    [
      "an old end, asked for",
      { ...recovery, now: new Date(now.getTime() + 24 * HOUR), guard: "lifted" },
      create,
    ],
    [
      "a fresh end of an old outage",
      { ...recovery, incident: { ...resolved, startedAt: ago(96 * HOUR), declaredAt: ago(96 * HOUR) } },
      create,
    ],
    [
      "age is told before the limit",
      { now: later, seen: manyToday(20).map((c) => ({ ...c, sentAt: later })), closed: closedToday },
      tooOld,
    ],
  ]);
});

describe("planMail: from nothing to a draft", () => {
  const unsure = { doing: "create", sure: false, fault } as const;
  const vanished = stop("unknown", { kind: "vanished", campaign: id(101) });
  table([
    ["nothing there: one POST", {}, create],
    ["nothing can be written", { draft: { hindrance: noList } }, stop("failed", noList)],
    [
      "the POST was refused",
      { run: run({ looks: 0, trouble: { ...unsure, sure: true } }) },
      stop("failed", { kind: "fault", doing: "create", fault }),
    ],
    ["its answer was lost: first look", { run: run({ looks: 0, trouble: unsure }) }, look(1_000)],
    ["second look", { run: run({ looks: 1, trouble: unsure }) }, look(1_000)],
    ["third look", { run: run({ looks: 2, trouble: unsure }) }, look(2_000)],
    ["fourth look", { run: run({ looks: 3, trouble: unsure }) }, look(5_000)],
    [
      "still nothing: nobody knows, and no second POST",
      { run: run({ looks: 4, trouble: unsure }) },
      stop("unknown", { kind: "unknown", doing: "create", fault }),
    ],
    [
      "it shows after all",
      { seen: [campaign(101)], run: run({ looks: 2, trouble: unsure }) },
      recordOf("drafted", campaign(101)),
    ],
    ["our own 201 is followed by a whole look", { run: run({ looks: 0, created: id(101) }) }, look(0)],
    ["fifth look for our own 201, the last", { run: run({ looks: 5, created: id(101) }) }, look(1_000)],
    [
      "another run wrote a campaign down since we looked: look for it",
      { journal: [entry("drafted", { campaign: id(101) })], run: run({ asked: [] }) },
      look(0),
    ],
    [
      "accepted and not to be seen: look",
      { journal: [entry("accepted", { campaign: id(101) })] },
      look(1_000),
    ],
    [
      "also when it already shows",
      { seen: [campaign(101)], run: run({ looks: 0, created: id(101) }) },
      look(0),
    ],
    ["404, first round", { run: run({ created: id(101), rounds: 1 }) }, look(2_000)],
    ["404, second round", { run: run({ looks: 2, created: id(101), rounds: 2 }) }, look(5_000)],
    [
      "404, third round: it is gone, and no second POST",
      { run: run({ looks: 3, created: id(101), rounds: 3 }) },
      vanished,
    ],
    ["gone after sendNow", { run: run({ sent: id(101), rounds: 3 }) }, vanished],
    [
      "the journal's draft is gone: one more may be made",
      { journal: [entry("drafted", { campaign: id(101), run: "earlier", at: ago(HOUR) })] },
      create,
    ],
  ]);
  table([
    [
      "accepted a minute ago by another run and out of sight: no second campaign",
      {
        journal: [entry("accepted", { campaign: id(101), run: "earlier" })],
        run: run({ looks: 9, rounds: 3 }),
      },
      vanished,
    ],
    [
      "our own 201 that no answer shows is not looked for without end",
      { run: run({ looks: 50, created: id(101) }) },
      vanished,
    ],
  ]);
});

describe("planMail: from a draft to sendNow", () => {
  const drafted = entry("drafted", { campaign: id(101) });
  const ready: Partial<PhaseScene> = {
    seen: [campaign(101)],
    journal: [drafted],
    run: run({ created: id(101), recorded: { campaign: id(101), reach: "shared" }, readBack: whole(101) }),
  };
  const at = (change: Partial<MailRun>): Partial<PhaseScene> => ({
    ...ready,
    run: { ...run(), ...ready.run, ...change },
  });
  const readAs = (change: Partial<Campaign>): Partial<PhaseScene> => at({ readBack: whole(101, change) });
  const other = (ms: number, looks = 1): Partial<PhaseScene> => ({
    ...at({ looks }),
    journal: [{ ...drafted, run: "other", at: ago(ms) }],
  });
  const stuck = { doing: "remove", sure: true, fault } as const;
  table([
    [
      "of two drafts the lowest id is written down",
      { seen: [campaign(103), campaign(101), campaign(102)] },
      recordOf("drafted", campaign(101)),
    ],
    [
      "the rivals go, lowest first",
      { ...ready, seen: [campaign(103), campaign(101), campaign(102)] },
      remove(102, "rival"),
    ],
    [
      "the journal's id comes before the lowest",
      { ...ready, seen: [campaign(100), campaign(101)] },
      remove(100, "rival"),
    ],
    [
      "the journal's last word counts",
      {
        seen: [campaign(101), campaign(102)],
        journal: [drafted, entry("drafted", { campaign: id(102) })],
        run: run({ readBack: whole(102) }),
      },
      remove(101, "rival"),
    ],
    [
      "the journal's campaign is gone: the lowest that is there",
      { seen: [campaign(104), campaign(103)], journal: [drafted] },
      recordOf("drafted", campaign(103)),
    ],
    [
      "a rival that cannot be removed is tried three times",
      { ...at({ rounds: 2, trouble: stuck }), seen: [campaign(101), campaign(102)] },
      remove(102, "rival"),
    ],
    [
      "and then needs a person",
      { ...at({ rounds: 3, trouble: stuck }), seen: [campaign(101), campaign(102)] },
      stop("unknown", { kind: "fault", doing: "remove", fault }),
    ],
    [
      "nobody shared the record: the list is read again after 5 s",
      at({ recorded: { campaign: id(101), reach: "local" } }),
      look(5_000),
    ],
    [
      "nobody wrote it down: the same",
      at({ recorded: { campaign: id(101), reach: "nowhere" } }),
      look(5_000),
    ],
    [
      "after the second list it goes on",
      at({ looks: 2, recorded: { campaign: id(101), reach: "nowhere" } }),
      send(101),
    ],
    ["it is read whole", { seen: [campaign(101)], journal: [drafted] }, { kind: "read", campaign: id(101) }],
    [
      "what was read of another campaign does not count",
      at({ readBack: whole(102) }),
      { kind: "read", campaign: id(101) },
    ],
    ["it is what we write: sent", ready, send(101)],

    [
      "Brevo re-flowed the HTML",
      readAs({
        html: html.replace("<p>Bonjour", "<!-- x -->\n  <p\n>Bonjour").replace("{{ mirror }}", "{{mirror}}"),
      }),
      send(101),
    ],
    ["Brevo tells no sender", at({ readBack: campaign(101, { html }) }), send(101)],
    ["the subject in another composition", readAs({ subject: draft.subject.normalize("NFD") }), send(101)],
    ["another subject", readAs({ subject: "Indisponibilité" }), remove(101, "changed")],
    ["another sender", readAs({ senderId: 8 }), remove(101, "changed")],
    ["another list", readAs({ listIds: [listIdShape.parse(48)] }), remove(101, "changed")],
    ["one list more", readAs({ listIds: [list.id, listIdShape.parse(48)] }), remove(101, "changed")],
    ["no list", readAs({ listIds: [] }), remove(101, "changed")],
    ["another text", readAs({ html: html.replace("indisponible", "disponible") }), remove(101, "changed")],
    [
      "another link",
      readAs({ html: html.replace('"{{ mirror }}"', '"https://autre.example"') }),
      remove(101, "changed"),
    ],
    ["a code of Brevo more", readAs({ html: `${html}<p>{{ contact.NOM }}</p>` }), remove(101, "changed")],
    ["no HTML", at({ readBack: campaign(101) }), remove(101, "changed")],
    [
      "remade once in this run and changed again",
      { ...readAs({ subject: "?" }), run: run({ remade: true, readBack: whole(101, { subject: "?" }) }) },
      stop("failed", { kind: "differs", campaign: id(101) }),
    ],
    [
      "the list is not to be had any more",
      { ...ready, draft: { hindrance: noList } },
      stop("failed", noList),
    ],

    ["another run wrote it down a minute ago: first look", other(MINUTE), look(1_000)],
    ["second look", other(MINUTE, 2), look(2_000)],
    ["third look", other(MINUTE, 3), look(5_000)],
    ["it does not send: we do", other(MINUTE, 4), send(101)],
    ["another run wrote it down ten minutes ago", other(10 * MINUTE), send(101)],
    [
      "another run wrote it down a minute ago, after a line of ours",
      { ...other(MINUTE), journal: [entry("failed"), ...(other(MINUTE).journal ?? [])] },
      look(1_000),
    ],
    [
      "another run wrote another step down",
      {
        ...ready,
        journal: [...(ready.journal ?? []), entry("posted", { step: "x", campaign: id(101), run: "other" })],
      },
      send(101),
    ],
    [
      "another run wrote another one down since we looked: look for it",
      { ...ready, seen: [campaign(100)], run: run({ asked: [] }) },
      look(0),
    ],
  ]);
});

describe("planMail: after sendNow", () => {
  const drafted = entry("drafted", { campaign: id(101), at: ago(30 * MINUTE), run: "earlier" });
  const accepted = (ms: number, change: Partial<Entry> = {}): Entry =>
    entry("accepted", { campaign: id(101), at: ago(ms), ...change });
  const given = (change: Partial<MailRun>, ...journal: Entry[]): Partial<PhaseScene> => ({
    seen: [campaign(101)],
    journal: [drafted, ...journal],
    run: run({ sent: id(101), ...change }),
  });
  const refused = { doing: "send", sure: true, fault } as const;
  const lost = { ...refused, sure: false } as const;
  const only = stop("unknown", { kind: "accepted-only", campaign: id(101) });
  table([
    ["one look at the campaign alone", given({ looks: 0 }), look(0, 101)],
    ["its acceptance could not be written down: it counts all the same", given({}), look(1_000, 101)],
    ["draft: 1 s", given({ looks: 1 }, accepted(0)), look(1_000, 101)],
    ["draft: 2 s", given({ looks: 2 }, accepted(0)), look(2_000, 101)],
    ["draft: 5 s", given({ looks: 3 }, accepted(0)), look(5_000, 101)],
    ["draft: 10 s", given({ looks: 4 }, accepted(0)), look(10_000, 101)],
    ["draft: 20 s", given({ looks: 5 }, accepted(0)), look(20_000, 101)],
    ["still a draft: exit 2, no second sendNow", given({ looks: 6 }, accepted(0)), only],
    [
      "refused for sure",
      given({ trouble: refused }),
      stop("failed", { kind: "fault", doing: "send", fault }),
    ],
    ["its answer was lost: look", given({ looks: 0, trouble: lost }), look(0, 101)],
    ["look again", given({ looks: 3, trouble: lost }), look(5_000, 101)],
    [
      "nobody knows",
      given({ looks: 6, trouble: lost }),
      stop("unknown", { kind: "unknown", doing: "send", fault, campaign: id(101) }),
    ],
  ]);

  const next = (looks: number, ...journal: Entry[]): Partial<PhaseScene> => ({
    seen: [campaign(101)],
    journal: [drafted, ...journal],
    run: run({ looks, readBack: whole(101) }),
    runId: "next",
  });
  table([
    ["a new run a minute later waits", next(1, accepted(MINUTE)), look(1_000, 101)],
    ["and stops without a second sendNow", next(6, accepted(MINUTE)), only],
    ["a millisecond before ten minutes", next(6, accepted(10 * MINUTE - 1)), only],
    ["ten minutes later it asks again, for the same id", next(1, accepted(10 * MINUTE)), send(101)],
    [
      "an old acceptance of a campaign that is gone holds nothing back",
      next(1, accepted(MINUTE, { campaign: id(77) })),
      send(101),
    ],
    [
      "the acceptance outlives a file that asks for other words",
      { ...next(1, accepted(MINUTE)), draft: { ...draft, subject: "?" } },
      look(1_000, 101),
    ],
    [
      "and a list that is not to be had",
      { ...next(1, accepted(MINUTE)), draft: { hindrance: noList } },
      look(1_000, 101),
    ],
  ]);
});

const names = [
  ourName,
  rp.campaign.outage,
  `Copie de ${ourName}`,
  marked("2026-11-22-rp"),
  campaignName(cfn, "outage", outage.id),
  campaignName(rp, "recovery", outage.id),
  "Newsletter",
];
const instant = fc.integer({ min: 0, max: 40 * 60 }).map((minutes) => ago(minutes * MINUTE));
const someId = fc.integer({ min: 100, max: 103 }).map(id);
const someCampaign = fc.record(
  {
    id: someId,
    name: fc.constantFrom(...names, ourName, ourName),
    subject: fc.constantFrom(draft.subject, "?"),
    status: fc.constantFrom("draft", "draft", "draft", "queued", "sent", "archive", "suspended"),
    createdAt: instant,
    sentAt: instant,
    senderId: fc.constantFrom(7, 8),
    listIds: fc.constantFrom([list.id], []),
    html: fc.constantFrom(html, "<p>Autre</p>"),
  },
  { requiredKeys: ["id", "name", "subject", "status", "createdAt", "listIds"] },
);
const someEntry = fc.record(
  {
    at: instant,
    step: fc.constantFrom(step, step, "outage/slack", mailStep("recovery", rp.id)),
    event: fc.constantFrom("drafted", "accepted", "failed", "unknown", "skipped", "left", "adopted"),
    campaign: someId,
    run: fc.constantFrom("this", "other"),
  },
  { requiredKeys: ["at", "step", "event", "run"] },
);
const someRun = fc.record(
  {
    looks: fc.nat(8),
    rounds: fc.nat(4),
    remade: fc.boolean(),
    asked: fc.constantFrom(asked, asked, []),
    created: someId,
    sent: someId,
    trouble: fc.record({
      doing: fc.constantFrom("create", "send", "remove"),
      sure: fc.boolean(),
      fault: fc.constant(fault),
    }),
    recorded: fc.record({ campaign: someId, reach: fc.constantFrom("shared", "local", "nowhere") }),
    readBack: fc.oneof(
      someCampaign,
      someId.map((n) => whole(n)),
    ),
  },
  { requiredKeys: ["looks", "rounds", "remade", "asked"] },
);
const someScene: fc.Arbitrary<PhaseScene> = fc
  .record({
    incident: fc.constantFrom(outage, outage, resolved),
    phase: fc.constantFrom("outage" as const, "outage" as const, "recovery" as const),
    guard: fc.constantFrom("on" as const, "lifted" as const),
    journal: fc
      .array(someEntry, { maxLength: 4 })
      .map((entries) => entries.toSorted((a, b) => a.at.getTime() - b.at.getTime())),
    claimed: fc.uniqueArray(someId).map((ids) => new Set(ids)),
    unfinished: fc.constantFrom([], [], ["2026-11-20-rp"]),
    closed: fc.constantFrom(new Set(["2026-11-22-rp"]), new Set<string>()),
    seen: fc.uniqueArray(someCampaign, { maxLength: 4, selector: (c) => c.id }),
    draft: fc.constantFrom<PhaseScene["draft"]>(draft, draft, { hindrance: noList }),
    run: someRun,
  })
  .map((parts) => scene(parts));
const readyScene: PhaseScene = scene({
  seen: [campaign(101)],
  journal: [entry("drafted", { campaign: id(101) })],
  run: run({ readBack: whole(101) }),
});
/** A scene as it should be, with some of it otherwise: by chance alone, hardly any scene comes to a POST or to sendNow. */
const almost = (base: PhaseScene): fc.Arbitrary<PhaseScene> =>
  fc
    .tuple(
      someScene,
      fc.subarray(["incident", "guard", "journal", "claimed", "unfinished", "seen", "draft"] as const, {
        maxLength: 2,
      }),
      fc.subarray(
        ["looks", "rounds", "remade", "asked", "created", "sent", "trouble", "recorded", "readBack"] as const,
        {
          maxLength: 2,
        },
      ),
    )
    .map(([by, parts, ofRun]) => ({
      ...base,
      ...Object.fromEntries(parts.map((key) => [key, by[key]])),
      run: { ...base.run, ...Object.fromEntries(ofRun.map((key) => [key, by.run[key]])) },
    }));
const anyScene = fc.oneof(someScene, almost(scene()), almost(readyScene));
const RUNS = { numRuns: 2_000 };
const oursIn = ({ seen = [], journal, phase, run: { created } }: PhaseScene): Campaign[] => {
  const known = [created, ...journal.filter((e) => e.step === mailStep(phase, rp.id)).map((e) => e.campaign)];
  return seen.filter((c) => sameName(c.name, campaignName(rp, phase, outage.id)) || known.includes(c.id));
};

describe("planMail, whatever the scene", () => {
  it("sends only what the journal names, that was read back, and that stands alone", () => {
    let sent = 0;
    fc.assert(
      fc.property(anyScene, (given) => {
        const action = planMail(given);
        if (action.kind !== "send") return;
        sent += 1;
        const own = mailStep(given.phase, rp.id);
        const { readBack } = given.run;
        expect(last(given.journal, own, "drafted")?.campaign).toBe(action.campaign);
        expect(last(given.journal, own, "left", "adopted")).toBeUndefined();
        expect(oursIn(given).map((c) => [c.id, c.status])).toEqual([[action.campaign, "draft"]]);
        expect(readBack?.id).toBe(action.campaign);
        if ("hindrance" in given.draft) throw new Error("sent without words");
        expect(readBack).toMatchObject({ subject: draft.subject, listIds: [list.id] });
        expect(sameName(readBack?.name ?? "", draft.name)).toBe(true);
        expect([undefined, draft.senderId]).toContain(readBack?.senderId);
        expect(sameMail(draft.html, readBack?.html ?? "")).toBe(true);
        expect(given.phase === "outage" ? given.incident.status : "open").toBe("open");
        expect(given.run.sent === action.campaign).toBe(false);
      }),
      RUNS,
    );
    expect(sent).toBeGreaterThan(100);
  });

  it("sends nothing again within ten minutes of its acceptance", () => {
    fc.assert(
      fc.property(anyScene, fc.integer({ min: 0, max: 10 * MINUTE - 1 }), (given, ms) => {
        const own = mailStep(given.phase, rp.id);
        const earlier = given.journal.filter((e) => e.event !== "accepted");
        const young: Entry = { at: ago(ms), step: own, event: "accepted", campaign: id(101), run: "other" };
        expect(planMail({ ...given, journal: [...earlier, young] })).not.toEqual(send(101));
      }),
      RUNS,
    );
  });

  it("makes a campaign only where none of ours is to be seen", () => {
    let made = 0;
    fc.assert(
      fc.property(anyScene, (given) => {
        if (planMail(given).kind !== "create") return;
        made += 1;
        expect(oursIn(given)).toEqual([]);
        const other = given.journal.map((e) => e.campaign);
        const strays = given.seen?.filter((c) => c.name === names[2] && !other.includes(c.id));
        expect(strays).toEqual([]);
        expect([given.run.created, given.run.sent]).toEqual([undefined, undefined]);
        expect(given.run.trouble?.doing).not.toBe("create");
      }),
      RUNS,
    );
    expect(made).toBeGreaterThan(100);
  });

  it("never removes what left or what is odd, nor a campaign that is not ours", () => {
    fc.assert(
      fc.property(anyScene, (given) => {
        const action = planMail(given);
        if (action.kind !== "remove") return;
        const leftovers =
          given.seen?.filter((c) => given.phase === "recovery" && sameName(c.name, ourName)) ?? [];
        const victim = [...oursIn(given), ...leftovers].find((c) => c.id === action.campaign);
        expect(victim && fate(victim, now)).toBe("draft");
      }),
      RUNS,
    );
  });

  it("is done when the journal says that it left, and never blocks an end by the daily limit", () => {
    fc.assert(
      fc.property(anyScene, (given) => {
        const action = planMail(given);
        const told = last(given.journal, mailStep(given.phase, rp.id), "left", "adopted") !== undefined;
        // What this run made beside it is taken back first; nothing is ever made or sent any more.
        const isTidying = action.kind === "look" || action.kind === "remove";
        const mayTidy = given.run.created !== undefined || given.run.trouble !== undefined;
        expect((action.kind === "done" && action.state === "left") || (told && mayTidy && isTidying)).toBe(
          told,
        );
        const full = planMail({ ...given, phase: "recovery", seen: manyToday(40) });
        expect(full.kind === "stop" && full.hindrance.kind).not.toBe("daily-limit");
      }),
      RUNS,
    );
  });

  it("decides alike, in whatever order Brevo lists", () => {
    fc.assert(
      fc.property(anyScene, (given) => {
        const turned = planMail({ ...given, seen: given.seen?.toReversed() ?? [] });
        expect(turned.kind).toBe(planMail(given).kind);
      }),
      RUNS,
    );
  });
});

it("takes an incident of the same day for another one", () => {
  const second = { ...outage, id: incidentId("2026-11-23-rp-2") };
  const first = left(90, { name: ourName });
  expect(planMail(scene({ incident: second, seen: [first] }))).toEqual(
    stop("failed", { kind: "other-incident", incident: outage.id, known: true }),
  );
});
