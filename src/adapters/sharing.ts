import type { Fault } from "../core/fault.ts";
import type { Proposal } from "../ports.ts";
import type { Git } from "./git.ts";
import { gitFault, pull, type AroundMerge, type Position } from "./remote.ts";

/** What became of an attempt to share. A fault with a proposal: the commits are there, the pull request is not. */
export interface Shared {
  readonly fault?: Fault;
  /** The default branch takes no commits of ours: they wait on a branch of their own. */
  readonly proposal?: Proposal;
}

/** How commits of this clone reach the others, and theirs this clone. Used by one writer at a time. */
export interface Sharing {
  /** One attempt; `moved` when others shared something first. */
  push(): Promise<Shared>;
  /** Brings in what others shared. `around` runs the merge, and may look before it at what came, as FETCH_HEAD. */
  pull(ms: number, around?: AroundMerge): Promise<Fault | undefined>;
  /** Whether this clone holds commits that nobody else has, after {@link pull}. */
  isAhead(): Promise<boolean>;
  /** Looks after commits that wait for a merge; gives where they wait. */
  tidyUp(): Promise<Proposal | undefined>;
}

/** Sharing as on a laptop: git pushes to the upstream with the person's own rights. */
export function shareByGit(git: Git, { upstream = "" }: Position, pushMs: number): Sharing {
  const [remote = "", ...parts] = upstream.split("/");
  const branch = parts.join("/");
  return {
    async push() {
      try {
        await git(["push", "--no-verify", "--no-signed", remote, `HEAD:refs/heads/${branch}`], {
          ms: pushMs,
          overNetwork: true,
        });
        return {};
      } catch (error) {
        return { fault: gitFault(error) };
      }
    },
    pull: (ms, around) => pull(git, upstream, ms, around),
    tidyUp: () => Promise.resolve(undefined),
    isAhead: async () => (await git(["rev-list", "--count", "FETCH_HEAD..HEAD"]).catch(() => "0")) !== "0",
  };
}
