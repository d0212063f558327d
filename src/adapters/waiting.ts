import type { Fault } from "../core/fault.ts";
import { mergeIncidentTexts } from "../core/incident-merge.ts";
import { isIncidentFile, isRecord } from "./edits.ts";
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
  /** Brings in what waits there: incidents and what the robot keeps beside them, nothing else. `ms` bounds each step. */
  takeOver(ms: number): Promise<Fault | undefined>;
  /** Takes the branch away when all of it was merged; else sees to it that somebody is asked to merge it. */
  tidyUp(): Promise<Shared>;
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
  /** The default branch has all that waits there. */
  let isMerged = false;

  async function holds(commit: string): Promise<boolean> {
    if (!known) return false;
    return (await git(["diff", "--name-only", known.here, commit, "--", INCIDENTS])) === "";
  }

  /** The pull request over the branch: the open one, else a new one. */
  async function ask(): Promise<Shared> {
    const found = await github.pullsFrom(WAITING);
    // Without an answer one is probably open; another one could not be.
    if (found.kind !== "done") return { proposal: { url: `${github.webUrl}/pulls`, isOpen: true } };
    const open = found.value.find(({ state }) => state === "open");
    if (open) return { proposal: { url: open.url, isOpen: true } };
    const opened = await github.open({ head: WAITING, base, title, body, labels: ["incident"] });
    if (opened.kind === "done") return { proposal: { url: opened.value.url, isOpen: true } };
    const url = `${github.webUrl}/compare/${base}...${WAITING}?expand=1`;
    return { fault: opened.fault, proposal: { url, isOpen: false } };
  }

  /** What the branch brings beyond the default branch, given how both differ from where they parted. */
  async function news(there: string, ms: number): Promise<readonly Change[]> {
    const parted = await mergeBase(git, there, ms);
    const listed = await git(["diff", "--name-only", "-z", "--no-renames", parted, there, "--", INCIDENTS]);
    const paths = listed.split("\0").filter((path) => isRecord(path));
    const [before, theirs, ours] = await Promise.all([
      textsAt(git, parted, paths),
      textsAt(git, there, paths),
      textsAt(git, "HEAD", paths),
    ]);
    const changes = await Promise.all(
      paths.map(async (path): Promise<Change | undefined> => {
        const [own, other] = [ours.get(path), theirs.get(path)];
        if (other === undefined || own === other) return undefined;
        if (path.endsWith("/journal.yml")) return { path, text: unite(own ?? "", other) };
        const isOlder = own === before.get(path) || (await stoodThere(path, own, parted, there));
        if (isOlder) return { path, text: other };
        const parent = before.get(path);
        // Both changed it: what only the waiting branch changed counts, else what people merged.
        if (own === undefined || parent === undefined || !isIncidentFile(path)) return undefined;
        return { path, text: mergeIncidentTexts(parent, own, other) };
      }),
    );
    return changes.flatMap((change) => (change && change.text !== ours.get(change.path) ? change : []));
  }

  /** The default branch has an earlier state of the waiting one: somebody squashed the pull request meanwhile. */
  async function stoodThere(
    path: string,
    own: string | undefined,
    from: string,
    to: string,
  ): Promise<boolean> {
    const commits = (await git(["log", "--format=%H", `${from}..${to}`, "--", path])).split("\n");
    for (const commit of commits.filter((sha) => sha !== ""))
      if ((await textsAt(git, commit, [path])).get(path) === own) return true;
    return false;
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
      isMerged = false;
      return ask();
    },
    async takeOver(ms) {
      const head = await github.head(WAITING, ms);
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
        const changes = await news(there, ms);
        for (const { path, text } of changes) if (text !== undefined) replaceFile(root, path, text);
        if (changes.length > 0)
          await commitFiles(git, undefined, () => changes, `Take over what waits in ${WAITING}`);
        known = { there, here: there };
        isMerged = changes.length === 0;
        return undefined;
      } catch (error) {
        return gitFault(error);
      }
    },
    async tidyUp() {
      if (!known) return {};
      const found = await github.pullsFrom(WAITING);
      if (found.kind !== "done") return {};
      const isOpen = found.value.some(({ state }) => state === "open");
      if (isMerged) {
        const head = await github.head(WAITING);
        const isSame = head.kind === "done" && head.value === known.there;
        if (!isOpen && isSame && (await github.removeBranch(WAITING)).kind === "done") known = undefined;
        return {};
      }
      // One that a person closed is an answer; one that was merged too early leaves something behind.
      return isOpen || found.value[0]?.state === "merged" ? ask() : {};
    },
  };
}

/** Where the default branch and the other one parted; a clone of depth 1 has to ask for more. */
async function mergeBase(git: Git, there: string, ms: number): Promise<string> {
  const find = () => git(["merge-base", "HEAD", there]);
  return find().catch(async () => {
    await git(["fetch", "--quiet", "--no-tags", "--unshallow"], { ms, overNetwork: true });
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
