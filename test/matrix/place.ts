import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { spawnProgram, stage, type Run, type RunOptions, type Stage } from "../cli/stage.ts";
import { serveGit, type GitServer } from "./git-server.ts";

const SHIM = join(import.meta.dirname, "git-shim.sh");

/** What the shim does at the n-th call of one git command. */
export interface GitFault {
  /** "push#1" */
  readonly at: string;
  readonly kind: "fail-before" | "fail-after" | "hang-before" | "hang-after" | "kill-before" | "kill-after";
}

/** A clone with a shared remote, on a machine whose git can be broken too. */
export interface Place extends AsyncDisposable {
  readonly stage: Stage;
  readonly bare: string;
  /** The remote as a server; absent when it is a folder. */
  readonly server: GitServer | undefined;
  /** Runs the program in the clone, or in another folder. */
  run(args: readonly string[], options?: RunOptions): Promise<Run>;
  /** Another clone of the same remote beside this one, as a colleague's laptop or a runner has one; gives its folder. */
  colleague(name: string): string;
  /** Variables for one run in which every git command is counted, and one of them is broken. */
  shim(fault?: GitFault): Record<string, string>;
  /** Git commands since {@link shim}, as "push#1", without order. */
  gitCalls(): readonly string[];
  /** Whether the shim's fault took place. */
  isGitHit(): boolean;
  /** The clone of the next runner: everything that was not shared is gone. */
  startOver(): void;
  /** Makes the repositories small: each cell begins with a copy. */
  pack(): void;
}

/** Opens a place; one that begins where another stands has a copy of all it had. */
export async function openPlace(remote: "folder" | "server", like?: Place): Promise<Place> {
  const self = await stage(like && { like: like.stage });
  const base = dirname(self.root);
  const [bare, shims, calls] = [join(base, "remote.git"), join(base, "shims"), join(base, "calls")];
  if (like) cpSync(like.bare, bare, { recursive: true });
  else self.git("clone", "--quiet", "--bare", self.root, bare);
  const server = remote === "server" ? await serveGit(base) : undefined;
  const follow = (): void => writeFileSync(join(self.root, ".git", "config"), configOf(server?.url ?? bare));
  follow();
  // The server answers from this very thread: a command that we wait for here must not ask it.
  if (!like) self.git("fetch", "--quiet", bare, "+refs/heads/*:refs/remotes/origin/*");
  return {
    stage: self,
    bare,
    server,
    run: (args, options = {}) =>
      spawnProgram(args, {
        cwd: self.root,
        ...options,
        // Thousands of processes: a third of the program's start is the reading of its own text.
        env: { ...self.env, NODE_COMPILE_CACHE: join(tmpdir(), "runbook-compile-cache"), ...options.env },
      }),
    colleague(name) {
      const root = join(base, name);
      cpSync(self.root, root, { recursive: true });
      writeFileSync(
        join(root, ".git", "config"),
        `${configOf(server?.url ?? bare)}[user]\n\tname = ${name}\n\temail = ${name}@reconnect.example\n`,
      );
      return root;
    },
    shim(fault) {
      rmSync(calls, { recursive: true, force: true });
      mkdirSync(calls);
      if (!existsSync(shims)) {
        mkdirSync(shims);
        symlinkSync(SHIM, join(shims, "git"));
      }
      return {
        PATH: `${shims}:${self.env["PATH"] ?? ""}`,
        RUNBOOK_SHIM: calls,
        RUNBOOK_SHIM_AT: fault?.at ?? "",
        RUNBOOK_SHIM_KIND: fault?.kind ?? "",
      };
    },
    gitCalls: () => readdirSync(calls).filter((name) => name !== "hit"),
    isGitHit: () => existsSync(join(calls, "hit")),
    startOver() {
      rmSync(self.root, { recursive: true });
      mkdirSync(self.root);
      self.git("clone", "--quiet", bare, ".");
      follow();
    },
    pack() {
      for (const folder of [join(self.root, ".git"), bare]) {
        self.git("--git-dir", folder, "gc", "--quiet");
        for (const name of ["hooks", "logs", "info"])
          rmSync(join(folder, name), { recursive: true, force: true });
      }
    },
    async [Symbol.asyncDispose]() {
      await server?.[Symbol.asyncDispose]();
      await self[Symbol.asyncDispose]();
    },
  };
}

function configOf(remote: string): string {
  return [
    "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false",
    `[remote "origin"]\n\turl = ${remote}\n\tfetch = +refs/heads/*:refs/remotes/origin/*`,
    '[branch "main"]\n\tremote = origin\n\tmerge = refs/heads/main\n',
  ].join("\n");
}
