import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/commands/outcome.ts";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { KINDS } from "../fault-kinds.ts";
import { DAY, expectPromiseKept, openWorld, words, type World } from "../world.ts";

const ID = `${DAY}-rp`;
const NAMES = [`Indisponibilité Reconnect Pro · ${ID}`, `Fin de l'indisponibilité Reconnect Pro · ${ID}`];
const WRITES = [
  "chat.postMessage",
  "POST /emailCampaigns",
  "POST /emailCampaigns/:id/sendNow",
  "DELETE /emailCampaigns/:id",
];
/** The end goes the same way as the beginning: one fault of each sort is enough. */
const AT_THE_END = new Set<FaultKind>(["429", "500-before", "lost-answer", "slow-after"]);

const table = WRITES.flatMap((what) => KINDS.map((kind) => ({ what, kind })));

describe.concurrent("after a fault and at most two runs without, everything is there once", () => {
  test.for(table)("$kind at $what", async ({ what, kind }) => {
    await using w = await openWorld();
    watch(w);
    // A draft of ours with other words has to be deleted and made again.
    if (what.startsWith("DELETE")) w.brevo.byHand({ name: NAMES[0] ?? "", listIds: [47] });
    w.sandbox.faults.add({ what, kind });
    await repair(w, await w.declare());
    expect(w.deliveries().map(({ name }) => name)).toEqual(NAMES.slice(0, 1));
    expect(w.channel()).toHaveLength(1);
    expect(w.brevo.campaigns).toHaveLength(1);
    if (!AT_THE_END.has(kind) || what.startsWith("DELETE")) return;

    w.pass({ hours: 1 });
    w.sandbox.faults.add({ what, kind });
    await repair(w, await w.resolve());
    expect(w.deliveries().map(({ name }) => name)).toEqual(NAMES);
    expect(w.channel()).toHaveLength(2);
  });

  test("lost answers to everything at once", async () => {
    await using w = await openWorld();
    watch(w);
    for (const what of WRITES) w.sandbox.faults.add({ what, kind: "lost-answer" });
    await repair(w, await w.declare({ services: ["rp", "cfn"] }));
    expect([w.deliveries().length, w.channel().length, w.brevo.campaigns.length]).toEqual([2, 1, 2]);
  });

  test.for(["GET /emailCampaigns", "GET /contacts/lists", "GET /senders", "conversations.history"])(
    "a %s that fails once is asked again by itself",
    async (what) => {
      await using w = await openWorld();
      w.sandbox.faults.add({ what, kind: "502-html" });
      expect((await w.declare()).exit).toBe(0);
      expect([w.deliveries().length, w.channel().length]).toEqual([1, 1]);
    },
  );

  test("a reply in the thread whose answer is lost is a warning and is not sent twice", async () => {
    await using w = await openWorld();
    w.sandbox.faults.add({ what: "chat.postMessage", kind: "lost-answer", nth: 2 });
    const outcome = await w.declare();
    expect(outcome.exit).toBe(0);
    expect(words(outcome)).toContain("Une réponse dans le fil Slack n’est pas partie");
    await w.declare();
    expect(w.thread(w.channel()[0])).toHaveLength(1);
  });
});

/** Looks after each request: a double delivery must not exist for one moment. */
function watch(w: World): void {
  w.sandbox.faults.add({
    kind: "hook",
    when: "after",
    server: "brevo",
    times: Number.POSITIVE_INFINITY,
    call: () => expectPromiseKept(w),
  });
}

async function repair(w: World, first: Outcome): Promise<void> {
  let outcome = first;
  for (let runs = 0; outcome.exit !== 0 && runs < 2; runs += 1) outcome = await w.settle();
  expect(words(outcome)).toMatch(/^(✅|ℹ️)/u);
  expect(outcome.exit).toBe(0);
}

describe.concurrent("a run that is interrupted", () => {
  test.for([1, 2, 3, 4, 6, 8, 10, 12])("before its step %i is finished by the next", async (count) => {
    await using w = await openWorld();
    watch(w);
    const stop = new AbortController();
    let left = count;
    w.interrupted = stop.signal;
    w.onProgress = () => {
      left -= 1;
      if (left === 0) stop.abort();
    };
    const outcome = await w.declare();
    w.onProgress = () => undefined;
    w.interrupted = new AbortController().signal;
    // The step that was about to be recorded may have been the last one.
    expect(outcome.exit === 0 || words(outcome).includes("interrompu")).toBe(true);
    await repair(w, await w.settle());
    expect([w.deliveries().length, w.channel().length, w.brevo.campaigns.length]).toEqual([1, 1, 1]);
  });
});

describe.concurrent("a run that dies in the middle of a write, and the next one at once", () => {
  const deaths = WRITES.flatMap((what) =>
    (["slow-before", "slow-after"] as const).map((kind) => ({ what, kind })),
  );

  test.for(deaths)("$what, $kind", async ({ what, kind }) => {
    await using w = await openWorld();
    watch(w);
    if (what.startsWith("DELETE")) w.brevo.byHand({ name: NAMES[0] ?? "", listIds: [47] });
    const stop = new AbortController();
    const dead = Promise.withResolvers<undefined>();
    w.interrupted = stop.signal;
    w.sandbox.faults.add({ what, kind });
    w.sandbox.faults.add({
      what,
      kind: "hook",
      when: kind === "slow-before" ? "before" : "after",
      call: () => {
        stop.abort();
        dead.resolve(undefined);
      },
    });
    const first = w.declare();
    await Promise.race([dead.promise, first]);
    w.interrupted = new AbortController().signal;
    await repair(w, await w.settle());
    await first;
    expect([w.deliveries().length, w.channel().length, w.brevo.campaigns.length]).toEqual([1, 1, 1]);
  });
});
