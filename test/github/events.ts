import type { Scalar } from "./dispatch-inputs.ts";
import type { Push } from "./people.ts";
import { notFound } from "./refusal.ts";
import type { GitHubServer } from "./server.ts";
import { pullView, repositoryView, userView } from "./views.ts";

/** What happened, as GitHub tells the workflows. */
export interface WorkflowEvent {
  readonly name: "push" | "pull_request" | "workflow_dispatch" | "schedule";
  readonly payload: Readonly<Record<string, unknown>>;
  /** What was filled in, for workflow_dispatch. */
  readonly inputs?: Readonly<Record<string, Scalar>>;
  /** "refs/heads/main": GITHUB_REF */
  readonly ref: string;
  /** GITHUB_SHA: a re-run keeps the old one. Empty for a pull request in conflict. */
  readonly sha: string;
  /** Where a pushed branch stood, or the base of a pull request before it was merged. */
  readonly before?: string;
  /** The proposed commit and the base of a pull request, and whether it comes from a fork. */
  readonly headSha?: string;
  readonly headRef?: string;
  readonly baseRef?: string;
  readonly isFromFork?: boolean;
  /** "opened", "synchronize": what the pull request did. */
  readonly action?: string;
  readonly actor: string;
  /** Who pressed "Re-run jobs"; the actor. */
  readonly triggeringActor?: string;
  readonly runId: number;
  readonly attempt: number;
}

let runs = 4710;

const common = (hub: GitHubServer, actor: string) => ({
  actor,
  runId: (runs += 1),
  attempt: 1,
  payload: { repository: repositoryView(hub.store), sender: userView(actor) },
});

/** Somebody pushed. */
export async function pushEvent(hub: GitHubServer, push: Push, actor = "lea-m"): Promise<WorkflowEvent> {
  const base = common(hub, actor);
  const message = await hub.store.bare.git(["log", "-1", "--format=%B", push.after]);
  const payload = {
    ...base.payload,
    ...push,
    created: /^0+$/u.test(push.before),
    deleted: false,
    forced: false,
    head_commit: { id: push.after, message },
    pusher: { name: actor },
  };
  return { ...base, name: "push", payload, ref: push.ref, sha: push.after, before: push.before };
}

/** Somebody filled in the form and pressed "Run workflow". */
export async function dispatchEvent(
  hub: GitHubServer,
  inputs: Readonly<Record<string, Scalar>>,
  { branch = hub.store.defaultBranch, actor = "lea-m" } = {},
): Promise<WorkflowEvent> {
  const ref = `refs/heads/${branch}`;
  return { ...common(hub, actor), name: "workflow_dispatch", inputs, ref, sha: await tip(hub, ref) };
}

/** The clock struck. */
export async function scheduleEvent(hub: GitHubServer, cron: string): Promise<WorkflowEvent> {
  const ref = `refs/heads/${hub.store.defaultBranch}`;
  const base = common(hub, "lea-m");
  return {
    ...base,
    name: "schedule",
    payload: { ...base.payload, schedule: cron },
    ref,
    sha: await tip(hub, ref),
  };
}

/** A pull request was opened, or did what `action` says. */
export async function pullEvent(
  hub: GitHubServer,
  number: number,
  action = "opened",
): Promise<WorkflowEvent> {
  const pull = hub.store.pull(number);
  // What was merged runs on the branch that it was merged into (docs, GITHUB_REF).
  const isMerged = pull.mergeCommit !== undefined;
  const ref = isMerged ? `refs/heads/${pull.base.ref}` : `refs/pull/${number}/merge`;
  const base = common(hub, pull.author);
  return {
    ...base,
    name: "pull_request",
    payload: { ...base.payload, action, number, pull_request: pullView(hub.store, pull) },
    action,
    ref,
    sha: pull.mergeCommit ?? (await hub.store.bare.find(ref)) ?? "",
    before: pull.base.sha,
    headSha: pull.head.sha,
    headRef: pull.head.ref,
    baseRef: pull.base.ref,
    isFromFork: pull.head.owner !== hub.store.owner,
  };
}

/** "Re-run jobs": the same run, commit and actor, another attempt. */
export function rerun(event: WorkflowEvent, triggeringActor = event.actor): WorkflowEvent {
  return { ...event, attempt: event.attempt + 1, triggeringActor };
}

async function tip({ store }: GitHubServer, ref: string): Promise<string> {
  const sha = await store.bare.find(`${ref}^{commit}`);
  if (sha === undefined) throw notFound();
  return sha;
}
