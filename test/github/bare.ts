import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

/** A git command that failed, with what it said. */
class GitFailure extends Error {
  override readonly name = "GitFailure";
}

export interface GitOptions {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/** One path of a tree: its new object, or `undefined` when the path goes. */
export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  readonly sha: string | undefined;
}

/** Who made a commit and when, as git reads it from the environment. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601 */
  readonly date: string;
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
}

/** A bare repository through git's plumbing. Every function throws {@link GitFailure} when git refuses. */
export interface Bare {
  readonly folder: string;
  /** Standard output without its last line break. */
  git(args: readonly string[], options?: GitOptions): Promise<string>;
  bytes(args: readonly string[], options?: GitOptions): Promise<Buffer>;
  /** The object that a name stands for (`name^{commit}`), if any. */
  find(name: string): Promise<string | undefined>;
  isAncestor(ancestor: string, of: string): Promise<boolean>;
  writeBlob(content: string | Buffer): Promise<string>;
  /** A tree from another one and what changes in it. Nothing checks that a removed path was there. */
  writeTree(base: string | undefined, changes: readonly TreeChange[]): Promise<string>;
  writeCommit(commit: NewCommit): Promise<string>;
  /** Moves a reference if it still stands at `from` (undefined: if it does not exist); `false` when it does not. */
  move(ref: string, from: string | undefined, to: string | undefined): Promise<boolean>;
}

/** Settings of a repository that lives a second and is served like GitHub's: nobody pushes to `refs/pull`. */
const CONFIG =
  "[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tfsync = none\n[gc]\n\tauto = 0\n" +
  "[http]\n\treceivepack = true\n[uploadpack]\n\tallowAnySHA1InWant = true\n" +
  "[receive]\n\thideRefs = refs/pull\n\tautogc = false\n";

const NOTHING = "0".repeat(40);

/** Makes an empty bare repository. Written by hand: `git init` and six `git config` take longer than most tests. */
export function makeBare(folder: string, defaultBranch: string): Bare {
  for (const part of ["objects", "refs/heads", "hooks"]) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, "HEAD"), `ref: refs/heads/${defaultBranch}\n`);
  writeFileSync(join(folder, "config"), CONFIG);
  return openBare(folder);
}

/** A bare repository that is there already. */
export function openBare(folder: string): Bare {
  const bytes = (args: readonly string[], { input = "", env = {} }: GitOptions = {}) =>
    new Promise<Buffer>((resolve, reject) => {
      const child = execFile(
        "git",
        args,
        { cwd: folder, env: { ...gitEnv(folder), ...env }, encoding: "buffer", maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) =>
          error
            ? reject(new GitFailure(`git ${args.join(" ")}: ${stderr.toString("utf8").trim()}`))
            : resolve(stdout),
      );
      child.stdin?.on("error", () => undefined);
      child.stdin?.end(input);
    });
  const git = async (args: readonly string[], options?: GitOptions) =>
    (await bytes(args, options)).toString("utf8").replace(/\n$/u, "");
  const succeeds = (args: readonly string[]) =>
    git(args).then(
      () => true,
      () => false,
    );
  return {
    folder,
    git,
    bytes,
    find: (name) =>
      git(["rev-parse", "--quiet", "--verify", "--end-of-options", name]).catch(() => undefined),
    isAncestor: (ancestor, of) => succeeds(["merge-base", "--is-ancestor", ancestor, of]),
    writeBlob: (content) => git(["hash-object", "-w", "--stdin"], { input: content }),
    async writeTree(base, changes) {
      const scratch = await mkdtemp(join(folder, "index-"));
      const env = { GIT_INDEX_FILE: join(scratch, "index") };
      try {
        await git(base === undefined ? ["read-tree", "--empty"] : ["read-tree", base], { env });
        for (const { path, sha } of changes.filter(({ mode }) => mode === "040000")) {
          const under = (await git(["ls-files", "-z", "--", `${path}/`], { env }))
            .split("\0")
            .filter(Boolean);
          const gone = under.map((each) => `0 ${NOTHING}\t${each}\0`).join("");
          await git(["update-index", "-z", "--index-info"], { env, input: gone });
          if (sha !== undefined) await git(["read-tree", `--prefix=${path}/`, sha], { env });
        }
        const lines = changes
          .filter(({ mode }) => mode !== "040000")
          .map(({ path, mode, sha }) =>
            sha === undefined ? `0 ${NOTHING}\t${path}` : `${mode} ${sha}\t${path}`,
          );
        await git(["update-index", "-z", "--index-info"], {
          env,
          input: lines.map((line) => `${line}\0`).join(""),
        });
        return await git(["write-tree"], { env });
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
    writeCommit: ({ tree, parents, message, author, committer }) =>
      git(["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent])], {
        input: message,
        env: {
          GIT_AUTHOR_NAME: author.name,
          GIT_AUTHOR_EMAIL: author.email,
          GIT_AUTHOR_DATE: author.date,
          GIT_COMMITTER_NAME: committer.name,
          GIT_COMMITTER_EMAIL: committer.email,
          GIT_COMMITTER_DATE: committer.date,
        },
      }),
    move: (ref, from, to) =>
      succeeds(
        to === undefined
          ? ["update-ref", "-d", ref, from ?? NOTHING]
          : ["update-ref", "--end-of-options", ref, to, from ?? NOTHING],
      ),
  };
}

/** What git needs here and no more: nobody's own settings. */
export const gitEnv = (home: string): Record<string, string | undefined> => ({
  PATH: process.env["PATH"],
  HOME: home,
  GIT_CONFIG_NOSYSTEM: "1",
});
