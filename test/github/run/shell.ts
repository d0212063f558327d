import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInStep, type StepEnd, type StepRun } from "./step.ts";

/** The shell that a step names decides whether the middle of a pipe may fail (docs workflow-syntax, `shell`). */
const SHELLS: Readonly<Record<string, readonly string[]>> = {
  "": ["bash", "-e"],
  bash: ["bash", "--noprofile", "--norc", "-eo", "pipefail"],
  sh: ["sh", "-e"],
};

/** A `run:` step: its text in a file, and the shell on it. */
export async function runShell(
  step: StepRun,
  script: string,
  { shell, folder }: { readonly shell: string; readonly folder: string },
): Promise<StepEnd> {
  const [command, ...args] = SHELLS[shell] ?? [];
  if (command === undefined) return { outcome: "not-run", reason: `shell ${shell} is not played` };
  const file = join(step.machine.temporary, `${randomUUID()}.sh`);
  writeFileSync(file, script);
  const isDone = await runInStep(step, command, [...args, file], {
    cwd: join(step.machine.workspace, folder),
  });
  return { outcome: isDone ? "success" : "failure" };
}
