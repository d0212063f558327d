import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFile, replaceFile } from "../../src/adapters/files.ts";

const FILES = join(import.meta.dirname, "../../src/adapters/files.ts");
const ID = "incidents/2026-11-26-rp.yml";
let root = "";
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), "runbook-files-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Another process of ours; `script` may use `root`, `createFile` and `replaceFile`. Gives what it printed. */
async function another(script: string, whileItRuns: () => void = () => undefined): Promise<string> {
  const head = `import { createFile, replaceFile } from ${JSON.stringify(FILES)}; const root = ${JSON.stringify(root)};`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", head + script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => void (printed += text));
  const over = once(child, "close");
  let isRunning = true;
  void over.then(() => (isRunning = false));
  const look = () => {
    if (!isRunning) return;
    whileItRuns();
    setImmediate(look);
  };
  look();
  expect(await over).toEqual([0, null]);
  return printed;
}

describe("a file is whole for whoever reads it", () => {
  test("while another process writes it again and again", async () => {
    const text = (letter: string) => letter.repeat(300_000);
    writeFileSync(join(root, "mail.html"), text("a"));
    const seen = new Set<string>();
    await another(
      `for (let i = 0; i < 400; i += 1) replaceFile(root, "mail.html", "ab"[i % 2].repeat(300_000));`,
      () => {
        const read = readFileSync(join(root, "mail.html"), "utf8");
        seen.add(`${read.length} of ${read.slice(0, 1)}, ends with ${read.slice(-1)}`);
      },
    );
    expect([...seen].toSorted()).toEqual(["300000 of a, ends with a", "300000 of b, ends with b"]);
    expect(readdirSync(root)).toEqual(["mail.html"]);
  });

  test("while another process makes it, and one of two makes it", async () => {
    const COUNT = 300;
    const texts = new Set<string>();
    let own = 0;
    let next = 0;
    const others = await another(
      `let own = 0;
       for (let i = 0; i < ${COUNT}; i += 1) own += createFile(root, "incidents/" + i + ".yml", "theirs".repeat(1000)) ? 1 : 0;
       console.log(own);`,
      () => {
        if (next >= COUNT) return;
        own += createFile(root, `incidents/${next}.yml`, "ours".repeat(1000)) ? 1 : 0;
        texts.add(readFileSync(join(root, `incidents/${next}.yml`), "utf8"));
        next += 1;
      },
    );
    for (; next < COUNT; next += 1) own += createFile(root, `incidents/${next}.yml`, "ours") ? 1 : 0;
    expect(own + Number(others)).toBe(COUNT);
    for (const text of texts) expect(["ours".repeat(1000), "theirs".repeat(1000)]).toContain(text);
  });
});

test("what stands there already stays, and nothing is left beside it", () => {
  expect(createFile(root, ID, "first")).toBe(true);
  expect(createFile(root, ID, "second")).toBe(false);
  expect(readFileSync(join(root, ID), "utf8")).toBe("first");
  replaceFile(root, ID, "third");
  expect(readFileSync(join(root, ID), "utf8")).toBe("third");
  expect([readdirSync(root), readdirSync(join(root, "incidents"))]).toEqual([
    ["incidents"],
    ["2026-11-26-rp.yml"],
  ]);
});

test("a folder that can't be written to is an error, not a silence", () => {
  writeFileSync(join(root, "incidents"), "a file where the folder should be");
  expect(() => createFile(root, ID, "text")).toThrow(/EEXIST|ENOTDIR/u);
});
