import { describe, expect, test } from "vitest";
import { DAY, openWorld, plain, steps, words, type World } from "../world.ts";

const ID = `${DAY}-rp`;
const FILE = `incidents/${ID}.yml`;
const BOTH = `${DAY}-rp-cfn`;
const OUTAGE = `Indisponibilité Reconnect Pro · ${ID}`;
const END = `Fin de l'indisponibilité Reconnect Pro · ${ID}`;
const newsAt = (hour: string, id = ID, day = "24/11") =>
  `Nouvelles de l'indisponibilité Reconnect Pro · ${day} ${hour} · ${id}`;
const SENTENCE = "Les équipes de notre hébergeur remplacent une pièce.";
const OTHER = "La pièce est changée, nous vérifions.";
const asked = { message: SENTENCE, mail: true };
const CREATE = "POST /emailCampaigns";
const SENDS = "POST /emailCampaigns/:id/sendNow";
/** Brevo's general bucket of an hour (facts of Brevo, section 6): everything but contacts. */
const general = (w: World) =>
  w.requests().filter((what) => what.includes(" /") && !what.includes("/contacts/")).length;
const names = (w: World) => w.deliveries().map(({ name }) => name);
const item = (at: string, message: string) => `  - at: ${at}\n    message: "${message}"\n    mail: true\n`;

/** An outage of Reconnect Pro that was announced an hour ago. */
async function begun(options: Parameters<typeof openWorld>[0] = {}): Promise<World> {
  const w = await openWorld(options);
  await w.declare();
  w.pass({ hours: 1 });
  return w;
}

/** As after a lost disk: the robot's whole folder is gone, the person's file is there. */
function loseJournal(w: World): void {
  w.git("rm", "--quiet", "-r", `incidents/${ID}`);
  w.git("commit", "--quiet", "--message", "Lose all");
}

/** News of an outage of yesterday that was made three times a moment ago: a machine with another clone was busy. */
async function busyHour(w: World): Promise<void> {
  for (const hour of ["15h01", "15h02", "15h03"]) await makeInBrevo(w, newsAt(hour, "2025-11-23-rp"));
}

describe.concurrent("news over and over", () => {
  test("is mailed three times in an hour; the fourth leaves by itself later", async () => {
    await using w = await begun();
    await busyHour(w);
    w.requests();
    const fourth = await w.update(asked);
    expect([fourth.exit, words(fourth)]).toEqual([
      2,
      expect.stringContaining("Déjà 3 e-mails de nouvelles en une heure"),
    ]);
    expect([names(w).length, general(w)]).toEqual([1, 2]);
    w.pass({ minutes: 61 });
    expect((await w.settle()).exit).toBe(0);
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11")]);
  });

  test("holds back neither another outage nor the end", async () => {
    await using w = await begun();
    await busyHour(w);
    expect((await w.update(asked)).exit).toBe(2);
    expect((await w.declare({ services: ["cfn"] })).exit).toBe(0);
    expect((await w.resolve({ services: ["rp"] })).exit).toBe(0);
    expect([names(w).length, names(w).at(-1)]).toEqual([3, END]);
    expect(w.journal(ID).at(-1)).toMatchObject({ event: "closed" });
  });
});

describe.concurrent("news that was told", () => {
  test("is not mailed again when its hour and a letter are corrected together", async () => {
    await using w = await begun();
    await w.update({ ...asked, message: SENTENCE.replace("remplacent", "remplacet") });
    w.edit(FILE, `at: ${DAY} 15:11`, `at: ${DAY} 15:01`);
    w.edit(FILE, "remplacet", "remplacent");
    w.pass({ minutes: 10 });
    const outcome = await w.settle();
    expect([outcome.exit, words(outcome)]).toEqual([0, expect.stringContaining("ont changé après l’envoi")]);
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11")]);
  });

  test("taken out of the file and corrected by the form is mailed: somebody asked for it", async () => {
    await using w = await begun();
    const before = w.read(FILE);
    await w.update({ ...asked, message: SENTENCE.replace("remplacent", "remplacet") });
    w.write(FILE, before);
    w.pass({ minutes: 10 });
    expect((await w.update(asked)).exit).toBe(0);
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11"), newsAt("15h21")]);
  });

  test("taken out of the file and put back is told no more", async () => {
    await using w = await begun();
    const before = w.read(FILE);
    await w.update(asked);
    const after = w.read(FILE);
    for (const text of [before, after]) {
      w.write(FILE, text);
      w.pass({ minutes: 5 });
      expect((await w.settle()).exit).toBe(0);
    }
    expect(names(w)).toHaveLength(2);
  });

  test("is known again when the whole journal is lost", async () => {
    await using w = await begun();
    await w.update(asked);
    loseJournal(w);
    w.pass({ minutes: 20 });
    expect((await w.settle()).exit).toBe(0);
    w.pass({ minutes: 20 });
    expect((await w.resolve()).exit).toBe(0);
    expect([names(w), w.channel().length]).toEqual([[OUTAGE, newsAt("15h11"), END], 2]);
  });

  test("and reworded while the journal was lost asks a person, until the end", async () => {
    await using w = await begun();
    await w.update(asked);
    loseJournal(w);
    w.edit(FILE, "remplacent", "changent");
    w.pass({ minutes: 20 });
    const outcome = await w.settle();
    expect([outcome.exit, words(outcome)]).toEqual([
      2,
      expect.stringContaining("Si c’est la même, remettez dans la fiche la phrase qui est partie"),
    ]);
    w.pass({ minutes: 20 });
    expect((await w.resolve()).exit).toBe(0);
    expect([names(w), w.journal(ID).at(-1)?.event]).toEqual([[OUTAGE, newsAt("15h11"), END], "closed"]);
  });

  test.for(["taken out", "put back"] as const)(
    "and reworded is settled when it is %s, as the words say",
    async (way) => {
      await using w = await begun();
      await w.update(asked);
      loseJournal(w);
      w.edit(FILE, "remplacent", "changent");
      w.pass({ minutes: 20 });
      expect((await w.settle()).exit).toBe(2);
      const text = w.read(FILE);
      if (way === "taken out") w.write(FILE, text.slice(0, text.indexOf("updates:")));
      else w.edit(FILE, "changent", "remplacent");
      w.pass({ minutes: 5 });
      expect((await w.settle()).exit).toBe(0);
      expect(names(w)).toHaveLength(2);
      expect((await w.update({ message: OTHER, mail: true })).exit).toBe(0);
      expect(names(w)).toHaveLength(3);
    },
  );
});

describe.concurrent("news in odd hours", () => {
  test("stands on both sides of the new year", async () => {
    await using w = await openWorld({ now: "2025-12-31T22:30:00.000Z" });
    await w.declare();
    w.pass({ minutes: 20 });
    await w.update(asked);
    w.pass({ hours: 1 });
    expect((await w.update({ message: OTHER, mail: true })).exit).toBe(0);
    const id = "2025-12-31-rp";
    expect(names(w).slice(1)).toEqual([newsAt("23h50", id, "31/12"), newsAt("00h50", id, "01/01")]);
  });

  test("has two names in the hour that the clocks show twice", async () => {
    await using w = await openWorld({ now: "2025-10-26T00:10:00.000Z" });
    await w.declare();
    w.pass({ minutes: 20 });
    await w.update(asked);
    w.pass({ hours: 1 });
    expect((await w.update({ message: OTHER, mail: true })).exit).toBe(0);
    w.pass({ minutes: 10 });
    expect((await w.settle()).exit).toBe(0);
    const id = "2025-10-26-rp";
    expect(names(w).slice(1)).toEqual([newsAt("02h30", id, "26/10"), newsAt("02h31", id, "26/10")]);
  });
});

describe.concurrent("news while all else changes", () => {
  test("is not sent when the outage is a false alarm at that moment, and the false alarm is told", async () => {
    await using w = await begun();
    const call = () => w.edit(FILE, "status: open", "status: mistaken");
    w.sandbox.faults.add({ what: CREATE, kind: "hook", when: "after", call });
    expect((await w.update(asked)).exit).toBe(0);
    expect(names(w)).toEqual([OUTAGE, END]);
    expect(w.brevo.campaigns).toHaveLength(2);
  });

  test("goes to the list of the outage, whatever the file forces since", async () => {
    await using w = await begun();
    w.brevo.lists.push({ ...w.brevo.list(47), id: 90, name: "Utilisateurs RP Déc 25" });
    w.edit(FILE, "status: open", "status: open\nlists: { rp: 90 }");
    expect((await w.update(asked)).exit).toBe(0);
    expect(w.deliveries().map(({ listIds }) => listIds)).toEqual([[47], [47]]);
  });

  test("of a file that nobody is to be told of stays there", async () => {
    await using w = await openWorld();
    const updates = `updates:\n${item(`${DAY} 14:05`, SENTENCE)}`;
    w.write(FILE, `services: [rp]\nstatus: open\nstarted_at: ${DAY} 14:00\nnotify: false\n${updates}`);
    expect((await w.settle()).exit).toBe(0);
    expect([names(w), w.channel()]).toEqual([[], []]);
  });

  test("goes on for the tool that stays when the other one is taken out of the file", async () => {
    await using w = await openWorld();
    await w.declare({ services: ["rp", "cfn"] });
    w.pass({ minutes: 10 });
    w.edit(`incidents/${BOTH}.yml`, "services: [rp, cfn]", "services: [rp]");
    const outcome = await w.update(asked);
    expect(outcome.exit).toBe(2);
    expect(names(w).slice(2)).toEqual([newsAt("14h21", BOTH)]);
  });

  test("follows an outage mail that a person sent by hand, to its list", async () => {
    const w = await openWorld();
    const made = await byHand(w);
    expect((await w.declare()).exit).toBe(0);
    expect((await w.update(asked)).exit).toBe(0);
    expect(w.deliveries().map(({ campaignId, listIds }) => [campaignId === made, listIds])).toEqual([
      [true, [47]],
      [false, [47]],
    ]);
    expect(steps(await w.settle())).toEqual({});
    await w.close();
  });
});

/** A draft that a colleague makes in Brevo. */
async function makeInBrevo(w: World, name: string): Promise<number> {
  const answer = await askBrevo(w, "/emailCampaigns", {
    name,
    subject: "Indisponibilité temporaire de Reconnect Pro",
    sender: { id: 1 },
    htmlContent: "<p>Bonjour, une panne est en cours. {{ unsubscribe }}</p>",
    recipients: { listIds: [47] },
  });
  return Number(/"id":\s*(\d+)/u.exec(await answer.text())?.[1]);
}

/** A colleague sends the outage mail in Brevo, under the bare prescribed name. */
async function byHand(w: World): Promise<number> {
  const id = await makeInBrevo(w, "Indisponibilité Reconnect Pro");
  await askBrevo(w, `/emailCampaigns/${id}/sendNow`);
  return id;
}

function askBrevo(w: World, path: string, body?: unknown): Promise<Response> {
  return fetch(`${w.sandbox.brevoUrl}${path}`, {
    method: "POST",
    headers: { "api-key": "xkeysib-sandbox", "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

describe.concurrent("news when Brevo shows late what was done", () => {
  test.for([
    ["lists a new campaign late", CREATE, (w: World): void => void (w.brevo.state.listLag = { reads: 3 })],
    ["keeps saying draft", SENDS, (w: World): void => void (w.brevo.state.draftLag = { reads: 3 })],
  ] as const)("and %s, with an answer lost, leaves once", async ([, what, slow]) => {
    await using w = await begun();
    slow(w);
    w.sandbox.faults.add({ what, kind: "lost-answer" });
    await w.update(asked);
    for (let again = 0; again < 3; again += 1) {
      w.pass({ minutes: 11 });
      await w.settle();
    }
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11")]);
    expect(w.brevo.campaigns).toHaveLength(2);
    expect(plain(w.deliveries()[1]?.html)).toContain(SENTENCE);
  });

  test("and two runners give it at once, leaves once", async () => {
    await using w = await begun({ remote: true });
    await w.settle();
    const other = w.colleague();
    w.brevo.state.listLag = { reads: 2 };
    await Promise.all([w.update(asked), other.update(asked)]);
    w.pass({ minutes: 20 });
    for (const clone of [w, other]) expect((await clone.settle()).exit).toBe(0);
    expect(names(w)).toEqual([OUTAGE, newsAt("15h11")]);
  });
});
