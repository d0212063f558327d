import { z } from "zod";
import { changedFiles, listCommits } from "./commits.ts";
import { ROBOT, type PullRequest } from "./entities.ts";
import { closePull, isMergeable, openPull, refreshPulls } from "./pulls.ts";
import { invalid, Refusal } from "./refusal.ts";
import { created, ok, page, read, type Call, type Route } from "./route.ts";
import { fileView, pullView, repositoryView, userView } from "./views.ts";

const BODY_MAX = 65_536;

function list(call: Call) {
  const { store, query } = call;
  const state = query.get("state") ?? "open";
  const head = query.get("head");
  const base = query.get("base");
  const by = query.get("sort") === "updated" ? "updatedAt" : "createdAt";
  const order = query.get("direction") ?? (query.has("sort") ? "asc" : "desc");
  const found = store.pulls
    .filter((pull) => state === "all" || pull.state === state)
    // Without its owner GitHub ignores the filter: the caller believes in a pull request that is another one.
    .filter((pull) => !head?.includes(":") || head === `${pull.head.owner}:${pull.head.ref}`)
    .filter((pull) => base === null || base === pull.base.ref)
    .toSorted((a, b) => a[by].getTime() - b[by].getTime() || a.number - b.number);
  return page(order === "asc" ? found : found.toReversed(), call, (pull) => pullView(store, pull));
}

/** One pull request says more than a list of them. */
async function wholeView({ store }: Call, pull: PullRequest) {
  const [commits, files] = await Promise.all([
    listCommits(store.bare, [`${pull.base.sha}..${pull.head.sha}`]),
    filesOf(store.bare, pull),
  ]);
  return {
    ...pullView(store, pull),
    merged: pull.mergeCommit !== undefined,
    merged_by: pull.mergedBy === undefined ? null : userView(pull.mergedBy),
    mergeable: pull.state === "open" ? await isMergeable(store, pull) : null,
    maintainer_can_modify: false,
    commits: commits.length,
    changed_files: files.length,
    comments: store.comments.filter(({ number }) => number === pull.number).length,
  };
}

async function filesOf(bare: Call["store"]["bare"], pull: PullRequest) {
  const fork = await bare.git(["merge-base", pull.base.sha, pull.head.sha]);
  return changedFiles(bare, fork, pull.head.sha);
}

const byNumber = (call: Call): PullRequest => call.store.pull(Number(call.part("number")));

const get = async (call: Call) => ok(await wholeView(call, byNumber(call)));

async function listFiles(call: Call) {
  const pull = byNumber(call);
  return page(await filesOf(call.store.bare, pull), call, (file) =>
    fileView(call.store, file, pull.head.sha),
  );
}

const NewPull = z.object({
  title: z.string().min(1),
  head: z.string(),
  base: z.string(),
  body: z.string().max(BODY_MAX).nullable().default(null),
  draft: z.boolean().default(false),
});

async function create(call: Call) {
  const { store, by } = call;
  const wanted = read(NewPull, call);
  if (by.login === ROBOT && !store.allowsRobotPulls)
    throw new Refusal(403, "GitHub Actions is not permitted to create or approve pull requests.");
  const head = wanted.head.startsWith(`${store.owner}:`)
    ? wanted.head.slice(store.owner.length + 1)
    : wanted.head;
  return created(await wholeView(call, await openPull(store, { ...wanted, head, author: by.login })));
}

const ChangedPull = z.object({
  title: z.string().min(1).optional(),
  body: z.string().max(BODY_MAX).nullable().optional(),
  state: z.enum(["open", "closed"]).optional(),
  base: z.string().optional(),
});

async function update(call: Call) {
  const { store } = call;
  const pull = byNumber(call);
  const { title, body, state, base } = read(ChangedPull, call);
  if (base !== undefined && (await store.bare.find(`refs/heads/${base}`)) === undefined)
    throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
  if (state === "open" && pull.mergeCommit !== undefined)
    throw invalid({
      resource: "PullRequest",
      code: "custom",
      field: "state",
      message: "state cannot be changed.",
    });
  if (title !== undefined) pull.title = title;
  if (body !== undefined) pull.body = body;
  if (base !== undefined) pull.base.ref = base;
  if (state === "closed" && pull.state === "open") closePull(store, pull);
  if (state === "open") Object.assign(pull, { state, closedAt: undefined });
  pull.updatedAt = store.now();
  await refreshPulls(store);
  return ok(await wholeView(call, pull));
}

function repository({ store, by }: Call) {
  const permissions = {
    admin: false,
    maintain: false,
    push: by.permissions.contents === "write",
    triage: false,
    pull: by.permissions.contents !== "none",
  };
  return ok({ ...repositoryView(store), permissions });
}

export const pullRoutes: readonly Route[] = [
  { method: "GET", path: "", scopes: [], access: "read", run: repository },
  { method: "GET", path: "/pulls", scopes: ["pull-requests"], access: "read", run: list },
  { method: "POST", path: "/pulls", scopes: ["pull-requests"], access: "write", run: create },
  { method: "GET", path: "/pulls/:number", scopes: ["pull-requests"], access: "read", run: get },
  { method: "GET", path: "/pulls/:number/files", scopes: ["pull-requests"], access: "read", run: listFiles },
  { method: "PATCH", path: "/pulls/:number", scopes: ["pull-requests"], access: "write", run: update },
];
