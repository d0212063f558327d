import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fillInputs } from "./dispatch-inputs.ts";
import type { WorkflowEvent } from "./events.ts";
import { textOf } from "./expressions.ts";
import { concurrencyOf, type Environment, type Values } from "./run/environment.ts";
import { githubContext, type Subject } from "./run/contexts.ts";
import { runJob } from "./run/job.ts";
import type { Artifact, JobResult, RunResult } from "./run/results.ts";
import { artifactFolder } from "./run/upload.ts";
import type { GitHubServer } from "./server.ts";
import { whyNotStarted } from "./triggers.ts";
import { readWorkflow } from "./workflow-file.ts";

export interface RunOptions extends Values {
  /** Name of the file in `.github/workflows`; it is read where GitHub reads it, at the event's own commit. */
  readonly file: string;
  readonly event: WorkflowEvent;
  readonly hub: GitHubServer;
  /** Settings → Environments. One that is named and not here exists without rules, secrets or variables. */
  readonly environments?: Readonly<Record<string, Environment>>;
  /** Variables of the machine that no workflow names: SLACK_API_URL, BREVO_API_URL. */
  readonly machine?: Readonly<Record<string, string>>;
  /** "Cancel run". */
  readonly cancelled?: AbortSignal;
  /** Is told each process as it starts, by the name or id of its step, to signal it from a hook. */
  readonly onStart?: (child: ChildProcess, step: string) => void;
  /** Plays these jobs and no others. */
  readonly only?: readonly string[];
  /** When a process that hangs is ended; 60 s. */
  readonly longestMs?: number;
}

/**
 * Plays a real workflow file for one event: GitHub's own parser and evaluator, real processes, a real clone. Throws when
 * the file is not valid, uses what is not played here, or a form is not filled in as it wants.
 */
export async function runWorkflow(options: RunOptions): Promise<RunResult> {
  const { hub, event } = options;
  const path = `.github/workflows/${options.file}`;
  if (event.sha === "") return notStarted("a pull request in conflict starts no run");
  const text = await fileAt(hub, event, path);
  if (text === undefined) return notStarted(`${path} is not there`);
  const workflow = await readWorkflow(path, text);
  const reason = await whyNotStarted(workflow.events, event, hub);
  if (reason !== undefined) return notStarted(reason);
  const subject: Subject = {
    hub,
    event,
    path,
    name: textOf(workflow.part("name"), {}) || path,
    inputs: event.name === "workflow_dispatch" ? fillInputs(workflow.events, event.inputs ?? {}) : {},
  };
  const contexts = { github: githubContext(subject), inputs: subject.inputs, vars: options.vars ?? {} };
  const concurrency = concurrencyOf(workflow.part("concurrency"), contexts);
  const jobs: JobResult[] = [];
  for (const job of workflow.jobs.filter(({ id }) => options.only?.includes(id) ?? true))
    jobs.push(
      await runJob(job, jobs, {
        subject,
        workflow,
        repository: options,
        environments: options.environments ?? {},
        extra: options.machine ?? {},
        cancelled: options.cancelled ?? new AbortController().signal,
        longestMs: options.longestMs ?? 60_000,
        onStart: options.onStart,
      }),
    );
  return {
    started: true,
    runName: textOf(workflow.part("run-name"), contexts) || subject.name,
    conclusion: conclusionOf(jobs),
    ...(concurrency && { concurrency }),
    jobs,
    artifacts: artifactsOf(options),
  };
}

/** The form is shown for what stands on the default branch; what runs is the file of the chosen branch. */
async function fileAt(hub: GitHubServer, event: WorkflowEvent, path: string) {
  if (event.name === "workflow_dispatch" && (await hub.read(path)) === undefined) return undefined;
  const { bare } = hub.store;
  const blob = await bare.find(`${event.sha}:${path}`);
  return blob === undefined ? undefined : (await bare.bytes(["cat-file", "blob", blob])).toString("utf8");
}

const notStarted = (reason: string): RunResult => ({
  started: false,
  reason,
  runName: "",
  conclusion: "skipped",
  jobs: [],
  artifacts: [],
});

function conclusionOf(jobs: readonly JobResult[]): RunResult["conclusion"] {
  const results = new Set(jobs.map(({ result }) => result));
  for (const result of ["cancelled", "failure", "success"] as const) if (results.has(result)) return result;
  return "skipped";
}

function artifactsOf({ hub, event }: RunOptions): readonly Artifact[] {
  const top = artifactFolder({ hub, event });
  if (!existsSync(top)) return [];
  return readdirSync(top).map((name) => {
    const folder = join(top, name);
    const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return { name, folder, files: paths.filter((each) => statSync(join(folder, each)).isFile()).toSorted() };
  });
}
