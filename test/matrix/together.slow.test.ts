import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { paris, type Run } from "../cli/stage.ts";
import { openPlace, type Place } from "./place.ts";
import { doubles } from "./whole.ts";

/** Where several processes stand when they work at the same moment. */
const WHERE = ["in one clone", "in clones of one remote", "in clones that share nothing"] as const;
type Where = (typeof WHERE)[number];

/** Folders for so many processes. What shares nothing has Slack and Brevo in common, and no remote at all. */
function foldersOf(place: Place, where: Where, count: number): string[] {
  if (where === "in one clone") return Array.from({ length: count }, () => place.stage.root);
  const names = Array.from({ length: count }, (_each, index) => `collegue-${index + 1}`);
  const folders = names.map((name) => place.colleague(name));
  if (where === "in clones that share nothing")
    for (const folder of folders) {
      const git = (...args: string[]) =>
        execFileSync("git", args, { cwd: folder, env: { ...place.stage.env } });
      git("remote", "remove", "origin");
    }
  return folders;
}

const DECLARE = () => ["declare", "--service", "rp", "--started-at", paris(30)];
/** Runs all at once; each one says how it went, and none of them may be sure of what is not so. */
async function runAll(
  place: Place,
  folders: readonly string[],
  commands: readonly (readonly string[])[],
): Promise<Run[]> {
  const runs = await Promise.all(
    folders.map((cwd, index) => place.run(commands[index % commands.length] ?? [], { cwd })),
  );
  for (const { exit, headline, text } of runs) {
    const isSaid = exit === 0 ? /^(?:✅|ℹ️)/u.test(headline) : exit === 2 && headline.startsWith("⚠️");
    expect(isSaid ? "" : `exit ${exit}: ${text}`).toBe("");
  }
  return runs;
}

/** One campaign of each step left draft, and one message of each step stands in the channel. */
function expectOnce({ stage }: Place, names: readonly string[]): void {
  const { brevo } = stage.sandbox;
  const id = /(?<id>\d{4}-\d\d-\d\d-[a-z-]+)/u;
  const bare = (name: string) => name.replace(id, "").replace(" · ", "");
  expect(brevo.deliveries.map(({ name }) => bare(name)).toSorted()).toEqual(names.toSorted());
  const left = brevo.campaigns.filter(({ accepted }) => accepted).map(({ content }) => bare(content.name));
  expect(left.toSorted()).toEqual(names.toSorted());
}

const OUTAGE = "Indisponibilité Reconnect Pro";
const RECOVERY = "Fin de l'indisponibilité Reconnect Pro";

describe.each(WHERE)("processes at once %s", (where) => {
  test.each([2, 3, 5, 8])(
    "%i that declare one tool make one incident, and it is ended once",
    { timeout: 120_000 },
    async (count) => {
      await using place = await openPlace("server");
      const folders = foldersOf(place, where, count);
      const runs = await runAll(place, folders, [DECLARE()]);
      expectOnce(place, [OUTAGE]);
      expect(doubles(place)).toEqual([]);
      // Where they can know of each other all but one are told that somebody was first.
      const isTold = ({ text }: Run) => text.includes("déjà déclarée");
      if (where === "in one clone") expect(runs.filter((run) => !isTold(run)).length).toBeLessThanOrEqual(1);
      if (where === "in clones of one remote") expectOneFile(place);

      await runAll(place, folders, [["settle"]]);
      await runAll(place, folders, [["resolve"], ["settle"]]);
      for (const cwd of folders) {
        // A colleague whose clone shares nothing does not know of the end until it is declared there too.
        const last = where === "in clones that share nothing" ? ["resolve"] : ["settle"];
        const { exit, text } = await place.run(last, { cwd });
        expect(exit === 0 ? "" : text).toBe("");
      }
      expectOnce(place, [OUTAGE, RECOVERY]);
    },
  );
});

/** The remote has one incident of the tool, whoever came first. */
function expectOneFile(place: Place): void {
  const files = place.stage
    .git("--git-dir", place.bare, "ls-tree", "--name-only", "main", "incidents/")
    .split("\n");
  expect(files.filter((name) => name.endsWith(".yml"))).toHaveLength(1);
}
