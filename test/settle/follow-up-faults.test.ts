import { describe, expect, test } from "vitest";
import { KINDS } from "../fault-kinds.ts";
import { DAY, openWorld, type World } from "../world.ts";

const RP = `${DAY}-rp`;
const READS = [
  { what: "GET /emailCampaigns/:id", nth: 1 },
  { what: "conversations.replies", nth: 1 },
  { what: "conversations.replies", nth: 2 },
] as const;
const OF_A_READ = ["429", "500-before", "slow-after", "cut-body"] as const;
/** The one write, broken in every way; of the reads one way of each kind. */
const table = [
  ...KINDS.map((kind) => ({ what: "chat.postMessage", nth: 1, kind })),
  ...READS.flatMap((request) => OF_A_READ.map((kind) => ({ ...request, kind }))),
];

const stepsIn = (w: World, kind: RegExp = /\/figures\//u): string[] =>
  w
    .thread(w.channel()[0])
    .filter(({ tombstone }) => !tombstone)
    .map(({ metadata }) => String(metadata?.event_payload["step"]))
    .filter((step) => kind.test(step));

describe.concurrent("whatever becomes of one request for figures", () => {
  test.for(table)("$what $nth, $kind: they are told once, an hour later at the latest", async (fault) => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 70 });
    w.sandbox.faults.add(fault);
    expect((await w.settle()).exit).toBe(0);
    w.pass({ hours: 1 });
    expect((await w.settle()).exit).toBe(0);
    expect(stepsIn(w)).toEqual(["outage/mail/rp/figures/1h"]);
    const events = w
      .journal(RP)
      .filter(({ step, event }) => step.includes("/figures/") || event === "figures");
    expect(events.map(({ event }) => event).toSorted()).toEqual(["figures", "posted"]);
    w.requests();
    await w.settle();
    expect(w.requests()).toEqual([]);
  });
});

describe.concurrent("whatever becomes of one request for a reminder", () => {
  const requests = [
    ...(["500-before", "lost-answer", "slow-after", "200-html"] as const).map((kind) => ({
      what: "chat.postMessage",
      nth: 1,
      kind,
    })),
    { what: "conversations.replies", nth: 1, kind: "500-before" },
    { what: "conversations.replies", nth: 2, kind: "cut-body" },
  ] as const;
  test.for(requests)("$what $nth, $kind: it is said once, an hour later at the latest", async (fault) => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ hours: 2 });
    await w.settle();
    w.pass({ hours: 2 });
    w.sandbox.faults.add(fault);
    expect((await w.settle()).exit).toBe(0);
    w.pass({ hours: 1 });
    expect((await w.settle()).exit).toBe(0);
    expect(stepsIn(w, /^reminder\//u)).toEqual(["reminder/open/4h"]);
    expect(w.journal(RP).filter(({ step }) => step.startsWith("reminder/"))).toHaveLength(1);
    w.requests();
    await w.settle();
    expect(w.requests()).toEqual([]);
  });
});
