import { spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GitError, type Git } from "../../src/adapters/git.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface Shell {
  /** Git in that folder: the real program, real answers, `GitError` as the adapter throws it. */
  readonly git: (cwd: string) => Git;
  readonly close: () => void;
}

/**
 * Git through one shell that stays. To start a process out of a test worker costs 5 ms of its only thread, and one
 * story starts a hundred; a shell does it in one, elsewhere. Stories about git itself use the adapter's own way.
 */
export function openShell(folder: string, env: Env): Shell {
  const shell = spawn("/bin/sh", {
    env: { ...env, LC_ALL: "C", GIT_EDITOR: "true" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting = new Map<number, (code: number) => void>();
  let asked = 0;
  let heard = "";
  shell.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (heard + text).split("\n");
    heard = lines.pop() ?? "";
    for (const line of lines) {
      const [id, code] = line.split(" ").map(Number);
      if (id === undefined || code === undefined) continue;
      waiting.get(id)?.(code);
      waiting.delete(id);
    }
  });
  return {
    git: (cwd) => async (args, options) => {
      asked += 1;
      const id = asked;
      const [out, err] = [join(folder, `out-${id}`), join(folder, `err-${id}`)];
      const input = options?.input === undefined ? "/dev/null" : join(folder, `in-${id}`);
      if (options?.input !== undefined) writeFileSync(input, options.input);
      const variables = Object.entries(options?.env ?? {}).map(([name, value]) => `${name}=${quote(value)}`);
      const command = [...variables, "git", ...args.map(quote)].join(" ");
      const code = await new Promise<number>((resolve) => {
        waiting.set(id, resolve);
        shell.stdin.write(
          `(cd ${quote(cwd)} && ${command} >${quote(out)} 2>${quote(err)} <${quote(input)}; echo "${id} $?") &\n`,
        );
      });
      const [stdout, stderr] = [readFileSync(out, "utf8"), readFileSync(err, "utf8")];
      rmSync(out);
      rmSync(err);
      if (code !== 0) throw new GitError(args, stderr, { exit: code });
      return stdout.replace(/\n$/u, "");
    },
    close: () => void shell.stdin.end(),
  };
}

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
