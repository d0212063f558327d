import { concurrencyOf, environmentOf, whyNotAllowed, type Environment, type Values } from "./environment.ts";
import { holds, textOf, textsOf, valueOf, type Contexts, type Status } from "../expressions.ts";
import type { JobFile, WorkflowFile } from "../workflow-file.ts";
import { githubContext, githubVariables, jobContext, type Subject } from "./contexts.ts";
import { grantsOf, permissionsOf } from "./grants.ts";
import { runStep, type JobState } from "./job-step.ts";
import { makeMachine, type MachineOptions } from "./machine.ts";
import type { JobResult } from "./results.ts";

export interface JobOptions extends Pick<MachineOptions, "cancelled" | "longestMs" | "onStart" | "extra"> {
  readonly subject: Subject;
  readonly workflow: WorkflowFile;
  readonly repository: Values;
  readonly environments: Readonly<Record<string, Environment>>;
}

/** Runs one job after those that it needs. */
export async function runJob(
  file: JobFile,
  before: readonly JobResult[],
  options: JobOptions,
): Promise<JobResult> {
  const { subject, workflow, environments } = options;
  const { hub, event } = subject;
  const isFromFork = event.isFromFork === true;
  // Nothing of the repository's own reaches a fork's code.
  const repository = isFromFork ? {} : options.repository;
  const github = githubContext(subject);
  const needs = Object.fromEntries(
    before
      .filter(({ id }) => file.needs.includes(id))
      .map(({ id, result, outputs }) => [id, { result, outputs }]),
  );
  const early: Contexts = { github, inputs: subject.inputs, vars: repository.vars ?? {}, needs };
  const result: JobResult = {
    id: file.id,
    name: file.job.name ? textOf(file.job.name, { ...early, strategy: {}, matrix: {} }) : file.id,
    result: "skipped",
    steps: [],
    outputs: {},
    summary: "",
    annotations: [],
    permissions: grantsOf(file.part("permissions"), workflow.part("permissions"), isFromFork),
    timeoutMinutes: Number(valueOf(file.part("timeout-minutes"), early) ?? 360),
  };
  const status = options.cancelled.aborted ? "cancelled" : statusBefore(file, workflow.jobs, before);
  if (!holds(file.job.if.expression, early, status)) return result;

  const late: Contexts = { ...early, strategy: {}, matrix: {} };
  const concurrency = concurrencyOf(file.job.concurrency, late);
  const name = environmentOf(file.job.environment, late);
  const environment = name === undefined ? {} : (environments[name] ?? {});
  const known = {
    ...result,
    ...(concurrency && { concurrency }),
    ...(name !== undefined && { environment: name }),
  };
  const refusal = name === undefined ? undefined : whyNotAllowed(name, environment, event.ref);
  if (refusal !== undefined)
    return {
      ...known,
      result: "failure",
      reason: refusal,
      annotations: [{ level: "error", message: refusal }],
    };

  const token = hub.store.robotToken(permissionsOf(result.permissions));
  try {
    const own: Values = isFromFork ? {} : environment;
    const secrets = { ...repository.secrets, ...own.secrets, GITHUB_TOKEN: token };
    const machine = makeMachine({ ...options, hub, event, token });
    for (const secret of Object.values(secrets)) machine.masker.add(secret);
    const ownGithub = jobContext(github, file.id, machine);
    const contexts: Contexts = {
      ...late,
      github: ownGithub,
      vars: { ...repository.vars, ...own.vars },
      secrets: { ...secrets, github_token: token },
      runner: { os: "Linux", arch: "X64", temp: machine.temporary, name: "GitHub Actions 1", debug: "" },
    };
    const outer = textsOf(workflow.part("env"), contexts);
    const state: JobState = {
      machine,
      file,
      workflow,
      contexts,
      secrets,
      variables: githubVariables(ownGithub),
      env: { ...outer, ...textsOf(file.job.env, { ...contexts, env: outer }) },
      path: [],
      status: "success",
      done: [],
    };
    for (const step of file.steps) await runStep(state, step);
    return { ...known, ...ended(state, contexts) };
  } finally {
    // GITHUB_TOKEN dies with its job.
    hub.store.revoke(token);
  }
}

function ended(state: JobState, contexts: Contexts): Partial<JobResult> {
  const { done, machine, file } = state;
  const steps = Object.fromEntries(done.map(({ id, outputs, outcome }) => [id, { outputs, outcome }]));
  const outputs = textsOf(file.job.outputs, {
    ...contexts,
    steps,
    env: state.env,
    job: { status: state.status },
  });
  return {
    result: machine.cancelled.aborted ? "cancelled" : state.status === "failure" ? "failure" : "success",
    steps: done,
    summary: done.map(({ summary }) => summary).join(""),
    annotations: done.flatMap(({ annotations }) => annotations),
    // GitHub drops an output that may hold a secret.
    outputs: Object.fromEntries(Object.entries(outputs).filter(([, value]) => !machine.masker.hides(value))),
  };
}

/** How the jobs ended that this one needs, and those that they need. */
function statusBefore(file: JobFile, all: readonly JobFile[], before: readonly JobResult[]): Status {
  const needed = new Set(file.needs);
  for (const id of needed) for (const each of all.find((job) => job.id === id)?.needs ?? []) needed.add(each);
  const results = before.filter(({ id }) => needed.has(id)).map(({ result }) => result);
  if (results.includes("failure")) return "failure";
  return results.every((result) => result === "success") ? "success" : "skipped";
}
