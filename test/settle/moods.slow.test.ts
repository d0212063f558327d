import { describe, expect, test } from "vitest";
import { DAY, GENERAL, openWorld, plain, said, steps, words, type World } from "../world.ts";

const ID = `${DAY}-rp`;
const CHAT = "outage/slack";
const MAIL = "outage/mail/rp";
const SENDS = "POST /emailCampaigns/:id/sendNow";

/** A tool that refuses: the other tool is served, exit 2 with the gesture, and after the gesture all is there once. */
const refusals: readonly {
  readonly name: string;
  readonly step: typeof CHAT | typeof MAIL;
  readonly spoil: (w: World) => void;
  readonly mend: (w: World) => void;
  readonly says: RegExp;
}[] = [
  {
    name: "a revoked Slack token",
    step: CHAT,
    spoil: ({ slack }) => void (slack.state.token = "token_revoked"),
    mend: ({ slack }) => void (slack.state.token = "valid"),
    says: /SLACK_BOT_TOKEN/u,
  },
  {
    name: "a robot that is not a member of the channel",
    step: CHAT,
    spoil: ({ slack }) => void (slack.channel(GENERAL).isMember = false),
    mend: ({ slack }) => void (slack.channel(GENERAL).isMember = true),
    says: /\/invite @Alerte indisponibilité/u,
  },
  {
    name: "an archived channel",
    step: CHAT,
    spoil: ({ slack }) => void (slack.channel(GENERAL).isArchived = true),
    mend: ({ slack }) => void (slack.channel(GENERAL).isArchived = false),
    says: /archivé.*autre canal/u,
  },
  {
    name: "a missing scope",
    step: CHAT,
    spoil: ({ slack }) => void (slack.state.scopes = ["channels:history"]),
    mend: ({ slack }) => void (slack.state.scopes = ["channels:history", "chat:write"]),
    says: /chat:write/u,
  },
  {
    name: "a workspace where the robot may not write",
    step: CHAT,
    spoil: ({ slack }) => void (slack.state.restricted = "always"),
    mend: ({ slack }) => void (slack.state.restricted = "never"),
    says: /administrateur de Slack/u,
  },
  {
    name: "an unknown Brevo key",
    step: MAIL,
    spoil: ({ brevo }) => void (brevo.state.key = "unknown"),
    mend: ({ brevo }) => void (brevo.state.key = "valid"),
    says: /BREVO_API_KEY/u,
  },
  {
    name: "a blocked address",
    step: MAIL,
    spoil: ({ brevo }) => void (brevo.state.key = "ip_blocked"),
    mend: ({ brevo }) => void (brevo.state.key = "valid"),
    says: /Adresses IP autorisées/u,
  },
  {
    name: "missing credits",
    step: MAIL,
    spoil: ({ brevo }) => void (brevo.state.credits = 100),
    mend: ({ brevo }) => void (brevo.state.credits = 5000),
    says: /crédits/u,
  },
  {
    name: "an hour of Brevo that is used up",
    step: MAIL,
    spoil: ({ brevo }) => void (brevo.state.perHour = 2),
    mend: (w) => {
      w.brevo.state.perHour = 100;
      w.pass({ hours: 1 });
    },
    says: /trop de demandes.*Attendez \d+ min/u,
  },
  {
    name: "a sender that Brevo does not know",
    step: MAIL,
    spoil: (w) => void (w.env = { BREVO_SENDER_ID: "9" }),
    mend: (w) => void (w.env = {}),
    says: /Brevo a refusé/u,
  },
];

test.concurrent.for(refusals)(
  "$name keeps one step, and only that one",
  async ({ step, spoil, mend, says }) => {
    await using w = await openWorld();
    spoil(w);
    const other = step === CHAT ? MAIL : CHAT;
    const outcome = await w.declare();
    expect([outcome.exit, outcome.headline]).toEqual([2, "⚠️ À VÉRIFIER : N'ENVOYEZ RIEN À LA MAIN"]);
    expect(steps(outcome)).toEqual({ [step]: "failed", [other]: "done" });
    expect(said(outcome, step)).toMatch(says);
    expect([w.deliveries().length, w.channel().length]).toEqual(step === CHAT ? [1, 0] : [0, 1]);
    mend(w);
    const again = await w.settle();
    expect([again.exit, steps(again)]).toEqual([0, { [CHAT]: "done", [MAIL]: "done" }]);
    expect([w.deliveries().length, w.channel().length, w.brevo.campaigns.length]).toEqual([1, 1, 1]);
  },
);

describe.concurrent("Slack", () => {
  test("that forbids the mention only gets the message without it, said loudly, and exit 0", async () => {
    await using w = await openWorld();
    w.slack.state.restricted = "mention";
    const outcome = await w.declare();
    expect([outcome.exit, outcome.headline]).toEqual([0, "✅ ANNONCE PARTIE"]);
    expect(words(outcome)).toContain("n’a pas permis de prévenir tout le canal (@canal)");
    expect(w.channel()[0]?.text).toMatch(/^:red_circle: \*Reconnect Pro est indisponible\*/u);
    expect(w.channel()[0]?.metadata).toMatchObject({ event_payload: { incident: ID, step: CHAT } });
  });

  test("whose history cannot be read gets one message, recorded as unverified", async () => {
    await using w = await openWorld();
    w.slack.state.historyError = "internal_error";
    const outcome = await w.declare();
    expect([outcome.exit, w.channel().length]).toEqual([0, 1]);
    expect(words(outcome)).toContain("ne peut pas relire le canal Slack");
    expect(w.journal(ID).find(({ step }) => step === CHAT)).toMatchObject({ reason: "unverified" });
    expect((await w.declare()).exit).toBe(0);
    w.pass({ hours: 1 });
    expect((await w.resolve()).exit).toBe(0);
    expect([w.channel().length, w.deliveries().length]).toEqual([2, 2]);
  });

  test("that loses an answer while its history cannot be read is a doubt that no run posts over", async () => {
    await using w = await openWorld();
    w.slack.state.historyError = "internal_error";
    w.sandbox.faults.add({ what: "chat.postMessage", kind: "lost-answer" });
    expect(steps(await w.declare())).toEqual({ [CHAT]: "unknown", [MAIL]: "done" });
    const again = await w.settle();
    expect([again.exit, steps(again)[CHAT], w.channel().length]).toEqual([2, "unknown", 1]);
    w.slack.state.historyError = undefined;
    expect((await w.settle()).exit).toBe(0);
    expect(w.channel()).toHaveLength(1);
  });

  test("that shows a message late gets it once", async () => {
    await using w = await openWorld();
    w.slack.state.historyLag = { reads: 4 };
    expect((await w.declare()).exit).toBe(0);
    expect((await w.settle()).exit).toBe(0);
    expect(w.channel()).toHaveLength(1);
  });

  test("that loses an answer and shows the message late does not end with two", async () => {
    await using w = await openWorld();
    w.slack.state.historyLag = { reads: 3 };
    w.sandbox.faults.add({ what: "chat.postMessage", kind: "lost-answer" });
    await w.declare();
    await w.settle();
    expect(w.channel()).toHaveLength(1);
  });
});

describe.concurrent("Brevo", () => {
  test("that stops at a daily cap leaves a suspended campaign: exit 2, no second one, and the end waits", async () => {
    await using w = await openWorld();
    w.brevo.state.dailyCap = 1000;
    const outcome = await w.declare();
    expect([outcome.exit, steps(outcome)[MAIL]]).toEqual([2, "unknown"]);
    expect(said(outcome, MAIL)).toMatch(/n° 101.*suspended|arrêté l’envoi/u);
    w.pass({ hours: 1 });
    const end = await w.resolve();
    expect([end.exit, steps(end)["recovery/mail/rp"]]).toEqual([2, "unknown"]);
    expect([w.deliveries().length, w.brevo.campaigns.length]).toEqual([1, 1]);
  });

  test("that reviews a campaign keeps the end waiting until it let it go", async () => {
    await using w = await openWorld();
    w.brevo.state.outcome = "in_review";
    expect(steps(await w.declare())[MAIL]).toBe("unknown");
    w.pass({ hours: 1 });
    const end = await w.resolve();
    expect([end.exit, steps(end)["recovery/mail/rp"]]).toEqual([2, "unknown"]);
    expect(w.deliveries()).toEqual([]);
    w.brevo.state.outcome = "sent";
    w.brevo.approve(101);
    expect((await w.settle()).exit).toBe(0);
    expect(w.deliveries().map(({ name }) => name)).toEqual([
      `Indisponibilité Reconnect Pro · ${ID}`,
      `Fin de l'indisponibilité Reconnect Pro · ${ID}`,
    ]);
  });

  test("that says draft for a while after sendNow is waited for", async () => {
    await using w = await openWorld();
    w.brevo.state.draftLag = { reads: 3 };
    expect((await w.declare()).exit).toBe(0);
    expect(w.requests().filter((what) => what === SENDS)).toHaveLength(1);
  });

  test("that keeps saying draft after sendNow ends in exit 2 after a bounded wait, with one delivery", async () => {
    await using w = await openWorld();
    w.brevo.state.draftLag = { reads: 10_000 };
    const outcome = await w.declare();
    expect([outcome.exit, steps(outcome)[MAIL]]).toEqual([2, "unknown"]);
    expect(said(outcome, MAIL)).toMatch(/accepté.*n° 101.*[Aa]ttendez dix minutes/u);
    expect((await w.settle()).exit).toBe(2);
    expect(w.requests().filter((what) => what === SENDS)).toHaveLength(1);
    w.pass({ minutes: 11 });
    expect((await w.settle()).exit).toBe(2);
    w.brevo.campaign(101).stages = [];
    expect((await w.settle()).exit).toBe(0);
    expect([w.deliveries().length, w.brevo.campaigns.length]).toEqual([1, 1]);
  });

  test("that forgets a sendNow is asked again after ten minutes, not before, for the same campaign", async () => {
    await using w = await openWorld();
    w.brevo.state.outcome = "forgotten";
    expect(steps(await w.declare())[MAIL]).toBe("unknown");
    w.brevo.state.outcome = "sent";
    w.pass({ minutes: 9 });
    const soon = await w.settle();
    expect([soon.exit, w.deliveries().length]).toEqual([2, 0]);
    expect(w.requests().filter((what) => what === SENDS)).toHaveLength(1);
    w.pass({ minutes: 2 });
    expect((await w.settle()).exit).toBe(0);
    expect(w.deliveries()).toMatchObject([{ campaignId: 101 }]);
    expect(w.brevo.campaigns).toHaveLength(1);
  });

  test("that loses the answer to sendNow and says draft for a while is waited for, not asked again", async () => {
    await using w = await openWorld();
    w.brevo.state.draftLag = { reads: 5 };
    w.sandbox.faults.add({ what: SENDS, kind: "lost-answer" });
    expect((await w.declare()).exit).toBe(0);
    expect(w.requests().filter((what) => what === SENDS)).toHaveLength(1);
  });

  test("that shows a new campaign late in its list gets one campaign", async () => {
    await using w = await openWorld();
    w.brevo.state.listLag = { reads: 50 };
    expect((await w.declare()).exit).toBe(0);
    w.pass({ hours: 1 });
    expect((await w.resolve()).exit).toBe(0);
    expect([w.deliveries().length, w.brevo.campaigns.length]).toEqual([2, 2]);
  });

  test("that loses the answer to a create and shows the campaign late: one leaves, the other is removed", async () => {
    await using w = await openWorld();
    w.brevo.state.listLag = { reads: 5 };
    w.sandbox.faults.add({ what: "POST /emailCampaigns", kind: "lost-answer" });
    const outcome = await w.declare();
    expect([outcome.exit, w.requests().filter((what) => what === "POST /emailCampaigns").length]).toEqual([
      2, 1,
    ]);
    expect((await w.settle()).exit).toBe(0);
    expect([w.deliveries().length, w.brevo.campaigns.length]).toEqual([1, 1]);
  });

  test("that lost the draft just before sendNow gets another one, in the same run", async () => {
    await using w = await openWorld();
    w.sandbox.faults.add({ what: SENDS, kind: "hook", when: "before", call: () => w.brevo.remove(101) });
    expect((await w.declare()).exit).toBe(0);
    expect(w.deliveries()).toMatchObject([{ campaignId: 102 }]);
  });
});

test.concurrent("both tools down: the announcement is kept for the next run, and nobody sends it by hand", async () => {
  await using w = await openWorld();
  w.brevo.state.key = "unknown";
  w.slack.state.token = "account_inactive";
  const outcome = await w.declare();
  expect([outcome.exit, outcome.headline]).toEqual([2, "⚠️ À VÉRIFIER : N'ENVOYEZ RIEN À LA MAIN"]);
  expect(plain(words(outcome))).toMatch(/BREVO_API_KEY/u);
  expect([w.deliveries().length, w.channel().length]).toEqual([0, 0]);
});
