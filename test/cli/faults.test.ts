import { describe, expect, test } from "vitest";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { CHECK, idOf, NOTHING, openFile, paris, SENT, stage, type Stage } from "./stage.ts";

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

describe("each fault of the wire at each write: exactly one, now or at the next run", () => {
  const writes = ["chat.postMessage", "POST /emailCampaigns", "POST /emailCampaigns/:id/sendNow"];
  const kinds: FaultKind[] = ["reset-before", "502-html", "lost-answer", "cut-body", "200-html"];
  test.concurrent.each(writes.flatMap((what) => kinds.map((kind): [FaultKind, string] => [kind, what])))(
    "%s at %s",
    async (kind, what) => {
      await using s = await stage();
      s.sandbox.faults.add({ kind, what });
      const run = await s.run(DECLARE());
      expect([0, 2]).toContain(run.exit);
      if (run.exit === 2) expect(await s.run(["settle"])).toMatchObject({ exit: 0 });
      expect(s.sandbox.brevo.deliveries).toHaveLength(1);
      expect(s.sandbox.slack.messages.filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
    },
  );
});

describe("what the tools refuse is told with the next gesture", () => {
  test.concurrent.each<[string, (s: Stage) => void, RegExp]>([
    [
      "a revoked Slack key",
      ({ sandbox }) => (sandbox.slack.state.token = "token_revoked"),
      /SLACK_BOT_TOKEN/u,
    ],
    [
      "a channel that Slack does not know",
      ({ sandbox }) => void sandbox.slack.channels.splice(0),
      /ne trouve pas le canal/u,
    ],
    [
      "not a member",
      ({ sandbox }) => (sandbox.slack.channel("C0GENERAL1").isMember = false),
      /pas membre du canal.*\n.*\/invite/u,
    ],
    ["archived", ({ sandbox }) => (sandbox.slack.channel("C0GENERAL1").isArchived = true), /archivé/u],
    ["a wrong Brevo key", ({ sandbox }) => (sandbox.brevo.state.key = "unknown"), /BREVO_API_KEY/u],
    ["an IP block", ({ sandbox }) => (sandbox.brevo.state.key = "ip_blocked"), /bloque l’adresse/u],
    ["no credits", ({ sandbox }) => (sandbox.brevo.state.credits = 10), /crédits/u],
    ["no list", ({ sandbox }) => void sandbox.brevo.lists.splice(0), /liste/u],
    ["an empty list", ({ sandbox }) => (sandbox.brevo.list(47).uniqueSubscribers = 0), /liste|contact/u],
    ["no sender", ({ sandbox }) => void sandbox.brevo.senders.splice(0), /expéditeur/u],
    [
      "too many requests",
      ({ sandbox }) => sandbox.faults.add({ kind: "429", server: "brevo", ...always }),
      /trop de demandes/u,
    ],
    ["in review", ({ sandbox }) => (sandbox.brevo.state.outcome = "in_review"), /vérifie l’envoi/u],
    ["a daily cap", ({ sandbox }) => (sandbox.brevo.state.dailyCap = 10), /arrêté l’envoi/u],
    ["a 204 that is forgotten", ({ sandbox }) => (sandbox.brevo.state.outcome = "forgotten"), /brouillon/u],
  ])("%s", async (_what, upset, words) => {
    await using s = await stage();
    upset(s);
    await expectTold(s, words);
  });

  test("a connection that is refused: nothing left, said as such", async () => {
    await using s = await stage();
    const url = "http://127.0.0.1:1";
    const run = await s.run(DECLARE(), { env: { SLACK_API_URL: `${url}/api/`, BREVO_API_URL: `${url}/v3` } });
    expect(run).toMatchObject({ exit: 2, headline: NOTHING });
    expect(run.text).toContain("Slack est injoignable.");
    expect(run.text).toContain("Brevo est injoignable.");
  });

  test("a tool that answers with our own key does not get it into the journal, the channel or the receipt", async () => {
    await using s = await stage();
    s.sandbox.brevo.state.storeHtml = (html) => html;
    // A refused request whose message repeats what was sent to it.
    s.sandbox.brevo.senders.splice(0, 1, {
      id: 1,
      name: s.env["BREVO_API_KEY"] ?? "",
      email: "a@reconnect.example",
      active: true,
    });
    await s.run(DECLARE());
  });
});

test("an old outage is not announced by itself, and `--late` does it", async () => {
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
