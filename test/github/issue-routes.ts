import { z } from "zod";
import type { Comment, Issue } from "./entities.ts";
import { notFound, Refusal } from "./refusal.ts";
import { created, ok, page, read, type Call, type Route } from "./route.ts";
import { commentView, issueView, labelView, pullAsIssueView } from "./views.ts";

const Body = z.object({ body: z.string().min(1).max(65_536, "is too long (maximum is 65536 characters)") });
const Labels = z.object({ labels: z.array(z.string().min(1)).min(1) });

/** The pull request's or the issue's; under an issue the scope of pull requests is not enough. */
function numberOf({ store, part, by }: Call, access: "read" | "write" = "read"): number {
  const number = Number(part("number"));
  if (!store.issues.some((issue) => issue.number === number)) return store.pull(number).number;
  const { issues } = by.permissions;
  if (issues === "none" || (access === "write" && issues !== "write"))
    throw new Refusal(403, "Resource not accessible by integration");
  return number;
}

function commentOf(call: Call): Comment {
  const found = call.store.comments.find(({ id }) => id === Number(call.part("id")));
  if (!found) throw notFound();
  return found;
}

function list(call: Call) {
  const number = numberOf(call);
  const under = call.store.comments.filter((comment) => comment.number === number);
  return page(under, call, (comment) => commentView(call.store, comment));
}

function create(call: Call) {
  const { store, by } = call;
  const now = store.now();
  const number = numberOf(call, "write");
  const { body } = read(Body, call);
  const comment = { id: store.nextId(), number, body, author: by.login, createdAt: now, updatedAt: now };
  store.comments.push(comment);
  return created(commentView(store, comment));
}

const get = (call: Call) => ok(commentView(call.store, commentOf(call)));

function update(call: Call) {
  const comment = commentOf(call);
  comment.body = read(Body, call).body;
  comment.updatedAt = call.store.now();
  return ok(commentView(call.store, comment));
}

function remove(call: Call) {
  const { comments } = call.store;
  comments.splice(comments.indexOf(commentOf(call)), 1);
  return { status: 204 };
}

function addLabels(call: Call) {
  const pull = call.store.pull(numberOf(call, "write"));
  const { labels } = read(Labels, call);
  for (const label of labels) if (!pull.labels.includes(label)) pull.labels.push(label);
  return ok(pull.labels.map((name) => labelView(call.store, name)));
}

const Text = z.string().max(65_536, "is too long (maximum is 65536 characters)").nullable();
const NewIssue = z.object({ title: z.string().min(1), body: Text.default(null) });
const ChangedIssue = z.object({
  title: z.string().min(1).optional(),
  body: Text.optional(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "duplicate", "reopened"]).nullish(),
});

/** Pull requests are issues too, and stand among them. */
function listIssues(call: Call) {
  const { store, query } = call;
  const state = query.get("state") ?? "open";
  const by = query.get("sort") === "updated" ? "updatedAt" : "createdAt";
  const all = [
    ...store.issues.map((issue) => ({ ...issue, view: issueView(store, issue) })),
    ...store.pulls.map((pull) => ({ ...pull, view: pullAsIssueView(store, pull) })),
  ]
    .filter((one) => state === "all" || one.state === state)
    .toSorted((a, b) => a[by].getTime() - b[by].getTime() || a.number - b.number);
  const ordered = query.get("direction") === "asc" ? all : all.toReversed();
  return page(ordered, call, ({ view }) => view);
}

function createIssue(call: Call) {
  const { store, by } = call;
  if (!store.hasIssues) throw new Refusal(410, "Issues has been disabled in this repository.");
  const now = store.now();
  const issue: Issue = {
    ...read(NewIssue, call),
    number: store.nextNumber(),
    author: by.login,
    state: "open",
    stateReason: null,
    createdAt: now,
    updatedAt: now,
    closedAt: undefined,
  };
  store.issues.push(issue);
  return created(issueView(store, issue));
}

function updateIssue(call: Call) {
  const { store, part } = call;
  const issue = store.issue(Number(part("number")));
  const { title, body, state, state_reason } = read(ChangedIssue, call);
  if (title !== undefined) issue.title = title;
  if (body !== undefined) issue.body = body;
  if (state === "closed") {
    issue.closedAt ??= store.now();
    issue.stateReason = state_reason ?? "completed";
  }
  if (state === "open" && issue.state === "closed")
    Object.assign(issue, { closedAt: undefined, stateReason: "reopened" });
  if (state !== undefined) issue.state = state;
  issue.updatedAt = store.now();
  return ok(issueView(store, issue));
}

/** Under a pull request either scope lets a token write. */
const either = { scopes: ["issues", "pull-requests"] } as const;

const issues = { scopes: ["issues"] } as const;

export const issueRoutes: readonly Route[] = [
  { method: "GET", path: "/issues", ...either, access: "read", run: listIssues },
  { method: "POST", path: "/issues", ...issues, access: "write", run: createIssue },
  { method: "PATCH", path: "/issues/:number", ...issues, access: "write", run: updateIssue },
  { method: "GET", path: "/issues/comments/:id", ...either, access: "read", run: get },
  { method: "PATCH", path: "/issues/comments/:id", ...either, access: "write", run: update },
  { method: "DELETE", path: "/issues/comments/:id", ...either, access: "write", run: remove },
  { method: "GET", path: "/issues/:number/comments", ...either, access: "read", run: list },
  { method: "POST", path: "/issues/:number/comments", ...either, access: "write", run: create },
  { method: "POST", path: "/issues/:number/labels", ...either, access: "write", run: addLabels },
];
