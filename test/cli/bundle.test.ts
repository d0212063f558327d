import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { ALREADY, BUNDLE, idOf, openFile, paris, SENT, stage } from "./stage.ts";

/** The machine's own Node, when it is an old one that we promise to run on (20 to 23). */
const old = ["/usr/local/bin/node", "/usr/bin/node"].find((path) => {
  if (!existsSync(path)) return false;
  const major = Number(/^v(?<major>\d+)/u.exec(execFileSync(path, ["--version"], { encoding: "utf8" }))?.[1]);
  return major >= 20 && major < 24;
});

test.concurrent("is one file, with nothing beside it but its manifest", () => {
  expect(readdirSync(dirname(BUNDLE)).toSorted()).toEqual(["action.yml", "runbook.mjs"]);
});

test.concurrent("runs copied alone into another repository, with no node_modules anywhere above", async () => {
  await using s = await stage();
  const bundle = join(s.root, "tools/runbook.mjs");
  cpSync(BUNDLE, bundle);
  const run = await s.run(["declare", "--service", "cfn"], { bundle });
  expect(run).toMatchObject({ exit: 0, headline: SENT });
  expect(s.sandbox.brevo.deliveries).toHaveLength(1);
});

test
  .skipIf(old === undefined)
  .concurrent(`runs on the machine's Node ${old ?? "20 (none found)"}`, async () => {
    await using s = await stage();
    const node = old ?? "";
    s.write(`incidents/${idOf()}.yml`, openFile());
    expect(await s.run(["check"], { node })).toMatchObject({ exit: 0, stderr: "" });
    expect(await s.run(["settle"], { node })).toMatchObject({ exit: 0, headline: SENT });
    expect(await s.run(["resolve", "--resolved-at", paris(5)], { node })).toMatchObject({
      exit: 0,
      headline: SENT,
    });
    expect(await s.run(["settle"], { node })).toMatchObject({ exit: 0, headline: ALREADY, stderr: "" });
    expect(s.sandbox.brevo.deliveries).toHaveLength(2);
  });
