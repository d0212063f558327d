import type { Answer } from "../ports.ts";
import { identityEnvironment, type Git } from "./git.ts";
import type { GitHub, NewCommit } from "./github.ts";
import { changesBetween, isAncestor, messagesBetween } from "./objects.ts";
import { gitFault, pull } from "./remote.ts";
import type { Shared, Sharing } from "./sharing.ts";
import type { Waiting } from "./waiting.ts";

/** What this clone and GitHub have in common: a commit there, and the one here whose files are the same. */
interface Common {
  readonly there: string;
  readonly here: string;
  /** SHA of their tree. */
  readonly tree: string;
}

type Failed = Exclude<Answer<never>, { kind: "done" }>;

/** What passes by itself, or at another time; any other refusal is a rule that keeps the robot out. */
const PASSING = new Set(["moved", "ratelimited", "unreachable"]);

/**
 * Sharing from a job of GitHub: the commits of this clone are made again over the REST API, so that GitHub signs them,
 * and the branch moves only forward from the commit that they were made on (compare-and-swap). Where rules keep the
 * robot out of the default branch, they wait on a branch of their own.
 */
export function shareByApi(git: Git, github: GitHub, upstream: string, waiting: Waiting): Sharing {
  const branch = upstream.slice(upstream.indexOf("/") + 1);
  let common: Common | undefined;
  /** Commits that the branch was asked to move to, newest first: GitHub may have one whose answer was lost. */
  let attempts: readonly Common[] = [];
  /** The default branch said no once in this process: it is not asked again. */
  let isClosed = false;

  const rev = (name: string) => git(["rev-parse", "--verify", "--quiet", name]);
  async function commonAt(name: string): Promise<Common> {
    const [there, tree] = await Promise.all([rev(`${name}^{commit}`), rev(`${name}^{tree}`)]);
    return { there, here: there, tree };
  }
  const commonNow = async (): Promise<Common> => (common ??= await commonAt(`refs/remotes/${upstream}`));

  async function push(): Promise<Shared> {
    const base = await commonNow();
    const here = await rev("HEAD");
    const changes = await changesBetween(git, base.here, here);
    if (changes.length === 0) return {};
    const message = await messagesBetween(git, base.here, here);
    const fresh: NewCommit = { parents: [base.there], baseTree: base.tree, changes, message };
    if (!isClosed) {
      const tried = await advance(fresh, here);
      if (tried === undefined) return {};
      if (tried.kind === "unknown" || PASSING.has(tried.fault.code)) return { fault: tried.fault };
      isClosed = true;
    }
    return waiting.propose(fresh, here);
  }

  /** `undefined` when the branch holds the commit now. */
  async function advance(fresh: NewCommit, here: string): Promise<Failed | undefined> {
    const made = await github.commit(fresh);
    if (made.kind !== "done") return made;
    const next = { there: made.value.sha, here, tree: made.value.tree };
    attempts = [next, ...attempts];
    const moved = await github.advance(branch, next.there);
    if (moved.kind !== "done") return moved;
    common = next;
    return undefined;
  }

  /** Puts what is only here on top of what GitHub made of our earlier commits, as FETCH_HEAD has them. */
  async function rebuild(): Promise<void> {
    for (const each of [...attempts, common]) {
      if (!each || each.there === each.here || !(await isAncestor(git, each.there, "FETCH_HEAD"))) continue;
      const tree = await rev("HEAD^{tree}");
      const message = await messagesBetween(git, each.here, "HEAD");
      const env = await identityEnvironment(git);
      const top =
        tree === each.tree
          ? each.there
          : await git(["commit-tree", tree, "-p", each.there, "-m", message], { env });
      await git(["update-ref", "HEAD", top]);
      common = { ...each, here: each.there };
      break;
    }
    attempts = [];
  }

  return {
    push: () => push().catch((error: unknown) => ({ fault: gitFault(error) })),
    async pull(ms, around = (merge) => merge()) {
      try {
        await commonNow();
        const missed = await pull(git, upstream, ms, async (merge) => {
          await rebuild();
          return around(merge);
        });
        if (missed) return missed;
        common = await commonAt("FETCH_HEAD");
        return await waiting.takeOver(ms);
      } catch (error) {
        return gitFault(error);
      }
    },
    tidyUp: async () => (await waiting.tidyUp()).proposal,
    async isAhead() {
      const changes = await changesBetween(git, (await commonNow()).here, "HEAD");
      return changes.length > 0 && !(await waiting.holds("HEAD"));
    },
  };
}
