import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fault } from "../../src/core/fault.ts";
import type { Incident } from "../../src/core/incident.ts";
import { mailStep, outageChat, recoveryChat, type Entry } from "../../src/core/journal.ts";
import {
  planChat,
  type ChatAction,
  type ChatHindrance,
  type ChatRun,
  type ChatScene,
} from "../../src/core/plan-chat.ts";
import { cfn, outage, paris, rp, settings } from "./reconnect.ts";

const now = paris("2026-11-23 14:12");
const HOUR = 3_600_000;
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const fault: Fault = { tool: "slack", code: "not_in_channel" };

const entry = (event: Entry["event"], change: Partial<Entry> = {}): Entry => ({
  at: ago(60_000),
  step: outageChat,
  event,
  ...change,
});
const run = (change: Partial<ChatRun> = {}): ChatRun => ({ posts: 0, looks: 1, ...change });
const channel = (...ts: readonly string[]): Exclude<ChatScene["seen"], undefined> => ({
  marked: ts.map((each) => ({ ts: each })),
  announced: ts.length > 0,
});
const empty = channel();

function scene(change: Partial<ChatScene> = {}): ChatScene {
  return {
    incident: outage,
    step: outageChat,
    settings,
    guard: "on",
    now,
    journal: [],
    seen: empty,
    run: run(),
    ...change,
  };
}

const resolved: Incident = {
  ...outage,
  status: "resolved",
  resolvedAt: new Map([[rp.id, paris("2026-11-23 14:11")]]),
};
const ending: Partial<ChatScene> = {
  step: recoveryChat(rp.id),
  service: rp.id,
  incident: resolved,
  journal: [entry("posted")],
};
const post: ChatAction = { kind: "post" };
const posted: ChatAction = { kind: "done", state: "posted" };
const unwanted: ChatAction = { kind: "done", state: "unwanted" };
const look = (afterMs: number): ChatAction => ({ kind: "look", afterMs });
const record = (ts: string, verified = true): ChatAction => ({ kind: "record", ts, verified });
const stop = (state: "failed" | "unknown" | "skipped", hindrance: ChatHindrance): ChatAction => ({
  kind: "stop",
  state,
  hindrance,
});
const mine = { ts: "5.0", unmentioned: false };

type Row = readonly [sentence: string, given: Partial<ChatScene>, wanted: ChatAction];
function table(rows: readonly Row[]): void {
  it.each(rows)("%s", (_sentence, given, wanted) => {
    expect(planChat(scene(given))).toEqual(wanted);
  });
}

describe("planChat: whether anything is wanted", () => {
  const both: Incident = { ...outage, services: [rp.id, cfn.id], resolvedAt: new Map([[rp.id, now]]) };
  it("looks at the channel first, where the journal does not know", () => {
    const { seen: _seen, ...unseen } = scene();
    expect(planChat(unseen)).toEqual(look(0));
    expect(planChat({ ...unseen, journal: [entry("posted")] })).toEqual(posted);
    expect(planChat({ ...unseen, incident: resolved })).toEqual(unwanted);
  });
  table([
    ["an outage that nobody heard of", {}, post],
    ["the journal's word wins over the channel", { journal: [entry("posted")] }, posted],
    ["and over a file that says it is over", { journal: [entry("posted")], incident: resolved }, posted],
    [
      "another step's post says nothing",
      { journal: [entry("posted", { step: `${outageChat}/reply` })] },
      post,
    ],
    ["over before it was posted", { incident: resolved }, unwanted],
    ["a false alarm before it was posted", { incident: { ...outage, status: "mistaken" } }, unwanted],
    ["one of two services still away", { incident: both }, post],
    ["kept for the record only", { incident: { ...outage, notify: false } }, unwanted],
    ["the end of what was posted", ending, post],
    [
      "the end of what only a mail told",
      { ...ending, journal: [entry("left", { step: mailStep("outage", rp.id) })] },
      post,
    ],
    [
      "the end of what the channel shows",
      { ...ending, journal: [], seen: { marked: [], announced: true } },
      post,
    ],
    ["the end of what nobody heard of", { ...ending, journal: [] }, unwanted],
    ["the same, in a channel that cannot be read", { ...ending, journal: [], seen: "unreadable" }, unwanted],
    [
      "the end is posted once",
      { ...ending, journal: [entry("posted", { step: recoveryChat(rp.id) })] },
      posted,
    ],
  ]);
});

describe("planChat: read, post once, read again", () => {
  const refused = { sure: true, fault };
  const lost = { sure: false, fault: { tool: "slack", code: "timeout" } } as const;
  table([
    ["one message of ours is there: written down", { seen: channel("3.0") }, record("3.0")],
    ["of two the younger goes", { seen: channel("3.0", "5.0") }, { kind: "remove", ts: "5.0" }],
    ["of three the youngest first", { seen: channel("3.0", "5.0", "6.0") }, { kind: "remove", ts: "6.0" }],
    [
      "what cannot be removed hides nothing",
      { seen: channel("3.0", "5.0"), run: run({ looks: 6 }) },
      record("3.0"),
    ],
    [
      "the fifth look is the last that removes",
      { seen: channel("3.0", "5.0"), run: run({ looks: 5 }) },
      { kind: "remove", ts: "5.0" },
    ],
    [
      "an older one is there and ours is not: the older is written down",
      { seen: channel("3.0"), run: run({ looks: 4, posts: 1, posted: mine }) },
      record("3.0"),
    ],
    ["the channel is read after our post", { run: run({ looks: 0, posts: 1, posted: mine }) }, look(0)],
    [
      "even where another is there already",
      { seen: channel("3.0"), run: run({ looks: 0, posts: 1, posted: mine }) },
      look(0),
    ],
    ["ours is there", { seen: channel("5.0"), run: run({ posts: 1, posted: mine }) }, record("5.0")],
    [
      "an older one is there too: ours goes",
      { seen: channel("3.0", "5.0"), run: run({ posts: 1, posted: mine }) },
      { kind: "remove", ts: "5.0" },
    ],
    ["ours does not show yet: look again", { run: run({ posts: 1, posted: mine }) }, look(1_000)],
    [
      "neither is another machine's shown then: an older one alone is no reason to stop",
      { seen: channel("3.0"), run: run({ looks: 3, posts: 1, posted: mine }) },
      look(5_000),
    ],
    [
      "ours does not show for long: its answer counts",
      { run: run({ looks: 4, posts: 1, posted: mine }) },
      record("5.0"),
    ],
    [
      "the post was refused",
      { run: run({ posts: 1, looks: 0, trouble: refused }) },
      stop("failed", { kind: "fault", fault }),
    ],
    ["its answer was lost: look", { run: run({ posts: 1, looks: 0, trouble: lost }) }, look(1_000)],
    ["look once more", { run: run({ posts: 1, looks: 1, trouble: lost }) }, look(2_000)],
    [
      "read five times and not there: one more try",
      { run: run({ posts: 1, looks: 5, trouble: lost }) },
      post,
    ],
    ["it is there", { seen: channel("4.0"), run: run({ posts: 1, looks: 1, trouble: lost }) }, record("4.0")],
    ["lost again: look", { run: run({ posts: 2, looks: 1, trouble: lost }) }, look(2_000)],
    [
      "nobody knows, and no third post",
      { run: run({ posts: 2, looks: 5, trouble: lost }) },
      stop("unknown", { kind: "unknown", fault: lost.fault }),
    ],
  ]);

  const blind: Partial<ChatScene> = { seen: "unreadable" };
  const doubt = entry("unknown");
  table([
    ["blind: one post, once", blind, post],
    [
      "blind: its answer counts, unverified",
      { ...blind, run: run({ posts: 1, posted: mine }) },
      record("5.0", false),
    ],
    [
      "blind: refused",
      { ...blind, run: run({ posts: 1, trouble: refused }) },
      stop("failed", { kind: "fault", fault }),
    ],
    [
      "blind: its answer was lost",
      { ...blind, run: run({ posts: 1, trouble: lost }) },
      stop("unknown", { kind: "unknown", fault: lost.fault }),
    ],
    [
      "blind: an earlier run left a doubt",
      { ...blind, journal: [doubt] },
      stop("unknown", { kind: "doubt", since: doubt.at }),
    ],
    ["blind: an earlier run was refused for sure", { ...blind, journal: [doubt, entry("failed")] }, post],
    [
      "blind: another step's doubt",
      { ...blind, journal: [entry("unknown", { step: "outage/mail/rp" })] },
      post,
    ],
    ["the channel can be read again: the doubt is gone", { journal: [doubt] }, post],
  ]);
});

describe("planChat: the age guard", () => {
  const declared = outage.declaredAt?.getTime() ?? 0;
  const late: Partial<ChatScene> = { now: new Date(declared + 24 * HOUR + 1) };
  const tooOld = stop("skipped", { kind: "too-old", hours: 24 });
  table([
    ["a day to the millisecond", { now: new Date(declared + 24 * HOUR) }, post],
    ["older than a day", late, tooOld],
    ["older, in a channel that cannot be read", { ...late, seen: "unreadable" }, tooOld],
    ["asked for", { ...late, guard: "lifted" }, post],
    ["an earlier run tried in time", { ...late, journal: [entry("failed")] }, post],
    ["an earlier run tried, a week ago", { now: ago(-8 * 24 * HOUR), journal: [entry("failed")] }, tooOld],
    ["an earlier run only skipped it", { ...late, journal: [entry("skipped")] }, tooOld],
    ["it is there after all", { ...late, seen: channel("3.0") }, record("3.0")],
    ["an old end", { ...ending, now: new Date(now.getTime() + 24 * HOUR) }, tooOld],
    [
      "an old outage of two services, one of which came back lately",
      {
        ...late,
        incident: {
          ...outage,
          services: [rp.id, cfn.id],
          resolvedAt: new Map([[rp.id, new Date(declared + 23 * HOUR)]]),
        },
      },
      tooOld,
    ],
    [
      "a fresh end of an old outage",
      { ...ending, incident: { ...resolved, startedAt: ago(99 * HOUR), declaredAt: ago(99 * HOUR) } },
      post,
    ],
  ]);
});

describe("planChat: another run was quicker", () => {
  const journal = [entry("posted", { ts: "3.0" })];
  const ours = run({ posts: 1, posted: mine });
  table([
    ["nothing of ours: done without a look", { journal, seen: empty }, posted],
    ["our post is looked for", { journal, run: { ...ours, looks: 0 } }, look(0)],
    [
      "and removed, being the younger",
      { journal, seen: channel("3.0", "5.0"), run: ours },
      { kind: "remove", ts: "5.0" },
    ],
    ["then all is done", { journal, seen: channel("3.0"), run: run({ posts: 1 }) }, posted],
    ["it does not show yet: look again", { journal, seen: channel("3.0"), run: ours }, look(1_000)],
    ["for a while only", { journal, seen: channel("3.0"), run: { ...ours, looks: 4 } }, posted],
    [
      "ours was the older after all: the journal learns it",
      { journal: [entry("posted", { ts: "6.0" })], seen: channel("5.0"), run: ours },
      record("5.0"),
    ],
    ["a channel that cannot be read ends it", { journal, seen: "unreadable", run: ours }, posted],
    [
      "so does a double that stays",
      { journal, seen: channel("3.0", "5.0"), run: { ...ours, looks: 6 } },
      posted,
    ],
  ]);
});

const someScene: fc.Arbitrary<ChatScene> = fc
  .record({
    parts: fc.constantFrom<Partial<ChatScene>>({}, ending, { incident: resolved }, { guard: "lifted" }),
    journal: fc.array(
      fc
        .tuple(
          fc.constantFrom<Entry["event"]>("posted", "failed", "unknown", "skipped"),
          fc.constantFrom(outageChat, recoveryChat(rp.id)),
        )
        .map(([event, step]) => entry(event, { step })),
      { maxLength: 3 },
    ),
    seen: fc.oneof(
      fc.constant("unreadable" as const),
      fc
        .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }), fc.boolean())
        .map(([ts, announced]) => ({
          marked: ts.toSorted((a, b) => a - b).map((n) => ({ ts: `${n}.0` })),
          announced,
        })),
    ),
    run: fc.record(
      {
        posts: fc.nat(3),
        looks: fc.nat(7),
        posted: fc.integer({ min: 1, max: 9 }).map((n) => ({ ts: `${n}.0`, unmentioned: false })),
        trouble: fc.record({ sure: fc.boolean(), fault: fc.constant(fault) }),
      },
      { requiredKeys: ["posts", "looks"] },
    ),
  })
  .map(({ parts, ...rest }) => scene({ ...parts, ...rest }));

describe("planChat, whatever the scene", () => {
  it("posts only into a channel where it sees no message of ours, twice in a run at most", () => {
    let count = 0;
    fc.assert(
      fc.property(someScene, (given) => {
        if (planChat(given).kind !== "post") return;
        count += 1;
        expect(given.seen === "unreadable" ? [] : given.seen?.marked).toEqual([]);
        expect(given.journal.filter((e) => e.event === "posted" && e.step === given.step)).toEqual([]);
        expect(given.run.posted).toBeUndefined();
        expect(given.run.trouble ? given.run.posts : 0).toBeLessThan(2);
        // Blind, a lost answer is never followed by another post.
        expect(given.seen === "unreadable" && given.run.trouble).toBeFalsy();
      }),
      { numRuns: 10_000 },
    );
    expect(count).toBeGreaterThan(30);
  });

  it("removes only a double, never the oldest", () => {
    fc.assert(
      fc.property(someScene, (given) => {
        const action = planChat(given);
        if (action.kind !== "remove") return;
        const marked = given.seen === "unreadable" ? [] : (given.seen?.marked ?? []);
        expect(marked.slice(1).map(({ ts }) => ts)).toContain(action.ts);
      }),
      { numRuns: 5_000 },
    );
  });
});
