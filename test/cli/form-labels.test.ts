import { cpSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { stage, type Stage } from "./stage.ts";

const HOME = resolve(import.meta.dirname, "../..");
const withForms = (s: Stage) =>
  cpSync(join(HOME, ".github/workflows"), join(s.root, ".github/workflows"), { recursive: true });

describe("names that are choices of the forms too", () => {
  test.concurrent("are good as they are shipped", async () => {
    await using s = await stage();
    withForms(s);
    expect((await s.run(["check"])).exit).toBe(0);
  });

  test.concurrent.each([
    ["a tool's users", "runbook.yml", 'users: "professionnels"', 'users: "pros"', "Reconnect Pro (pros)"],
    ["a cause's label", "templates/causes.yml", 'label: "Panne de réseau"', 'label: "Réseau"', "Réseau"],
  ])(
    "%s changed without the form is refused, with the form to change",
    async (_what, file, from, to, fresh) => {
      await using s = await stage();
      withForms(s);
      s.write(file, s.read(file).replace(from, to));
      const run = await s.run(["check"]);
      expect(run.exit).toBe(1);
      expect(run.text).toContain(`${file}:1:1: `);
      expect(run.text).toContain(`« ${fresh} » manque dans le formulaire`);
      expect(run.text).toContain(".github/workflows/declarer-la-fin.yml");
    },
  );

  test.concurrent("are nobody's business in a clone without forms", async () => {
    await using s = await stage();
    s.write("runbook.yml", s.read("runbook.yml").replace('users: "professionnels"', 'users: "pros"'));
    expect((await s.run(["check"])).exit).toBe(0);
  });
});
