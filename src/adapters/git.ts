import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A git command that did not succeed. `stderr` is git's own English; people get words from `words/hindrance.ts`. */
export class GitError extends Error {
  readonly stderr: string;
  readonly timedOut: boolean;
  constructor(args: readonly string[], stderr: string, timedOut: boolean) {
    super(`git ${args[0] ?? ""} failed: ${stderr.trim()}`);
    this.name = "GitError";
    this.stderr = stderr;
    this.timedOut = timedOut;
  }
}

export interface Git {
  /** Runs git and gives its output without the last line feed. Throws {@link GitError}. */
  (
    args: readonly string[],
    options?: { ms?: number; env?: Readonly<Record<string, string>> },
  ): Promise<string>;
}

/**
 * Git in one folder: never asks for a password, never sees our secrets, and is killed after `ms`.
 * It gets none of the SDKs' environment.
 */
export function openGit(
  cwd: string,
  environment: Readonly<Record<string, string | undefined>>,
  ms: number,
): Git {
  const { SLACK_BOT_TOKEN: _slack, BREVO_API_KEY: _brevo, GITHUB_TOKEN: _github, ...inherited } = environment;
  const env = {
    ...inherited,
    GIT_TERMINAL_PROMPT: "0",
    GIT_EDITOR: "true",
    LC_ALL: "C",
  };
  return (args, options) =>
    new Promise((resolve, reject) => {
      execFile(
        "git",
        [...args],
        {
          cwd,
          env: { ...env, ...options?.env },
          timeout: options?.ms ?? ms,
          killSignal: "SIGKILL",
          maxBuffer: 64 * 1024 * 1024,
        },
        (error, stdout, stderr) => {
          if (error) reject(new GitError(args, stderr || error.message, error.killed === true));
          else resolve(stdout.replace(/\n$/u, ""));
        },
      );
    });
}

const COMMIT_TRIES = 10;

/**
 * Commits exactly these paths on top of the branch, as they are in the working tree (a missing one is deleted).
 * Goes around the person's index, hooks and signing: none of them may stop or sweep up an announcement. The branch
 * moves by compare-and-swap, so that two processes in one clone cannot lose each other's commit.
 * Returns the new commit, or `undefined` when nothing had changed.
 */
export async function commitPaths(
  git: Git,
  root: string,
  paths: readonly string[],
  message: string,
): Promise<string | undefined> {
  const identity = await identityOf(git);
  for (let tries = 1; ; tries += 1) {
    const [parent, before] = await headOf(git);
    const tree = await writeTree(git, root, parent, paths);
    if (tree === before) return undefined;
    const parents = parent === undefined ? [] : ["-p", parent];
    const commit = await git(["commit-tree", tree, ...parents, "-m", message], { env: identity });
    try {
      await git(["update-ref", "-m", message, "HEAD", commit, parent ?? NO_COMMIT]);
    } catch (error) {
      if (tries >= COMMIT_TRIES) throw error;
      continue;
    }
    // The person's own index learns of the commit; if it is locked, `git status` only looks odd for a moment.
    await git(["add", "--all", "--", ...paths]).catch(() => undefined);
    return commit;
  }
}

const NO_COMMIT = "0".repeat(40);

/** The commit and the tree of the branch; neither in a repository without a commit. */
async function headOf(git: Git): Promise<readonly (string | undefined)[]> {
  const found = await git(["rev-parse", "--verify", "--quiet", "HEAD"]).catch(() => undefined);
  return found === undefined ? [] : (await git(["rev-parse", found, `${found}^{tree}`])).split("\n");
}

async function writeTree(git: Git, root: string, parent: string | undefined, paths: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "runbook-"));
  const env = { GIT_INDEX_FILE: join(folder, "index"), GIT_WORK_TREE: root };
  try {
    await git(["read-tree", parent ?? "--empty"], { env });
    await git(["add", "--all", "--", ...paths], { env });
    return await git(["write-tree"], { env });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const identities = new WeakMap<Git, Promise<Record<string, string>>>();

/** Who commits: the person's own identity, else the robot's, so that a bare machine can still record. */
export function identityOf(git: Git): Promise<Record<string, string>> {
  const known = identities.get(git) ?? findIdentity(git);
  identities.set(git, known);
  return known;
}

async function findIdentity(git: Git): Promise<Record<string, string>> {
  const own = await Promise.all(
    ["user.email", "user.name"].map((key) => git(["config", key]).catch(() => "")),
  );
  if (!own.includes("")) return {};
  const name = "outage-runbook";
  const email = "outage-runbook@users.noreply.github.com";
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}
