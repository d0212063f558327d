import { afterAll, describe, expect, test } from "vitest";
import { playCell, type Cell, type Next, type Verdict, type WireKind } from "./cell.ts";
import type { GitFault } from "./place.ts";
import { sitesOf, tellStories, type Site } from "./stories.ts";
import { printTable } from "./table.ts";

/** Faults of an exchange: what has no effect on the other side, then what has. */
const WIRE: readonly WireKind[] = [
  "killed-before",
  "reset-before",
  "500-before",
  "502-html",
  "429",
  "slow-before",
  "killed-after",
  "lost-answer",
  "500-after",
  "slow-after",
  "cut-body",
  "empty-body",
  "200-html",
];
/** A read changes nothing on the other side: with or without its effect is the same cell. */
const OF_WRITES = new Set<WireKind>(["killed-after", "500-after", "slow-after"]);
const MOVES: readonly WireKind[] = ["moved-elsewhere", "moved-journal"];
const GIT: readonly GitFault["kind"][] = [
  "fail-before",
  "hang-before",
  "kill-before",
  "fail-after",
  "hang-after",
  "kill-after",
];

const isRead = ({ what }: Site): boolean =>
  what.startsWith("GET ") || /history|replies|getPermalink|git-upload-pack/u.test(what);

/** After a kill the next run may be here or on a new machine; for the rest one of them is enough. */
function nextsOf({ nth }: Site, kind: string): readonly Next[] {
  if (kind.startsWith("kill")) return ["machine", "runner"];
  return (nth + kind.length) % 2 === 0 ? ["machine"] : ["runner"];
}

/** Tests every fault at every request of these sorts that the cycle makes for these services, and prints the table. */
export async function testMatrix(services: readonly string[], on: readonly Site["on"][]): Promise<void> {
  const verdicts: { cell: Cell; verdict: Verdict }[] = [];
  for (const story of await tellStories(services)) {
    const sites = (await sitesOf(story)).filter((site) => on.includes(site.on));
    const cells = sites.flatMap((site): Cell[] => {
      if (site.on === "git")
        return GIT.flatMap((kind) =>
          nextsOf(site, kind).map((next) => ({ story, site, kind, next, on: "git" })),
        );
      const kinds = WIRE.filter((kind) => !(isRead(site) && OF_WRITES.has(kind)));
      const moves = site.what === "POST git-receive-pack" ? MOVES : [];
      return [...kinds, ...moves].flatMap((kind) =>
        nextsOf(site, kind).map((next) => ({ story, site, kind, next, on: "wire" })),
      );
    });
    const named = cells.map((cell) => ({
      cell,
      name: `${story.name}, ${cell.kind} at ${cell.site.what} ${cell.site.nth}, ${cell.next}`,
    }));
    describe("in every cell each mail leaves once", () => {
      afterAll(() => story.before[Symbol.asyncDispose]());
      test.concurrent.for(named)("$name", { timeout: 120_000 }, async ({ cell }) => {
        const verdict = await playCell(cell);
        verdicts.push({ cell, verdict });
        expect(verdict.wrong.length === 0 ? [] : [...verdict.wrong, verdict.told]).toEqual([]);
      });
    });
  }
  afterAll(() => printTable(verdicts));
}
