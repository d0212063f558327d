import { readFileSync } from "node:fs";
import { z } from "zod";

/** The pull request that started this run. */
export interface PullRequest {
  readonly number: number;
  /** The branch that is proposed. */
  readonly branch: string;
  /** Whether it stands in this very repository: only people who may write there made it. */
  readonly isOurs: boolean;
}

const event = z.object({
  pull_request: z.object({
    number: z.int().positive(),
    head: z.object({
      ref: z.string(),
      // GitHub says null once the fork was deleted.
      repo: z.object({ full_name: z.string() }).nullable(),
    }),
    base: z.object({ repo: z.object({ full_name: z.string() }) }),
  }),
});

/** Reads what GitHub says of the event (`GITHUB_EVENT_PATH`); undefined when it is no pull request. */
export function readPullRequest(path: string | undefined): PullRequest | undefined {
  if (path === undefined || path === "") return undefined;
  const parsed = event.safeParse(jsonIn(path));
  if (!parsed.success) return undefined;
  const { number, head, base } = parsed.data.pull_request;
  return { number, branch: head.ref, isOurs: head.repo?.full_name === base.repo.full_name };
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
