import type { Signature } from "./bare.ts";
import type { PullRequest } from "./entities.ts";
import { invalid, Refusal } from "./refusal.ts";
import type { Store } from "./store.ts";

export interface NewPull {
  readonly title: string;
  readonly body: string | null;
  readonly head: string;
  readonly base: string;
  readonly draft: boolean;
  readonly author: string;
  /** The owner of the fork that the head stands in, and its commit there. */
  readonly fork?: { readonly owner: string; readonly sha: string };
}

/** What GitHub writes itself is signed by it. */
export function webSignature(store: Store): Signature {
  return { name: "GitHub", email: "noreply@github.com", date: store.now().toISOString() };
}

export function signatureOf(login: string, store: Store): Signature {
  return { name: login, email: `${login}@users.noreply.github.com`, date: store.now().toISOString() };
}

/** Opens a pull request. Throws the refusals of `POST /pulls`. */
export async function openPull(store: Store, wanted: NewPull): Promise<PullRequest> {
  const { bare } = store;
  const owner = wanted.fork?.owner ?? store.owner;
  const base = await bare.find(`refs/heads/${wanted.base}`);
  if (base === undefined) throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
  const head = wanted.fork?.sha ?? (await bare.find(`refs/heads/${wanted.head}`));
  if (head === undefined) throw invalid({ resource: "PullRequest", field: "head", code: "invalid" });
  const isSame = (pull: PullRequest) =>
    pull.state === "open" &&
    pull.head.owner === owner &&
    pull.head.ref === wanted.head &&
    pull.base.ref === wanted.base;
  if (store.pulls.some(isSame)) throw problem(`A pull request already exists for ${owner}:${wanted.head}.`);
  if (await bare.isAncestor(head, base))
    throw problem(`No commits between ${wanted.base} and ${wanted.head}`);
  const now = store.now();
  const pull: PullRequest = {
    number: store.nextNumber(),
    title: wanted.title,
    body: wanted.body,
    author: wanted.author,
    draft: wanted.draft,
    head: { owner, ref: wanted.head, sha: head },
    base: { ref: wanted.base, sha: base },
    state: "open",
    mergeCommit: undefined,
    mergedBy: undefined,
    labels: [],
    createdAt: now,
    updatedAt: now,
    closedAt: undefined,
  };
  store.pulls.push(pull);
  await refreshPull(store, pull);
  return pull;
}

const problem = (message: string) => invalid({ resource: "PullRequest", code: "custom", message });

/** Follows the branches: after every push and every moved reference. */
export async function refreshPulls(store: Store): Promise<void> {
  for (const pull of store.pulls) if (pull.state === "open") await refreshPull(store, pull);
}

async function refreshPull(store: Store, pull: PullRequest): Promise<void> {
  const { bare } = store;
  const head =
    pull.head.owner === store.owner ? await bare.find(`refs/heads/${pull.head.ref}`) : pull.head.sha;
  const base = await bare.find(`refs/heads/${pull.base.ref}`);
  if (head === undefined || base === undefined) return closePull(store, pull);
  if (await bare.isAncestor(head, base)) {
    // Somebody pushed its commits to the base: GitHub calls that merged.
    pull.mergeCommit = head;
    pull.mergedBy = pull.author;
    return closePull(store, pull);
  }
  pull.head.sha = head;
  pull.base.sha = base;
  await setRef(store, `refs/pull/${pull.number}/head`, head);
  const tree = await mergedTree(store, base, head);
  const ref = `refs/pull/${pull.number}/merge`;
  if (tree === undefined) return setRef(store, ref, undefined);
  const known = await bare.find(`${ref}^{commit}`);
  const parents = known === undefined ? "" : await bare.git(["log", "-1", "--format=%P", known]);
  if (parents === `${base} ${head}`) return undefined;
  return setRef(
    store,
    ref,
    await bare.writeCommit({
      tree,
      parents: [base, head],
      message: `Merge ${head} into ${base}`,
      author: signatureOf(pull.author, store),
      committer: webSignature(store),
    }),
  );
}

export function closePull(store: Store, pull: PullRequest): void {
  pull.state = "closed";
  pull.closedAt = store.now();
  pull.updatedAt = pull.closedAt;
}

/** Whether the pull request merges without a conflict. */
export async function isMergeable(store: Store, pull: PullRequest): Promise<boolean> {
  return (await mergedTree(store, pull.base.sha, pull.head.sha)) !== undefined;
}

/** The button of a person, who a ruleset does not stop. Throws in a conflict. */
export async function mergePull(
  store: Store,
  pull: PullRequest,
  method: "merge" | "squash",
  login: string,
): Promise<string> {
  const { bare } = store;
  await refreshPull(store, pull);
  if (pull.state !== "open") throw new Refusal(405, "Pull Request is not mergeable");
  const [base, head] = [pull.base.sha, pull.head.sha];
  const tree = await mergedTree(store, base, head);
  if (tree === undefined) throw new Refusal(405, "Pull Request is not mergeable");
  const isSquash = method === "squash";
  const sha = await bare.writeCommit({
    tree,
    parents: isSquash ? [base] : [base, head],
    message: isSquash
      ? `${pull.title} (#${pull.number})`
      : `Merge pull request #${pull.number} from ${pull.head.owner}/${pull.head.ref}\n\n${pull.title}`,
    author: signatureOf(isSquash ? pull.author : login, store),
    committer: webSignature(store),
  });
  if (!(await bare.move(`refs/heads/${pull.base.ref}`, base, sha)))
    throw new Refusal(405, "Base branch was modified. Review and try the merge again.");
  store.signed.add(sha);
  pull.mergeCommit = sha;
  pull.mergedBy = login;
  closePull(store, pull);
  await refreshPulls(store);
  return sha;
}

async function mergedTree({ bare }: Store, base: string, head: string): Promise<string | undefined> {
  // Exit 1 is git's way to say "conflict".
  return bare.git(["merge-tree", "--write-tree", base, head]).catch(() => undefined);
}

async function setRef({ bare }: Store, ref: string, to: string | undefined): Promise<void> {
  await bare.git(to === undefined ? ["update-ref", "-d", ref] : ["update-ref", ref, to]);
}
