import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Outcome } from "../../src/commands/outcome.ts";
import { checkupDraftWords } from "../../src/core/words/checkup-draft.ts";
import { openWorld, plain, words, type World } from "../world.ts";
import { ROWS } from "./checkup-table.ts";

const Json = z.object({
  exit: z.number(),
  checkup: z.object({
    checks: z.array(
      z.object({
        id: z.string(),
        state: z.string(),
        label: z.string(),
        finding: z.string(),
        remedy: z.string().optional(),
      }),
    ),
    lists: z.array(z.object({ id: z.number(), name: z.string(), contacts: z.number() })).optional(),
    requests: z.object({ slack: z.number(), brevo: z.number(), github: z.number() }),
  }),
});
const read = ({ json }: Outcome) => Json.parse(json).checkup;
const states = (outcome: Outcome) =>
  Object.fromEntries(read(outcome).checks.map(({ id, state }) => [id, state]));
const check = (outcome: Outcome, id: string) => read(outcome).checks.find((each) => each.id === id);

/** What Brevo no longer tells, and what only a job of GitHub can look at. */
const UNTOLD = ["brevo.blocked.rp", "brevo.blocked.cfn", "github"];
const PROBE = checkupDraftWords.fr.probe.name;

/** A checkup leaves no trace: not in the channel, not in Brevo, not in a mailbox. */
function expectUntouched({ slack, brevo }: World) {
  expect([slack.messages, brevo.deliveries, brevo.testMails, brevo.campaigns]).toEqual([[], [], [], []]);
}

describe("a checkup of a healthy world", () => {
  it("says that all is ready, line by line, and what it took", async () => {
    await using world = await openWorld();
    const outcome = await world.checkup();
    expect(outcome.exit).toBe(0);
    expect(outcome.headline).toBe("✅ PRÊT POUR LA PROCHAINE PANNE");
    const { checks, lists, requests } = read(outcome);
    expect(checks.filter(({ state }) => state !== "ok").map(({ id }) => id)).toEqual(
      UNTOLD.filter((id) => checks.some((each) => each.id === id)),
    );
    expect(checks.filter(({ remedy }) => remedy !== undefined)).toEqual([]);
    expect(lists?.map(({ name }) => name)).not.toContain("Newsletter acc-num Nov 25");
    expect(lists).toContainEqual({ id: 47, name: "Utilisateurs RP Nov 25", contacts: 1234 });
    const asked = world.requests();
    expect(requests).toMatchObject({ slack: 4, brevo: asked.length - 4 });
    expect(words(outcome)).toContain("« Utilisateurs RP Nov 25 » (n° 47), 1 234 contacts, du mois.");
    expect(words(outcome)).toContain(`Demandes : 4 à Slack, ${requests.brevo} à Brevo`);
  });

  it("sends nothing, posts nothing, leaves nothing, within fifteen of Brevo's requests", async () => {
    await using world = await openWorld();
    await world.checkup();
    expectUntouched(world);
    const asked = world.requests();
    const writes = asked.filter((what) => !/^GET |^auth|info$|history$|list$/u.test(what));
    expect(writes).toEqual(["POST /emailCampaigns", "DELETE /emailCampaigns/:id"]);
    expect(
      asked.filter((what) => what.includes(" /") && !what.includes("/contacts/")).length,
    ).toBeLessThanOrEqual(15);
  });

  it("names no key", async () => {
    await using world = await openWorld();
    const outcome = await world.checkup();
    expect(`${words(outcome)}${JSON.stringify(outcome.json)}`).not.toMatch(/xoxb-|xkeysib-/u);
  });
});

describe("breaking one thing", () => {
  let shared: World;
  let healthy: ReturnType<typeof states>;
  beforeAll(async () => {
    shared = await openWorld();
    healthy = states(await shared.checkup());
  });
  afterAll(() => shared.close());

  it.each(ROWS)("$what: only $line tells, and its remedy repairs it", async (row) => {
    const { line, state = "bad", after = [], isLasting = false } = row;
    const world = isLasting ? await openWorld() : shared;
    world.pass({ hours: 1 }); // Brevo's allowance is full again
    row.breaks(world);
    const broken = await world.checkup();
    const skipped = Object.fromEntries(after.map((id) => [id, "skipped"]));
    expect(states(broken)).toEqual({ ...healthy, ...skipped, [line]: state });
    expect(broken.exit).toBe(state === "bad" ? 2 : 0);
    expect(plain(check(broken, line)?.remedy)).toMatch(row.remedy);
    expect(words(broken)).toContain(`    À faire : ${plain(check(broken, line)?.remedy)}.`);
    expect(world.brevo.deliveries).toEqual([]);

    row.repair(world);
    expect(states(await world.checkup())).toEqual(healthy);
    expectUntouched(world);
    if (isLasting) await world.close();
  });
});

describe("a checkup that is cut short", () => {
  it("leaves no draft after the next one", async () => {
    await using world = await openWorld();
    for (const what of ["DELETE /emailCampaigns/:id", "GET /emailCampaigns/:id"])
      world.sandbox.faults.add({ kind: "reset-before", what, times: 9 });
    await world.checkup();
    expect(world.brevo.campaigns.map(({ content }) => content.name)).toEqual([PROBE]);
    world.sandbox.faults.clear();
    world.pass({ minutes: 10 });
    const next = await world.checkup();
    expectUntouched(world);
    expect(check(next, "brevo.removal")).toMatchObject({ state: "ok" });
    expect(check(next, "brevo.removal")?.finding).toContain("vérification interrompue");
  });

  it("does not take away the draft of one that runs beside it, nor what a person made", async () => {
    await using world = await openWorld();
    world.brevo.byHand({ name: PROBE });
    world.brevo.byHand({
      name: "Copie de Léa",
      createdAt: new Date(world.now().getTime() - 3_600_000),
    });
    expect((await world.checkup()).exit).toBe(0);
    expect(world.brevo.campaigns).toHaveLength(2);
  });

  it("deletes the draft whose answer was lost, and one whose deletion was", async () => {
    await using world = await openWorld();
    world.sandbox.faults.add({ kind: "lost-answer", what: "POST /emailCampaigns" });
    expect(states(await world.checkup())).toMatchObject({
      "brevo.draft": "bad",
      "brevo.readback": "skipped",
      "brevo.removal": "ok",
    });
    expectUntouched(world);
    world.sandbox.faults.add({ kind: "lost-answer", what: "DELETE /emailCampaigns/:id" });
    expect((await world.checkup()).exit).toBe(0);
    expectUntouched(world);
  });

  it("begins no draft once it was interrupted, and says so", async () => {
    await using world = await openWorld();
    const stop = new AbortController();
    world.interrupted = stop.signal;
    world.sandbox.faults.add({
      kind: "hook",
      when: "after",
      what: "GET /contacts/lists",
      call: () => stop.abort(),
    });
    const outcome = await world.checkup();
    expect(outcome.exit).toBe(2);
    expect(states(outcome)).toMatchObject({ checkup: "bad", "brevo.draft": "skipped" });
    expect(world.requests()).not.toContain("POST /emailCampaigns");
  });

  it("deletes its draft even when it is interrupted in between", async () => {
    await using world = await openWorld();
    const stop = new AbortController();
    world.interrupted = stop.signal;
    const call = () => stop.abort();
    world.sandbox.faults.add({ kind: "hook", when: "after", what: "POST /emailCampaigns", call });
    const outcome = await world.checkup();
    expect(outcome.exit).toBe(2);
    expect(states(outcome)).toMatchObject({ checkup: "bad", "brevo.removal": "ok" });
    expectUntouched(world);
  });

  it("leaves a draft that no announcement takes for its own", async () => {
    await using world = await openWorld();
    world.brevo.byHand({ name: PROBE });
    expect((await world.declare()).exit).toBe(0);
    expect(world.deliveries().map(({ listIds }) => listIds)).toEqual([[47]]);
    expect(world.brevo.campaigns.map(({ content }) => content.name)).toContain(PROBE);
  });
});

const DRAFT = [
  "GET /emailCampaigns",
  "POST /emailCampaigns",
  "GET /emailCampaigns/:id",
  "DELETE /emailCampaigns/:id",
];
const SLACK_READS = ["auth.test", "conversations.info", "conversations.history", "team.preferences.list"];
const BREVO_READS = ["GET /account", "GET /senders", "GET /contacts/lists", "GET /contacts/lists/:id"];
const ALL = ["500-before", "502-html", "lost-answer", "500-after", "cut-body", "empty-body"] as const;
const SOME = ["reset-before", "429", "200-html"] as const;

describe("a fault at any request of a checkup", () => {
  it.each([...SLACK_READS, ...BREVO_READS, ...DRAFT])(
    "of %s is told or overcome, and nothing stays",
    async (what) => {
      await using world = await openWorld();
      for (const kind of DRAFT.includes(what) ? [...ALL, ...SOME] : SOME) {
        world.sandbox.faults.add({ kind, what, times: 9 });
        const outcome = await world.checkup();
        expect([0, 2]).toContain(outcome.exit);
        expect(words(outcome)).not.toMatch(/ {4}at |undefined|\[object/u);
        world.sandbox.faults.clear();
        world.pass({ minutes: 61 });
      }
      expect((await world.checkup()).exit).toBe(0);
      expectUntouched(world);
    },
  );
});

describe("what an announcement reads before it sends", () => {
  it.each([
    ["GET /contacts/lists", "brevo.list.rp"],
    ["GET /senders", "brevo.sender"],
    ["GET /emailCampaigns", "brevo.draft"],
    ["conversations.history", "slack.history"],
    ["conversations.info", "slack.channel"],
  ])("%s: when it cannot be read, the checkup is not ready, and nothing is made", async (what, line) => {
    await using world = await openWorld();
    world.sandbox.faults.add({ kind: "500-before", what, times: 9 });
    const outcome = await world.checkup();
    expect(outcome.exit).toBe(2);
    expect(check(outcome, line)).toMatchObject({ state: "bad", remedy: expect.any(String) });
    expectUntouched(world);
  });
});

describe("a Brevo that takes no draft to nobody", () => {
  it("gets one to a list of ours, which is never sent and deleted at once", async () => {
    await using world = await openWorld();
    world.brevo.state.recipientsNeeded = true;
    const outcome = await world.checkup();
    expect(outcome.exit).toBe(0);
    expect(check(outcome, "brevo.draft")?.finding).toContain("jamais envoyé");
    expectUntouched(world);
  });

  it("gets it to the drill's list where there is one", async () => {
    await using world = await openWorld({
      settings: [
        ['  channel_id: ""   # un canal', '  channel_id: "C0TECHNIQ1"   # un canal'],
        ['  list_id: ""', '  list_id: "46"'],
      ],
    });
    world.brevo.state.recipientsNeeded = true;
    const seen: (readonly number[])[] = [];
    const call = () => void seen.push(...world.brevo.campaigns.map(({ content }) => content.listIds));
    world.sandbox.faults.add({ kind: "hook", when: "after", what: "POST /emailCampaigns", times: 2, call });
    expect((await world.checkup()).exit).toBe(0);
    expect(seen).toEqual([[46]]);
    expectUntouched(world);
  });
});

describe("a checkup without all it needs", () => {
  it.each([
    ["SLACK_BOT_TOKEN", "slack.token", "brevo.key"],
    ["BREVO_API_KEY", "brevo.key", "slack.token"],
  ])("without %s still looks at the other tool", async (key, bad, fine) => {
    await using world = await openWorld();
    world.env = { [key]: undefined };
    const outcome = await world.checkup();
    expect(outcome.exit).toBe(2);
    expect(states(outcome)).toMatchObject({ [bad]: "bad", [fine]: "ok" });
    expect(check(outcome, bad)?.finding).toContain(key);
  });

  it("without any key cannot be made", async () => {
    await using world = await openWorld();
    world.env = { SLACK_BOT_TOKEN: "", BREVO_API_KEY: undefined };
    const outcome = await world.checkup();
    expect(outcome).toMatchObject({ exit: 1, headline: "❌ VÉRIFICATION IMPOSSIBLE" });
    expect(world.requests()).toEqual([]);
  });

  it("with a channel that cannot be meant says so", async () => {
    await using world = await openWorld();
    world.env = { SLACK_CHANNEL_ID: "général" };
    const outcome = await world.checkup();
    expect(outcome).toMatchObject({ exit: 1, headline: "❌ VÉRIFICATION IMPOSSIBLE" });
    expect(words(outcome)).toContain("identifiant comme C0123ABCD");
  });

  it("with faulty settings names their lines", async () => {
    await using world = await openWorld();
    world.edit("runbook.yml", "services:", "servies:");
    const outcome = await world.checkup();
    expect(outcome.exit).toBe(1);
    expect(words(outcome)).toMatch(/runbook\.yml:\d+:\d+: /u);
  });

  it("leaves out who may post when that right was not given, which is no fault", async () => {
    await using world = await openWorld();
    world.slack.state.scopes = ["chat:write", "channels:read", "channels:history"];
    const outcome = await world.checkup();
    expect(outcome.exit).toBe(0);
    expect(states(outcome)).toMatchObject({ "slack.scopes": "ok", "slack.general": "skipped" });
  });

  it("asks for the rights of a private channel in a private channel", async () => {
    await using world = await openWorld();
    world.slack.channel("C0GENERAL1").isPrivate = true;
    const outcome = await world.checkup();
    expect(check(outcome, "slack.scopes")?.finding).toMatch(/groups:read/u);
  });

  it("gives up on a tool that does not answer, in words", async () => {
    await using world = await openWorld();
    world.sandbox.faults.add({ kind: "502-html", times: 99 });
    const outcome = await world.checkup();
    expect(states(outcome)).toMatchObject({ "slack.token": "bad", "brevo.key": "bad", "texts.rp": "ok" });
    expect(words(outcome)).not.toMatch(/ {4}at |undefined|\[object/u);
  });
});

describe("a checkup in English", () => {
  it("speaks English all through", async () => {
    await using world = await openWorld({ settings: [['language: "fr"', 'language: "en"']] });
    world.slack.channel("C0GENERAL1").isArchived = true;
    const outcome = await world.checkup();
    expect(outcome.headline).toBe("❌ NOT READY FOR THE NEXT OUTAGE");
    expect(words(outcome)).toContain("    To do: In Slack, unarchive the channel");
    expect(words(outcome)).not.toMatch(/À faire|Demandes|Pas regardé/u);
  });
});
