import { notFound } from "./refusal.ts";
import { ok, type Call, type Route } from "./route.ts";

/**
 * What GitHub tells of a repository's settings (docs.github.com, REST: rules, branches, environments, workflows, actions
 * permissions). Who may ask is what its pages say of fine-grained tokens; that GITHUB_TOKEN is held to the same is unverified.
 */
const actions = { scopes: ["actions"], access: "read" } as const;

function rules({ store, part }: Call) {
  const isRuled = store.isProtected(`refs/heads/${part("branch")}`);
  const source = { ruleset_source_type: "Repository", ruleset_source: store.fullName };
  return ok([
    ...(store.hasRuleset
      ? ["deletion", "non_fast_forward"].map((type) => ({ type, ...source, ruleset_id: 1 }))
      : []),
    ...(isRuled
      ? [
          {
            type: "pull_request",
            ...source,
            ruleset_id: 2,
            parameters: { required_approving_review_count: 1 },
          },
        ]
      : []),
  ]);
}

async function branch({ store, part }: Call) {
  const sha = await store.bare.find(`refs/heads/${part("branch")}`);
  if (sha === undefined) throw notFound();
  const isProtected = store.isOldProtected && part("branch") === store.defaultBranch;
  return ok({ name: part("branch"), commit: { sha }, protected: isProtected });
}

function environmentOf({ store, part }: Call) {
  const found = store.environments.get(part("name"));
  if (!found) throw notFound();
  return found;
}

function environment(call: Call) {
  const { branches, reviewers, waitMinutes } = environmentOf(call);
  return ok({
    id: 161_088_068,
    name: call.part("name"),
    can_admins_bypass: true,
    protection_rules: [
      ...(waitMinutes > 0 ? [{ id: 3736, type: "wait_timer", wait_timer: waitMinutes }] : []),
      ...(reviewers.length > 0
        ? [
            {
              id: 3755,
              type: "required_reviewers",
              prevent_self_review: false,
              reviewers: reviewers.map((login) => ({ type: "User", reviewer: { login } })),
            },
          ]
        : []),
      ...(branches === undefined ? [] : [{ id: 3756, type: "branch_policy" }]),
    ],
    deployment_branch_policy:
      branches === undefined
        ? null
        : { protected_branches: branches === "protected", custom_branch_policies: branches !== "protected" },
  });
}

function policies(call: Call) {
  const { branches } = environmentOf(call);
  const names = typeof branches === "string" || branches === undefined ? [] : branches;
  const branch_policies = names.map((name, index) => ({ id: 361_471 + index, name, type: "branch" }));
  return ok({ total_count: branch_policies.length, branch_policies });
}

function workflowOf({ store, part }: Call) {
  const found = store.workflows.get(part("file"));
  if (!found) throw notFound();
  return found;
}

function workflow(call: Call) {
  const { state } = workflowOf(call);
  return ok({ id: 161_335, name: call.part("file"), path: `.github/workflows/${call.part("file")}`, state });
}

function runs(call: Call) {
  const { lastScheduled } = workflowOf(call);
  const workflow_runs =
    lastScheduled === undefined || call.query.get("event") !== "schedule"
      ? []
      : [{ id: 30_433_642, event: "schedule", created_at: lastScheduled.toISOString() }];
  return ok({ total_count: workflow_runs.length, workflow_runs });
}

export const settingsRoutes: readonly Route[] = [
  { method: "GET", path: "/rules/branches/:branch+", scopes: [], access: "read", run: rules },
  { method: "GET", path: "/branches/:branch+", scopes: ["contents"], access: "read", run: branch },
  { method: "GET", path: "/environments/:name", ...actions, run: environment },
  { method: "GET", path: "/environments/:name/deployment-branch-policies", ...actions, run: policies },
  { method: "GET", path: "/actions/workflows/:file", ...actions, run: workflow },
  { method: "GET", path: "/actions/workflows/:file/runs", ...actions, run: runs },
  {
    method: "GET",
    path: "/actions/permissions/workflow",
    scopes: ["administration"],
    access: "read",
    run: ({ store }) =>
      ok({
        default_workflow_permissions: "read",
        can_approve_pull_request_reviews: store.allowsRobotPulls,
      }),
  },
];
