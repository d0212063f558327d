import { dueLists, type DueList } from "./checkup-due.ts";
import type { CheckupRecord } from "./checkup-file.ts";
import type { Check, Checkup, CheckState } from "./checkup.ts";
import type { ListId, Settings } from "./settings.ts";

/** What the team's channel has to know of a checkup. */
export interface News {
  readonly worse: readonly Check[];
  readonly due: readonly DueList[];
}

/** What could not be looked at is neither better nor worse: the line that keeps us from looking is. */
const RANK: Readonly<Record<CheckState, number>> = { skipped: 0, ok: 0, warn: 1, bad: 2 };

/**
 * What is new against the last checkup: lines that got worse, and lists to renew that nobody was told of yet. The very
 * first checkup has nothing to be worse than: its page and the issue on GitHub say what is missing.
 */
export function newsOf(checkup: Checkup, before: CheckupRecord | undefined, settings: Settings): News {
  const unsaid = new Set(before?.unsaid);
  const told = new Map(
    (before?.checks ?? []).filter(({ id }) => !unsaid.has(id)).map(({ id, state }) => [id, state]),
  );
  const reminded = new Set<ListId>(before?.reminded);
  return {
    worse: before ? checkup.checks.filter(({ id, state }) => RANK[state] > RANK[told.get(id) ?? "ok"]) : [],
    due: dueLists(checkup, settings).filter(({ list }) => !reminded.has(list.id)),
  };
}

/**
 * By which the message is found again: two runs that start from the same file and find the same have one thing to say.
 * The day of the last checkup is part of it: what breaks again after it was mended is news again.
 */
export function newsKey({ worse, due }: News, before: CheckupRecord | undefined): string {
  return JSON.stringify([
    before?.at.toISOString() ?? "",
    worse.map(({ id, state }) => [id, state]),
    due.map(({ list }) => list.id),
  ]);
}

/** What is kept of a checkup. `isTold`: the channel knows all of the news, or there was none. */
export function recordOf(
  { at, checks, lists, requests }: Checkup,
  {
    news,
    before,
    isTold,
    repository,
  }: {
    readonly news: News;
    readonly before: CheckupRecord | undefined;
    readonly isTold: boolean;
    readonly repository: string | undefined;
  },
): CheckupRecord {
  const reminded = [...(before?.reminded ?? []), ...(isTold ? news.due.map(({ list }) => list.id) : [])];
  // A list that is gone is forgotten; lists that could not be read are not gone.
  const kept = lists ? reminded.filter((id) => lists.some((list) => list.id === id)) : reminded;
  const snapshot = lists ? { at, lists } : before?.snapshot;
  return {
    at,
    ...(repository !== undefined && { repository }),
    checks: checks.map(({ id, state, finding }) => ({ id, state, finding })),
    ...(snapshot && { snapshot }),
    requests,
    reminded: [...new Set(kept)].toSorted((a, b) => a - b),
    unsaid: isTold ? [] : news.worse.map(({ id }) => id),
  };
}
