import { z } from "zod";
import type { Signature } from "./bare.ts";
import { readCommit } from "./commits.ts";
import { refreshPulls, signatureOf, webSignature } from "./pulls.ts";
import { notFound, Refusal } from "./refusal.ts";
import { created, ok, read, type Call, type Route } from "./route.ts";
import { ROBOT } from "./entities.ts";
import { gitCommitView, refView } from "./views.ts";

const sha = z.string().regex(/^[0-9a-f]{40}$/u, "must be a full SHA");

const refOf = (call: Call): string => {
  const name = call.part("ref");
  if (!/^(?:heads|tags|pull)\/./u.test(name)) throw notFound();
  return `refs/${name}`;
};

/** Writes to a reference are refused like a push of anybody's. */
function refuseByRules({ store }: Call, ref: string): void {
  if (store.isProtected(ref)) throw new Refusal(422, store.rule);
}

async function getRef(call: Call) {
  const ref = refOf(call);
  const at = await call.store.bare.find(ref);
  if (at === undefined) throw notFound();
  return ok(refView(call.store, ref, at));
}

const NewRef = z.object({ ref: z.string(), sha });

async function createRef(call: Call) {
  const { store } = call;
  const { ref, sha: to } = read(NewRef, call);
  if (!/^refs\/[^/]+\/./u.test(ref)) throw new Refusal(422, "Reference name must start with 'refs/'.");
  refuseByRules(call, ref);
  if ((await store.bare.find(`${to}^{commit}`)) === undefined)
    throw new Refusal(422, "Object does not exist");
  if (!(await store.bare.move(ref, undefined, to))) throw new Refusal(422, "Reference already exists");
  await refreshPulls(store);
  return created(refView(store, ref, to));
}

const MovedRef = z.object({ sha, force: z.boolean().default(false) });

async function moveRef(call: Call) {
  const { store } = call;
  const { sha: to, force } = read(MovedRef, call);
  const ref = refOf(call);
  refuseByRules(call, ref);
  if ((await store.bare.find(`${to}^{commit}`)) === undefined)
    throw new Refusal(422, "Object does not exist");
  for (;;) {
    const from = await store.bare.find(ref);
    if (from === undefined) throw new Refusal(422, "Reference does not exist");
    if (!force && !(await store.bare.isAncestor(from, to)))
      throw new Refusal(422, "Update is not a fast forward");
    // Another push came between: what is there now is compared again.
    if (await store.bare.move(ref, from, to)) break;
  }
  await refreshPulls(store);
  return ok(refView(store, ref, to));
}

async function deleteRef(call: Call) {
  const { store } = call;
  const ref = refOf(call);
  refuseByRules(call, ref);
  const from = await store.bare.find(ref);
  if (from === undefined) throw new Refusal(422, "Reference does not exist");
  await store.bare.move(ref, from, undefined);
  await refreshPulls(store);
  return { status: 204 };
}

async function getCommit(call: Call) {
  const commit = await readCommit(call.store.bare, call.part("sha"));
  if (!commit) throw notFound();
  return ok(gitCommitView(call.store, commit));
}

const Person = z.object({
  name: z.string(),
  email: z.string(),
  date: z.iso.datetime({ offset: true }).optional(),
});
const NewCommit = z.object({
  message: z.string(),
  tree: sha,
  parents: z.array(sha).default([]),
  author: Person.optional(),
  committer: Person.optional(),
});

async function createCommit(call: Call) {
  const { store, by } = call;
  const { message, tree, parents, author, committer } = read(NewCommit, call);
  if ((await store.bare.find(`${tree}^{tree}`)) !== tree) throw new Refusal(422, "Tree SHA does not exist");
  for (const parent of parents)
    if ((await store.bare.find(`${parent}^{commit}`)) === undefined)
      throw new Refusal(422, "Parent SHA does not exist or is not a commit object");
  const dated = (person: z.infer<typeof Person>): Signature => ({
    date: store.now().toISOString(),
    ...defined(person),
  });
  const own: Signature = by.isRobot
    ? { ...webSignature(store), name: ROBOT, email: `41898282+${ROBOT}@users.noreply.github.com` }
    : signatureOf(by.login, store);
  const custom = committer ?? author;
  const made = await store.bare.writeCommit({
    tree,
    parents,
    message,
    author: author ? dated(author) : own,
    committer: custom ? dated(custom) : webSignature(store),
  });
  if (!author && !committer) store.signed.add(made);
  const commit = await readCommit(store.bare, made);
  if (!commit) throw notFound();
  return created(gitCommitView(store, commit));
}

/** Without `date: undefined`, which would hide a default. */
function defined({ name, email, date }: z.infer<typeof Person>) {
  return { name, email, ...(date !== undefined && { date }) };
}

export const gitRoutes: readonly Route[] = [
  { method: "GET", path: "/git/ref/:ref+", scopes: ["contents"], access: "read", run: getRef },
  { method: "POST", path: "/git/refs", scopes: ["contents"], access: "write", run: createRef },
  { method: "PATCH", path: "/git/refs/:ref+", scopes: ["contents"], access: "write", run: moveRef },
  { method: "DELETE", path: "/git/refs/:ref+", scopes: ["contents"], access: "write", run: deleteRef },
  { method: "GET", path: "/git/commits/:sha", scopes: ["contents"], access: "read", run: getCommit },
  { method: "POST", path: "/git/commits", scopes: ["contents"], access: "write", run: createCommit },
];
