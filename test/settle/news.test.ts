import { describe, expect, test } from "vitest";
import {
  DAY,
  expectPromiseKept,
  openWorld,
  plain,
  said,
  steps,
  words,
  type Clone,
  type World,
} from "../world.ts";

const ID = `${DAY}-rp`;
const FILE = `incidents/${ID}.yml`;
const BOTH = `${DAY}-rp-cfn`;
const OUTAGE = `Indisponibilité Reconnect Pro · ${ID}`;
const END = `Fin de l'indisponibilité Reconnect Pro · ${ID}`;
const newsAt = (hour: string, id = ID) =>
  `Nouvelles de l'indisponibilité Reconnect Pro · 24/11 ${hour} · ${id}`;
const SENTENCE = "Les équipes de notre hébergeur remplacent une pièce.";
const asked = { message: SENTENCE, mail: true };
const KEY = "20251124T1511";
const CHAT = `update/${KEY}/slack`;
const MAIL = `update/${KEY}/mail/rp`;
const SENDS = "POST /emailCampaigns/:id/sendNow";

const names = (w: World) => w.deliveries().map(({ name }) => name);
const replies = (w: World) => w.thread(w.channel()[0]).map(({ text }) => plain(text));
const news = (w: World) =>
  w
    .thread(w.channel()[0])
    .filter(({ metadata }) => String(metadata?.event_payload["step"]).endsWith("/slack"))
    .map(({ text, broadcast }) => [plain(text), broadcast]);

/** An outage of Reconnect Pro that was announced an hour ago. */
async function begun(options: Parameters<typeof openWorld>[0] = {}): Promise<World> {
  const w = await openWorld(options);
  await w.declare();
  w.pass({ hours: 1 });
  return w;
}

describe.concurrent("news of an outage", () => {
  test("is a reply in its thread that the channel sees, and no mail", async () => {
    await using w = await begun();
    const outcome = await w.update({ message: SENTENCE });
    expect([outcome.exit, outcome.headline]).toEqual([0, "✅ ANNONCE PARTIE"]);
    expect(steps(outcome)).toEqual({ "outage/slack": "done", "outage/mail/rp": "done", [CHAT]: "done" });
    expect(names(w)).toEqual([OUTAGE]);
    expect(news(w)).toEqual([
      [
        `:speech_balloon: *Reconnect Pro : des nouvelles de la panne.* ${SENTENCE}\n` +
          "Aucun e-mail ne part vers les utilisateurs pour cette nouvelle. Écrit par Léa Martin.",
        true,
      ],
    ]);
    expect(w.channel()).toHaveLength(1);
    expect(w.read(FILE)).toContain(`updates:\n  - at: ${DAY} 15:11\n    message: "${SENTENCE}"\n`);
    expect(w.git("status", "--short")).toBe("");
    expect(words(outcome)).toContain("✓ Slack, nouvelles du 24/11 à 15 h 11 : message publié à 15 h 11");
  });

  test("asked for by mail is one campaign to the very list of the outage", async () => {
    await using w = await begun();
    w.brevo.lists.push({ ...w.brevo.list(47), id: 90, name: "Utilisateurs RP Déc 25" });
    const outcome = await w.update(asked);
    expect([outcome.exit, steps(outcome)[MAIL]]).toEqual([0, "done"]);
    expect(w.deliveries()[1]).toMatchObject({
      name: newsAt("15h11"),
      subject: "Nouvelles de l'indisponibilité temporaire de Reconnect Pro",
      listIds: [47],
      recipients: 1234,
    });
    const html = w.deliveries()[1]?.html;
    expect(plain(html)).toContain(SENTENCE);
    expect(plain(html)).toContain("toujours interrompu");
    expect(w.git("show", `HEAD:incidents/${ID}/update.${KEY}.rp.html`)).toBe(html);
    expect(w.read(`incidents/${ID}/update.${KEY}.rp.txt`)).toContain("Bonjour,");
    expect(news(w).map(([text]) => text)).toEqual([
      expect.stringContaining("Un e-mail va le dire aux utilisateurs qui ont reçu l’e-mail de panne."),
    ]);
    expect(replies(w).at(-1)).toContain("E-mail « Nouvelles de l'indisponibilité");
    expect(
      w
        .journal(ID)
        .filter(({ step }) => step.startsWith("update/"))
        .map(({ step, event }) => `${step} ${event}`)
        .toSorted(),
    ).toEqual([
      `${MAIL} accepted`,
      `${MAIL} drafted`,
      `${MAIL} left`,
      `${MAIL}/reply posted`,
      `${CHAT} posted`,
    ]);
  });

  test("is nothing new at a second click, whatever is in between", async () => {
    await using w = await begun();
    await w.update(asked);
    w.requests();
    w.pass({ minutes: 5 });
    const again = await w.update({ ...asked, message: `${SENTENCE} `.replace("é", "é") });
    expect([again.exit, again.headline]).toEqual([0, "ℹ️ DÉJÀ FAIT"]);
    expect(words(again)).toContain("Cette nouvelle est déjà donnée (15 h 11), rien n’a été renvoyé.");
    w.pass({ hours: 3 });
    expect((await w.settle()).exit).toBe(0);
    expect([names(w).length, news(w).length]).toEqual([2, 1]);
  });

  test("may be asked for by mail at the second click", async () => {
    await using w = await begun();
    await w.update({ message: SENTENCE });
    w.pass({ minutes: 5 });
    const again = await w.update(asked);
    expect([again.exit, again.headline]).toEqual([0, "✅ ANNONCE PARTIE"]);
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11")]);
    expect(news(w)).toHaveLength(1);
  });

  test("of « Re-run jobs » long after adds nothing", async () => {
    await using w = await begun();
    w.runId = "77/1";
    await w.update(asked);
    w.runId = "77/2";
    w.pass({ hours: 30 });
    const again = await w.update(asked);
    expect(words(again)).toContain("aucune nouvelle n’est ajoutée");
    expect(names(w)).toHaveLength(2);
  });

  test("follows other news, each once, and the end comes after both", async () => {
    await using w = await begun();
    await w.update(asked);
    w.pass({ minutes: 30 });
    await w.update({ message: "La pièce est changée, nous vérifions.", mail: true });
    w.pass({ minutes: 30 });
    expect((await w.resolve()).exit).toBe(0);
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11"), newsAt("15h41"), END]);
    expect(w.deliveries().map(({ listIds }) => listIds)).toEqual([[47], [47], [47], [47]]);
    expect((await w.settle()).exit).toBe(0);
    expect(names(w)).toHaveLength(4);
    expect(w.journal(ID).at(-1)).toMatchObject({ event: "closed" });
  });

  test("of two tools is one message and a mail for each; of one alone it is refused", async () => {
    await using w = await openWorld();
    await w.declare({ services: ["rp", "cfn"] });
    const refused = await w.update({ ...asked, services: ["rp"] });
    expect([refused.exit, words(refused)]).toEqual([
      1,
      expect.stringContaining("Cette panne concerne aussi le Coffre-fort numérique Reconnect"),
    ]);
    expect((await w.update({ ...asked, services: ["rp", "cfn"] })).exit).toBe(0);
    const lists = w
      .deliveries()
      .slice(2)
      .map(({ listIds }) => listIds.join());
    expect(lists.toSorted()).toEqual(["47", "48"]);
    expect(news(w)).toHaveLength(1);
    w.pass({ minutes: 30 });
    await w.resolve({ services: ["cfn"] });
    w.pass({ minutes: 30 });
    await w.update({ message: "Il ne reste que Reconnect Pro.", mail: true, services: ["rp"] });
    expect(names(w).filter((name) => name.includes(" · 24/11 15h11 · "))).toEqual([newsAt("15h11", BOTH)]);
    expect(news(w).at(-1)?.[0]).toContain("*Reconnect Pro : des nouvelles");
  });

  test("written into the file by hand leaves like that of the form", async () => {
    await using w = await begun();
    const item = `updates:\n  - at: ${DAY} 15:05   # dit par Karim\n    message: "${SENTENCE}"\n    mail: true\n`;
    w.write(FILE, `${w.read(FILE)}${item}`);
    expect((await w.settle()).exit).toBe(0);
    expect(names(w)).toEqual([OUTAGE, newsAt("15h05")]);
  });
});

describe.concurrent("a mail of news is sent exactly once", () => {
  const hits = [
    { what: "POST /emailCampaigns", kind: "lost-answer" },
    { what: "POST /emailCampaigns", kind: "500-before" },
    { what: SENDS, kind: "lost-answer" },
    { what: SENDS, kind: "500-after" },
    { what: "chat.postMessage", kind: "lost-answer" },
  ] as const;
  test.for(hits)("when $what meets $kind", async (fault) => {
    await using w = await begun();
    w.sandbox.faults.add(fault);
    const first = await w.update(asked);
    expect([0, 2]).toContain(first.exit);
    w.pass({ minutes: 20 });
    const next = await w.settle();
    expect([next.exit, words(next)]).toEqual([0, words(next)]);
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11")]);
    expect(news(w)).toHaveLength(1);
  });

  test.for([2, 4, 6, 8, 10])("when its run is interrupted at step %i", async (count) => {
    await using w = await begun();
    const stop = new AbortController();
    let left = count;
    w.interrupted = stop.signal;
    w.onProgress = () => {
      left -= 1;
      if (left === 0) stop.abort();
    };
    await w.update(asked);
    w.onProgress = () => undefined;
    w.interrupted = new AbortController().signal;
    w.pass({ minutes: 20 });
    const next = await w.update(asked);
    expect([next.exit, words(next)]).toEqual([0, words(next)]);
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11")]);
    expect(news(w)).toHaveLength(1);
  });

  test("when two processes give it at once in one clone", async () => {
    await using w = await begun();
    const outcomes = await Promise.all([w.update(asked), w.update(asked)]);
    await settledOnce(
      w,
      [w],
      outcomes.map(({ exit }) => exit),
    );
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11")]);
  });

  test("when two clones give it at once", async () => {
    await using w = await begun({ remote: true });
    const other = await follower(w);
    const outcomes = await Promise.all([w.update(asked), other.update(asked)]);
    await settledOnce(
      w,
      [w, other],
      outcomes.map(({ exit }) => exit),
    );
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11")]);
  });
});

/** A colleague's clone that has what this one shared. */
async function follower(w: World): Promise<Clone> {
  await w.settle();
  return w.colleague();
}

async function settledOnce(w: World, clones: readonly Clone[], exits: readonly number[]) {
  expect(exits).toEqual(exits.map(() => 0));
  w.pass({ minutes: 20 });
  for (const clone of clones) expect((await clone.settle()).exit).toBe(0);
  expectPromiseKept(w);
}

describe.concurrent("two pieces of news at the same minute", () => {
  const other = "Nous cherchons aussi du côté du réseau.";
  test("from two clones are both kept and both sent", async () => {
    await using w = await begun({ remote: true });
    const colleague = await follower(w);
    const outcomes = await Promise.all([w.update(asked), colleague.update({ message: other, mail: true })]);
    await settledOnce(
      w,
      [w, colleague],
      outcomes.map(({ exit }) => exit),
    );
    expect(names(w).toSorted()).toEqual([OUTAGE, newsAt("15h11"), newsAt("15h12")].toSorted());
    expect(
      w.deliveries().map(({ html }) => [SENTENCE, other].find((each) => plain(html).includes(each))),
    ).toEqual(expect.arrayContaining([SENTENCE, other]));
    expect(news(w)).toHaveLength(2);
    const file = w.remoteFile(FILE);
    expect([file.split(SENTENCE).length, file.split(other).length]).toEqual([2, 2]);
  });

  test("from one clone at once are both kept and both sent", async () => {
    await using w = await begun();
    const outcomes = await Promise.all([w.update(asked), w.update({ message: other, mail: true })]);
    await settledOnce(
      w,
      [w],
      outcomes.map(({ exit }) => exit),
    );
    expect(names(w).toSorted()).toEqual([OUTAGE, newsAt("15h11"), newsAt("15h12")].toSorted());
    expect(news(w)).toHaveLength(2);
  });

  test("from one clone, one after the other, have two hours", async () => {
    await using w = await begun();
    await w.update(asked);
    await w.update({ message: other, mail: true });
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11"), newsAt("15h12")]);
  });

  test("and an end at the same time from another clone lose neither", async () => {
    await using w = await begun({ remote: true });
    const colleague = await follower(w);
    const outcomes = await Promise.all([w.update({ message: SENTENCE }), colleague.resolve()]);
    for (const { exit } of outcomes) expect(exit).toBe(0);
    for (const clone of [w, colleague, w]) await clone.settle();
    expect(names(w)).toEqual([OUTAGE, END]);
    expect(w.remoteFile(FILE)).toContain("status: resolved");
    expect(w.remoteFile(FILE)).toContain(SENTENCE);
  });
});

describe.concurrent("news that is edited after it left", () => {
  test.for([
    ["its hour", `at: ${DAY} 15:11`, `at: ${DAY} 15:01`, 0],
    ["its sentence", "remplacent une pièce", "remplacent deux pièces", 1],
  ] as const)("in %s is never mailed again", async ([, from, to, drifts]) => {
    await using w = await begun();
    await w.update(asked);
    w.edit(FILE, from, to);
    w.pass({ minutes: 10 });
    const outcome = await w.settle();
    expect(outcome.exit).toBe(0);
    expect(words(outcome).includes("ont changé après l’envoi")).toBe(drifts > 0);
    expect(w.journal(ID).some(({ event }) => event === "drift")).toBe(drifts > 0);
    await w.declare();
    expect([names(w).length, news(w).length]).toEqual([2, 1]);
    w.pass({ hours: 1 });
    await w.resolve();
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11"), END]);
  });

  test("and taken out of the file is nothing", async () => {
    await using w = await begun();
    const before = w.read(FILE);
    await w.update(asked);
    w.write(FILE, before);
    expect((await w.settle()).exit).toBe(0);
    expect(names(w)).toHaveLength(2);
  });

  test("before it left is sent with the words of now", async () => {
    await using w = await begun();
    w.brevo.state.credits = 10;
    expect((await w.update(asked)).exit).toBe(2);
    w.brevo.state.credits = 50_000;
    w.edit(FILE, "remplacent une pièce", "remplacent deux pièces");
    expect((await w.settle()).exit).toBe(0);
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11")]);
    expect(plain(w.deliveries()[1]?.html)).toContain("remplacent deux pièces");
  });

  test("in its hour is known again by its words alone, when the journal lost it", async () => {
    await using w = await begun();
    await w.update(asked);
    const journal = `incidents/${ID}/journal.yml`;
    const lines = w.read(journal).split("\n");
    w.write(journal, lines.filter((line) => !line.includes("step: update/")).join("\n"));
    w.git("commit", "--quiet", "--all", "--message", "Lose lines");
    w.edit(FILE, `at: ${DAY} 15:11`, `at: ${DAY} 15:01`);
    expect((await w.settle()).exit).toBe(0);
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11")]);
    expect(w.journal(ID)).toContainEqual(
      expect.objectContaining({ step: "update/20251124T1501/mail/rp", event: "left", campaign: 102 }),
    );
  });
});

describe.concurrent("news that cannot leave", () => {
  test("by mail, because the service came back, loses its draft, and the end leaves", async () => {
    await using w = await begun();
    w.brevo.state.credits = 10;
    expect((await w.update(asked)).exit).toBe(2);
    expect(w.brevo.campaigns).toHaveLength(2);
    w.brevo.state.credits = 50_000;
    w.pass({ minutes: 10 });
    const end = await w.resolve();
    expect([end.exit, names(w)]).toEqual([0, [OUTAGE, END]]);
    expect(w.brevo.campaigns.map(({ content }) => content.name)).toEqual([OUTAGE, END]);
    expect(w.journal(ID).at(-1)).toMatchObject({ event: "closed" });
  });

  test("because the end comes while its mail is made: the end leaves in the same run", async () => {
    await using w = await begun();
    w.sandbox.faults.add({
      what: "POST /emailCampaigns",
      kind: "hook",
      when: "after",
      call: () => w.edit(FILE, "status: open", `status: resolved\nresolved_at: ${DAY} 15:11`),
    });
    expect((await w.update(asked)).exit).toBe(0);
    expect(names(w)).toEqual([OUTAGE, END]);
    expect(w.brevo.campaigns).toHaveLength(2);
    expect((await w.settle()).exit).toBe(0);
    expect(w.channel()).toHaveLength(2);
  });

  test("by mail, because it was taken out of the file, loses its draft", async () => {
    await using w = await begun();
    const before = w.read(FILE);
    w.brevo.state.credits = 10;
    await w.update(asked);
    w.brevo.state.credits = 50_000;
    w.write(FILE, before);
    expect((await w.settle()).exit).toBe(0);
    expect(w.brevo.campaigns).toHaveLength(1);
    w.requests();
    expect((await w.settle()).exit).toBe(0);
    expect(w.requests()).toEqual([]);
  });

  test("while the outage mail is in doubt waits for it, and leaves after it", async () => {
    await using w = await openWorld();
    w.brevo.state.credits = 10;
    await w.declare();
    const outcome = await w.update(asked);
    expect([outcome.exit, steps(outcome)["update/20251124T1411/mail/rp"]]).toEqual([2, "unknown"]);
    expect(said(outcome, "update/20251124T1411/mail/rp")).toContain("L’e-mail de nouvelles attend");
    w.brevo.state.credits = 50_000;
    expect((await w.settle()).exit).toBe(0);
    expect(names(w)).toEqual([OUTAGE, newsAt("14h11")]);
  });

  test("by mail where the outage mail was given up says so once", async () => {
    await using w = await openWorld();
    w.write(FILE, `services: [rp]\nstatus: open\nstarted_at: 2025-11-22 10:00\n`);
    expect((await w.settle()).exit).toBe(2);
    const outcome = await w.update(asked);
    expect([outcome.exit, words(outcome)]).toEqual([
      2,
      expect.stringContaining("L’e-mail de début n’est jamais parti"),
    ]);
    expect(names(w)).toEqual([]);
    expect((await w.settle()).exit).toBe(0);
  });

  test("alone once it is a day old stays at home, and may be given again", async () => {
    await using w = await openWorld();
    await w.declare({ startedAt: "hier 8h" });
    const item = `updates:\n  - at: 2025-11-23 09:00\n    message: "${SENTENCE}"\n    mail: true\n`;
    w.write(`incidents/2025-11-23-rp.yml`, `${w.read("incidents/2025-11-23-rp.yml")}${item}`);
    const outcome = await w.settle();
    expect([outcome.exit, steps(outcome)]).toEqual([
      2,
      expect.objectContaining({
        "update/20251123T0900/slack": "skipped",
        "update/20251123T0900/mail/rp": "skipped",
      }),
    ]);
    w.requests();
    expect((await w.settle()).exit).toBe(0);
    expect(w.requests()).toEqual([]);
    expect((await w.declare()).exit).toBe(0);
    expect(names(w)).toHaveLength(1);
    expect((await w.update(asked)).exit).toBe(0);
    expect(names(w).at(-1)).toBe(newsAt("14h11", "2025-11-23-rp"));
    expect(news(w)).toHaveLength(1);
  });

  test("given with an hour of more than a day ago leaves all the same", async () => {
    await using w = await openWorld();
    await w.declare({ startedAt: "22/11 8h" });
    expect((await w.update({ ...asked, at: "22/11 9h" })).exit).toBe(0);
    expect(names(w)).toHaveLength(2);
  });

  test("over and over: the limit of the day holds for news, never for an outage", async () => {
    await using w = await begun({ settings: [["campaigns_per_day: 20", "campaigns_per_day: 2"]] });
    await w.update(asked);
    const more = await w.update({ message: "Encore une nouvelle.", mail: true });
    expect([more.exit, words(more)]).toEqual([
      2,
      expect.stringContaining("Déjà 2 e-mails de panne ou de nouvelles aujourd’hui"),
    ]);
    expect((await w.declare({ services: ["cfn"] })).exit).toBe(0);
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11"), expect.stringContaining("Coffre-fort")]);
  });
});

test.concurrent("an end that comes after all else of a run is told by the next one", async () => {
  await using w = await openWorld();
  const edit = () => w.edit(FILE, "status: open", `status: resolved\nresolved_at: ${DAY} 14:12`);
  // The reply about the mail is the last thing of a run.
  w.sandbox.faults.add({ what: "chat.postMessage", nth: 2, kind: "hook", when: "before", call: edit });
  await w.declare();
  w.pass({ minutes: 5 });
  expect((await w.settle()).exit).toBe(0);
  expect(names(w)).toEqual([OUTAGE, END]);
});

describe.concurrent("`runbook update` refuses", () => {
  test("when nothing is open, without a sentence, with one that may not leave, and after the end", async () => {
    await using w = await openWorld();
    expect(words(await w.update(asked))).toContain("Aucune panne n’est ouverte.");
    await w.declare();
    w.pass({ minutes: 5 });
    expect(words(await w.update())).toContain("Il manque la phrase à dire.");
    const before = w.read(FILE);
    for (const [message, told] of [
      ["Sans point", "La phrase pour les utilisateurs : Terminez le texte par un point"],
      ["Voir www.exemple.fr.", "Ce texte ne peut pas contenir de lien"],
    ] as const) {
      const refused = await w.update({ message });
      expect([refused.exit, words(refused)]).toEqual([1, expect.stringContaining(told)]);
    }
    const early = await w.update({ ...asked, at: "8h" });
    expect([early.exit, words(early)]).toEqual([1, expect.stringContaining("après le début de la panne")]);
    expect(w.read(FILE)).toBe(before);
    await w.resolve();
    expect(words(await w.update({ ...asked, id: ID }))).toContain(`La panne ${ID} n’est plus ouverte`);
    expect(names(w)).toEqual([OUTAGE, END]);
  });

  test("to guess between two open outages", async () => {
    await using w = await openWorld();
    await w.declare();
    await w.declare({ services: ["cfn"] });
    expect(words(await w.update(asked))).toContain("Dites de laquelle vous parlez");
    expect((await w.update({ ...asked, services: ["rp"] })).exit).toBe(0);
    expect((await w.update({ ...asked, id: `${DAY}-cfn` })).exit).toBe(0);
    expect(names(w)).toHaveLength(4);
  });

  test("nothing as a preview, and sends nothing", async () => {
    await using w = await begun();
    const shown = await w.update({ ...asked, dryRun: true });
    expect([shown.exit, shown.headline]).toEqual([0, "👁 APERÇU : RIEN N'EST ENVOYÉ"]);
    expect(words(shown)).toContain(`── ${ID} · nouvelles du 24/11 à 15 h 11 ──`);
    expect(words(shown)).toContain(
      "Destinataires Reconnect Pro : liste « Utilisateurs RP Nov 25 » (n° 47, 1 234 contacts)",
    );
    expect(words(shown)).toContain(`  │ ${SENTENCE}`);
    expect([names(w).length, news(w).length, w.read(FILE).includes("updates")]).toEqual([1, 0, false]);
  });
});
