import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Scalar } from "../dispatch-inputs.ts";
import type { WorkflowEvent } from "../events.ts";
import type { GitHubServer } from "../server.ts";
import type { Machine } from "./machine.ts";

/** A workflow that runs for an event. */
export interface Subject {
  readonly hub: GitHubServer;
  readonly event: WorkflowEvent;
  /** ".github/workflows/settle.yml" */
  readonly path: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, Scalar>>;
}

/** The `github` context, without what only a job knows. */
export function githubContext({ hub, event, path, name, inputs }: Subject): Record<string, unknown> {
  const { store } = hub;
  return {
    event: payloadOf({ event, path, inputs }),
    event_name: event.name,
    ref: event.ref,
    ref_name: event.ref.replace(/^refs\/(?:heads|tags|pull)\//u, ""),
    ref_type: event.ref.startsWith("refs/tags/") ? "tag" : "branch",
    sha: event.sha,
    base_ref: event.baseRef ?? "",
    head_ref: event.headRef ?? "",
    repository: store.fullName,
    repository_owner: store.owner,
    repositoryUrl: `${store.origin}/${store.fullName}.git`.replace(/^https?/u, "git"),
    actor: event.actor,
    triggering_actor: event.triggeringActor ?? event.actor,
    run_id: String(event.runId),
    run_number: String(event.runId - 4700),
    run_attempt: String(event.attempt),
    workflow: name,
    workflow_ref: `${store.fullName}/${path}@${event.ref}`,
    server_url: hub.serverUrl,
    api_url: hub.apiUrl,
    graphql_url: hub.apiUrl.replace("/v3", "/graphql"),
  };
}

function payloadOf({ event, path, inputs }: Pick<Subject, "event" | "path" | "inputs">) {
  if (event.name !== "workflow_dispatch") return event.payload;
  // In the payload every input is text; `inputs` keeps the types.
  const texts = Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, String(value)]));
  return { ...event.payload, inputs: texts, ref: event.ref, workflow: path };
}

/** What a job adds to it. */
export function jobContext(github: Record<string, unknown>, job: string, machine: Machine) {
  const event_path = join(machine.temporary, "event.json");
  writeFileSync(event_path, JSON.stringify(github["event"]));
  return { ...github, job, token: machine.token, workspace: machine.workspace, event_path };
}

const AS_VARIABLES =
  "event_name,event_path,ref,ref_name,ref_type,sha,base_ref,head_ref,repository,repository_owner,actor,triggering_actor,run_id,run_number,run_attempt,workflow,workflow_ref,job,server_url,api_url,graphql_url,workspace".split(
    ",",
  );

/** The variables that the runner makes of it. */
export function githubVariables(github: Readonly<Record<string, unknown>>): Record<string, string> {
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  const variables = AS_VARIABLES.map((key) => [`GITHUB_${key.toUpperCase()}`, text(github[key])]);
  return { ...Object.fromEntries(variables), GITHUB_ACTIONS: "true" };
}
