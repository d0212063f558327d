import { describe, expect, test } from "vitest";
import { DAY, openWorld, type World } from "../world.ts";

const ID = `${DAY}-rp`;
const NAMES = [`Indisponibilité Reconnect Pro · ${ID}`, `Fin de l'indisponibilité Reconnect Pro · ${ID}`];
const CREATE = "POST /emailCampaigns";
const SEND = "POST /emailCampaigns/:id/sendNow";
const POST = "chat.postMessage";

/** A world that shows late what was done, by a number of reads that do not show it. */
const lags: readonly { readonly name: string; readonly set: (w: World, reads: number) => void }[] = [
  {
    name: "Brevo that keeps saying draft after sendNow",
    set: (w, reads) => void (w.brevo.state.draftLag = { reads }),
  },
  {
    name: "Brevo that does not list a new campaign",
    set: (w, reads) => void (w.brevo.state.listLag = { reads }),
  },
  {
    name: "Slack whose history shows a message late",
    set: (w, reads) => void (w.slack.state.historyLag = { reads }),
  },
  {
    name: "all three at once",
    set: (w, reads) => {
      w.brevo.state.draftLag = { reads };
      w.brevo.state.listLag = { reads };
      w.slack.state.historyLag = { reads };
    },
  },
];
const READS = [1, 2, 3, 5, 8];
const table = lags.flatMap((lag) => READS.map((reads) => ({ ...lag, reads })));

/** Runs until all is said to be there; each run is a person who waits ten minutes, as the words say. */
async function untilDone(w: World, command: () => Promise<{ readonly exit: number }>): Promise<number> {
  let exit = (await command()).exit;
  for (let runs = 1; runs < 4; runs += 1) {
    if (exit === 0) return runs;
    w.pass({ minutes: 11 });
    exit = (await w.settle()).exit;
  }
  expect(exit).toBe(0);
  return 4;
}

function expectOnce(w: World, mails: number, posts: number): void {
  expect(w.deliveries().map(({ name }) => name)).toEqual(NAMES.slice(0, mails));
  expect(w.channel()).toHaveLength(posts);
  expect(w.brevo.campaigns).toHaveLength(mails);
}

describe.concurrent("lag", () => {
  test.for(table)("$name, for $reads reads: nothing twice, and the cycle ends", async ({ set, reads }) => {
    await using w = await openWorld();
    set(w, reads);
    expect(await untilDone(w, () => w.declare())).toBeLessThanOrEqual(2);
    expectOnce(w, 1, 1);
    w.pass({ hours: 1 });
    expect(await untilDone(w, () => w.resolve())).toBeLessThanOrEqual(2);
    expectOnce(w, 2, 2);
  });

  // The worst moment for a lag: nobody got the answer, so only looking can tell.
  const lost = [CREATE, SEND, POST].flatMap((what) => lags.map((lag) => ({ ...lag, what })));
  test.for(lost)("$name, and the answer to $what is lost", async ({ set, what }) => {
    await using w = await openWorld();
    set(w, 4);
    w.sandbox.faults.add({ what, kind: "lost-answer" });
    expect(await untilDone(w, () => w.declare())).toBeLessThanOrEqual(3);
    expect(w.deliveries()).toHaveLength(1);
    await w.settle();
    expect(w.channel()).toHaveLength(1);
  });

  test.for(lags)("$name, and two runs at once", async ({ set }) => {
    await using w = await openWorld({ remote: true });
    set(w, 3);
    const other = w.colleague();
    await Promise.all([w.declare(), other.declare()]);
    w.pass({ minutes: 11 });
    for (const clone of [w, other, w]) await clone.settle();
    expect(w.deliveries()).toHaveLength(1);
    expect(w.channel()).toHaveLength(1);
  });

  test.for(lags)("$name, for ever: the run ends after a bounded number of looks", async ({ set }) => {
    await using w = await openWorld();
    set(w, 1_000_000);
    await w.declare();
    const first = w.requests();
    expect(first.filter((what) => what === SEND || what === CREATE).length).toBeLessThanOrEqual(2);
    expect(first.length).toBeLessThan(40);
    await w.settle();
    expect(w.requests().length).toBeLessThan(40);
    expect(w.deliveries().length).toBeLessThanOrEqual(1);
  });
});
