import type { EventsConfig } from "@actions/workflow-parser/model/workflow-template";
import { changedFiles, EMPTY_TREE } from "./commits.ts";
import { ROBOT } from "./entities.ts";
import type { WorkflowEvent } from "./events.ts";
import { isTaken } from "./patterns.ts";
import type { GitHubServer } from "./server.ts";

type Filters = NonNullable<EventsConfig["push"]> & { readonly types?: string[] };

/** GitHub looks at the first 300 changed files only. */
const LOOKED_AT = 300;
const DEFAULT_TYPES = ["opened", "synchronize", "reopened"];
const SKIP = /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]|^skip-checks: ?true$/imu;

/** Why this event starts no run of the workflow; `undefined` when it starts one. */
export async function whyNotStarted(
  events: EventsConfig,
  event: WorkflowEvent,
  hub: GitHubServer,
): Promise<string | undefined> {
  if (!(event.name in events)) return `on: has no ${event.name}`;
  if (event.name === "workflow_dispatch") return undefined;
  if (event.name === "schedule") {
    const known = events.schedule?.some(({ cron }) => cron === event.payload["schedule"]) ?? false;
    return known ? undefined : "on.schedule has no such cron";
  }
  if (event.name === "push" && event.actor === ROBOT) return "what GITHUB_TOKEN pushes starts no run";
  const { bare } = hub.store;
  const head = event.headSha ?? event.sha;
  if (SKIP.test(await bare.git(["log", "-1", "--format=%B", head]))) return "the commit message skips runs";
  const filters: Filters = (event.name === "push" ? events.push : events.pull_request) ?? {};
  return event.name === "push" ? whyNotPush(filters, event, hub) : whyNotPull(filters, event, hub);
}

async function whyNotPush(filters: Filters, event: WorkflowEvent, { store }: GitHubServer) {
  const isTag = event.ref.startsWith("refs/tags/");
  const name = event.ref.replace(/^refs\/(?:heads|tags)\//u, "");
  const own = isTag ? (["tags", "tags-ignore"] as const) : (["branches", "branches-ignore"] as const);
  const other = isTag ? (["branches", "branches-ignore"] as const) : (["tags", "tags-ignore"] as const);
  const isNamed = own.some((key) => filters[key] !== undefined);
  if (!isNamed && other.some((key) => filters[key] !== undefined)) return `on.push names no ${own[0]}`;
  if (!passes(name, filters[own[0]], filters[own[1]])) return `on.push.${own[0]} does not take ${name}`;
  const before = event.before ?? "";
  // A new branch is compared with what it began from.
  const from = /^0*$/u.test(before)
    ? await store.bare
        .git(["merge-base", `refs/heads/${store.defaultBranch}`, event.sha])
        .catch(() => EMPTY_TREE)
    : before;
  const start = from === event.sha ? await parentOf(store, event.sha) : from;
  // Tags ignore path filters.
  return isTag ? undefined : whyNotPaths(filters, await filesBetween(store, start, event.sha));
}

async function parentOf({ bare }: GitHubServer["store"], sha: string): Promise<string> {
  return (await bare.find(`${sha}^1`)) ?? EMPTY_TREE;
}

async function whyNotPull(filters: Filters, event: WorkflowEvent, { store }: GitHubServer) {
  const type = event.action ?? "";
  if (!(filters.types ?? DEFAULT_TYPES).includes(type)) return `on.pull_request.types does not take ${type}`;
  const base = event.baseRef ?? "";
  if (!passes(base, filters.branches, filters["branches-ignore"]))
    return `on.pull_request.branches does not take ${base}`;
  const head = event.headSha ?? event.sha;
  const fork = await store.bare.git(["merge-base", event.before ?? `refs/heads/${base}`, head]);
  return whyNotPaths(filters, await filesBetween(store, fork, head));
}

async function filesBetween({ bare }: GitHubServer["store"], from: string, to: string) {
  const files = await changedFiles(bare, from, to, { renames: false });
  return files.map(({ filename }) => filename).slice(0, LOOKED_AT);
}

function whyNotPaths(
  { paths, "paths-ignore": ignored }: Filters,
  files: readonly string[],
): string | undefined {
  if (paths && !files.some((file) => isTaken(file, paths))) return "no changed file is in on.paths";
  if (ignored && files.every((file) => isTaken(file, ignored)))
    return "every changed file is in on.paths-ignore";
  return undefined;
}

const passes = (name: string, wanted?: readonly string[], ignored?: readonly string[]): boolean =>
  (wanted === undefined || isTaken(name, wanted)) && !(ignored !== undefined && isTaken(name, ignored));
