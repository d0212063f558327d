import { isScalar } from "../workflow-parser.ts";
import type { JobFile, StepFile, WorkflowFile } from "../workflow-file.ts";
import { evaluate, holds, textOf, textsOf, type Contexts, type Status } from "../expressions.ts";
import { checkOut } from "./checkout.ts";
import { makeFileCommands } from "./file-commands.ts";
import { runLocalAction } from "./local-action.ts";
import type { Machine } from "./machine.ts";
import type { StepResult } from "./results.ts";
import { runShell } from "./shell.ts";
import { StepLog } from "./step-log.ts";
import type { StepEnd, StepRun } from "./step.ts";
import { upload } from "./upload.ts";

/** What steps of one job share, and leave to the next one. */
export interface JobState {
  readonly machine: Machine;
  readonly file: JobFile;
  readonly workflow: WorkflowFile;
  /** Everything but `env` and `steps`. */
  readonly contexts: Contexts;
  readonly secrets: Readonly<Record<string, string>>;
  /** The runner's own GITHUB_ variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** `env` of workflow and job, and what steps wrote to GITHUB_ENV. */
  env: Readonly<Record<string, string>>;
  path: readonly string[];
  status: Status;
  readonly done: StepResult[];
}

/** Runs one step if its `if` holds, and keeps what it leaves. */
export async function runStep(state: JobState, step: StepFile): Promise<void> {
  const { machine } = state;
  const log = new StepLog(machine.masker);
  const isCancelled = machine.cancelled.aborted;
  const status: Status = isCancelled ? "cancelled" : state.status;
  const base = contextsOf(state);
  const about = {
    id: step.id,
    name: undefined,
    uses: "uses" in step.step ? step.step.uses.value : undefined,
    run: "run" in step.step ? step.step.run.toString() : undefined,
    env: [],
    inputs: {},
    secrets: [],
    outputs: {},
    summary: "",
  };
  let result: StepResult;
  try {
    if (!holds(step.step.if.expression, base, status)) {
      const nothing = { log: "", annotations: [], reason: undefined };
      state.done.push({ ...about, ...nothing, outcome: "skipped", conclusion: "skipped" });
      return;
    }
    result = await play(state, step, log, about);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    log.annotate({ level: "error", message: reason });
    const { annotations, text } = log;
    result = { ...about, annotations, log: text, reason, outcome: "failure", conclusion: "failure" };
  }
  state.done.push(result);
  if (result.conclusion === "failure" && state.status === "success") state.status = "failure";
}

async function play(
  state: JobState,
  step: StepFile,
  log: StepLog,
  about: Pick<StepResult, "id" | "uses" | "run" | "name">,
): Promise<StepResult> {
  const { machine } = state;
  const own = textsOf(step.step.env, contextsOf(state));
  const given = { ...state.env, ...own };
  const contexts = { ...contextsOf(state), env: given };
  const name = step.step.name && textOf(step.step.name, contexts);
  const inputs = textsOf(step.part("with"), contexts);
  const files = makeFileCommands(machine.temporary);
  const path = [...state.path, machine.env["PATH"] ?? ""].join(":");
  const env = {
    ...machine.env,
    PATH: path,
    ...given,
    ...state.variables,
    GITHUB_ACTION: step.id,
    ...files.env,
  };
  const title = name ?? step.id;
  const run: StepRun = { machine, title, inputs, env, log };
  const script = "run" in step.step ? textOf(step.step.run, contexts) : undefined;
  const end =
    script === undefined
      ? await act(run, about.uses ?? "", contexts)
      : await runShell(run, script, {
          shell: textOf(step.part("shell"), contexts),
          folder: textOf(step.part("working-directory"), contexts),
        });
  const wrote = end.outcome === "not-run" ? {} : files.outputs();
  state.env = { ...state.env, ...files.variables() };
  state.path = [...files.paths().toReversed(), ...state.path];
  const outcome = end.outcome === "failure" && machine.cancelled.aborted ? "cancelled" : end.outcome;
  const saw = JSON.stringify([given, inputs, end.seen ?? {}, script ?? ""]);
  return {
    ...about,
    name,
    outcome,
    conclusion: outcome === "failure" && isForgiven(step, contexts) ? "success" : outcome,
    reason: end.reason,
    env: Object.keys(given),
    inputs,
    secrets: Object.entries(state.secrets)
      .filter(([, value]) => value !== "" && saw.includes(JSON.stringify(value).slice(1, -1)))
      .map(([secret]) => secret),
    outputs: { ...log.outputs, ...wrote, ...end.outputs },
    log: log.text,
    summary: machine.masker.mask(files.summary()),
    annotations: log.annotations,
  };
}

async function act(run: StepRun, uses: string, contexts: Contexts): Promise<StepEnd> {
  if (uses.startsWith("./"))
    return runLocalAction(run, uses, (text) =>
      text.replaceAll(/\$\{\{(?<expression>.+?)\}\}/gu, (_all, expression: string) =>
        evaluate(expression, contexts).coerceString(),
      ),
    );
  const [action] = uses.split("@");
  if (action === "actions/checkout") {
    const end = await checkOut(run);
    // Its `token` is by default the job's own.
    return { ...end, seen: { token: run.inputs["token"] ?? run.machine.token } };
  }
  if (action === "actions/upload-artifact") return upload(run);
  return { outcome: "not-run", reason: `${action ?? uses} is not played` };
}

function isForgiven({ step }: StepFile, contexts: Contexts): boolean {
  const wanted = step["continue-on-error"] ?? false;
  return typeof wanted === "boolean" ? wanted : isScalar(wanted) && textOf(wanted, contexts) === "true";
}

function contextsOf({ contexts, env, done, status }: JobState): Contexts {
  const steps = Object.fromEntries(
    done.map(({ id, outputs, outcome, conclusion }) => [
      id,
      { outputs, outcome: played(outcome), conclusion: played(conclusion) },
    ]),
  );
  return { ...contexts, env, steps, job: { status } };
}

const played = (outcome: StepResult["outcome"]) => (outcome === "not-run" ? "success" : outcome);
