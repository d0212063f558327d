import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { announced, past, propose, reviewOn } from "./pull-request.ts";
import { idOf, openFile, stage } from "./stage.ts";

describe("a stranger's files are data", () => {
  const SECRET = "tresor-de-la-machine";

  test.concurrent.each([
    "incidents",
    "templates",
    "runbook.yml",
    "incidents/2026-11-23-rp",
    "templates/outage.known.md",
  ])("a link at %s leads nowhere, and is told", async (path) => {
    await using s = await stage();
    const change = propose(s);
    const elsewhere = join(s.root, ".git", "elsewhere");
    mkdirSync(elsewhere);
    for (const name of ["2026-11-23-rp.yml", "journal.yml", "outage.known.md"])
      writeFileSync(join(elsewhere, name), `${SECRET}: ${SECRET}\n`);
    const isFile = /\.(?:yml|md)$/u.test(path);
    if (existsSync(join(s.root, "proposal", path))) change(path, undefined);
    symlinkSync(isFile ? join(elsewhere, "journal.yml") : elsewhere, join(s.root, "proposal", path));
    const run = await reviewOn(s);
    expect(run.exit).toBe(1);
    expect(run.annotations).toEqual([
      expect.stringContaining(`${path},line=1,col=1::Les liens symboliques sont refusés`),
    ]);
    expect(`${run.stdout}${run.summary}${JSON.stringify(run.artifact)}`).not.toContain(SECRET);
  });

  test.concurrent("a journal that is a link is told once, and its incident is not taken for a new one", async () => {
    await using s = await stage();
    const { journal } = announced(s);
    const change = propose(s);
    change(journal, undefined);
    symlinkSync("/etc/hostname", join(s.root, "proposal", journal));
    const run = await reviewOn(s);
    expect(run.exit).toBe(1);
    expect(run.verdict).toBe("❌ À corriger avant de fusionner (1)");
    expect(run.prose).toContain("Si quelqu’un fusionne quand même : fusionner n’enverra rien");
  });

  const hostile =
    "::error::x @everyone #12 GH-7 <script>alert(1)</script> ``` www.a.fr https://b.fr a@b.fr deadbeef12";
  test.concurrent.each<[string, string, string]>([
    ["a key", `incidents/${idOf()}.yml`, `${openFile()}"${hostile}": 1\n`],
    ["a value", `incidents/${idOf()}.yml`, openFile("rp", 30, `cause: "${hostile}"\n`)],
    [
      "a sentence",
      `incidents/${idOf()}.yml`,
      openFile("rp", 30, `message: "${hostile.slice(0, 26)} \`\`\`."\n`),
    ],
    ["a name", `incidents/::error::x @everyone #12 |\`\`\`.yml`, openFile()],
    ["a page", `incidents/${idOf()}.yml`, hostile.repeat(50)],
    ["bytes", `incidents/${idOf()}.yml`, "\u0000\u0007\u202E".repeat(999)],
  ])("%s of hostile text reaches neither the runner nor the page alive", async (_where, path, text) => {
    await using s = await stage();
    past(s);
    propose(s)(path, text);
    const run = await reviewOn(s);
    expect([0, 1]).toContain(run.exit);
    expect(run.summary).toMatch(/^### /u);
  });

  test.concurrent("names of the settings stay literals too", async () => {
    await using s = await stage();
    const change = propose(s);
    change(
      "runbook.yml",
      s
        .read("runbook.yml")
        .replace('"général"', '"12 @everyone `x` |"')
        .replace('name: "Reconnect Pro"', 'name: "@everyone https://b.fr"')
        .replace('de: "de Reconnect Pro"', 'de: "de #12 | `x`"')
        .replace('outage: "Indisponibilité temporaire de Reconnect Pro"', 'outage: "@everyone ```"'),
    );
    change(`incidents/${idOf()}.yml`, openFile());
    const run = await reviewOn(s);
    expect(run.exit).toBe(0);
    expect(run.verdict).toContain("1 message dans #12 @everyone `x` | et 1 e-mail");
  });

  test.concurrent("a huge file, a folder named like a file and a template without end are refused in words", async () => {
    await using s = await stage();
    const change = propose(s);
    change(`incidents/${idOf()}.yml`, "*a ".repeat(3_500_000));
    change(`incidents/${idOf("cfn")}.yml/x`, "x");
    change("templates/outage.known.md", "> ".repeat(9_000));
    change("templates/causes.yml", "a: ".repeat(900_000));
    const templates = await reviewOn(s);
    expect(templates.exit).toBe(1);
    change("templates", undefined);
    cpSync(join(s.root, "templates"), join(s.root, "proposal/templates"), { recursive: true });
    const run = await reviewOn(s);
    expect(run.exit).toBe(1);
    expect(run.annotations.join("\n")).toContain("64 Ko");
    expect(run.ms).toBeLessThan(15_000);
  });

  test.concurrent("five thousand files are refused at once", async () => {
    await using s = await stage();
    const change = propose(s);
    for (let n = 1; n <= 5000; n += 1) change(`incidents/${idOf()}-${String(n)}.yml`, openFile());
    const run = await reviewOn(s);
    expect(run).toMatchObject({ exit: 1, verdict: "❌ À corriger avant de fusionner (1)" });
    expect(run.annotations).toEqual([expect.stringContaining("change 5 000 fiches à la fois")]);
    expect(run.ms).toBeLessThan(15_000);
  });

  test.concurrent("a journal that takes minutes to read is not read", async () => {
    await using s = await stage();
    const { journal } = announced(s);
    propose(s)(journal, `${"*a ".repeat(16_000)}\n`.repeat(40));
    const run = await reviewOn(s);
    expect(run.exit).toBe(1);
    expect(run.ms).toBeLessThan(15_000);
  });
});
