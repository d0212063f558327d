import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { paris, type Run } from "../cli/stage.ts";
import { openPlace, type Place } from "./place.ts";
import { doubles } from "./whole.ts";

/** Where several processes stand when they work at the same moment. */
const WHERE = ["in one clone", "in clones of one remote", "in clones that share nothing"] as const;
type Where = (typeof WHERE)[number];

const OUTAGE = "Indisponibilité Reconnect Pro";
const RECOVERY = "Fin de l'indisponibilité Reconnect Pro";
const CFN = "Indisponibilité Coffre-fort numérique Reconnect";
const DECLARE = () => ["declare", "--service", "rp", "--started-at", paris(30)];

/** Folders for so many processes. What shares nothing has Slack and Brevo in common, and no remote at all. */
function foldersOf(place: Place, where: Where, count: number): string[] {
  const names = Array.from({ length: count }, (_each, index) => `collegue-${index + 1}`);
  if (where === "in one clone") return names.map(() => place.stage.root);
  const folders = names.map((name) => place.colleague(name));
  for (const cwd of where === "in clones that share nothing" ? folders : [])
    execFileSync("git", ["remote", "remove", "origin"], { cwd, env: { ...place.stage.env } });
  return folders;
}

/** A place for many: whether Brevo's hour is enough for them is another question. */
async function openHall(): Promise<Place> {
  const place = await openPlace("server");
  place.stage.sandbox.brevo.state.perHour = 10_000;
  return place;
}

/** Runs all at once, each folder the next command; none of them may be sure of what is not so. */
async function runAll(
  place: Place,
  folders: readonly string[],
  commands: readonly (readonly string[])[],
): Promise<readonly Run[]> {
  const runs = await Promise.all(
    folders.map((cwd, index) => place.run(commands[index % commands.length] ?? [], { cwd })),
  );
  for (const { exit, headline, text } of runs) {
    const isSaid = exit === 0 ? /^(?:✅|ℹ️)/u.test(headline) : exit === 2 && headline.startsWith("⚠️");
    expect(isSaid ? "" : `exit ${exit}: ${text}`).toBe("");
  }
  return runs;
}

async function settleAll(
  place: Place,
  folders: readonly string[],
  command: readonly string[],
): Promise<void> {
  for (const cwd of folders) {
    const { exit, text } = await place.run(command, { cwd });
    expect(exit === 0 ? "" : text).toBe("");
  }
}

/** One campaign of each step left draft; names without the incident. */
function expectOnce(place: Place, names: readonly string[]): void {
  const { brevo } = place.stage.sandbox;
  const bare = (name: string) => name.replace(/ · .*$/u, "");
  expect(doubles(place)).toEqual([]);
  expect(brevo.deliveries.map(({ name }) => bare(name)).toSorted()).toEqual(names.toSorted());
  const left = brevo.campaigns.filter(({ accepted }) => accepted);
  expect(left.map(({ content }) => bare(content.name)).toSorted()).toEqual(names.toSorted());
}

const filesOnRemote = ({ stage, bare }: Place): string[] =>
  stage
    .git("--git-dir", bare, "ls-tree", "--name-only", "main", "incidents/")
    .split("\n")
    .filter((name) => name.endsWith(".yml"));

describe.each(WHERE)("processes at once %s", { timeout: 120_000 }, (where) => {
  // Without a common file each colleague has to declare the end.
  const after = where === "in clones that share nothing" ? ["resolve"] : ["settle"];

  test.each([2, 4, 8])(
    "%i that declare, settle and resolve one outage: each mail leaves once",
    async (count) => {
      await using place = await openHall();
      const folders = foldersOf(place, where, count);
      await runAll(place, folders, [DECLARE()]);
      expectOnce(place, [OUTAGE]);
      await runAll(place, folders, [["settle"], DECLARE()]);
      expectOnce(place, [OUTAGE]);
      const ends = await runAll(place, folders, [["resolve"], ["settle"]]);
      expect(ends).toHaveLength(count);
      await settleAll(place, folders, after);
      expectOnce(place, [OUTAGE, RECOVERY]);
    },
  );

  test.each([2, 4])("%i that declare and settle: the mail leaves once", async (count) => {
    await using place = await openHall();
    const folders = foldersOf(place, where, count);
    const [first] = await runAll(place, folders, [DECLARE(), ["settle"]]);
    expect(first?.text).toMatch(/E-mail de panne de Reconnect Pro : (?:déjà )?parti à/u);
    expectOnce(place, [OUTAGE]);
  });
});

describe("two people who declare the same tool at once", { timeout: 120_000 }, () => {
  test.each([
    ["in one clone", 2],
    ["in one clone", 5],
    ["in clones of one remote", 2],
    ["in clones of one remote", 5],
  ] as const)("%s make one incident, and all but the first (of %i) are told", async (where, count) => {
    await using place = await openHall();
    const runs = await runAll(place, foldersOf(place, where, count), [DECLARE()]);
    expect(filesOnRemote(place)).toHaveLength(1);
    expectOnce(place, [OUTAGE]);
    expect(runs.filter(({ text }) => text.includes("déjà déclarée"))).toHaveLength(count - 1);
  });

  test("one of them with a second tool: each tool is announced once, in one incident or two", async () => {
    await using place = await openHall();
    const folders = foldersOf(place, "in clones of one remote", 2);
    await runAll(place, folders, [DECLARE(), [...DECLARE(), "--service", "cfn"]]);
    expectOnce(place, [CFN, OUTAGE]);
    expect(filesOnRemote(place).length).toBeLessThanOrEqual(2);
    await settleAll(place, folders, ["settle"]);
    expectOnce(place, [CFN, OUTAGE]);
  });

  test("that share nothing, one of them with a second tool: nobody gets two mails about one tool", async () => {
    await using place = await openHall();
    const folders = foldersOf(place, "in clones that share nothing", 2);
    await runAll(place, folders, [DECLARE(), [...DECLARE(), "--service", "cfn"]]);
    const names = place.stage.sandbox.brevo.deliveries.map(({ name }) => name.replace(/ · .*$/u, ""));
    expect(names.filter((name) => name === OUTAGE)).toHaveLength(1);
  });
});
