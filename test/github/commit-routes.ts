import { changedFiles, EMPTY_TREE, listCommits, readCommit } from "./commits.ts";
import type { PullRequest } from "./entities.ts";
import { notFound } from "./refusal.ts";
import { ok, page, type Call, type Route } from "./route.ts";
import type { Store } from "./store.ts";
import { commitView, fileView, pullView } from "./views.ts";

async function list(call: Call) {
  const { store, query } = call;
  const start = await resolve(store, query.get("sha") ?? store.defaultBranch);
  if (start === undefined) throw notFound();
  const path = query.get("path");
  const since = query.get("since");
  const args = [
    ...(since === null ? [] : [`--since=${since}`]),
    start,
    ...(path === null ? [] : ["--", path]),
  ];
  return page(await listCommits(store.bare, args), call, (commit) => commitView(store, commit));
}

async function get({ store, part }: Call) {
  const commit = await readCommit(store.bare, (await resolve(store, part("ref"))) ?? "");
  if (!commit) throw notFound();
  const files = await changedFiles(store.bare, commit.parents[0] ?? EMPTY_TREE, commit.sha);
  return ok({ ...commitView(store, commit), files: files.map((file) => fileView(store, file, commit.sha)) });
}

async function compare({ store, part }: Call) {
  const { bare } = store;
  const [from = "", to = ""] = part("range").split("...");
  const [base, head] = await Promise.all([resolve(store, from), resolve(store, to)]);
  if (base === undefined || head === undefined) throw notFound();
  const fork = await bare.git(["merge-base", base, head]).catch(() => undefined);
  // No common ancestor.
  if (fork === undefined) throw notFound();
  const [ahead, behind, files, baseCommit, forkCommit] = await Promise.all([
    listCommits(bare, ["--reverse", `${base}..${head}`]),
    listCommits(bare, [`${head}..${base}`]),
    changedFiles(bare, fork, head),
    readCommit(bare, base),
    readCommit(bare, fork),
  ]);
  const view = (commit: typeof baseCommit) => commit && commitView(store, commit);
  const status =
    ahead.length > 0
      ? behind.length > 0
        ? "diverged"
        : "ahead"
      : behind.length > 0
        ? "behind"
        : "identical";
  return ok({
    url: `${store.origin}/api/v3/repos/${store.fullName}/compare/${part("range")}`,
    html_url: `${store.origin}/${store.fullName}/compare/${part("range")}`,
    status,
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    base_commit: view(baseCommit),
    merge_base_commit: view(forkCommit),
    commits: ahead.slice(0, 250).map((commit) => commitView(store, commit)),
    files: files.slice(0, 300).map((file) => fileView(store, file, head)),
  });
}

async function pullsOf(call: Call) {
  const { store, part } = call;
  const sha = await resolve(store, part("sha"));
  if (sha === undefined) throw notFound();
  const found: PullRequest[] = [];
  for (const pull of store.pulls) if (await brought(store, pull, sha)) found.push(pull);
  return page(found, call, (pull) => pullView(store, pull));
}

/** Whether the commit came, or would come, with this pull request. */
async function brought({ bare }: Store, pull: PullRequest, sha: string): Promise<boolean> {
  if (pull.mergeCommit === sha) return true;
  return (await bare.isAncestor(sha, pull.head.sha)) && !(await bare.isAncestor(sha, pull.base.sha));
}

/** A branch, a tag or a SHA, as GitHub takes them in a path. */
async function resolve({ bare, owner }: Store, name: string): Promise<string | undefined> {
  const own = name.startsWith(`${owner}:`) ? name.slice(owner.length + 1) : name;
  for (const ref of [`refs/heads/${own}`, `refs/tags/${own}`, own]) {
    const sha = await bare.find(`${ref}^{commit}`);
    if (sha !== undefined) return sha;
  }
  return undefined;
}

export const commitRoutes: readonly Route[] = [
  { method: "GET", path: "/commits", scopes: ["contents"], access: "read", run: list },
  { method: "GET", path: "/commits/:sha/pulls", scopes: ["pull-requests"], access: "read", run: pullsOf },
  { method: "GET", path: "/commits/:ref+", scopes: ["contents"], access: "read", run: get },
  { method: "GET", path: "/compare/:range+", scopes: ["contents"], access: "read", run: compare },
];
