import { describe, expect, test } from "vitest";
import { DAY, openWorld, plain, stepOf, steps, words, type World } from "../world.ts";

const RP = `${DAY}-rp`;
const BOTH = `${DAY}-rp-cfn`;
const NO_KEYS = { SLACK_BOT_TOKEN: undefined, BREVO_API_KEY: undefined, SLACK_CHANNEL_ID: undefined };

/** Name, subject and list of every mail that left, in order of campaign. */
function mails(w: World) {
  return w
    .deliveries()
    .toSorted((a, b) => a.campaignId - b.campaignId)
    .map(({ name, subject, listIds, recipients }) => ({ name, subject, listIds, recipients }));
}

const outageRp = {
  name: `Indisponibilité Reconnect Pro · ${RP}`,
  subject: "Indisponibilité temporaire de Reconnect Pro",
  listIds: [47],
  recipients: 1234,
};
const recoveryRp = {
  name: `Fin de l'indisponibilité Reconnect Pro · ${RP}`,
  subject: "Fin de l'indisponibilité temporaire de Reconnect Pro",
  listIds: [47],
  recipients: 1234,
};

describe.concurrent("an outage of one service", () => {
  test("is one campaign and one message, named and addressed as the procedure says", async () => {
    await using w = await openWorld({ remote: true, settings: [["patience: 0.01", "patience: 0.3"]] });
    const outcome = await w.declare({ cause: "hosting" });
    expect([outcome.exit, outcome.headline]).toEqual([0, "✅ ANNONCE PARTIE"]);
    expect(steps(outcome)).toEqual({ "outage/slack": "done", "outage/mail/rp": "done" });
    expect(mails(w)).toEqual([outageRp]);
    expect(w.brevo.campaign(101).content).toMatchObject({
      senderId: 1,
      footer: "[DEFAULT_FOOTER]",
      exclusionListIds: [],
      mirrorActive: true,
    });
    expect(w.channel().map(({ text }) => plain(text))).toEqual([
      "<!channel> :red_circle: *Reconnect Pro est indisponible* depuis 14 h 11.\n" +
        "Cause : panne chez notre hébergeur.\n" +
        "Un e-mail va être envoyé aux utilisateurs (liste « Utilisateurs RP Nov 25 », 1 234 contacts). " +
        "N’envoyez rien vous-même depuis Brevo. Déclaré par Léa Martin.",
    ]);
    expect(w.thread(w.channel()[0]).map(({ text, broadcast }) => [plain(text), broadcast])).toEqual([
      [expect.stringContaining("parti à 14 h 11 vers la liste « Utilisateurs RP Nov 25 »"), false],
    ]);
  });

  test("ends with one campaign to the same list, one new message, and the first message corrected", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 129 });
    const outcome = await w.resolve({ resolvedAt: "16:15" });
    expect([outcome.exit, outcome.headline]).toEqual([0, "✅ ANNONCE PARTIE"]);
    expect(mails(w)).toEqual([outageRp, recoveryRp]);
    const [first, second, ...others] = w.channel();
    expect(others).toEqual([]);
    expect(plain(first?.text)).toContain("Terminé : Reconnect Pro fonctionne de nouveau");
    expect(plain(second?.text)).toContain("Reconnect Pro fonctionne de nouveau");
    expect(second?.text).not.toContain("<!channel>");
    expect([first, second].flatMap((each) => (each ? stepOf(each) : []))).toEqual([
      `${RP} outage/slack`,
      `${RP} recovery/slack/rp`,
    ]);
    expect(plain(w.deliveries()[1]?.html)).toContain("de 14 h 11 à 16 h 15");
    expect(w.git("status", "--short")).toBe("");
  });

  test("is written down: every step, and each mail to the letter as Brevo delivered it", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 30 });
    await w.resolve();
    expect(
      w
        .journal(RP)
        .map(({ step, event }) => `${step} ${event}`)
        .toSorted(),
    ).toEqual(
      [
        "outage/slack posted",
        "outage/mail/rp drafted",
        "outage/mail/rp accepted",
        "outage/mail/rp left",
        "outage/mail/rp/reply posted",
        "recovery/mail/rp drafted",
        "recovery/slack/rp posted",
        "recovery/mail/rp accepted",
        "recovery/mail/rp left",
        "recovery/mail/rp/reply posted",
        "incident closed",
      ].toSorted(),
    );
    expect(w.journal(RP).find(({ event }) => event === "left")).toMatchObject({
      campaign: 101,
      list: { id: 47, name: "Utilisateurs RP Nov 25", contacts: 1234 },
      actor: "Léa Martin",
    });
    for (const [index, phase] of (["outage", "recovery"] as const).entries()) {
      expect(w.git("show", `HEAD:incidents/${RP}/${phase}.rp.html`)).toBe(w.deliveries()[index]?.html);
      expect(w.read(`incidents/${RP}/${phase}.rp.txt`)).toContain("Bonjour,");
    }
  });
});

describe.concurrent("an outage of two services", () => {
  test("is two campaigns and one message", async () => {
    await using w = await openWorld();
    const outcome = await w.declare({ services: ["cfn", "rp"] });
    expect(outcome.exit).toBe(0);
    expect(mails(w)).toEqual(
      [
        { ...outageRp, name: `Indisponibilité Reconnect Pro · ${BOTH}` },
        {
          name: `Indisponibilité Coffre-fort numérique Reconnect · ${BOTH}`,
          subject: "Indisponibilité temporaire du Coffre-fort numérique Reconnect",
          listIds: [48],
          recipients: 5678,
        },
      ].toSorted(byFirstCreated(w)),
    );
    expect(w.channel()).toHaveLength(1);
    expect(w.channel()[0]?.text).toContain(
      "Reconnect Pro et le Coffre-fort numérique Reconnect sont indisponibles",
    );
    expect(w.thread(w.channel()[0])).toHaveLength(2);
  });

  test("may end one service after the other", async () => {
    await using w = await openWorld();
    await w.declare({ services: ["rp", "cfn"] });
    w.pass({ minutes: 30 });
    const first = await w.resolve({ services: ["cfn"] });
    expect([first.exit, w.deliveries().length, w.channel().length]).toEqual([0, 3, 2]);
    expect(w.deliveries()[2]).toMatchObject({ listIds: [48] });
    expect(w.read(`incidents/${BOTH}.yml`)).toContain("status: open");
    w.pass({ minutes: 30 });
    const second = await w.resolve();
    expect([second.exit, w.deliveries().length, w.channel().length]).toEqual([0, 4, 3]);
    expect(w.deliveries()[3]).toMatchObject({
      name: `Fin de l'indisponibilité Reconnect Pro · ${BOTH}`,
      listIds: [47],
    });
    expect(w.read(`incidents/${BOTH}.yml`)).toContain("status: resolved");
    expect(w.read(`incidents/${BOTH}.yml`)).toContain(`resolved_at: { cfn: ${DAY} 14:41, rp: ${DAY} 15:11 }`);
    expect(w.channel()[0]?.text).not.toContain("est indisponible");
  });

  test("is told whole when one of the two mails fails: the other leaves, the channel sees the failure", async () => {
    await using w = await openWorld();
    w.brevo.list(48).uniqueSubscribers = 0;
    const outcome = await w.declare({ services: ["rp", "cfn"] });
    expect([outcome.exit, outcome.headline]).toEqual([2, "⚠️ À VÉRIFIER : N'ENVOYEZ RIEN À LA MAIN"]);
    expect(steps(outcome)).toEqual({
      "outage/slack": "done",
      "outage/mail/rp": "done",
      "outage/mail/cfn": "failed",
    });
    expect(mails(w).map(({ listIds }) => listIds)).toEqual([[47]]);
    const told = w.thread(w.channel()[0]).filter(({ broadcast }) => broadcast);
    expect(told.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /Coffre-fort numérique Reconnect n’est pas parti.*Utilisateur CFN Nov 25.*vide/su,
      ),
    ]);
    w.brevo.list(48).uniqueSubscribers = 5678;
    const again = await w.settle();
    expect([again.exit, mails(w).length, w.channel().length]).toEqual([0, 2, 1]);
  });
});

describe.concurrent("the same again", () => {
  test("a second settle sends nothing, asks nobody and needs no key", async () => {
    await using w = await openWorld();
    w.env = NO_KEYS;
    expect(await w.settle()).toMatchObject({ exit: 0, headline: "ℹ️ DÉJÀ FAIT" });
    w.env = {};
    await w.declare();
    w.pass({ minutes: 5 });
    w.requests();
    w.env = NO_KEYS;
    expect(await w.settle()).toMatchObject({ exit: 0, headline: "ℹ️ DÉJÀ FAIT" });
    w.env = {};
    await w.resolve();
    w.requests();
    w.env = NO_KEYS;
    const head = w.git("rev-parse", "HEAD");
    expect(await w.settle()).toMatchObject({ exit: 0, headline: "ℹ️ DÉJÀ FAIT" });
    expect(w.requests()).toEqual([]);
    expect(w.git("rev-parse", "HEAD")).toBe(head);
  });

  test("sending commands refuse without keys and touch nothing", async () => {
    await using w = await openWorld();
    w.env = { BREVO_API_KEY: " " };
    const outcome = await w.declare();
    expect([outcome.exit, outcome.headline]).toEqual([1, "❌ RIEN N'EST PARTI"]);
    expect(words(outcome)).toContain("BREVO_API_KEY");
    expect(w.requests()).toEqual([]);
    expect(w.git("status", "--short", "--untracked-files=all")).toBe("");
  });

  test("declaring twice says so and sends nothing again", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 9 });
    w.actor = "Karim Benali";
    const again = await w.declare();
    expect([again.exit, again.headline]).toEqual([0, "ℹ️ DÉJÀ FAIT"]);
    expect(words(again)).toContain(
      "Reconnect Pro : déjà déclarée à 14 h 11 par Léa Martin, rien n’a été renvoyé.",
    );
    expect([
      w.deliveries().length,
      w.channel().length,
      w.git("ls-files", "incidents/*.yml").trim().split("\n"),
    ]).toEqual([1, 1, [`incidents/${RP}.yml`, `incidents/${RP}/journal.yml`]]);
  });

  test("declaring both when one is open declares the other", async () => {
    await using w = await openWorld();
    await w.declare();
    const more = await w.declare({ services: ["rp", "cfn"] });
    expect(more.exit).toBe(0);
    expect(words(more)).toContain("Reconnect Pro : déjà déclarée");
    expect(w.deliveries().map(({ name }) => name)).toEqual([
      `Indisponibilité Reconnect Pro · ${RP}`,
      `Indisponibilité Coffre-fort numérique Reconnect · ${DAY}-cfn`,
    ]);
  });

  test("resolving twice says so and sends nothing again", async () => {
    await using w = await openWorld();
    await w.declare();
    await w.resolve();
    w.pass({ minutes: 9 });
    const again = await w.resolve();
    expect([again.exit, again.headline]).toEqual([0, "ℹ️ DÉJÀ FAIT"]);
    expect(words(again)).toContain("fin déjà déclarée");
    expect([w.deliveries().length, w.channel().length]).toEqual([2, 2]);
  });

  test("resolving when nothing or several are open is refused and says which", async () => {
    await using w = await openWorld();
    expect(await w.resolve()).toMatchObject({ exit: 1, headline: "❌ RIEN N'EST PARTI" });
    await w.declare({ services: ["rp"] });
    await w.declare({ services: ["cfn"] });
    const outcome = await w.resolve();
    expect([outcome.exit, words(outcome)]).toEqual([
      1,
      expect.stringMatching(new RegExp(`${DAY}-(cfn|rp) ou ${DAY}-(cfn|rp)`, "u")),
    ]);
    expect(w.deliveries()).toHaveLength(2);
    expect((await w.resolve({ id: RP })).exit).toBe(0);
    expect(w.deliveries()).toHaveLength(3);
  });

  test("a new outage after the end of the first, the same day, is an incident of its own", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 20 });
    await w.resolve();
    w.pass({ minutes: 20 });
    expect((await w.declare()).exit).toBe(0);
    w.pass({ minutes: 20 });
    expect((await w.resolve()).exit).toBe(0);
    expect(w.deliveries().map(({ name }) => name)).toEqual([
      `Indisponibilité Reconnect Pro · ${RP}`,
      `Fin de l'indisponibilité Reconnect Pro · ${RP}`,
      `Indisponibilité Reconnect Pro · ${RP}-2`,
      `Fin de l'indisponibilité Reconnect Pro · ${RP}-2`,
    ]);
    expect(w.channel()).toHaveLength(4);
  });
});

test.concurrent("a file written by hand and settle do the same as the commands", async () => {
  await using byCommand = await openWorld({ settings: [["patience: 0.01", "patience: 0.1"]] });
  await byCommand.declare({ startedAt: "14:05", cause: "network", message: "Nous changeons une pièce." });
  byCommand.pass({ minutes: 60 });
  await byCommand.resolve({ resolvedAt: "15:00", resolution: "La pièce est changée." });

  await using byHand = await openWorld({ settings: [["patience: 0.01", "patience: 0.1"]] });
  const file = `incidents/${RP}.yml`;
  byHand.write(
    file,
    `# Merci à Karim\nservices: [rp]\nstatus: open\nstarted_at: ${DAY} 14:05\ncause: network\nmessage: "Nous changeons une pièce."\n`,
  );
  expect((await byHand.settle()).exit).toBe(0);
  byHand.pass({ minutes: 60 });
  byHand.edit(file, "status: open", `status: resolved\nresolved_at: ${DAY} 15:00`);
  byHand.edit(file, 'pièce."', 'pièce."\nresolution: "La pièce est changée."');
  expect((await byHand.settle()).exit).toBe(0);

  expect(byHand.deliveries()).toEqual(byCommand.deliveries());
  const texts = (w: World) => w.channel().map(({ text, metadata }) => ({ text, metadata }));
  expect(texts(byHand)).toEqual(texts(byCommand));
  expect(byHand.git("log", "--format=%s", "--", file)).toMatch(/^Keep hand edits/u);
  expect(byHand.git("show", `HEAD:${file}`)).toContain("# Merci à Karim");
  expect(byHand.git("status", "--short")).toBe("");
});

/** Two campaigns of one incident may be created in either order. */
function byFirstCreated(w: World) {
  const order = w.brevo.campaigns.map(({ content }) => content.name);
  return (a: { name: string }, b: { name: string }) => order.indexOf(a.name) - order.indexOf(b.name);
}

test.concurrent("a page of HTML in place of Brevo's campaigns is not an empty list: no second mail", async () => {
  await using w = await openWorld();
  await w.declare();
  w.remove(`incidents/${RP}/journal.yml`);
  w.git("add", "-A");
  w.git("commit", "-qm", "Lose the journal");
  w.sandbox.faults.add({ kind: "200-html", what: "GET /emailCampaigns", times: 99 });
  expect((await w.settle()).exit).toBe(2);
  expect(mails(w)).toEqual([outageRp]);
});

test.concurrent("a rehearsal says what would leave, and nothing leaves or is written", async () => {
  await using w = await openWorld();
  const outcome = await w.declare({ dryRun: true });
  expect([outcome.exit, outcome.headline]).toEqual([0, "👁 APERÇU : RIEN N'EST ENVOYÉ"]);
  expect(steps(outcome)).toEqual({ "outage/slack": "todo", "outage/mail/rp": "todo" });
  expect([w.brevo.campaigns.length, w.slack.messages.length]).toEqual([0, 0]);
  expect(w.git("status", "--short", "--untracked-files=all")).toBe("");
});
