import type { Machine } from "./machine.ts";
import { runProcess } from "./process.ts";
import type { StepLog } from "./step-log.ts";

/** One step that is about to run. */
export interface StepRun {
  readonly machine: Machine;
  /** Id or name, for hooks. */
  readonly title: string;
  /** `with`, evaluated. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Everything that its process sees. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: StepLog;
}

/** How a step ended. `not-run`: the harness does not play this action. */
export type StepEnd = {
  readonly outcome: "success" | "failure" | "not-run";
  readonly reason?: string;
  readonly outputs?: Readonly<Record<string, string>>;
  /** Variables that the process had besides `env`: an action's inputs. */
  readonly seen?: Readonly<Record<string, string>>;
};

/** Runs a process of the step; says in the log how it failed. */
export async function runInStep(
  { machine, title, env, log }: StepRun,
  command: string,
  args: readonly string[],
  {
    cwd = machine.workspace,
    more = {},
  }: { readonly cwd?: string; readonly more?: Record<string, string> } = {},
): Promise<boolean> {
  const exit = await runProcess({
    command,
    args,
    cwd,
    env: { ...env, ...more },
    onLine: (line) => log.line(line),
    onStart: (child) => machine.onStart?.(child, title),
    cancelled: machine.cancelled,
    longestMs: machine.longestMs,
  });
  if (exit === 0) return !log.isBroken;
  const how = exit === null ? "The operation was canceled." : `Process completed with exit code ${exit}.`;
  log.annotate({ level: "error", message: how });
  return false;
}
