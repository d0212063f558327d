import { afterAll, describe, expect, test } from "vitest";
import { WITH_EFFECT, WITHOUT_EFFECT } from "../fault-kinds.ts";
import { playCell, type Cell, type Next, type Verdict, type WireKind } from "./cell.ts";
import { sitesOf, tellStories, type Site, type Story } from "./stories.ts";
import { printTable } from "./table.ts";

const BEFORE = ["killed-before", ...WITHOUT_EFFECT] as const;
const AFTER = ["killed-after", ...WITH_EFFECT] as const;
/** A read changes nothing on the other side: with or without its effect is the same cell. */
const OF_READS = [...BEFORE, "lost-answer", "cut-body", "empty-body", "200-html"] as const;
const MOVED = ["moved-elsewhere", "moved-journal"] as const;
const OF_GIT = [
  "fail-before",
  "hang-before",
  "kill-before",
  "fail-after",
  "hang-after",
  "kill-after",
] as const;
const GIT_WRITES = new Set(["add", "checkout", "fast-import", "fetch", "merge", "push"]);

const isRead = ({ on, what }: Site): boolean =>
  on === "git"
    ? !GIT_WRITES.has(what)
    : what.startsWith("GET ") || /history|replies|getPermalink|git-upload-pack/u.test(what);

/** Every fault that is one of its own at this request. */
function kindsOf(site: Site): readonly (WireKind | (typeof OF_GIT)[number])[] {
  if (site.on === "git") return isRead(site) ? OF_GIT.filter((kind) => kind.endsWith("-before")) : OF_GIT;
  if (isRead(site)) return OF_READS;
  return [...BEFORE, ...AFTER, ...(site.on === "remote" ? MOVED : [])];
}

/**
 * What the gate leaves out, so that it ends within a quarter of an hour; `MATRIX=all` plays every cell. Of git our
 * program sees only how it ended, so the whole list stands at the first command or push of a sort; of a repeated read,
 * one fault of a kind. A second tool adds tracks that run side by side, not requests of another sort: what differs is
 * which of the two is hit, and when. News goes through the tracks of the two phases under other marks, and is
 * pushed as they are.
 */
const isAll = process.env["MATRIX"] === "all";
const KILLS = new Set(["killed-before", "killed-after", "kill-before", "kill-after"]);
/** Killed before a later command or push is killed after the one before it. */
const OF_LATER_GIT = new Set(["killed-after", "kill-after", "moved-journal"]);
const OF_LATER_READS = new Set(["killed-before", "500-before", "slow-before", "200-html"]);
const OF_CHOICE = new Set(["killed-before", "killed-after", "kill-after", "lost-answer", "slow-after"]);
const OF_CHOICE_REMOTE = new Set(["killed-after", "moved-journal"]);

function isWanted(services: readonly string[], { news }: Story, site: Site, kind: string): boolean {
  if (isAll) return true;
  const isNews = news.length > 0;
  if (isNews && site.on === "git") return false;
  const isGit = site.on === "git" || site.on === "remote";
  if (site.nth > 1 && isGit && !OF_LATER_GIT.has(kind)) return false;
  if (site.nth > 1 && !isGit && isRead(site) && !OF_LATER_READS.has(kind)) return false;
  if (services.length === 1 && !isNews) return true;
  if (site.on === "remote") return OF_CHOICE_REMOTE.has(kind);
  return OF_CHOICE.has(kind) && !(isRead(site) && kind === "lost-answer");
}

/** After a kill the next run may be here or on a new machine; for the rest one of them is enough. */
function nextsOf({ nth }: Site, kind: string): readonly Next[] {
  if (KILLS.has(kind) && isAll) return ["machine", "runner"];
  return (nth + kind.length) % 2 === 0 ? ["machine"] : ["runner"];
}

/** Tests every fault at every request of these sorts that the cycle makes for these services, and prints the table. */
export async function testMatrix(services: readonly string[], on: readonly Site["on"][]): Promise<void> {
  const verdicts: { cell: Cell; verdict: Verdict }[] = [];
  for (const story of await tellStories(services)) {
    const sites = (await sitesOf(story)).filter((site) => on.includes(site.on));
    const cells = sites.flatMap((site) =>
      kindsOf(site)
        .filter((kind) => isWanted(services, story, site, kind))
        .flatMap((kind) => nextsOf(site, kind).map((next): Cell => ({ story, site, kind, next }))),
    );
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
