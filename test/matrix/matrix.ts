import { afterAll, describe, expect, test } from "vitest";
import { playCell, type Cell, type Next, type Verdict, type WireKind } from "./cell.ts";
import { sitesOf, tellStories, type Site } from "./stories.ts";
import { printTable } from "./table.ts";

/** Faults of an exchange: what has no effect on the other side, then what has. */
const WITHOUT_EFFECT = [
  "killed-before",
  "reset-before",
  "500-before",
  "502-html",
  "429",
  "slow-before",
] as const;
const WITH_EFFECT = [
  "killed-after",
  "lost-answer",
  "500-after",
  "slow-after",
  "cut-body",
  "empty-body",
  "200-html",
] as const;
/** A read changes nothing on the other side: with or without its effect is the same cell. */
const OF_READS = [...WITHOUT_EFFECT, "lost-answer", "cut-body", "empty-body", "200-html"] as const;
const MOVED = ["moved-elsewhere", "moved-journal"] as const;
/** Our program sees of a push only how git ended: the whole list stands at the first one, what differs at the others. */
const OF_LATER_PUSHES = [
  "killed-before",
  "500-before",
  "slow-before",
  "killed-after",
  "lost-answer",
  ...MOVED,
] as const;
const OF_LATER_READS = ["killed-before", "500-before"] as const;
const OF_GIT = [
  "fail-before",
  "hang-before",
  "kill-before",
  "fail-after",
  "hang-after",
  "kill-after",
] as const;
const GIT_WRITES = new Set(["add", "checkout", "fast-import", "fetch", "merge", "push"]);

const isAll = process.env["MATRIX"] === "all";
/**
 * A second tool adds tracks that run side by side, not requests of another sort: what differs is which of the two is
 * hit, and when. So the rest are faults that our program takes for one of these. `MATRIX=all` plays every cell for two
 * tools as well.
 */
const OF_SECOND_TOOL = {
  read: new Set<string>(["killed-before", "429", "slow-before"]),
  write: new Set<string>([
    "killed-before",
    "500-before",
    "429",
    "slow-before",
    "killed-after",
    "lost-answer",
    "500-after",
    "slow-after",
  ]),
  remote: new Set<string>(["killed-after", "moved-journal"]),
  git: new Set<string>(["kill-before", "kill-after"]),
} as const;

const isRead = ({ what }: Site): boolean =>
  what.startsWith("GET ") || /history|replies|getPermalink|git-upload-pack/u.test(what);

function wireKinds(site: Site): readonly WireKind[] {
  const isLater = site.on === "remote" && site.nth > 1;
  if (isRead(site)) return isLater ? OF_LATER_READS : OF_READS;
  if (isLater) return OF_LATER_PUSHES;
  return [...WITHOUT_EFFECT, ...WITH_EFFECT, ...(site.on === "remote" ? MOVED : [])];
}

/** A git command that only reads fails alike before and after. */
const gitKinds = ({ what }: Site) =>
  OF_GIT.filter((kind) => GIT_WRITES.has(what) || kind.endsWith("-before"));

function isWanted(services: readonly string[], site: Site, kind: string): boolean {
  if (isAll || services.length === 1) return true;
  if (site.on === "git" || site.on === "remote") return OF_SECOND_TOOL[site.on].has(kind);
  return OF_SECOND_TOOL[isRead(site) ? "read" : "write"].has(kind);
}

/** After a kill the next run may be here or on a new machine; for the rest one of them is enough. */
function nextsOf(services: readonly string[], { nth, on }: Site, kind: string): readonly Next[] {
  const isEnough =
    !kind.startsWith("kill") || on === "remote" || (on === "git" && services.length > 1 && !isAll);
  if (!isEnough) return ["machine", "runner"];
  return (nth + kind.length) % 2 === 0 ? ["machine"] : ["runner"];
}

/** Tests every fault at every request of these sorts that the cycle makes for these services, and prints the table. */
export async function testMatrix(services: readonly string[], on: readonly Site["on"][]): Promise<void> {
  const verdicts: { cell: Cell; verdict: Verdict }[] = [];
  for (const story of await tellStories(services)) {
    const sites = (await sitesOf(story)).filter((site) => on.includes(site.on));
    const cells = sites.flatMap((site): Cell[] => {
      const common = { story, site };
      if (site.on === "git")
        return gitKinds(site)
          .filter((kind) => isWanted(services, site, kind))
          .flatMap((kind) =>
            nextsOf(services, site, kind).map((next): Cell => ({ ...common, kind, next, on: "git" })),
          );
      return wireKinds(site)
        .filter((kind) => isWanted(services, site, kind))
        .flatMap((kind) =>
          nextsOf(services, site, kind).map((next): Cell => ({ ...common, kind, next, on: "wire" })),
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
      test("a request that a run does not make, because two records shared one push, is an exception", () => {
        const missed = verdicts.filter(({ verdict }) => !verdict.isHit);
        expect(missed.length).toBeLessThanOrEqual(verdicts.length / 20);
      });
    });
  }
  afterAll(() => printTable(verdicts));
}
