import { Octokit } from "@octokit/core";
import { z } from "zod";
import type { Environment, GitHubSeen } from "../core/checkup-github.ts";
import type { Answer } from "../ports.ts";
import { boundedFetch, repeatRead } from "./exchange.ts";
import { failure } from "./github-fault.ts";
import type { GitHubAccess } from "./github.ts";

const repositoryShape = z
  .object({ default_branch: z.string(), archived: z.boolean().default(false) })
  .transform((raw) => ({ defaultBranch: raw.default_branch, isArchived: raw.archived }));
const rulesShape = z.array(z.object({ type: z.string() })).transform((all) => all.map(({ type }) => type));
const branchShape = z.object({ protected: z.boolean() });
const pullsShape = z.object({ can_approve_pull_request_reviews: z.boolean() });
const environmentShape = z.object({
  protection_rules: z
    .array(z.looseObject({ type: z.string(), wait_timer: z.number().optional() }))
    .default([]),
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .nullish(),
});
const policiesShape = z.object({ branch_policies: z.array(z.object({ name: z.string() })).default([]) });
const workflowShape = z.object({ state: z.string() });
const runsShape = z.object({ workflow_runs: z.array(z.object({ created_at: z.coerce.date() })).default([]) });

/** What a route's path and query take besides the repository. */
type More = Readonly<Record<string, unknown>>;

/** The environment of our workflows, and the one that is started by the clock. */
const ENVIRONMENT = "production";
const SCHEDULED = "settle.yml";

/**
 * Reads, and reads only, what of the repository's settings a job may see: `actions: read` shows environments and
 * workflows, rules need nothing (docs.github.com, REST: environments, workflows, rules). Whether the robot may open pull
 * requests takes administration, which GITHUB_TOKEN never has: it is refused there.
 */
export async function lookAtRepository(access: GitHubAccess): Promise<Omit<GitHubSeen, "missing">> {
  const [owner = "", repo = ""] = access.repository.split("/");
  const here = { owner, repo };
  const octokit = new Octokit({
    auth: access.token,
    baseUrl: access.apiUrl.replace(/\/$/u, ""),
    userAgent: "outage-runbook",
    request: { fetch: boundedFetch({ ...access, secret: access.token }) },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  async function ask<T>(route: string, more: More, shape: z.ZodType<T>): Promise<Answer<T>> {
    try {
      const parsed = shape.safeParse((await octokit.request(route, { ...here, ...more })).data);
      return parsed.success
        ? done(parsed.data)
        : { kind: "unknown", fault: { tool: "git", code: "unparsable" } };
    } catch (error) {
      return failure(error);
    }
  }
  const read = <T>(route: string, more: More, shape: z.ZodType<T>) =>
    repeatRead(
      () => ask(route, more, shape),
      access.wait,
      ({ code }) => code !== "timeout",
    );
  const top = "GET /repos/{owner}/{repo}";

  async function environment(): Promise<Answer<Environment | undefined>> {
    const name = { environment_name: ENVIRONMENT };
    const found = await read(`${top}/environments/{environment_name}`, name, environmentShape);
    if (found.kind !== "done") return absent(found);
    const { protection_rules, deployment_branch_policy: policy } = found.value;
    const gates = {
      hasReviewers: protection_rules.some(({ type }) => type === "required_reviewers"),
      waitMinutes: Math.max(0, ...protection_rules.map((rule) => rule.wait_timer ?? 0)),
    };
    if (!policy) return done({ ...gates, branches: "all" });
    if (policy.protected_branches) return done({ ...gates, branches: "protected" });
    const route = `${top}/environments/{environment_name}/deployment-branch-policies`;
    const policies = await read(route, name, policiesShape);
    return policies.kind === "done"
      ? done({ ...gates, branches: policies.value.branch_policies.map((each) => each.name) })
      : policies;
  }

  const repository = await read(top, {}, repositoryShape);
  const branch = repository.kind === "done" ? repository.value.defaultBranch : "main";
  const workflow = { workflow_id: SCHEDULED };
  const [rules, branchSeen, pulls, found, schedule, runs] = await Promise.all([
    read(`${top}/rules/branches/{branch}`, { branch }, rulesShape),
    read(`${top}/branches/{branch}`, { branch }, branchShape),
    read(`${top}/actions/permissions/workflow`, {}, pullsShape),
    environment(),
    read(`${top}/actions/workflows/{workflow_id}`, workflow, workflowShape),
    read(
      `${top}/actions/workflows/{workflow_id}/runs`,
      { ...workflow, event: "schedule", per_page: 1 },
      runsShape,
    ),
  ]);
  return {
    repository,
    rules,
    isProtected: map(branchSeen, (seen) => seen.protected),
    mayOpenPulls: map(pulls, (seen) => seen.can_approve_pull_request_reviews),
    environment: found,
    schedule: schedule.kind === "done" ? done(schedule.value.state) : absent(schedule),
    lastScheduled: map(runs, ({ workflow_runs: [last] }) => last?.created_at),
  };
}

const done = <T>(value: T): Answer<T> => ({ kind: "done", value });
const map = <T, U>(answer: Answer<T>, change: (value: T) => U): Answer<U> =>
  answer.kind === "done" ? done(change(answer.value)) : answer;

/** A 404 is an answer: there is none. */
function absent(answer: Exclude<Answer<unknown>, { kind: "done" }>): Answer<undefined> {
  return answer.fault.code === "http_404" ? done(undefined) : answer;
}
