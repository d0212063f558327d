import { describe, expect, test } from "vitest";
import { DAY, openWorld, plain, said, words, type World } from "../world.ts";

const ID = `${DAY}-rp`;
const FILE = `incidents/${ID}.yml`;
const BOTH = `incidents/${DAY}-rp-cfn.yml`;

const posts = (w: World) => w.channel().map(({ text }) => plain(text));
const replies = (w: World) => w.thread(w.channel()[0]).map(({ text }) => plain(text));
const subjects = (w: World) => w.deliveries().map(({ subject }) => plain(subject));

describe.concurrent("a false alarm", () => {
  test("after the mail is told by mail, with its own subject, and on Slack, whose first message is corrected", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 20 });
    const outcome = await w.resolve({ falseAlarm: true, cause: "hosting", resolution: "Le test est fini." });
    expect([outcome.exit, w.deliveries().length, w.channel().length]).toEqual([0, 2, 2]);
    const mail = w.deliveries()[1];
    expect(mail?.subject).toBe("Fausse alerte : Reconnect Pro fonctionne normalement");
    expect(mail?.name).toBe(`Fin de l'indisponibilité Reconnect Pro · ${ID}`);
    expect(mail?.listIds).toEqual(w.deliveries()[0]?.listIds);
    expect(plain(mail?.html)).toContain("Notre message de 14 h 11 était une erreur.");
    expect(plain(mail?.html)).toContain("Le test est fini.");
    expect(plain(mail?.html)).not.toMatch(/hébergeur|résolu|interrompu/u);
    expect(posts(w)).toEqual([
      expect.stringMatching(/Fausse alerte : Reconnect Pro .* Ce message était une erreur\./u),
      expect.stringMatching(/Fausse alerte : Reconnect Pro .* Notre message de 14 h 11 était une erreur\./u),
    ]);
    expect(replies(w).at(-1)).toContain(
      "E-mail « Fausse alerte : Reconnect Pro fonctionne normalement » parti",
    );
    expect(w.read(FILE)).toContain("status: mistaken");
    expect(w.read(FILE)).not.toContain("cause:");
    const told = words(outcome);
    expect(told).toContain("Slack, fausse alerte de Reconnect Pro : message publié");
    expect(told).toContain("E-mail de fausse alerte de Reconnect Pro : parti");
    expect(told).toContain("une fausse alerte n’en a pas");
    expect(told).not.toContain("de fin");
    const again = await w.resolve({ falseAlarm: true });
    expect([again.exit, again.headline, w.deliveries().length]).toEqual([0, "ℹ️ DÉJÀ FAIT", 2]);
    expect(words(again)).toContain("Reconnect Pro : fausse alerte déjà déclarée");
  });

  test("names the hour at which the channel was told, where the file was written by hand", async () => {
    await using w = await openWorld();
    w.write(FILE, `services: [rp]\nstatus: open\nstarted_at: ${DAY} 13:30\n`);
    await w.settle();
    w.edit(FILE, "status: open", "status: mistaken");
    w.pass({ minutes: 10 });
    await w.settle();
    expect(posts(w)[1]).toContain("Notre message de 14 h 11 était une erreur.");
    expect(plain(w.deliveries()[1]?.html)).toContain("Notre message de 14 h 11 était une erreur.");
  });

  test("before the mail left deletes the draft and mails nobody", async () => {
    await using w = await openWorld();
    w.brevo.state.credits = 10;
    await w.declare();
    expect(w.brevo.campaigns).toHaveLength(1);
    w.brevo.state.credits = 50_000;
    const outcome = await w.resolve({ falseAlarm: true });
    expect(outcome.exit).toBe(0);
    expect(words(outcome)).toContain("E-mail de fausse alerte de Reconnect Pro : aucun");
    expect([w.brevo.campaigns.length, w.deliveries().length, w.channel().length]).toEqual([0, 0, 2]);
    expect(posts(w)[1]).toContain("Aucun e-mail ne va partir.");
    expect((await w.settle()).exit).toBe(0);
    expect(w.deliveries()).toEqual([]);
  });

  test("of what was never announced tells nobody anything", async () => {
    await using w = await openWorld();
    w.write(FILE, `services: [rp]\nstatus: mistaken\nstarted_at: ${DAY} 13:30\n`);
    expect((await w.settle()).exit).toBe(0);
    expect([w.deliveries().length, w.channel().length]).toEqual([0, 0]);
  });

  test("corrects a first message whose answer was lost, and which nobody could read back", async () => {
    await using w = await openWorld();
    w.slack.state.historyError = "internal_error";
    w.sandbox.faults.add({ what: "chat.postMessage", kind: "lost-answer" });
    expect((await w.declare()).exit).toBe(2);
    w.slack.state.historyError = undefined;
    w.pass({ minutes: 20 });
    expect((await w.resolve({ falseAlarm: true })).exit).toBe(0);
    expect(posts(w)).toEqual([
      expect.stringContaining("Ce message était une erreur."),
      expect.stringContaining("Notre message de 14 h 11 était une erreur."),
    ]);
  });

  test("comes too late after an end: refused, with what to do", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 20 });
    await w.resolve();
    const late = await w.resolve({ services: ["rp"], falseAlarm: true });
    expect([late.exit, late.headline]).toEqual([1, "❌ RIEN N'EST PARTI"]);
    expect(words(late)).toContain("(Reconnect Pro, 14 h 31) : ce n’est plus une fausse alerte");
    expect(w.read(FILE)).toContain("status: resolved");
    expect([w.deliveries().length, w.channel().length]).toEqual([2, 2]);
  });

  test("that becomes an end in the file later changes nothing that left, and says so", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 20 });
    await w.resolve({ falseAlarm: true });
    w.edit(FILE, "status: mistaken", "status: resolved");
    const outcome = await w.settle();
    expect([outcome.exit, w.deliveries().length, w.channel().length]).toEqual([0, 2, 2]);
    expect(words(outcome)).toContain("l’e-mail déjà parti ne change pas");
  });

  test("that nobody was mailed of and that is opened again mails the outage, and says what the channel misses", async () => {
    await using w = await openWorld();
    w.brevo.state.credits = 10;
    await w.declare();
    const before = w.read(FILE);
    w.brevo.state.credits = 50_000;
    await w.resolve({ falseAlarm: true });
    w.write(FILE, before);
    const outcome = await w.settle();
    expect([outcome.exit, w.deliveries().length, w.channel().length]).toEqual([0, 1, 2]);
    expect(words(outcome)).toContain("Slack a déjà annoncé la fin de Reconnect Pro");
  });

  test("that is opened again is exit 2: declare a new one", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ minutes: 20 });
    const before = w.read(FILE);
    await w.resolve({ falseAlarm: true });
    w.write(FILE, before);
    const outcome = await w.settle();
    expect([outcome.exit, w.deliveries().length]).toEqual([2, 2]);
    expect(said(outcome, "outage/mail/rp")).toContain("déclarez un nouvel incident");
  });
});

describe.concurrent("a false alarm of one tool of two", () => {
  test("takes back that tool only, and says what is still away", async () => {
    await using w = await openWorld();
    await w.declare({ services: ["rp", "cfn"] });
    w.pass({ minutes: 20 });
    const outcome = await w.resolve({ services: ["cfn"], falseAlarm: true });
    expect(outcome.exit).toBe(0);
    expect(words(outcome)).toContain("Encore en panne : Reconnect Pro.");
    expect(subjects(w).slice(2)).toEqual([
      "Fausse alerte : le Coffre-fort numérique Reconnect fonctionne normalement",
    ]);
    expect(posts(w)[0]).toMatch(/Reconnect Pro est indisponible.*\n.*Fausse alerte : le Coffre-fort/u);
    expect(w.read(BOTH)).toContain("status: open");
    expect(w.read(BOTH)).toContain(`resolved_at: { cfn: ${DAY} 14:31 }\nmistaken: [cfn]\n`);
    w.pass({ hours: 1 });
    const end = await w.resolve({ cause: "network" });
    expect([end.exit, w.deliveries().length, w.channel().length]).toEqual([0, 4, 3]);
    expect(subjects(w)[3]).toBe("Fin de l'indisponibilité temporaire de Reconnect Pro");
    expect(w.read(BOTH)).toContain("status: resolved");
    expect(words(end)).not.toContain("ne change pas");
    expect(posts(w)[0]).toMatch(/Terminé : Reconnect Pro .*\n.*Fausse alerte : le Coffre-fort/u);
  });

  test("and then of the other one is a false alarm of all", async () => {
    await using w = await openWorld();
    await w.declare({ services: ["rp", "cfn"] });
    await w.resolve({ services: ["cfn"], falseAlarm: true });
    expect((await w.resolve({ services: ["rp"], falseAlarm: true })).exit).toBe(0);
    expect(w.read(BOTH)).toContain("status: mistaken");
    expect(subjects(w).filter((subject) => subject.startsWith("Fausse alerte"))).toHaveLength(2);
    expect((await w.settle()).exit).toBe(0);
    expect(w.channel()).toHaveLength(3);
  });

  test("whose other one is back already keeps that end", async () => {
    await using w = await openWorld();
    await w.declare({ services: ["rp", "cfn"] });
    w.pass({ minutes: 20 });
    await w.resolve({ services: ["rp"] });
    w.pass({ minutes: 10 });
    const outcome = await w.resolve({ services: ["rp", "cfn"], falseAlarm: true });
    expect([outcome.exit, w.deliveries().length]).toEqual([0, 4]);
    expect(words(outcome)).toContain("Reconnect Pro : la fin était déjà déclarée");
    expect(subjects(w).slice(2)).toEqual([
      "Fin de l'indisponibilité temporaire de Reconnect Pro",
      "Fausse alerte : le Coffre-fort numérique Reconnect fonctionne normalement",
    ]);
    expect(w.read(BOTH)).toContain("status: resolved");
    expect(w.read(BOTH)).toContain("mistaken: [cfn]");
    const again = await w.resolve({ services: ["rp", "cfn"], falseAlarm: true });
    expect([again.exit, again.headline, w.deliveries().length]).toEqual([0, "ℹ️ DÉJÀ FAIT", 4]);
    expect(words(again)).toContain("Coffre-fort numérique Reconnect : fausse alerte déjà déclarée (14 h 41)");
    expect(words(again)).toContain("Reconnect Pro : fin déjà déclarée (14 h 31)");
  });
});
