import type { Fault } from "../core/fault.ts";
import { uniteIncidents } from "./conflict.ts";
import { GitError, identityEnvironment, type Git } from "./git.ts";

/** Where the clone stands: what may be sent from it and to where it is shared. */
export interface Position {
  readonly branch?: string;
  /** `origin/main` */
  readonly upstream?: string;
  readonly hasRemote: boolean;
  /** The remote's default branch, as far as this clone knows. */
  readonly defaultBranch?: string;
  /** `https://github.com/owner/name`, when the remote is one. */
  readonly webUrl?: string;
}

/** The file is new on both sides: nobody had it when the two went apart, and the remote has it now. */
export async function isTheirs(git: Git, path: string): Promise<boolean> {
  const has = (commit: string) =>
    git(["cat-file", "-e", `${commit}:${path}`]).then(
      () => true,
      () => false,
    );
  const base = await git(["merge-base", "HEAD", "FETCH_HEAD"]).catch(() => undefined);
  return base !== undefined && (await has("FETCH_HEAD")) && !(await has(base));
}

/** Runs the merge that it is given, once. */
export type AroundMerge = (merge: () => Promise<Fault | undefined>) => Promise<Fault | undefined>;

/**
 * Fetches and merges the upstream; two journals are united line by line (`.gitattributes`). `around` runs the merge, and
 * may look before it at what came, as FETCH_HEAD.
 */
export async function pull(
  git: Git,
  upstream: string,
  ms: number,
  around: AroundMerge = (run) => run(),
): Promise<Fault | undefined> {
  const missed = await fetch(git, upstream, ms);
  if (missed) return missed;
  return around(() => merge(git));
}

/** Fetches one branch (`origin/main`) as FETCH_HEAD. */
export async function fetch(git: Git, upstream: string, ms: number): Promise<Fault | undefined> {
  const [remote = "", ...branch] = upstream.split("/");
  try {
    await git(["fetch", "--quiet", "--no-tags", remote, branch.join("/")], { ms, overNetwork: true });
    return undefined;
  } catch (error) {
    return gitFault(error);
  }
}

/** Merges FETCH_HEAD into the current branch. */
async function merge(git: Git): Promise<Fault | undefined> {
  const own = ["-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false"];
  const command = [
    ...own,
    "merge",
    "--quiet",
    "--no-edit",
    "--ff",
    "--no-verify",
    "--no-gpg-sign",
    "FETCH_HEAD",
  ];
  const behind = await git(["rev-list", "--count", "HEAD..FETCH_HEAD"]).catch(() => "?");
  if (behind === "0") return undefined;
  const env = await identityEnvironment(git);
  try {
    await git(command, { env });
    return undefined;
  } catch {
    const isUnited = await uniteIncidents(git).catch(() => false);
    const isKept =
      isUnited &&
      (await git([...own, "commit", "--quiet", "--no-edit", "--no-verify", "--no-gpg-sign"], { env }).then(
        () => true,
        () => false,
      ));
    if (isKept) return undefined;
    const unmerged = await git(["ls-files", "--unmerged"]).catch(() => "");
    await git(["merge", "--abort"]).catch(() => undefined);
    return { tool: "git", code: unmerged === "" ? "merge_blocked" : "conflict" };
  }
}

export function gitFault(error: unknown): Fault {
  if (!(error instanceof GitError)) {
    return { tool: "git", code: "disk", detail: error instanceof Error ? error.message.slice(0, 160) : "" };
  }
  const { stderr, timedOut } = error;
  const detail = stderr
    .replaceAll(/\/\/[^@\s/]+@/gu, "//")
    .replaceAll(/\s+/gu, " ")
    .trim()
    .slice(0, 160);
  if (timedOut) return { tool: "git", code: "timeout" };
  if (/non-fast-forward|fetch first|cannot lock ref|failed to update ref|stale info/u.test(stderr))
    return { tool: "git", code: "moved" };
  if (
    /protected branch|GH006|GH013|declined|denied|403|Authentication|could not read (?:Username|Password)/iu.test(
      stderr,
    )
  )
    return { tool: "git", code: "push_refused" };
  if (/Could not resolve|unable to access|Could not read from remote|does not appear/u.test(stderr))
    return { tool: "git", code: "unreachable" };
  return { tool: "git", code: "failed", detail };
}

/** Asks git where the clone stands. Throws {@link GitError}: a git that does not answer is not "no remote". */
export async function findPosition(git: Git): Promise<Position> {
  const [heads, remotes] = await Promise.all([
    git([
      "for-each-ref",
      "--format=%(HEAD)%00%(refname)%00%(upstream:short)%00%(symref)",
      "refs/heads",
      "refs/remotes",
    ]),
    git(["config", "--get-regexp", String.raw`^remote\..*\.url$`]).catch((error: unknown) => {
      // 1 is git's way to say that there is none.
      if (error instanceof GitError && error.exit === 1) return "";
      throw error;
    }),
  ]);
  const refs = heads.split("\n").map((line) => line.split("\0"));
  const current = refs.find(([isHead]) => isHead === "*");
  const branch = current?.[1]?.replace(/^refs\/heads\//u, "");
  const upstream = current?.[2] || undefined;
  const remoteNames = refs.map(
    ([, name = ""]) => /^refs\/remotes\/[^/]+\/(?<branch>.+)$/u.exec(name)?.groups?.["branch"],
  );
  const remoteHead = refs.find(([, name = ""]) => /^refs\/remotes\/[^/]+\/HEAD$/u.test(name))?.[3];
  const guess = ["main", "master"].find((name) => remoteNames.includes(name));
  const defaultBranch = remoteHead?.replace(/^refs\/remotes\/[^/]+\//u, "") || guess;
  const web = /(?:https:\/\/(?:[^@\s/]+@)?|git@)github\.com[/:](?<repo>\S+?)(?:\.git)?$/mu.exec(remotes);
  return {
    ...(branch !== undefined && { branch }),
    ...(upstream !== undefined && { upstream }),
    hasRemote: remotes !== "",
    ...(defaultBranch !== undefined && { defaultBranch }),
    ...(web?.groups && { webUrl: `https://github.com/${web.groups["repo"] ?? ""}` }),
  };
}
