import { spawn, type ChildProcess } from "node:child_process";

export interface Process {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onLine: (line: string) => void;
  readonly onStart?: ((child: ChildProcess) => void) | undefined;
  /** A person cancels the run. */
  readonly cancelled?: AbortSignal | undefined;
  readonly longestMs: number;
}

/** Runner: SIGINT, 7.5 s later SIGTERM, 2.5 s later the end (docs workflow-cancellation). */
const TERM_MS = 7_500;
const KILL_MS = 10_000;

/** Runs one process to its end; gives its exit code, `null` when a signal ended it. */
export function runProcess(options: Process): Promise<number | null> {
  const { command, args, cwd, env, onLine, onStart, cancelled, longestMs } = options;
  return new Promise((done, fail) => {
    const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
    const child = spawn(command, args, { cwd, env, stdio, timeout: longestMs, killSignal: "SIGKILL" });
    onStart?.(child);
    const timers: NodeJS.Timeout[] = [];
    const cancel = (): void => {
      child.kill("SIGINT");
      timers.push(setTimeout(() => child.kill("SIGTERM"), TERM_MS));
      timers.push(setTimeout(() => child.kill("SIGKILL"), KILL_MS));
    };
    cancelled?.addEventListener("abort", cancel, { once: true });
    const rests = [child.stdout, child.stderr].map((stream) => {
      let rest = "";
      stream.setEncoding("utf8").on("data", (text: string) => {
        const lines = `${rest}${text}`.split(/\r?\n/u);
        rest = lines.pop() ?? "";
        for (const line of lines) onLine(line);
      });
      return () => rest;
    });
    child.on("error", fail);
    child.on("close", (exit) => {
      for (const timer of timers) clearTimeout(timer);
      cancelled?.removeEventListener("abort", cancel);
      for (const rest of rests) if (rest() !== "") onLine(rest());
      done(exit);
    });
  });
}
