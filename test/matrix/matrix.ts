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
const OF_PUSHES = [...WITHOUT_EFFECT, ...WITH_EFFECT, "moved-elsewhere", "moved-journal"] as const;
const OF_GIT = [
  "fail-before",
  "hang-before",
  "kill-before",
  "fail-after",
  "hang-after",
  "kill-after",
] as const;

const isAll = process.env["MATRIX"] === "all";
/**
 * A second tool adds tracks that run side by side, not requests of another sort: what differs is which of the two is
 * hit, and when. So writes meet every fault there, and the rest the faults that end a run or lose its records.
 * `MATRIX=all` plays every cell for two tools as well.
 */
const OF_SECOND_TOOL: Readonly<Record<Site["on"], ReadonlySet<string>>> = {
  slack: new Set(["killed-before", "429", "slow-before"]),
  brevo: new Set(["killed-before", "429", "slow-before"]),
  remote: new Set(["killed-after", "moved-journal"]),
  git: new Set(["fail-before", "kill-before", "kill-after"]),
};

const isRead = ({ what }: Site): boolean =>
  what.startsWith("GET ") || /history|replies|getPermalink|git-upload-pack/u.test(what);

function wireKinds(site: Site): readonly WireKind[] {
  if (site.what === "POST git-receive-pack") return OF_PUSHES;
  return isRead(site) ? OF_READS : [...WITHOUT_EFFECT, ...WITH_EFFECT];
}

function isWanted(services: readonly string[], site: Site, kind: string): boolean {
  const isWrite = (site.on === "slack" || site.on === "brevo") && !isRead(site);
  return isAll || services.length === 1 || isWrite || OF_SECOND_TOOL[site.on].has(kind);
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
        return OF_GIT.filter((kind) => isWanted(services, site, kind)).flatMap((kind) =>
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
    });
  }
  afterAll(() => printTable(verdicts));
}
