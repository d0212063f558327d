import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DemoData } from "../../src/demo/data.ts";
import { play } from "../../src/demo/play.ts";
import { setStage, type Stage } from "../../src/demo/stage.ts";
import { story } from "../../src/demo/story.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const example = join(root, "incidents", story.id);
let stage: Stage;
let data: DemoData;
let played: string;

beforeAll(async () => {
  stage = await setStage(root, process.env);
  data = await play(stage, { begin: () => {}, end: () => {}, onProgress: () => {} });
  played = join(stage.repo.root, "incidents", story.id);
  // The example in the repository is this very play: `UPDATE_EXAMPLE=1 npx vitest run test/demo` writes it again.
  if (process.env["UPDATE_EXAMPLE"]) {
    mkdirSync(join(root, "incidents"), { recursive: true });
    cpSync(played, example, { recursive: true });
    cpSync(`${played}.yml`, `${example}.yml`);
  }
});
afterAll(async () => {
  await stage.strike();
});

/** Slack's ids and the order of things done side by side differ from play to play; nothing else may. */
function steady(folder: string): string[] {
  return readFileSync(join(folder, "journal.yml"), "utf8")
    .replaceAll(/\d{10}\.?\d{6}/gu, "TS")
    .split("\n")
    .toSorted();
}

test("The example incident is what the demo plays under its fixed clock", () => {
  expect(readFileSync(`${example}.yml`, "utf8")).toBe(readFileSync(`${played}.yml`, "utf8"));
  expect(steady(example)).toEqual(steady(played));
  expect(readdirSync(example).toSorted()).toEqual(readdirSync(played).toSorted());
});

test.each(["outage.rp.html", "outage.rp.txt", "recovery.rp.html", "recovery.rp.txt"])(
  "The example's %s is the mail as it left",
  (name) => {
    expect(readFileSync(join(example, name), "utf8")).toBe(readFileSync(join(played, name), "utf8"));
  },
);

test("The example says that it is one, in its first line and in its journal", () => {
  expect(readFileSync(`${example}.yml`, "utf8")).toMatch(/^# EXEMPLE/u);
  const lines = readFileSync(join(example, "journal.yml"), "utf8").trim().split("\n");
  expect(lines.every((line) => line.includes("EXEMPLE"))).toBe(true);
});

test("The day sends one message and one mail for each phase, whatever is clicked twice, and the drill is apart", () => {
  expect(data.channel.messages).toHaveLength(2);
  expect(data.mails.map(({ phase, list }) => [phase, list.id])).toEqual([
    ["outage", 47],
    ["recovery", 47],
  ]);
  const drilled = stage.sandbox.brevo.deliveries.filter(({ name }) => !name.endsWith(story.id));
  expect(drilled.map(({ listIds }) => listIds)).toEqual([[12], [12]]);
  expect(data.timeline.at(-1)?.text).toContain("2 e-mails, vers la liste d’essai de 4 collègues");
});

test("The day goes from a checkup to a drill, and the thread holds news, a reminder and the figures", () => {
  expect(data.scenes.map(({ command, receipt }) => [command.split(" ")[2], receipt.split("\n")[0]])).toEqual([
    ["checkup", "✅ PRÊT POUR LA PROCHAINE PANNE"],
    ["declare", "✅ ANNONCE PARTIE"],
    ["declare", "ℹ️ DÉJÀ FAIT"],
    ["update", "✅ ANNONCE PARTIE"],
    ["settle", "ℹ️ DÉJÀ FAIT"],
    ["settle", "ℹ️ DÉJÀ FAIT"],
    ["resolve", "✅ ANNONCE PARTIE"],
    ["settle", "ℹ️ DÉJÀ FAIT"],
    ["drill", expect.stringMatching(/^✅ EXERCICE RÉUSSI/u)],
  ]);
  expect(data.timeline[0]?.text).toContain(data.scenes[0]?.receipt.split("\n")[1] ?? "nothing");
  const replies = data.channel.messages[0]?.replies ?? [];
  expect(replies.map(({ text }) => /^:\w+:/u.exec(text)?.[0])).toEqual([
    ":white_check_mark:",
    ":speech_balloon:",
    ":bar_chart:",
    ":alarm_clock:",
    ":white_check_mark:",
    ":bar_chart:",
  ]);
});
