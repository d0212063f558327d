import { z } from "zod";
import type { Comment } from "./entities.ts";
import { notFound } from "./refusal.ts";
import { created, ok, page, read, type Call, type Route } from "./route.ts";
import { commentView, labelView } from "./views.ts";

const Body = z.object({ body: z.string().min(1).max(65_536, "is too long (maximum is 65536 characters)") });
const Labels = z.object({ labels: z.array(z.string().min(1)).min(1) });

const numberOf = (call: Call): number => call.store.pull(Number(call.part("number"))).number;

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
  const number = numberOf(call);
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
  const pull = call.store.pull(numberOf(call));
  const { labels } = read(Labels, call);
  for (const label of labels) if (!pull.labels.includes(label)) pull.labels.push(label);
  return ok(pull.labels.map((name) => labelView(call.store, name)));
}

/** Our only issues are pull requests: either scope lets a token write under them. */
const either = { scopes: ["issues", "pull-requests"] } as const;

export const issueRoutes: readonly Route[] = [
  { method: "GET", path: "/issues/comments/:id", ...either, access: "read", run: get },
  { method: "PATCH", path: "/issues/comments/:id", ...either, access: "write", run: update },
  { method: "DELETE", path: "/issues/comments/:id", ...either, access: "write", run: remove },
  { method: "GET", path: "/issues/:number/comments", ...either, access: "read", run: list },
  { method: "POST", path: "/issues/:number/comments", ...either, access: "write", run: create },
  { method: "POST", path: "/issues/:number/labels", ...either, access: "write", run: addLabels },
];
