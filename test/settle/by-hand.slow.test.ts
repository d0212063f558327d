import { describe, expect, test } from "vitest";
import { DAY, openWorld, plain, said, steps, words } from "../world.ts";

const ID = `${DAY}-rp`;
const MAIL = "outage/mail/rp";
const BARE = "Indisponibilité Reconnect Pro";
const minutesAgo = (now: Date, minutes: number) => new Date(now.getTime() - minutes * 60_000);

describe.concurrent("a campaign that a person made in Brevo", () => {
  test("and sent is adopted, its list too, and the end goes to that list", async () => {
    await using w = await openWorld();
    // A person writes the straight apostrophe, or the other one, or a space too many.
    w.brevo.byHand({ name: ` ${BARE} `, listIds: [40], sentAt: minutesAgo(w.now(), 30) });
    const outcome = await w.declare({ startedAt: "14:00" });
    expect([outcome.exit, steps(outcome)[MAIL]]).toEqual([0, "done"]);
    expect(words(outcome)).toContain(
      "La campagne n° 101, envoyée à la main dans Brevo, compte comme l’annonce",
    );
    expect(w.brevo.campaigns).toHaveLength(1);
    expect(w.journal(ID).find(({ event }) => event === "adopted")).toMatchObject({
      campaign: 101,
      list: { id: 40 },
    });
    w.pass({ hours: 1 });
    expect((await w.resolve()).exit).toBe(0);
    expect(w.deliveries()[1]).toMatchObject({
      name: `Fin de l'indisponibilité Reconnect Pro · ${ID}`,
      listIds: [40],
    });
  });

  test("and sent for the end is adopted as the end, whatever its apostrophe", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ hours: 1 });
    w.brevo.byHand({ name: "Fin de l’indisponibilité Reconnect Pro", listIds: [47], sentAt: w.now() });
    const outcome = await w.resolve();
    expect([outcome.exit, steps(outcome)["recovery/mail/rp"]]).toEqual([0, "done"]);
    expect(w.deliveries().map(({ campaignId }) => campaignId)).toEqual([101, 102]);
  });

  test("and sent long before the outage is another story", async () => {
    await using w = await openWorld();
    w.brevo.byHand({ name: BARE, listIds: [40], sentAt: minutesAgo(w.now(), 180) });
    expect((await w.declare()).exit).toBe(0);
    expect(w.deliveries()).toHaveLength(2);
  });

  test("and left as a draft is reported, and ours leaves", async () => {
    await using w = await openWorld();
    w.brevo.byHand({ name: BARE });
    const outcome = await w.declare();
    expect([outcome.exit, w.deliveries().length]).toEqual([0, 1]);
    expect(words(outcome)).toContain(`un brouillon fait à la main, n° 101 « ${BARE} » : supprimez-le`);
    expect(w.brevo.campaign(101).settled).toBe("draft");
  });

  test("with the incident's mark, as the page for bad days says, is the incident's campaign", async () => {
    await using w = await openWorld();
    w.brevo.byHand({ name: `${BARE} · ${ID}`, listIds: [47], sentAt: w.now() });
    expect((await w.declare()).exit).toBe(0);
    expect([w.deliveries().length, w.brevo.campaigns.length]).toEqual([1, 1]);
  });

  test("and scheduled for later is a stop", async () => {
    await using w = await openWorld();
    w.brevo.byHand({
      name: `${BARE} · ${ID}`,
      listIds: [47],
      status: "queued",
      scheduledAt: minutesAgo(w.now(), -60),
    });
    const outcome = await w.declare();
    expect([outcome.exit, steps(outcome)[MAIL], w.brevo.campaigns.length]).toEqual([2, "unknown", 1]);
  });

  test("for an unknown mail of this incident is a stop that names it", async () => {
    await using w = await openWorld();
    w.brevo.byHand({ name: `Panne RP · ${ID}`, listIds: [47], sentAt: w.now() });
    const outcome = await w.declare();
    expect([outcome.exit, w.brevo.campaigns.length]).toEqual([2, 1]);
    expect(said(outcome, MAIL)).toMatch(/n° 101.*nom inattendu : « Panne RP · 2025-11-24-rp »/u);
  });

  test("and sent for another incident that has no end is a stop that names the incident", async () => {
    await using w = await openWorld();
    w.brevo.byHand({ name: `${BARE} · 2025-11-23-rp`, listIds: [47], sentAt: minutesAgo(w.now(), 600) });
    const outcome = await w.declare();
    expect([outcome.exit, steps(outcome)[MAIL], w.channel().length]).toEqual([2, "failed", 1]);
    expect(said(outcome, MAIL)).toMatch(/2025-11-23-rp.*n’est pas terminée/u);
    w.brevo.byHand({ name: "Fin de l'indisponibilité Reconnect Pro · 2025-11-23-rp", sentAt: w.now() });
    expect((await w.settle()).exit).toBe(0);
    expect(w.deliveries()).toHaveLength(3);
  });
});

describe.concurrent("a campaign of ours that a person touched", () => {
  test("is a stop when its name lost the mark, and leaves when the name is back", async () => {
    await using w = await openWorld();
    w.brevo.state.credits = 10;
    await w.declare();
    w.brevo.state.credits = 5000;
    w.brevo.rename(101, BARE);
    const outcome = await w.settle();
    expect([outcome.exit, w.deliveries().length, w.brevo.campaigns.length]).toEqual([2, 0, 1]);
    expect(said(outcome, MAIL)).toMatch(/nom inattendu/u);
    w.brevo.rename(101, `${BARE} · ${ID}`);
    expect((await w.settle()).exit).toBe(0);
    expect(w.deliveries()).toMatchObject([{ campaignId: 101 }]);
  });

  test("was sent by that person while it was our draft: it counts, nothing else leaves", async () => {
    await using w = await openWorld();
    w.brevo.state.credits = 10;
    await w.declare();
    w.brevo.state.credits = 5000;
    w.brevo.sendByHand(101);
    expect((await w.settle()).exit).toBe(0);
    expect([w.deliveries().length, w.brevo.campaigns.length]).toEqual([1, 1]);
  });

  test("was deleted by that person while it was our draft: another one leaves", async () => {
    await using w = await openWorld();
    w.brevo.state.credits = 10;
    await w.declare();
    w.brevo.state.credits = 5000;
    w.brevo.remove(101);
    expect((await w.settle()).exit).toBe(0);
    expect(w.deliveries()).toMatchObject([{ campaignId: 102 }]);
  });
});

describe.concurrent("the words in Brevo", () => {
  test.for([
    { what: "a changed sentence", store: (html: string) => html.replace("Bonjour,", "Hello,") },
    {
      what: "a second link",
      store: (html: string) => html.replace("</body>", '<a href="https://x.example/">x</a></body>'),
    },
    {
      what: "a code that we did not write",
      store: (html: string) => html.replace("Bonjour", "Bonjour {{ contact.NOM }}"),
    },
    {
      what: "the link to unsubscribe led elsewhere",
      store: (html: string) =>
        html.replace(/href="\{\{ ?unsubscribe ?\}\}"/u, 'href="https://x.example/{{ unsubscribe }}"'),
    },
  ])("that Brevo stored with $what never leave", async ({ store }) => {
    await using w = await openWorld();
    w.brevo.state.storeHtml = store;
    const outcome = await w.declare();
    expect([outcome.exit, steps(outcome)[MAIL]]).toEqual([2, "failed"]);
    expect(said(outcome, MAIL)).toMatch(/Brevo a changé le texte/u);
    expect(w.requests().filter((what) => what === "POST /emailCampaigns")).toHaveLength(2);
    expect([w.deliveries().length, w.brevo.campaigns.length]).toEqual([0, 1]);
  });

  test("that Brevo only laid out otherwise leave, and the journal keeps them as we wrote them", async () => {
    await using w = await openWorld();
    w.brevo.state.storeHtml = (html) =>
      html.replaceAll(/>\s+</gu, "><").replaceAll("é", "&eacute;").replace("<body", '<body data-brevo="1"');
    expect((await w.declare()).exit).toBe(0);
    expect(w.deliveries()).toHaveLength(1);
    expect(plain(w.read(`incidents/${ID}/outage.rp.html`))).toContain(
      "L’accès à Reconnect Pro est interrompu",
    );
  });
});

describe.concurrent("limits", () => {
  test("of a day stop a further outage mail, never Slack nor the end of an outage", async () => {
    await using w = await openWorld({ settings: [["campaigns_per_day: 20", "campaigns_per_day: 1"]] });
    expect((await w.declare()).exit).toBe(0);
    const second = await w.declare({ services: ["cfn"] });
    expect([second.exit, steps(second)]).toEqual([
      2,
      { "outage/slack": "done", "outage/mail/cfn": "failed" },
    ]);
    expect(said(second, "outage/mail/cfn")).toContain("campaigns_per_day");
    w.pass({ hours: 1 });
    expect((await w.resolve({ services: ["rp"] })).exit).toBe(0);
    expect([w.deliveries().length, w.channel().length]).toEqual([2, 3]);
  });

  test("two open files for one service: the announced one goes on, the other is named and sends nothing", async () => {
    await using w = await openWorld();
    await w.declare();
    w.write(`incidents/${ID}-2.yml`, `services: [rp, cfn]\nstatus: open\nstarted_at: ${DAY} 13:00\n`);
    const outcome = await w.settle();
    expect([outcome.exit, w.deliveries().length, w.channel().length]).toEqual([1, 1, 1]);
    expect(words(outcome)).toContain(`incidents/${ID}-2.yml:1:1: Reconnect Pro a déjà une panne ouverte`);
    w.pass({ hours: 1 });
    expect((await w.resolve({ id: ID })).exit).toBe(0);
    expect(w.deliveries()).toHaveLength(2);
  });

  test("an end that was never told keeps the next outage's mail back, when Brevo's list does not reach so far", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ hours: 1 });
    w.brevo.state.key = "unknown";
    expect((await w.resolve()).exit).toBe(2);
    w.brevo.state.key = "valid";
    w.pass({ hours: 48 });
    const outcome = await w.declare();
    expect([outcome.exit, w.deliveries().length]).toEqual([2, 1]);
    expect(said(outcome, MAIL)).toContain(ID);
  });

  test("a faulty file is named with its line, and the others are settled", async () => {
    await using w = await openWorld();
    w.write(`incidents/${ID}.yml`, `services: [rp]\nstatus: open\nstarted_at: ${DAY} 14:00\n`);
    w.write(`incidents/${DAY}-cfn.yml`, `services: [cfn]\nstatus: ouvert\nstarted_at: ${DAY} 14:00\n`);
    const outcome = await w.settle();
    expect([outcome.exit, w.deliveries().length]).toEqual([1, 1]);
    expect(words(outcome)).toMatch(new RegExp(`incidents/${DAY}-cfn.yml:2:\\d+: `, "u"));
  });
});
