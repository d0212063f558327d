import { describe, expect, test } from "vitest";
import { DAY, openWorld, plain, said, words } from "../world.ts";

const ID = `${DAY}-rp`;
const FILE = `incidents/${ID}.yml`;
const END = "recovery/mail/rp";

describe.concurrent("what the file says is what people read", () => {
  test("message, cause and resolution stand in the mails and on Slack", async () => {
    await using w = await openWorld();
    await w.declare({ cause: "network", message: "Nous changeons une pièce." });
    w.pass({ hours: 2 });
    await w.resolve({ resolution: "La pièce est changée." });
    const [begin, end] = w.deliveries().map(({ html }) => plain(html));
    expect(begin).toContain("La cause est une panne de réseau entre Internet et nos outils.");
    expect(begin).toContain("Nous changeons une pièce.");
    expect(end).toContain("La cause était une panne de réseau entre Internet et nos outils.");
    expect(end).toContain("La pièce est changée.");
    expect(plain(w.channel()[1]?.text)).toContain("après 2 heures de panne");
  });

  test("no cause is no explanation, and the technical contact is asked once", async () => {
    await using w = await openWorld({
      settings: [['technical_contact: ""', 'technical_contact: "<@U0123ABCD>"']],
    });
    await w.declare();
    await w.declare();
    expect(plain(w.deliveries()[0]?.html)).not.toMatch(/La cause|hébergeur/u);
    const questions = w.thread(w.channel()[0]).filter(({ text }) => text.includes("<@U0123ABCD>"));
    expect(questions).toHaveLength(1);
  });

  test("a cause that is given with the end stands in the end mail", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ hours: 1 });
    await w.resolve({ cause: "hosting" });
    expect(plain(w.deliveries()[1]?.html)).toContain("La panne venait de notre hébergeur.");
  });

  test.for([
    { what: "an attack", request: { message: "Nous avons subi un piratage." } },
    { what: "a cause that nobody knows", request: { cause: "aliens" } },
    { what: "a start in the future", request: { startedAt: "24/11/2025 23h59" } },
    { what: "a start that is over a week old", request: { startedAt: "10/11/2025 14h05" } },
    { what: "a tool that nobody knows", request: { services: ["zz"] } },
  ])("$what is refused before anything is written", async ({ request }) => {
    await using w = await openWorld();
    const outcome = await w.declare(request);
    expect([outcome.exit, outcome.headline]).toEqual([1, "❌ RIEN N'EST PARTI"]);
    // Brevo's lists are asked for at once, so that they are here in time.
    expect(w.requests().filter((what) => what !== "GET /contacts/lists")).toEqual([]);
    expect(w.git("status", "--short", "--untracked-files=all")).toBe("");
  });
});

describe.concurrent("an end that nobody waits for by mail", () => {
  test("says so: the users got nothing", async () => {
    await using w = await openWorld();
    w.brevo.state.credits = 10;
    await w.declare();
    const outcome = await w.resolve();
    expect(outcome.headline).toBe("✅ ANNONCE PARTIE");
    expect(words(outcome)).toContain(
      "E-mail de fin de Reconnect Pro : aucun, car l’e-mail de panne n’est jamais parti",
    );
  });
});

describe.concurrent("what is repeated", () => {
  test("writes no second end into the journal", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 20 });
    await w.resolve();
    const journal = w.read(`incidents/${DAY}-rp/journal.yml`);
    await w.resolve();
    await w.resolve();
    expect(w.read(`incidents/${DAY}-rp/journal.yml`)).toBe(journal);
  });

  test("with a cause and a sentence says that they are not kept", async () => {
    await using w = await openWorld();
    await w.declare();
    expect(words(await w.declare({ cause: "network" }))).toContain("ne sont pas gardées");
    expect(words(await w.declare())).not.toContain("ne sont pas gardées");
  });
});

describe.concurrent("an edit before the mail left", () => {
  test("remakes the draft of the earlier run once, with the words of now", async () => {
    await using w = await openWorld();
    w.brevo.state.credits = 10;
    await w.declare();
    w.brevo.state.credits = 5000;
    w.edit(FILE, "status: open", 'status: open\nmessage: "Un technicien est sur place."');
    expect((await w.settle()).exit).toBe(0);
    expect(w.deliveries()).toMatchObject([{ campaignId: 102 }]);
    expect(plain(w.deliveries()[0]?.html)).toContain("Un technicien est sur place.");
    expect(w.brevo.campaigns).toHaveLength(1);
  });

  test("to resolved deletes the draft: no outage mail, no end mail", async () => {
    await using w = await openWorld();
    w.brevo.state.credits = 10;
    await w.declare();
    w.brevo.state.credits = 50_000;
    w.pass({ hours: 1 });
    const outcome = await w.resolve();
    expect([outcome.exit, w.brevo.campaigns.length, w.deliveries().length]).toEqual([0, 0, 0]);
    expect(w.channel()).toHaveLength(2);
  });

  test("to resolved when the draft cannot be deleted because it left: the end follows", async () => {
    await using w = await openWorld();
    w.brevo.state.credits = 10;
    await w.declare();
    w.brevo.state.credits = 50_000;
    w.sandbox.faults.add({
      what: "DELETE /emailCampaigns/:id",
      kind: "hook",
      when: "before",
      call: () => w.brevo.sendByHand(101),
    });
    w.pass({ hours: 1 });
    expect((await w.resolve()).exit).toBe(0);
    expect(w.deliveries().map(({ name }) => name)).toEqual([
      `Indisponibilité Reconnect Pro · ${ID}`,
      `Fin de l'indisponibilité Reconnect Pro · ${ID}`,
    ]);
  });

  test("that comes while the campaign is made is in the mail that leaves", async () => {
    await using w = await openWorld();
    w.sandbox.faults.add({
      what: "POST /emailCampaigns",
      kind: "hook",
      when: "after",
      call: () => w.edit(FILE, "status: open", 'status: open\nmessage: "Un technicien est sur place."'),
    });
    expect((await w.declare()).exit).toBe(0);
    expect(w.deliveries()).toHaveLength(1);
    expect(plain(w.deliveries()[0]?.html)).toContain("Un technicien est sur place.");
  });

  test("to a false alarm that comes while the campaign is made keeps it from leaving", async () => {
    await using w = await openWorld();
    w.sandbox.faults.add({
      what: "POST /emailCampaigns",
      kind: "hook",
      when: "after",
      call: () => w.edit(FILE, "status: open", "status: mistaken"),
    });
    await w.declare();
    expect([w.deliveries().length, w.brevo.campaigns.length]).toEqual([0, 0]);
    expect((await w.settle()).exit).toBe(0);
    expect(w.deliveries()).toEqual([]);
  });
});

/** Edits that would betray those who got the mail: refused with the way back, and the way back works. */
const betrayals: readonly {
  readonly what: string;
  readonly services: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly step: string;
  readonly says: RegExp;
}[] = [
  {
    what: "a service that is taken out of the file",
    services: ["rp", "cfn"],
    from: "services: [rp, cfn]",
    to: "services: [cfn]",
    step: END,
    says: /services/u,
  },
  {
    what: "notify: false",
    services: ["rp"],
    from: "status: open",
    to: "status: open\nnotify: false",
    step: END,
    says: /notify/u,
  },
];

describe.concurrent("after the mail left", () => {
  test.for(betrayals)("$what is exit 2 with the way back, and the end still comes", async (story) => {
    await using w = await openWorld();
    await w.declare({ services: story.services });
    const file = `incidents/${DAY}-${story.services.join("-")}.yml`;
    w.edit(file, story.from, story.to);
    const sent = w.deliveries().length;
    const outcome = await w.settle();
    expect([outcome.exit, w.deliveries().length]).toEqual([2, sent]);
    expect(said(outcome, story.step)).toMatch(story.says);
    w.edit(file, story.to, story.from);
    w.pass({ hours: 1 });
    expect((await w.resolve()).exit).toBe(0);
    expect(w.deliveries()).toHaveLength(2 * sent);
  });

  test("a deleted file is exit 2 with the way back", async () => {
    await using w = await openWorld();
    await w.declare();
    const text = w.read(FILE);
    w.remove(FILE);
    const outcome = await w.settle();
    expect([outcome.exit, w.deliveries().length]).toEqual([2, 1]);
    expect(said(outcome, END)).toMatch(/supprimé/u);
    w.write(FILE, text);
    w.pass({ hours: 1 });
    expect((await w.resolve()).exit).toBe(0);
    expect(w.deliveries()).toHaveLength(2);
  });

  test("an incident that is opened again after its end is exit 2: declare a new one", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ hours: 1 });
    await w.resolve();
    w.edit(FILE, "status: resolved", "status: open");
    w.write(FILE, w.read(FILE).replace(/^resolved_at.*\n/mu, ""));
    const outcome = await w.settle();
    expect([outcome.exit, w.deliveries().length, w.channel().length]).toEqual([2, 2, 2]);
    expect(words(outcome)).toMatch(/déclarez un nouvel incident/u);
  });

  test("a later edit of the file is reported as drift by settle and changes nothing", async () => {
    await using w = await openWorld();
    await w.declare();
    w.edit(FILE, "status: open", 'status: open\nmessage: "Un technicien est sur place."');
    const outcome = await w.settle();
    expect([outcome.exit, w.deliveries().length, w.channel().length]).toEqual([0, 1, 1]);
    expect(words(outcome)).toContain("l’e-mail déjà parti ne change pas");
    expect(w.journal(ID).filter(({ event }) => event === "drift")).toHaveLength(1);
    await w.settle();
    expect(w.journal(ID).filter(({ event }) => event === "drift")).toHaveLength(1);
  });

  test("a later edit of the file is reported as drift by declare and changes nothing", async () => {
    await using w = await openWorld();
    await w.declare();
    w.edit(FILE, "status: open", 'status: open\nmessage: "Un technicien est sur place."');
    const outcome = await w.declare();
    expect([outcome.exit, w.deliveries().length]).toEqual([0, 1]);
    expect(words(outcome)).toContain("l’e-mail déjà parti ne change pas");
  });
});
