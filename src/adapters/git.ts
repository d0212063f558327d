import { execFile } from "node:child_process";

/** A git command that did not succeed. `stderr` is git's own English; people get words from `words/hindrance.ts`. */
export class GitError extends Error {
  readonly stderr: string;
  /** What git exited with; absent when it was killed, or never ran. */
  readonly exit: number | undefined;
  readonly timedOut: boolean;
  constructor(args: readonly string[], stderr: string, how: { exit?: number; timedOut?: boolean }) {
    super(`git ${args[0] ?? ""} failed: ${stderr.trim()}`);
    this.name = "GitError";
    this.stderr = stderr;
    this.exit = how.exit;
    this.timedOut = how.timedOut === true;
  }
}

/** How git's commands are bounded. */
export interface GitBounds {
  /** Milliseconds for one command. */
  readonly ms: number;
  /** Ends the command that runs and every later one. */
  readonly signal?: AbortSignal;
}

export interface GitOptions {
  /** Milliseconds, when the command may take more or less than the others. */
  readonly ms?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** It talks to the remote: that one hangs says nothing about this machine. */
  readonly overNetwork?: boolean;
  /** The output byte for byte, one character (U+0000 to U+00FF) for each. */
  readonly bytes?: boolean;
}

export interface Git {
  /** Runs git and gives its output without the last line feed. Throws {@link GitError}. */
  (args: readonly string[], options?: GitOptions): Promise<string>;
}

/** A git that hung this often on its own machine is not waited for again: an announcement stands behind it. */
const HANGS = 2;

/**
 * Git in one folder: never asks for a password, never sees our keys, and is killed when it takes too long.
 */
export function openGit(
  cwd: string,
  environment: Readonly<Record<string, string | undefined>>,
  bounds: GitBounds,
): Git {
  const { SLACK_BOT_TOKEN: _slack, BREVO_API_KEY: _brevo, GITHUB_TOKEN: _github, ...inherited } = environment;
  const env = {
    ...inherited,
    GIT_TERMINAL_PROMPT: "0",
    GIT_EDITOR: "true",
    LC_ALL: "C",
  };
  let hangs = 0;
  return (args, options = {}) =>
    new Promise((resolve, reject) => {
      if (hangs >= HANGS && options.overNetwork !== true) {
        reject(new GitError(args, "", { timedOut: true }));
        return;
      }
      const child = execFile(
        "git",
        [...args],
        {
          cwd,
          env: { ...env, ...options.env },
          timeout: options.ms ?? bounds.ms,
          killSignal: "SIGKILL",
          maxBuffer: 64 * 1024 * 1024,
          encoding: options.bytes === true ? "latin1" : "utf8",
          ...(bounds.signal && { signal: bounds.signal }),
        },
        (error, stdout, stderr) => {
          if (!error) {
            resolve(stdout.replace(/\n$/u, ""));
            return;
          }
          const timedOut = error.killed === true || error.name === "AbortError";
          if (timedOut && options.overNetwork !== true) hangs += 1;
          const exit = typeof error.code === "number" ? { exit: error.code } : {};
          reject(new GitError(args, stderr || error.message, { ...exit, timedOut }));
        },
      );
      // A git that ended early does not read its input: its exit code says why.
      child.stdin?.on("error", () => undefined);
      child.stdin?.end(options.input ?? "");
    });
}

const COMMIT_TRIES = 10;
const LOCK_TRIES = 3;

/** What one commit does to one path: its new text, or `undefined` when the file is deleted. */
export interface Change {
  readonly path: string;
  readonly text: string | undefined;
}

/**
 * Commits exactly these files on top of the branch, whatever the person's index, hooks and signing say: none of them
 * may stop or sweep up an announcement. `git fast-import` moves the branch only forward from where it stands, so two
 * processes in one clone cannot lose each other's commit. The working tree is the caller's. Throws {@link GitError}.
 */
export async function commitFiles(
  git: Git,
  branch: string | undefined,
  changes: () => readonly Change[],
  message: string,
): Promise<void> {
  // Without a branch known, git is asked: a detached head throws here.
  const ref = branch === undefined ? await git(["symbolic-ref", "HEAD"]) : `refs/heads/${branch}`;
  const { name, email } = await identityOf(git);
  const seconds = Math.floor(Date.now() / 1000);
  for (let tries = 1; ; tries += 1) {
    const isBorn = branch !== undefined || (await hasCommit(git));
    const files = changes();
    const stream = [
      `commit ${ref}`,
      `committer ${name} <${email}> ${seconds} +0000`,
      block(message),
      ...(isBorn ? [`from ${ref}^0`] : []),
      ...files.map(({ path, text }) =>
        text === undefined
          ? `D ${JSON.stringify(path)}`
          : `M 100644 inline ${JSON.stringify(path)}\n${block(text.replaceAll("\r\n", "\n"))}`,
      ),
      "",
    ].join("\n");
    try {
      await git(["fast-import", "--quiet", "--date-format=raw"], { input: stream });
    } catch (error) {
      const isMoved = error instanceof GitError && error.stderr.includes("Not updating");
      const isHung = error instanceof GitError && error.timedOut;
      // A lock that another process holds goes away; one that a killed git left behind does not.
      if (isHung || tries >= (isMoved ? COMMIT_TRIES : LOCK_TRIES)) throw error;
      continue;
    }
    // The person's own index learns of the commit; if it is locked, `git status` only looks odd for a moment.
    await git(["add", "--all", "--", ...files.map(({ path }) => path)]).catch(() => undefined);
    return;
  }
}

async function hasCommit(git: Git): Promise<boolean> {
  return git(["rev-parse", "--verify", "--quiet", "HEAD"]).then(
    () => true,
    () => false,
  );
}

const block = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`;

const identities = new WeakMap<Git, Promise<Identity>>();

interface Identity {
  readonly name: string;
  readonly email: string;
}

/** Who commits: the person's own identity, else the robot's, so that a bare machine can still record. */
function identityOf(git: Git): Promise<Identity> {
  const known = identities.get(git) ?? findIdentity(git);
  identities.set(git, known);
  return known;
}

async function findIdentity(git: Git): Promise<Identity> {
  const listed = await git(["config", "--get-regexp", String.raw`^user\.(name|email)$`]).catch(() => "");
  const found = new Map(
    listed.split("\n").map((line): [string, string] => {
      const [key = "", ...value] = line.split(" ");
      return [
        key,
        value
          .join(" ")
          .replaceAll(/[<>\n]/gu, "")
          .trim(),
      ];
    }),
  );
  const name = found.get("user.name");
  const email = found.get("user.email");
  return name && email
    ? { name, email }
    : { name: "outage-runbook", email: "outage-runbook@users.noreply.github.com" };
}

/** The same identity for git commands that commit by themselves, such as a merge. */
export async function identityEnvironment(git: Git): Promise<Record<string, string>> {
  const { name, email } = await identityOf(git);
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}
