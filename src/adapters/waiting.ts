import type { Fault } from "../core/fault.ts";
import { isRecord } from "./edits.ts";
import { replaceFile } from "./files.ts";
import { commitFiles, type Change, type Git } from "./git.ts";
import type { GitHub, NewCommit } from "./github.ts";
import { textsAt } from "./objects.ts";
import { fetch, gitFault } from "./remote.ts";
import { INCIDENTS } from "./scan.ts";
import type { Shared } from "./sharing.ts";

/** The branch where commits wait that the default branch does not take. */
export const WAITING = "runbook/incidents";

/** Where the incidents wait that a person has to merge; every run knows them all the same. */
export interface Waiting {
  /** Puts the changes there, under an open pull request. `here` is this clone's commit with the same files. */
  propose(fresh: NewCommit, here: string): Promise<Shared>;
  /** Brings in what waits there: incidents and what the robot keeps beside them, nothing else. */
  takeOver(ms: number): Promise<Fault | undefined>;
  /** Whether what waits there is what this commit of the clone has. */
  holds(commit: string): Promise<boolean>;
}

export interface WaitingOptions {
  readonly root: string;
  /** `origin/main` */
  readonly upstream: string;
  /** What the pull request says. */
  readonly title: string;
  readonly body: string;
}

/** The waiting branch of this repository. */
export function openWaiting(git: Git, github: GitHub, options: WaitingOptions): Waiting {
  const { root, upstream, title, body } = options;
  const [remote = "", ...parts] = upstream.split("/");
  const base = parts.join("/");
  /** The branch as this process knows it: its end, and a commit here with the same incidents. */
  let known: { readonly there: string; readonly here: string } | undefined;
  let shared: Shared | undefined;

  async function holds(commit: string): Promise<boolean> {
    if (!known) return false;
    return (await git(["diff", "--name-only", known.here, commit, "--", INCIDENTS])) === "";
  }

  /** The pull request over the branch: the open one, else a new one. */
  async function ask(): Promise<Shared> {
    if (shared) return shared;
    const found = await github.pullsFrom(WAITING);
    const open = found.kind === "done" ? found.value.find(({ state }) => state === "open") : undefined;
    if (open) return (shared = { proposal: { url: open.url, isOpen: true } });
    const opened = await github.open({ head: WAITING, base, title, body, labels: ["incident"] });
    if (opened.kind === "done") return (shared = { proposal: { url: opened.value.url, isOpen: true } });
    const url = `${github.webUrl}/compare/${base}...${WAITING}?expand=1`;
    return (shared = { fault: opened.fault, proposal: { url, isOpen: false } });
  }

  /** What the branch brings beyond the default branch, given how both differ from where they parted. */
  async function news(there: string): Promise<readonly Change[]> {
    const parted = await mergeBase(git, there);
    const listed = await git(["diff", "--name-only", "-z", "--no-renames", parted, there, "--", INCIDENTS]);
    const paths = listed.split("\0").filter((path) => isRecord(path));
    const [before, theirs, ours] = await Promise.all([
      textsAt(git, parted, paths),
      textsAt(git, there, paths),
      textsAt(git, "HEAD", paths),
    ]);
    return paths.flatMap((path): Change[] => {
      const [own, other] = [ours.get(path), theirs.get(path)];
      if (other === undefined || own === other) return [];
      if (path.endsWith("/journal.yml")) {
        const united = unite(own ?? "", other);
        return united === own ? [] : [{ path, text: united }];
      }
      // A file that changed on the default branch too is newer there: a person merged it.
      if (own !== before.get(path)) return [];
      return [{ path, text: other }];
    });
  }

  return {
    holds,
    async propose(fresh, here) {
      const head = await github.head(WAITING);
      if (head.kind !== "done") return { fault: head.fault };
      if (head.value !== known?.there) return { fault: { tool: "git", code: "moved" } };
      if (known && (await holds(here))) return ask();
      const made = await github.commit({
        ...fresh,
        parents: [...fresh.parents, ...(known ? [known.there] : [])],
      });
      if (made.kind !== "done") return { fault: made.fault };
      const there = made.value.sha;
      const set = known ? await github.advance(WAITING, there) : await github.branch(WAITING, there);
      if (set.kind !== "done")
        return { fault: set.fault.code === "taken" ? { tool: "git", code: "moved" } : set.fault };
      known = { there, here };
      return ask();
    },
    async takeOver(ms) {
      const head = await github.head(WAITING);
      // Without an answer the run goes on: what waits there is also marked in Slack and Brevo.
      if (head.kind !== "done" || head.value === known?.there) return undefined;
      if (head.value === undefined) {
        known = undefined;
        return undefined;
      }
      const missed = await fetch(git, `${remote}/${WAITING}`, ms);
      if (missed) return missed;
      try {
        const there = await git(["rev-parse", "FETCH_HEAD"]);
        const changes = await news(there);
        for (const { path, text } of changes) if (text !== undefined) replaceFile(root, path, text);
        if (changes.length > 0)
          await commitFiles(git, undefined, () => changes, `Take over what waits in ${WAITING}`);
        known = { there, here: there };
        if (changes.length === 0) await leave();
        return undefined;
      } catch (error) {
        return gitFault(error);
      }
    },
  };

  /** The default branch has it all: a branch that nobody is asked to merge any more goes. */
  async function leave(): Promise<void> {
    const found = await github.pullsFrom(WAITING);
    if (found.kind !== "done" || found.value.some(({ state }) => state === "open")) return;
    if ((await github.removeBranch(WAITING)).kind === "done") known = undefined;
  }
}

/** Where the default branch and the other one parted; a clone of depth 1 has to ask for more. */
async function mergeBase(git: Git, there: string): Promise<string> {
  const find = () => git(["merge-base", "HEAD", there]);
  return find().catch(async () => {
    await git(["fetch", "--quiet", "--no-tags", "--unshallow"], { overNetwork: true });
    return find();
  });
}

/** Both journals' lines, ours first; the reader sorts them by their instants. */
function unite(ours: string, theirs: string): string {
  const known = new Set(ours.split("\n"));
  const fresh = theirs.split("\n").filter((line) => line !== "" && !known.has(line));
  if (fresh.length === 0) return ours;
  return `${ours === "" || ours.endsWith("\n") ? ours : `${ours}\n`}${fresh.join("\n")}\n`;
}
