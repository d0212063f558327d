import { describe, expect, test } from "vitest";
import { DAY, GENERAL, plain, words, type World } from "../world.ts";
import { DRILL, messagesIn, openDrilling, sent, TEST_CHANNEL, TEST_LIST, wholeCycle } from "./drilling.ts";

const PASSED = "✅ EXERCICE RÉUSSI en 0 s";
const FAILED = "⚠️ EXERCICE RATÉ : RIEN N'EST PARTI VERS LES UTILISATEURS";
const RP = { services: ["rp"] };

const verdicts = (w: World, id: string) =>
  w.journal(`drills/${id}`).filter(({ event }) => event === "drilled");

/** A drill is two announcements; a busy machine takes its time. */
const LONG = { timeout: 60_000 };

describe.concurrent("a drill", LONG, () => {
  test("plays the whole cycle of all tools to the test channel and the test list, and to nobody else", async () => {
    await using w = await openDrilling({
      settings: [['technical_contact: ""', 'technical_contact: "<@U0TECHNIC1>"']],
    });
    const first: string[] = [];
    const call = () => void first.push(w.slack.messages.at(-1)?.text ?? "");
    w.sandbox.faults.add({ kind: "hook", what: "chat.postMessage", when: "after", call });
    const outcome = await w.drill();
    const id = `${DRILL}-cfn`;
    expect(outcome).toMatchObject({ exit: 0, headline: PASSED, alarm: false });
    expect(words(outcome)).toContain(
      "canal #exercices et la liste « Essais internes (équipe) » (4 contacts)",
    );
    expect(sent(w)).toEqual({ drill: wholeCycle(id, ["rp", "cfn"]), real: [] });
    expect(w.deliveries().map(({ recipients }) => recipients)).toEqual([4, 4, 4, 4]);
    expect(messagesIn(w, GENERAL)).toEqual([]);
    // It says what it is, first of all, wherever somebody reads it.
    for (const { campaignId, subject } of w.deliveries()) {
      const { content } = w.brevo.campaign(campaignId);
      expect([subject.slice(0, 8), content.previewText?.slice(0, 8)]).toEqual(["EXERCICE", "EXERCICE"]);
    }
    for (const phase of ["outage", "recovery"])
      expect(w.read(`incidents/drills/${id}/${phase}.rp.txt`)).toMatch(/^EXERCICE/u);
    const texts = messagesIn(w, TEST_CHANNEL).map(({ text }) => text);
    expect(texts).toHaveLength(8);
    expect(texts.filter((text) => !text.startsWith("EXERCICE"))).toEqual([]);
    // The mention is tried as in an outage; the people who know causes are left in peace.
    expect(first[0]).toMatch(/^EXERCICE — <!channel> :red_circle:/u);
    expect(texts.filter((text) => text.includes("U0TECHNIC1"))).toEqual([]);
    // Whoever audits it later finds when, who, how long each step took, and the verdict.
    expect(outcome.json).toMatchObject({ exit: 0, drill: { id, verdict: "passed" } });
    expect(verdicts(w, id)).toMatchObject([
      {
        verdict: "passed",
        seconds: 0,
        actor: "Léa Martin",
        took: { "outage/slack": 0, "outage/mail/rp": 0, "recovery/slack/cfn": 0, "recovery/mail/cfn": 0 },
      },
    ]);
    expect(w.read(`incidents/drills/${id}.yml`)).toContain("status: resolved\n");
    expect(w.read(`incidents/drills/${id}/outage.rp.html`)).toBe(w.deliveries()[0]?.html);
    expect(w.git("status", "--porcelain")).toBe("");
  });

  test("leaves nothing to send: neither settling nor « Re-run jobs » sends, and the next one is another one", async () => {
    await using w = await openDrilling();
    const seen = () => [w.deliveries().length, w.slack.messages.length, w.git("rev-parse", "HEAD")];
    w.runId = "77/1";
    await w.drill(RP);
    const before = seen();
    w.pass({ hours: 2 });
    expect((await w.settle()).headline).toBe("ℹ️ DÉJÀ FAIT");
    w.runId = "77/2";
    expect(await w.drill(RP)).toMatchObject({ exit: 0, headline: "ℹ️ EXERCICE DÉJÀ FAIT" });
    expect(seen()).toEqual(before);
    w.runId = "78/1";
    expect((await w.drill(RP)).headline).toBe(PASSED);
    expect(sent(w).drill).toEqual(
      [...wholeCycle(DRILL, ["rp"]), ...wholeCycle(`${DRILL}-2`, ["rp"])].toSorted(),
    );
  });

  test("speaks English where runbook.yml does", async () => {
    await using w = await openDrilling({ settings: [['language: "fr"', 'language: "en"']] });
    const outcome = await w.drill(RP);
    expect(outcome).toMatchObject({ exit: 0, headline: "✅ DRILL PASSED in 0 s" });
    expect(w.deliveries().map(({ subject }) => subject.slice(0, 6))).toEqual(["DRILL:", "DRILL:"]);
    const texts = messagesIn(w, TEST_CHANNEL).map(({ text }) => text);
    expect(texts.filter((text) => !text.startsWith("DRILL —"))).toEqual([]);
  });

  test("in a dry run writes nothing anywhere, and shows the whole cycle", async () => {
    await using w = await openDrilling();
    const head = w.git("rev-parse", "HEAD");
    const outcome = await w.drill({ services: ["rp"], dryRun: true });
    expect(outcome).toMatchObject({ exit: 0, headline: "👁 APERÇU D'EXERCICE : RIEN N'EST ENVOYÉ" });
    expect(outcome.json).toHaveProperty("drill", { id: DRILL });
    expect(words(outcome).match(/à envoyer à la liste « Essais internes \(équipe\) »/gu)).toHaveLength(2);
    expect([w.brevo.campaigns.length, w.slack.messages.length]).toEqual([0, 0]);
    expect([w.git("rev-parse", "HEAD"), w.git("status", "--porcelain")]).toEqual([head, ""]);
  });
});

describe.concurrent("a real outage", LONG, () => {
  test("is announced beside a drill of the same day and tool, and neither takes the other for itself", async () => {
    await using w = await openDrilling({ settings: [["campaigns_per_day: 20", "campaigns_per_day: 1"]] });
    await w.drill(RP);
    w.pass({ minutes: 3 });
    expect((await w.declare()).headline).toBe("✅ ANNONCE PARTIE");
    // While the outage is open.
    w.pass({ minutes: 3 });
    expect((await w.drill(RP)).headline).toBe(PASSED);
    expect((await w.resolve()).headline).toBe("✅ ANNONCE PARTIE");
    expect(sent(w).real).toEqual([
      `Fin de l'indisponibilité Reconnect Pro · ${DAY}-rp`,
      `Indisponibilité Reconnect Pro · ${DAY}-rp`,
    ]);
    expect(sent(w).drill).toHaveLength(4);
    expect(messagesIn(w, GENERAL).filter(({ text }) => text.includes("EXERCICE"))).toEqual([]);
    expect(messagesIn(w, TEST_CHANNEL).filter(({ text }) => !text.startsWith("EXERCICE"))).toEqual([]);
  });

  test("is not held up by a drill that was cut off with its mail out, and settling never ends that one", async () => {
    await using w = await openDrilling();
    await cutOff(w, "POST /emailCampaigns/:id/sendNow", 1, "after");
    // What it wrote and could not commit any more is kept by the next command of any kind.
    w.write(`incidents/drills/${DRILL}/outage.rp.txt`, "EXERCICE\n");
    expect(await w.settle()).toMatchObject({ exit: 0, headline: "ℹ️ DÉJÀ FAIT" });
    expect(w.git("status", "--porcelain")).toBe("");
    expect((await w.declare()).headline).toBe("✅ ANNONCE PARTIE");
    expect(sent(w).real).toEqual([`Indisponibilité Reconnect Pro · ${DAY}-rp`]);
  });
});

/** The process is gone at this request: no answer, no further step, no verdict. */
async function cutOff(w: World, what: string, nth: number, when: "before" | "after"): Promise<void> {
  const dead = new AbortController();
  const { faults } = w.sandbox;
  const forget = [
    faults.add({ kind: "hook", what, nth, when, call: () => dead.abort() }),
    faults.add({ kind: when === "before" ? "reset-before" : "lost-answer", what, nth }),
  ];
  w.interrupted = dead.signal;
  w.onProgress = () => {
    if (dead.signal.aborted) throw new Error("killed");
  };
  await w.drill(RP);
  for (const each of forget) each();
  w.interrupted = new AbortController().signal;
  w.onProgress = () => undefined;
}

const POINTS = [
  ["chat.postMessage", 1, "after"],
  ["POST /emailCampaigns", 1, "after"],
  ["POST /emailCampaigns/:id/sendNow", 1, "after"],
  ["POST /emailCampaigns/:id/sendNow", 2, "after"],
] as const;

describe.concurrent("a drill that was killed", LONG, () => {
  test.for(POINTS)("at %s no. %i (%s) is played on by the next one, once", async ([what, nth, when]) => {
    await using w = await openDrilling();
    await cutOff(w, what, nth, when);
    expect(verdicts(w, DRILL)).toEqual([]);
    w.pass({ minutes: 2 });
    const outcome = await w.drill(RP);
    expect(outcome).toMatchObject({ exit: 0, headline: PASSED });
    expect(words(outcome)).toContain(`L’exercice ${DRILL} était déjà commencé`);
    expect(sent(w)).toEqual({ drill: wholeCycle(DRILL, ["rp"]), real: [] });
    expect(w.brevo.campaigns).toHaveLength(2);
    expect(verdicts(w, DRILL)).toMatchObject([{ verdict: "passed" }]);
  });

  test.for(POINTS.slice(1, 3))(
    "at %s no. %i (%s) is closed by the next one days later, and nothing of it leaves any more",
    async ([what, nth, when]) => {
      await using w = await openDrilling();
      await cutOff(w, what, nth, when);
      w.pass({ hours: 72 });
      const before = w.deliveries().map(({ name }) => name);
      const outcome = await w.drill(RP);
      expect(outcome).toMatchObject({ exit: 0, headline: PASSED });
      expect(words(outcome)).toContain(`L’exercice ${DRILL}, resté interrompu, est abandonné`);
      expect(sent(w).drill).toEqual([...before, ...wholeCycle("2025-11-27-exercice-rp", ["rp"])].toSorted());
      expect(w.brevo.campaigns).toHaveLength(w.deliveries().length);
      expect(verdicts(w, DRILL)).toMatchObject([{ verdict: "closed" }]);
      expect(w.read(`incidents/drills/${DRILL}.yml`)).toContain("status: resolved\n");
    },
  );

  test("whose beginning was told is ended for those who were told, the same day", async () => {
    await using w = await openDrilling();
    await cutOff(w, "POST /emailCampaigns", 2, "before");
    w.pass({ hours: 3 });
    expect((await w.drill(RP)).headline).toBe(PASSED);
    expect(sent(w).drill).toEqual(
      [...wholeCycle(DRILL, ["rp"]), ...wholeCycle(`${DRILL}-2`, ["rp"])].toSorted(),
    );
  });
});

describe.concurrent("a drill that takes up one of another tool", LONG, () => {
  test("is red when that one fails, though it passes itself, and says which", async () => {
    await using w = await openDrilling();
    await cutOff(w, "POST /emailCampaigns/:id/sendNow", 1, "before");
    w.pass({ minutes: 2 });
    const what = "POST /emailCampaigns/:id/sendNow";
    w.sandbox.faults.add({ kind: "429", what, times: 1 });
    const outcome = await w.drill({ services: ["cfn"] });
    const other = DRILL.replace("-rp", "-cfn");
    expect(outcome).toMatchObject({ exit: 2, headline: FAILED });
    expect(words(outcome)).toContain(`L’exercice ${DRILL}, déjà commencé, n’a pas pu être mené à sa fin`);
    expect([verdicts(w, DRILL), verdicts(w, other)]).toMatchObject([
      [{ verdict: "failed" }],
      [{ verdict: "passed" }],
    ]);
  });

  test("brings it to its end first", async () => {
    await using w = await openDrilling();
    await cutOff(w, "POST /emailCampaigns/:id/sendNow", 1, "before");
    w.pass({ minutes: 2 });
    const outcome = await w.drill({ services: ["cfn"] });
    expect(outcome).toMatchObject({ exit: 0, headline: PASSED });
    expect(words(outcome)).toContain(`L’exercice ${DRILL}, déjà commencé, a été mené à sa fin.`);
  });
});

describe.concurrent("a real incident that somebody is still writing", LONG, () => {
  test("is neither committed nor pushed by a drill, because GitHub would announce it", async () => {
    await using w = await openDrilling({ remote: true });
    w.write(`incidents/${DAY}-rp.yml`, `services: [rp]\nstatus: open\nstarted_at: ${DAY} 09:00\n`);
    expect((await w.drill(RP)).headline).toBe(PASSED);
    expect(w.git("status", "--porcelain").trim()).toBe(`?? incidents/${DAY}-rp.yml`);
    expect(() => w.remoteFile(`incidents/${DAY}-rp.yml`)).toThrow(/incidents/u);
    expect(w.remoteFile(`incidents/drills/${DRILL}/journal.yml`)).toContain("verdict: passed");
    // It is announced once its author wants it.
    expect((await w.settle()).headline).toBe("✅ ANNONCE PARTIE");
  });
});

describe.concurrent("two drills at once", LONG, () => {
  test("in one clone are one drill", async () => {
    await using w = await openDrilling();
    const outcomes = await Promise.all([w.drill(RP), w.drill(RP)]);
    expect(outcomes.map(({ exit }) => exit)).toEqual([0, 0]);
    expect(sent(w)).toEqual({ drill: wholeCycle(DRILL, ["rp"]), real: [] });
    expect(w.brevo.campaigns).toHaveLength(2);
  });

  test("in two clones of one remote send nothing twice", async () => {
    await using w = await openDrilling({ remote: true });
    const other = w.colleague();
    const outcomes = await Promise.all([w.drill(RP), other.drill(RP)]);
    expect(outcomes.map(({ exit }) => exit)).toEqual([0, 0]);
    expect(sent(w)).toEqual({ drill: wholeCycle(DRILL, ["rp"]), real: [] });
    expect(w.remoteFile(`incidents/drills/${DRILL}/journal.yml`)).toContain("verdict: passed");
  });
});

describe.concurrent("a drill that fails", LONG, () => {
  test("is told in the test channel and by the run, sends nobody to the forms of an outage, and leaves nothing behind", async () => {
    await using w = await openDrilling();
    w.brevo.state.credits = 0;
    const outcome = await w.drill(RP);
    expect(outcome).toMatchObject({ exit: 2, headline: FAILED, alarm: false });
    const read = plain([words(outcome), ...messagesIn(w, TEST_CHANNEL).map(({ text }) => text)].join("\n"));
    expect(read).toContain("Exercice raté");
    expect(read).not.toMatch(/Déclarer (?:une|la fin)|runbook (?:declare|resolve|settle)/u);
    expect(messagesIn(w, GENERAL)).toEqual([]);
    expect(w.brevo.campaigns).toEqual([]);
    expect(verdicts(w, DRILL)).toMatchObject([
      { verdict: "failed", reason: expect.stringContaining("outage/mail/rp") },
    ]);
    w.brevo.state.credits = 50_000;
    w.pass({ hours: 1 });
    expect((await w.drill(RP)).headline).toBe(PASSED);
  });
});

describe.concurrent("a drill whose record is damaged", LONG, () => {
  test("does not say that its verdict is written when it is not, nor leaves a failure without its reason", async () => {
    await using w = await openDrilling();
    w.write(`incidents/drills/${DRILL}/journal.yml/x`, "");
    const first = await w.drill(RP);
    expect(words(first)).toContain("Le résultat de cet exercice n’a pas pu être écrit.");
    expect(words(first)).not.toContain("Trace");
    w.remove(`incidents/drills/${DRILL}/journal.yml`);
    w.pass({ minutes: 2 });
    // All is delivered, but nobody can tell any more how the beginning went.
    const again = await w.drill(RP);
    expect(again).toMatchObject({ exit: 2, headline: FAILED });
    expect(plain(words(again))).toContain("On ne sait plus ce qu’est devenu : Slack, début.");
    expect(sent(w)).toEqual({ drill: wholeCycle(DRILL, ["rp"]), real: [] });
  });
});

describe.concurrent("the schedule", LONG, () => {
  test("plays one drill a month, and makes up for one that failed", async () => {
    await using w = await openDrilling({ now: "2025-11-04T09:37:00.000Z" });
    w.isScheduled = true;
    w.slack.state.token = "token_revoked";
    expect((await w.drill()).exit).toBe(1);
    w.slack.state.token = "valid";
    w.pass({ hours: 7 * 24 });
    expect((await w.drill()).headline).toBe(PASSED);
    w.pass({ hours: 7 * 24 });
    expect(await w.drill()).toMatchObject({ exit: 0, headline: "ℹ️ EXERCICE DÉJÀ FAIT" });
    expect(w.deliveries()).toHaveLength(4);
    w.pass({ hours: 14 * 24 });
    expect((await w.drill()).headline).toBe(PASSED);
    expect(w.deliveries().every(({ listIds }) => listIds[0] === TEST_LIST)).toBe(true);
  });
});
