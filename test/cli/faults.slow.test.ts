import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { CHECK, expectNoSecret, idOf, NOTHING, openFile, paris, SENT, stage, type Stage } from "./stage.ts";

const DECLARE = () => ["declare", "--service", "rp", "--started-at", paris(30)];
const always = { times: Number.POSITIVE_INFINITY };

/** Exit 2, and under each step that is missing why and what to do. */
async function expectTold(s: Stage, words: RegExp, args: readonly string[] = DECLARE()) {
  const run = await s.run(args);
  expect(run.exit).toBe(2);
  expect([CHECK, NOTHING]).toContain(run.headline);
  expect(run.text).toMatch(words);
  const marks = run.lines.filter((line) => line.startsWith("  ✗ "));
  expect(marks.length).toBeGreaterThan(0);
  expect(run.lines.filter((line) => line.startsWith("    À faire : "))).toHaveLength(marks.length);
  for (const line of run.lines) expect(line).not.toMatch(/\.\.$|\bfetch\b|HTTP|JSON/u);
  return run;
}

describe("servers that hang", () => {
  test.concurrent("both: the command ends by itself, says that nobody knows, and a later run completes", async () => {
    await using s = await stage();
    const remove = s.sandbox.faults.add({ kind: "slow-before", ...always });
    const run = await expectTold(s, /n’a pas répondu à temps/u);
    expect(run.ms).toBeLessThan(21_000);
    remove();
    expect(await s.run(DECLARE())).toMatchObject({ exit: 0 });
    expect(s.sandbox.brevo.deliveries).toHaveLength(1);
  });

  test.concurrent.each(["slack", "brevo"] as const)("%s only: the other one is served", async (server) => {
    await using s = await stage();
    s.sandbox.faults.add({ kind: "slow-before", server, ...always });
    await expectTold(s, /n’a pas répondu à temps/u);
    const { slack, brevo } = s.sandbox;
    expect(brevo.deliveries).toHaveLength(server === "brevo" ? 0 : 1);
    expect(slack.messages.length > 0).toBe(server === "brevo");
  });
});

describe("an answer that is lost on the way: exactly one, now or at the next run", () => {
  test.concurrent.each<[FaultKind, string]>([
    ["cut-body", "POST /emailCampaigns"],
    ["lost-answer", "POST /emailCampaigns/:id/sendNow"],
  ])("%s at %s", async (kind, what) => {
    await using s = await stage();
    s.sandbox.faults.add({ kind, what });
    const run = await s.run(DECLARE());
    expect([0, 2]).toContain(run.exit);
    const settled = await s.run(["settle"]);
    expect(settled.exit).toBe(0);
    expect(s.sandbox.brevo.deliveries).toHaveLength(1);
    expect(s.sandbox.slack.messages.filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
  });
});

// One of each kind: that every mood of the tools is told is proven without processes, in test/settle.
describe("what the tools refuse is told with the next gesture", () => {
  test.concurrent.each<[string, (sandbox: Stage["sandbox"]) => void, RegExp]>([
    [
      "a revoked Slack key",
      ({ slack }) => {
        slack.state.token = "token_revoked";
      },
      /SLACK_BOT_TOKEN/u,
    ],
    [
      "a wrong Brevo key",
      ({ brevo }) => {
        brevo.state.key = "unknown";
      },
      /BREVO_API_KEY/u,
    ],
    ["no list", ({ brevo }) => void brevo.lists.splice(0), /liste/u],
    [
      "in review",
      ({ brevo }) => {
        brevo.state.outcome = "in_review";
        brevo.state.queued = {};
      },
      /vérifie l’envoi/u,
    ],
  ])("%s", async (_what, upset, words) => {
    await using s = await stage();
    upset(s.sandbox);
    const run = await expectTold(s, words);
    expect(run.text).not.toContain("undefined");
  });

  test.concurrent("a connection that is refused: nothing left, said as such", async () => {
    await using s = await stage();
    await s.sandbox.close();
    const run = await s.run(DECLARE());
    expect(run).toMatchObject({ exit: 2, headline: CHECK });
    expect(run.text).toContain("Slack est injoignable.");
    expect(run.text).toContain("Brevo est injoignable.");
  });

  test.concurrent("a tool that answers with our own key does not get it into the journal or the receipt", async () => {
    await using s = await stage();
    // A proxy that answers 400 with what it was sent, key included.
    const proxy = createServer((request, response) => {
      const told = { code: "invalid_parameter", message: `Bad request: ${JSON.stringify(request.headers)}` };
      response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify(told));
    });
    await new Promise<void>((listening) => void proxy.listen(0, "127.0.0.1", () => listening()));
    const address = proxy.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    try {
      const run = await s.run(DECLARE(), { env: { BREVO_API_URL: `http://127.0.0.1:${port}/v3` } });
      expect(run).toMatchObject({ exit: 2, headline: CHECK });
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
    for (const { text } of s.sandbox.slack.messages) expectNoSecret(text, "the channel");
  });
});

test.concurrent("an old outage is not announced by itself, and `--late` does it", async () => {
  await using s = await stage();
  const id = idOf("rp", 26 * 60);
  s.write(`incidents/${id}.yml`, openFile("rp", 26 * 60));
  s.commit();
  const run = await expectTold(s, /24 heures/u, ["settle"]);
  expect(run.text).toContain(`npx runbook settle --late ${id}`);
  expect(s.sandbox.brevo.deliveries).toEqual([]);
  expect(await s.run(["settle"])).toMatchObject({ exit: 0 });
  expect(await s.run(["settle", "--late", id])).toMatchObject({ exit: 0, headline: SENT });
  expect(s.sandbox.brevo.deliveries).toHaveLength(1);
});
