import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RequestRecord } from "../../src/sandbox/faults.ts";
import { ALREADY, CHECK, NOTHING, paris, SENT, stage, writesOf, type Run, type Stage } from "./stage.ts";

/** A clone in which an outage was announced half an hour after it began. */
let announced: Stage;
beforeAll(async () => {
  announced = await stage();
  await announced.run(DECLARE());
});
afterAll(() => announced[Symbol.asyncDispose]());

const DECLARE = () => ["declare", "--service", "rp", "--started-at", paris(30)];

interface Cut {
  readonly server: "slack" | "brevo";
  readonly what: string;
  readonly when: "before" | "after";
  readonly nth?: number;
}

/** Runs a command that gets a signal at exactly this request. "before": the request is lost; "after": it was done. */
async function runCut(s: Stage, args: readonly string[], signal: NodeJS.Signals, cut: Cut): Promise<Run> {
  const { server, what, when, nth = 1 } = cut;
  let child: ChildProcess | undefined;
  let isHit = false;
  const call = () => {
    isHit = true;
    child?.kill(signal);
  };
  const { faults } = s.sandbox;
  faults.add({ kind: "hook", server, what, nth, when, call });
  if (signal === "SIGKILL" && when === "before") faults.add({ kind: "reset-before", server, what, nth });
  const run = await s.run(args, { onStart: (started) => void (child = started) });
  faults.clear();
  expect(isHit, `${what} was never asked`).toBe(true);
  return run;
}

/**
 * The signal may reach the program only when its last answer did: then nothing is missing. Else it says so, in words.
 * A request under way may end: the program takes 5 s for that, not longer.
 */
function expectInterrupted(run: Run): void {
  expect(run.signal).toBeNull();
  expect(run.ms).toBeLessThan(15_000);
  const isWhole = run.exit === 0 && run.headline === SENT;
  const isTold =
    run.exit === 2 &&
    [CHECK, NOTHING].includes(run.headline) &&
    run.text.includes("Le travail a été interrompu avant la fin.") &&
    run.text.includes("À faire : Relancez la même commande");
  expect(isWhole || isTold, `${run.exit}\n${run.text}`).toBe(true);
}

/** One announcement and one mail for what was wanted, whatever happened on the way. */
function expectOnce(s: Stage, phases: number): void {
  const { slack, brevo } = s.sandbox;
  const names = brevo.deliveries.map(({ name }) => name);
  expect(names).toHaveLength(phases);
  expect(new Set(names).size).toBe(phases);
  expect(brevo.campaigns).toHaveLength(phases);
  const posts = slack.messages.filter(({ threadTs, byBot }) => threadTs === undefined && byBot);
  expect(posts.map(({ metadata }) => metadata?.event_payload["step"])).toEqual(
    ["outage/slack", "recovery/slack/rp"].slice(0, phases),
  );
}

describe("an interruption ends with exit 2 and words, and the next run completes", () => {
  test.concurrent.each<[NodeJS.Signals, Cut]>([
    ["SIGINT", { server: "brevo", what: "GET /contacts/lists", when: "before" }],
    ["SIGTERM", { server: "slack", what: "chat.postMessage", when: "before" }],
    ["SIGTERM", { server: "brevo", what: "POST /emailCampaigns", when: "after" }],
    ["SIGINT", { server: "brevo", what: "POST /emailCampaigns/:id/sendNow", when: "before" }],
  ])("%s at %j", async (signal, cut) => {
    await using s = await stage();
    const run = await runCut(s, DECLARE(), signal, cut);
    expectInterrupted(run);
    expect(await s.run(DECLARE())).toMatchObject({ exit: 0 });
    expectOnce(s, 1);
  });

  test.concurrent("of `resolve` too", async () => {
    await using s = await stage({ like: announced });
    const cut = { server: "brevo", what: "POST /emailCampaigns/:id/sendNow", when: "before" } as const;
    expectInterrupted(await runCut(s, ["resolve"], "SIGINT", cut));
    expect(await s.run(["resolve"])).toMatchObject({ exit: 0 });
    expectOnce(s, 2);
  });
});

/** The journal of the one incident; empty when there is none yet. */
function journalOf(s: Stage): string {
  const [file = ""] = s.incidents();
  const path = `incidents/${file.slice(0, -4)}/journal.yml`;
  return existsSync(join(s.root, path)) ? s.read(path) : "";
}

/** A request that people would see the effect of. */
const isSeen = ({ what, method, server }: RequestRecord): boolean =>
  server === "brevo" ? method !== "GET" : what === "chat.postMessage" || what === "chat.update";

describe("a signal at any request starts nothing new and keeps what is known", () => {
  const cuts = (["SIGINT", "SIGTERM"] as const).flatMap((signal) =>
    [
      "GET /contacts/lists",
      "GET /emailCampaigns",
      "conversations.history",
      "chat.postMessage",
      "POST /emailCampaigns",
      "GET /emailCampaigns/:id",
      "POST /emailCampaigns/:id/sendNow",
    ].map((what): [NodeJS.Signals, Cut] => [
      signal,
      {
        server: what.includes(" ") ? "brevo" : "slack",
        what,
        when: signal === "SIGINT" ? "before" : "after",
      },
    ]),
  );

  test.concurrent.each(cuts)("%s at %j", async (signal, cut) => {
    await using s = await stage();
    const { requests, brevo, slack } = s.sandbox;
    const run = await runCut(s, DECLARE(), signal, cut);
    expectInterrupted(run);
    const hit = requests.findIndex(({ fault }) => fault === "hook");
    // The signal may come to the program after the answer: what each of the two tracks had begun by then may still arrive.
    const later = requests.slice(hit + 1).filter(isSeen);
    for (const server of ["slack", "brevo"])
      expect(later.filter((request) => request.server === server).slice(1)).toEqual([]);
    const known = [journalOf(s), run.text].join("\n");
    const accepted = brevo.campaigns.filter((campaign) => campaign.accepted).map(({ id }) => id);
    for (const id of accepted)
      expect(known).toMatch(new RegExp(`event: (?:accepted|left), campaign: ${id}`, "u"));
    for (const { ts } of slack.messages.slice(0, 1))
      expect(known).toMatch(new RegExp(`${ts}|interrompu`, "u"));
    expect(await s.run(DECLARE())).toMatchObject({ exit: 0 });
    expectOnce(s, 1);
  });
});

describe("killed at a write, the next run repairs and repeats nothing", () => {
  const declareWrites: Omit<Cut, "when">[] = [
    { server: "slack", what: "chat.postMessage", nth: 1 },
    { server: "slack", what: "chat.postMessage", nth: 2 },
    { server: "brevo", what: "POST /emailCampaigns" },
    { server: "brevo", what: "POST /emailCampaigns/:id/sendNow" },
  ];
  const resolveWrites: Omit<Cut, "when">[] = [
    { server: "slack", what: "chat.postMessage", nth: 1 },
    { server: "slack", what: "chat.update" },
    { server: "brevo", what: "POST /emailCampaigns" },
    { server: "brevo", what: "POST /emailCampaigns/:id/sendNow" },
    { server: "slack", what: "chat.postMessage", nth: 2 },
  ];
  const both = (cuts: readonly Omit<Cut, "when">[]) =>
    cuts
      .flatMap((cut) => (["before", "after"] as const).map((when): [Cut] => [{ ...cut, when }]))
      // A thread reply or an update that was never asked for is the same as one that is lost: once is enough.
      .filter(([{ what, nth, when }]) => when === "after" || (what !== "chat.update" && nth !== 2));

  test.concurrent("these are all the writes of a simple outage", async () => {
    await using s = await stage({ like: announced });
    const writes = (sandbox: Stage["sandbox"]) => writesOf(sandbox).toSorted();
    expect(writes(announced.sandbox)).toEqual(declareWrites.map(({ what }) => what).toSorted());
    await s.run(["resolve"]);
    expect(writes(s.sandbox)).toEqual(resolveWrites.map(({ what }) => what).toSorted());
  });

  test.concurrent.each(both(declareWrites))("declare, at %j", async (cut) => {
    await using s = await stage();
    expect(await runCut(s, DECLARE(), "SIGKILL", cut)).toMatchObject({ exit: null, signal: "SIGKILL" });
    const run = await s.run(DECLARE());
    expect(run.exit).toBe(0);
    expect([SENT, ALREADY]).toContain(run.headline);
    expectOnce(s, 1);
    expect(s.git("status", "--porcelain")).toBe("");
  });

  test.concurrent.each(both(resolveWrites))("resolve, at %j", async (cut) => {
    await using s = await stage({ like: announced });
    expect(await runCut(s, ["resolve"], "SIGKILL", cut)).toMatchObject({ signal: "SIGKILL" });
    // The editor of the file may be somebody else than who runs next: `settle` repairs as `resolve` does.
    expect((await s.run([cut.when === "before" ? "resolve" : "settle"])).exit).toBe(0);
    expectOnce(s, 2);
    expect(s.git("status", "--porcelain")).toBe("");
  });
});
