import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DAY, expectPromiseKept, openWorld, plain, words, type World } from "../world.ts";

const FILE = `incidents/${DAY}-rp-cfn.yml`;
const ALL = { services: ["rp", "cfn"] };

const posts = (w: World) => w.channel().map(({ text }) => plain(text));
const mailOf = (w: World, name: string) =>
  plain(w.deliveries().find((each) => each.name.startsWith(name))?.html);
const RP_END = "Fin de l'indisponibilité Reconnect Pro";
const CFN_END = "Fin de l'indisponibilité Coffre-fort";

describe.concurrent("two tools that return one after the other", () => {
  test("are told each at its own hour, with its own duration and sentence, to its own list", async () => {
    await using w = await openWorld();
    await w.declare({ ...ALL, startedAt: "14h00" });
    w.edit(FILE, "status: open", "status: open   # suivi par Karim");
    w.pass({ minutes: 30 });
    const first = await w.resolve({ services: ["rp"], resolution: "Le câble est réparé." });
    expect([first.exit, w.deliveries().length, w.channel().length]).toEqual([0, 3, 2]);
    expect(words(first)).toContain("Encore en panne : Coffre-fort numérique Reconnect.");
    expect(w.read(FILE)).toContain("status: open   # suivi par Karim");
    expect(w.read(FILE)).toContain(`resolved_at: { rp: ${DAY} 14:41 }`);
    expect(w.read(FILE)).toContain('resolution: { rp: "Le câble est réparé." }');
    expect(posts(w)[0]).toMatch(
      /Terminé : Reconnect Pro .*\n.*Coffre-fort numérique Reconnect est indisponible/u,
    );

    // The second hour is earlier than the first: somebody noticed late.
    const second = await w.resolve({ services: ["cfn"], resolvedAt: "14h20" });
    expect([second.exit, w.deliveries().length, w.channel().length]).toEqual([0, 4, 3]);
    expect(words(second)).not.toContain("ne change pas");
    expect(w.read(FILE)).toContain("status: resolved   # suivi par Karim");
    expect(w.read(FILE)).toContain(`resolved_at: { rp: ${DAY} 14:41, cfn: ${DAY} 14:20 }`);
    expect(mailOf(w, RP_END)).toContain("La panne a duré 41 minutes.");
    expect(mailOf(w, RP_END)).toContain("Le câble est réparé.");
    expect(mailOf(w, CFN_END)).toContain("La panne a duré 20 minutes.");
    expect(mailOf(w, CFN_END)).not.toContain("câble");
    const [outageRp, outageCfn, endRp, endCfn] = w.deliveries().map(({ listIds }) => listIds);
    expect(new Set([outageRp, outageCfn].map(String))).toEqual(new Set([endRp, endCfn].map(String)));
    expect(posts(w).slice(1)).toEqual([
      expect.stringContaining("Reconnect Pro fonctionne de nouveau* depuis 14 h 41, après 41 minutes"),
      expect.stringContaining("Coffre-fort numérique Reconnect fonctionne de nouveau* depuis 14 h 20"),
    ]);
    expect((await w.settle()).headline).toBe("ℹ️ DÉJÀ FAIT");
  });

  test("a sentence of the second end does not touch the first mail", async () => {
    await using w = await openWorld();
    await w.declare(ALL);
    w.pass({ minutes: 30 });
    await w.resolve({ services: ["rp"], resolution: "Le câble est réparé." });
    const second = await w.resolve({ services: ["cfn"], resolution: "Le serveur est changé." });
    expect(words(second)).not.toContain("ne change pas");
    expect(mailOf(w, CFN_END)).toContain("Le serveur est changé.");
    expect(w.read(FILE)).toContain(
      'resolution: { rp: "Le câble est réparé.", cfn: "Le serveur est changé." }',
    );
  });

  test("a second « fin » of the first one is nothing new", async () => {
    await using w = await openWorld();
    await w.declare(ALL);
    w.pass({ minutes: 20 });
    await w.resolve({ services: ["rp"] });
    const left = w.deliveries().length;
    const again = await w.resolve({ services: ["rp"] });
    expect([again.exit, again.headline]).toEqual([0, "ℹ️ DÉJÀ FAIT"]);
    expect(words(again)).toContain("Reconnect Pro : fin déjà déclarée (14 h 31)");
    expect(w.deliveries()).toHaveLength(left);
  });

  test("« Tous les outils en panne » keeps the hour of the one that is back", async () => {
    await using w = await openWorld();
    await w.declare(ALL);
    w.pass({ minutes: 20 });
    await w.resolve({ services: ["rp"] });
    w.pass({ minutes: 20 });
    expect((await w.resolve(ALL)).exit).toBe(0);
    expect(w.read(FILE)).toContain(`resolved_at: { rp: ${DAY} 14:31, cfn: ${DAY} 14:51 }`);
    const again = await w.resolve(ALL);
    expect(words(again)).toContain("Reconnect Pro : fin déjà déclarée (14 h 31)");
    expect(words(again)).toContain("Coffre-fort numérique Reconnect : fin déjà déclarée (14 h 51)");
  });

  test("one hour for both that becomes two in the file changes nothing that left, and says so", async () => {
    await using w = await openWorld();
    await w.declare(ALL);
    w.pass({ hours: 1 });
    await w.resolve(ALL);
    const one = /resolved_at: (.*)/u.exec(w.read(FILE))?.[1] ?? "";
    w.edit(FILE, one, `{ rp: ${one}, cfn: ${DAY} 14:30 }`);
    const outcome = await w.settle();
    expect([outcome.exit, w.deliveries().length, w.channel().length]).toEqual([0, 4, 3]);
    expect(words(outcome)).toContain("l’e-mail déjà parti ne change pas");
  });
});

describe("somebody who records faster", () => {
  test("keeps nobody's end from the others, however often it is first", async () => {
    await using w = await openWorld({ remote: true });
    await w.declare(ALL);
    const hooks = join(w.bare, "hooks");
    mkdirSync(hooks, { recursive: true });
    const first = `cannot lock ref 'refs/heads/main': is at 1 but expected 2`;
    const often = `#!/bin/sh\necho x >>"${hooks}/times"\n[ "$(wc -l <"${hooks}/times")" -gt 20 ] && exit 0\necho "${first}" >&2\nexit 1\n`;
    writeFileSync(join(hooks, "pre-receive"), often, { mode: 0o755 });
    w.pass({ minutes: 30 });
    w.hasTime = true;
    const outcome = await w.resolve({ services: ["rp"] });
    expect([outcome.exit, words(outcome).includes("partagé")]).toEqual([0, false]);
    expect(w.remoteFile(FILE)).toBe(w.read(FILE));
  });
});

describe("two runs that wrote one mail down in two ways", () => {
  test("share every line of their journals", async () => {
    await using w = await openWorld({ remote: true });
    await w.declare(ALL);
    const other = w.colleague();
    const copy = `incidents/${DAY}-rp-cfn/recovery.rp.html`;
    const line = (run: string) =>
      `- {at: ${w.now().toISOString()}, step: recovery/mail/rp, event: drafted, campaign: 7, run: ${run}}\n`;
    const journal = `incidents/${DAY}-rp-cfn/journal.yml`;
    for (const [clone, run] of [
      [other, "one"],
      [w, "two"],
    ] as const) {
      clone.write(copy, `<p>${run}</p>\n`);
      clone.write(journal, clone.read(journal) + line(run));
      await clone.settle();
    }
    expect(w.remoteFile(copy)).toBe("<p>one</p>\n");
    for (const run of ["one", "two"]) expect(w.remoteFile(journal)).toContain(`run: ${run}`);
    expect(w.remoteFile(journal)).toBe(w.read(journal));
  });
});

describe("two people who end two tools at the same moment", () => {
  test.for([false, true])(
    "each end leaves once, and the file has both (a false alarm: %s)",
    async (falseAlarm) => {
      await using w = await openWorld({ remote: true });
      await w.declare(ALL);
      const other = w.colleague();
      for (const clone of [w, other]) clone.hasTime = true;
      w.pass({ minutes: 30 });
      const outcomes = await Promise.all([
        w.resolve({ services: ["rp"], resolution: "Le câble est réparé." }),
        other.resolve({ services: ["cfn"], falseAlarm }),
      ]);
      expect(outcomes.map((outcome) => (outcome.exit === 0 ? "" : words(outcome)))).toEqual(["", ""]);
      expect(outcomes.map((outcome) => words(outcome)).join()).not.toContain("partagé");
      expect([w.deliveries().length, w.channel().length]).toEqual([4, 3]);
      expect(mailOf(w, CFN_END)).not.toContain("câble");
      expect(mailOf(w, CFN_END).includes("était une erreur")).toBe(falseAlarm);
      for (const clone of [w, other]) expect((await clone.settle()).exit).toBe(0);
      for (const part of ["status: resolved", `rp: ${DAY} 14:41`, `cfn: ${DAY} 14:41`])
        expect(w.remoteFile(FILE)).toContain(part);
      expect(w.remoteFile(FILE).includes("mistaken: [cfn]")).toBe(falseAlarm);
      expect([w.deliveries().length, w.channel().length]).toEqual([4, 3]);
      expectPromiseKept(w);
    },
  );
});
