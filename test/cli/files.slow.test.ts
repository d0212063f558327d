import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHECK, idOf, NOTHING, openFile, paris, stage, writesOf, type Run, type Stage } from "./stage.ts";

const ID = idOf();
const PROBLEMS = /^(1 problème|\d+ problèmes) à corriger :$/u;
const FILE = `incidents/${ID}.yml`;

describe("check", () => {
  test.concurrent("good files, all or by name, from any folder", async () => {
    await using s = await stage();
    s.write(FILE, openFile());
    const all = await s.run(["check"]);
    expect(all).toMatchObject({ exit: 0, stderr: "" });
    expect(all.stdout).toMatch(/^Tout est bon : \d+ fichiers lus, rien à corriger\.\n$/u);
    const one = await s.run(["check", `${ID}.yml`], { cwd: join(s.root, "incidents") });
    expect(one).toMatchObject({ exit: 0, stdout: "Tout est bon : 1 fichier lu, rien à corriger.\n" });
    expect(s.sandbox.requests).toEqual([]);
  });

  test.concurrent("only the files that are named are told", async () => {
    await using s = await stage();
    s.write(FILE, openFile());
    s.write(`incidents/${idOf("cfn")}.yml`, "services: [cfn]\n");
    expect(await s.run(["check", FILE])).toMatchObject({ exit: 0 });
    expect(await s.run(["check", `incidents/${idOf("cfn")}.yml`])).toMatchObject({ exit: 1 });
  });

  test.concurrent("every problem at once, with line and column, over all the files", async () => {
    await using s = await stage();
    s.write(
      FILE,
      `services: [rq]\nstatut: open\nstatus: ouvert\nstarted_at: ${paris(-120)}\ndata_safe: oui\n`,
    );
    s.write("templates/outage.known.md", `${s.read("templates/outage.known.md")}\n{zzz}\n`);
    s.write("runbook.yml", s.read("runbook.yml").replace("Europe/Paris", "Europe/Pari"));
    const run = await s.run(["check"]);
    expect(run.exit).toBe(1);
    expect(run.headline).toMatch(/^\d+ problèmes à corriger :$/u);
    const places = run.lines.slice(1).map((line) => line.split(": ")[0]);
    expect(places.some((place) => place?.startsWith("runbook.yml:"))).toBe(true);
    expect(places.some((place) => place?.startsWith("templates/outage.known.md:"))).toBe(true);
    for (const line of run.lines.slice(1)) expect(line).toMatch(/^[\w./-]+:\d+:\d+: \S.+[.?»…)]$/u);
  });
});

describe("faulty incident files", () => {
  const faulty: [string, string, string | number, RegExp][] = [
    ["a bracket that stays open", "services: [rp\nstatus: open\n", 1, /jamais fermé/u],
    ["a tab", `services: [rp]\n\tstatus: open\n`, 2, /tabulation/u],
    ["a key twice", `${openFile()}status: open\n`, 4, /écrite deux fois/u],
    ["an unknown key", `${openFile()}couleur: rouge\n`, 4, /« couleur » n’existe pas/u],
    ["a wrong type", `${openFile()}data_safe: oui\n`, 4, /true \(oui\) ou false/u],
    ["a list where an hour is wanted", "services: [rp]\nstatus: open\nstarted_at: [1]\n", 3, /date/u],
    ["an unknown tool", openFile("rq"), 1, /« rq » n’est pas un outil connu.*« rp »/u],
    ["an unknown cause", `${openFile()}cause: gremlins\n`, 4, /pas une cause connue/u],
    ["an alias", `x: &a rp\nservices: [*a]\nstatus: open\nstarted_at: ${paris(30)}\n`, "\\d+", /./u],
    ["a second document", `${openFile()}---\n${openFile()}`, 4, /second document/u],
    ["a start in the future", openFile("rp", -60), 3, /dans le futur/u],
    [
      "an end before the start",
      `${openFile().replace("open", "resolved")}resolved_at: ${paris(90)}\n`,
      4,
      /après son début/u,
    ],
    ["nothing at all", "", 1, /vide/u],
    ["not YAML", "\u0000\u0001", 1, /./u],
    ["a text cut by #", `${openFile()}message: Panne du serveur #3 de Paris.\n`, 4, /La suite est perdue/u],
    ["over 64 KB", `${openFile()}# ${"x".repeat(70_000)}\n`, 1, /64.Ko/u],
  ];
  const pathOf = (index: number) => `incidents/${ID}-${index + 2}.yml`;
  let s: Stage;
  let check: Run;
  beforeAll(async () => {
    s = await stage();
    for (const [index, [, text]] of faulty.entries()) s.write(pathOf(index), text);
    s.commit();
    check = await s.run(["check"]);
  });
  afterAll(() => s[Symbol.asyncDispose]());

  test.each(faulty.map((row, index): [string, number] => [row[0], index]))("%s", (_what, index) => {
    const [, , line, words] = faulty[index] ?? ["", "", 0, /^$/u];
    const told = check.lines.filter((each) => each.startsWith(`${pathOf(index)}:`)).join("\n");
    expect(told).toMatch(new RegExp(`^${pathOf(index)}:${line}:\\d+: `, "mu"));
    expect(told).toMatch(words);
  });

  test("nothing is sent for any of them, and a good file goes on", async () => {
    expect(check).toMatchObject({ exit: 1, stderr: "" });
    expect(check.headline).toMatch(PROBLEMS);
    const before = s.world();
    const settled = await s.run(["settle"]);
    expect(settled).toMatchObject({ exit: 1, headline: NOTHING, stderr: "" });
    for (const index of faulty.keys()) expect(settled.text).toContain(`${pathOf(index)}:`);
    expect(s.world()).toEqual(before);
    s.write(`incidents/${idOf("cfn")}.yml`, openFile("cfn"));
    expect(await s.run(["settle"])).toMatchObject({ exit: 1, headline: CHECK });
    expect(s.sandbox.brevo.deliveries).toHaveLength(1);
  });
});

describe("other things under incidents/", () => {
  test.concurrent("stray names, folders and links are named with the right place, and the good file goes on", async () => {
    await using s = await stage();
    s.write(FILE, openFile());
    s.write("incidents/notes.txt", "x");
    s.write("incidents/2026-11-23-RP.yaml", openFile());
    s.write("incidents/2026-11/23-rp.yml", openFile());
    mkdirSync(join(s.root, "elsewhere"));
    symlinkSync("../elsewhere", join(s.root, `incidents/${idOf("cfn")}`));
    const check = await s.run(["check"]);
    expect(check.exit).toBe(1);
    for (const path of ["notes.txt", "2026-11-23-RP.yaml", "2026-11/23-rp.yml", idOf("cfn")])
      expect(check.text).toContain(`incidents/${path}:1:1: `);
    expect(await s.run(["settle"])).toMatchObject({ exit: 1, headline: CHECK });
    expect(s.sandbox.brevo.deliveries).toHaveLength(1);
  });

  test.concurrent("a file broken after its mail left: declaring again mails nobody twice", async () => {
    await using s = await stage();
    await s.run(["declare", "--service", "rp", "--started-at", paris(30)]);
    s.write(FILE, `${s.read(FILE)}couleur: rouge\n`);
    s.commit();
    await s.run(["declare", "--service", "rp"]);
    expect(s.sandbox.brevo.deliveries).toHaveLength(1);
  });
});

describe("broken settings and templates", () => {
  test.concurrent.each<[string, string, (text: string) => string, RegExp]>([
    ["YAML", "runbook.yml", (text) => `${text}\n  : [`, /^runbook\.yml:\d+:\d+: /mu],
    ["a key", "runbook.yml", (text) => `${text}\ncouleur: rouge\n`, /« couleur » n’existe pas/u],
    ["an empty file", "runbook.yml", () => "", /^runbook\.yml:1:1: .*vide/mu],
    [
      "a placeholder",
      "templates/outage.unknown.md",
      (text) => text.replaceAll("{", "{zz"),
      /^templates\/outage\.unknown\.md:\d+:\d+: /mu,
    ],
    ["HTML", "templates/outage.known.md", (text) => `${text}\n<b>gras</b>\n`, /est du HTML/u],
    ["causes", "templates/causes.yml", () => "hosting: [", /^templates\/causes\.yml:\d+:\d+: /mu],
  ])("%s in %s: nothing is sent by any command", async (_what, path, change, words) => {
    await using s = await stage();
    s.write(path, change(s.read(path)));
    s.commit();
    const before = s.world();
    const check = await s.run(["check"]);
    expect(check).toMatchObject({ exit: 1, stderr: "" });
    expect(check.headline).toMatch(PROBLEMS);
    const run = await s.run(["declare", "--service", "rp"]);
    expect(run).toMatchObject({ exit: 1, headline: NOTHING, stderr: "" });
    expect(run.lines.slice(2)).toEqual(check.lines.slice(1));
    expect(run.text).toMatch(words);
    expect(s.world()).toEqual(before);
    expect(writesOf(s.sandbox)).toEqual([]);
  });

  test.concurrent("a template that is missing", async () => {
    await using s = await stage();
    s.git("rm", "--quiet", "templates/layout.html");
    s.commit();
    expect((await s.run(["declare", "--service", "rp"])).text).toContain(
      "templates/layout.html:1:1: Ce fichier manque.",
    );
  });
});
