import { describe, expect, test } from "vitest";
import { CHECKUP } from "../../src/core/checkup-file.ts";
import { GRANTED, openCheckups, plain } from "./checkup-office.ts";

type Office = Awaited<ReturnType<typeof openCheckups>>;
const OPEN = "open: Tout n’est pas prêt pour la prochaine panne";
const CLOSED = OPEN.replace("open", "closed");
/** Somebody renames the channel, so that one line of the checkup is ✗, and Slack still takes messages. */
function rename({ sandbox }: Office, name: string): void {
  const general = sandbox.slack.channels.find(({ id }) => id === "C0GENERAL1");
  if (!general) throw new Error("The sandbox has no channel.");
  general.name = name;
}
const texts = (s: Office) => s.messages().map(({ text }) => plain(text));
/** A week after a checkup that found all well. */
async function start(s: Office): Promise<void> {
  await s.leaveRecord();
  s.pass(7);
}

describe("the weekly checkup", () => {
  test("records the first one, and says nothing to anybody", async () => {
    await using s = await openCheckups();
    const run = await s.checkup();
    expect(run).toMatchObject({ exit: 0, alarm: false });
    expect(await s.record()).toMatchObject({
      at: new Date("2026-11-02T06:17:00Z"),
      repository: "reconnect/outages",
      snapshot: { lists: [{ id: 48 }, { id: 47, name: "Utilisateurs RP Nov 26", contacts: 1234 }] },
      reminded: [],
      unsaid: [],
    });
    const [commit] = await s.hub.log();
    expect(commit?.message).toMatch(
      /^Record the checkup of 2026-11-02: \d+ ok, \d warn, 0 bad, \d skipped$/u,
    );
    expect(s.hub.store.signed.has(commit?.sha ?? "")).toBe(true);
    expect([s.messages(), s.issues(), s.sandbox.brevo.deliveries]).toEqual([[], [], []]);
  });

  test("tells what breaks once, follows it in one issue, and closes that when it is mended", async () => {
    await using s = await openCheckups();
    await start(s);
    rename(s, "annonces");
    const broken = await s.checkup();
    expect(broken).toMatchObject({ exit: 2, alarm: false });
    expect(plain(broken.page)).toMatch(/^## ❌ .*\n\n\*\*Vérification faite le lundi 9 novembre .* 1 ✗/u);
    expect(texts(s)).toEqual([
      expect.stringMatching(/^:warning: \*Vérification de la semaine.*\n• Nom du canal : .* À faire : .*/u),
    ]);
    expect(texts(s)[0]).not.toContain("<!");
    expect([s.issues(), s.comments()]).toEqual([[OPEN], []]);
    const written = plain(s.hub.store.issues[0]?.body ?? "");
    expect(written).toMatch(/^<!-- runbook checkup -->\nLa vérification .*verifier\.yml\)\n\n\|/u);
    expect(written).toContain("| ✗ à réparer | Nom du canal |");

    s.pass(7);
    const asked = s.hub.requests.length;
    expect((await s.checkup()).exit).toBe(2);
    expect([s.messages().length, s.issues(), s.comments()]).toEqual([1, [OPEN], []]);
    expect(s.hub.requests.slice(asked).filter(({ what }) => /^(?:POST|PATCH) \/issues/u.test(what))).toEqual(
      [],
    );

    s.pass(7);
    rename(s, "général");
    const mended = await s.checkup();
    expect(mended.exit).toBe(0);
    expect(plain(mended.page)).toContain("[Plus rien n’est à réparer : le ticket est fermé](");
    expect([s.messages().length, s.issues()]).toEqual([1, [CLOSED]]);
    expect(s.comments()).toEqual([
      "1: À la dernière vérification, plus rien n’est à réparer : ce ticket se ferme.",
    ]);

    s.pass(7);
    rename(s, "annonces");
    await s.checkup();
    expect([s.messages().length, s.issues(), s.comments().length]).toEqual([2, [OPEN], 2]);
  });

  test("keeps the issue's lines up to date", async () => {
    await using s = await openCheckups();
    await start(s);
    rename(s, "annonces");
    await s.checkup();
    s.sandbox.brevo.senders.length = 0;
    const run = await s.checkup({ isScheduled: false });
    expect(plain(run.page)).toContain("[Le ticket est à jour](");
    expect(plain(s.hub.store.issues[0]?.body ?? "")).toMatch(/Nom du canal[^]*Expéditeur/u);
    expect([s.issues(), s.comments()]).toEqual([[OPEN], []]);
    expect(texts(s)[1]).toContain("• Expéditeur : ");
    expect(texts(s)[1]).not.toContain("Nom du canal");
  });

  test("reminds of a list a month before it is too old, once for each", async () => {
    await using s = await openCheckups();
    await start(s);
    s.pass(28);
    const due = await s.checkup();
    expect(due.exit).toBe(0);
    expect(texts(s)).toEqual([
      expect.stringMatching(
        /^:calendar: .*\n• La liste la plus récente de Reconnect Pro est « Utilisateurs RP Nov 26 » \(novembre 2026\)\. .*\n• La liste la plus récente du Coffre-fort/u,
      ),
    ]);
    s.pass(7);
    await s.checkup();
    s.addList(49, "RP Déc 26");
    s.pass(7);
    await s.checkup();
    expect(s.messages()).toHaveLength(1);
    expect((await s.record())?.reminded).toEqual([47, 48]);
    s.pass(20);
    await s.checkup();
    expect(texts(s)[1]).toMatch(/« Utilisateurs RP Déc 26 » \(décembre 2026\)/u);
    expect([s.issues(), s.sandbox.brevo.deliveries]).toEqual([[], []]);
  });
});

describe("however often it runs", () => {
  test("two at once say one thing, open one issue, and one of them is recorded", async () => {
    await using s = await openCheckups();
    await start(s);
    rename(s, "annonces");
    // The other one begins and ends while this one has its clone of the moment before.
    const other = () => s.checkup();
    const both = await Promise.all([s.checkup({ meanwhile: other }), s.checkup()]);
    expect(both.map(({ exit }) => exit)).toEqual([2, 2]);
    expect(s.messages()).toHaveLength(1);
    expect(s.issues().filter((each) => each === OPEN)).toHaveLength(1);
    expect((await s.record())?.checks.find(({ id }) => id === "slack.name")?.state).toBe("bad");
  });

  test("of two messages of the same moment the first stays", async () => {
    await using s = await openCheckups();
    await start(s);
    rename(s, "annonces");
    // Both looked, and found nothing, before either had posted.
    let both = (): void => undefined;
    const looked = new Promise<void>((done) => (both = done));
    let looks = 0;
    const call = () => {
      if ((looks += 1) === 2) both();
      return looked;
    };
    s.sandbox.faults.add({ what: "chat.postMessage", kind: "hook", when: "before", times: 2, call });
    await Promise.all([s.checkup(), s.checkup()]);
    expect(looks).toBe(2);
    expect(s.messages()).toHaveLength(1);
    expect(s.issues().filter((each) => each === OPEN)).toHaveLength(1);
  });

  test("a run that was cut off after its message says nothing twice", async () => {
    await using s = await openCheckups();
    await start(s);
    rename(s, "annonces");
    s.hub.faults.add({ what: "POST /git/trees", kind: "reset-before", times: 20 });
    const lost = await s.checkup();
    expect(lost.exit).toBe(2);
    expect(plain(lost.page)).toContain("Le résultat de cette vérification n’a pas pu être enregistré.");
    s.hub.faults.clear();
    const again = await s.checkup();
    expect(plain(again.page)).toContain("Le canal Slack le sait déjà");
    expect([s.messages().length, s.issues()]).toEqual([1, [OPEN]]);
    expect((await s.record())?.unsaid).toEqual([]);
  });

  test("a message whose answer is lost is found again", async () => {
    await using s = await openCheckups();
    await start(s);
    rename(s, "annonces");
    s.sandbox.faults.add({ what: "chat.postMessage", kind: "lost-answer" });
    expect(plain((await s.checkup()).page)).toContain("Le canal Slack est prévenu");
    expect(s.messages()).toHaveLength(1);
  });

  test("what Slack did not take is said by the next one", async () => {
    await using s = await openCheckups();
    await start(s);
    rename(s, "annonces");
    s.sandbox.faults.add({ what: "chat.postMessage", kind: "500-before" });
    const untold = await s.checkup();
    expect(plain(untold.page)).toContain("la prochaine vérification le dira.");
    expect(await s.record()).toMatchObject({ unsaid: ["slack.name"] });
    expect(s.messages()).toEqual([]);
    s.pass(7);
    await s.checkup();
    expect([s.messages().length, (await s.record())?.unsaid]).toEqual([1, []]);
  });

  test("of two issues one stays, and what people wrote is left alone", async () => {
    await using s = await openCheckups();
    const { store } = s.hub;
    rename(s, "annonces");
    const by = (author: string) => ({ ...issue, number: store.nextNumber(), author });
    const issue = {
      title: "À moi",
      body: "<!-- runbook checkup -->\nJe cite.",
      state: "open" as const,
      stateReason: null,
      createdAt: new Date(),
      updatedAt: new Date(),
      closedAt: undefined,
    };
    store.issues.push(by("mallory"), by("github-actions[bot]"), by("github-actions[bot]"));
    await s.checkup();
    expect(s.issues()).toEqual(["open: À moi", OPEN, "closed: À moi"]);
    // Somebody closes it although nothing is mended.
    Object.assign(store.issues[1] ?? {}, { state: "closed", updatedAt: new Date() });
    await s.checkup();
    expect(s.issues()).toEqual(["open: À moi", OPEN, "closed: À moi"]);
    expect(store.issues[0]?.body).toBe(issue.body);
  });
});

describe("cut off in the middle", () => {
  test("it records nothing, tells nothing of what it saw, and asks for the alarm", async () => {
    await using s = await openCheckups();
    await start(s);
    const before = await s.hub.read(CHECKUP);
    rename(s, "annonces");
    const run = await s.checkup({ interrupted: AbortSignal.abort() });
    expect(run).toMatchObject({ exit: 2, alarm: true });
    expect([await s.hub.read(CHECKUP), s.messages(), s.issues()]).toEqual([before, [], []]);
  });
});

describe("where it may not write", () => {
  test("no commit is a line of its own, red, and in the issue", async () => {
    await using s = await openCheckups();
    await start(s);
    const run = await s.checkup({ permissions: { ...GRANTED, contents: "read" } });
    expect(run.exit).toBe(2);
    expect(plain(s.hub.store.issues[0]?.body ?? "")).toContain("n’a pas pu être enregistré");
    expect((await s.checkup()).exit).toBe(0);
    expect(s.issues()).toEqual([CLOSED]);
  });

  test("a branch that takes pull requests only gets one, and the line says so", async () => {
    await using s = await openCheckups();
    s.hub.store.requirePulls("main");
    const run = await s.checkup();
    expect(run.exit).toBe(0);
    expect(plain(run.page)).toMatch(
      /\| ⚠ à regarder \| [^|]+ \| Le robot ne peut pas écrire .* \| Fusionnez /u,
    );
    expect(await s.record()).toBeUndefined();
    // The next one knows what waits there.
    rename(s, "annonces");
    s.pass(7);
    await s.checkup();
    expect(s.messages()).toHaveLength(1);
    s.pass(7);
    await s.checkup();
    expect(s.messages()).toHaveLength(1);
    expect(s.hub.store.pulls).toHaveLength(1);
  });

  test("a repository without issues is told on the page", async () => {
    await using s = await openCheckups();
    s.hub.store.hasIssues = false;
    rename(s, "annonces");
    const run = await s.checkup();
    expect(run.exit).toBe(2);
    expect(plain(run.page)).toContain("Le ticket GitHub n’a pas pu être mis à jour.");
    expect(await s.record()).toBeDefined();
  });
});

describe("a file that is not the robot's own", () => {
  const NO_KEYS = { SLACK_BOT_TOKEN: "", BREVO_API_KEY: "" };

  test("damaged, it is written anew, and nothing is said", async () => {
    await using s = await openCheckups();
    rename(s, "annonces");
    await s.hub.people.push({ [CHECKUP]: "checks: [[[\n&a *a" });
    expect((await s.checkup()).exit).toBe(2);
    expect([s.messages(), s.issues()]).toEqual([[], [OPEN]]);
    expect(await s.record()).toBeDefined();
  });

  test("without keys a copy stays green and writes nothing; where it ran before, their loss is red", async () => {
    await using s = await openCheckups();
    const copy = await s.checkup({ env: NO_KEYS });
    expect([copy.exit, plain(copy.lines.join())]).toEqual([
      0,
      expect.stringContaining("Pas encore configuré"),
    ]);
    expect((await s.checkup({ env: NO_KEYS, isScheduled: false })).exit).toBe(1);
    expect([await s.record(), s.issues()]).toEqual([undefined, []]);
    await start(s);
    // A copy brings along the file of the repository that it was made of.
    const other = { ...NO_KEYS, GITHUB_REPOSITORY: "somebody/else" };
    expect((await s.checkup({ env: other })).exit).toBe(0);
    expect((await s.checkup({ env: NO_KEYS })).exit).toBe(2);
    expect(s.issues()).toEqual([OPEN]);
  });
});
