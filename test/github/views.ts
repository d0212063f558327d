import type { Commit, ChangedFile } from "./commits.ts";
import { ROBOT, type Comment, type Issue, type PullRequest } from "./entities.ts";
import type { Store } from "./store.ts";

const stamp = (at: Date): string => at.toISOString().replace(/\.\d+Z$/u, "Z");
const api = (store: Store): string => `${store.origin}/api/v3/repos/${store.fullName}`;
const web = (store: Store): string => `${store.origin}/${store.fullName}`;

/** An account as GitHub shows it beside what it did. */
export function userView(login: string) {
  return login === ROBOT
    ? { login, id: 41_898_282, node_id: "MDM6Qm90NDE4OTgyODI=", type: "Bot", site_admin: false }
    : { login, id: idOf(login), node_id: `U_${login}`, type: "User", site_admin: false };
}

/** A number that stays the same, as every account and label has one. */
const idOf = (text: string): number => Buffer.from(text).reduce((sum, byte) => (sum * 7 + byte) % 1e9, 1);

export function repositoryView(store: Store) {
  return {
    id: 4711,
    node_id: "R_4711",
    name: store.name,
    full_name: store.fullName,
    owner: { ...userView(store.owner), type: "Organization" },
    private: true,
    visibility: "private",
    fork: false,
    archived: store.archived,
    disabled: false,
    html_url: web(store),
    url: api(store),
    default_branch: store.defaultBranch,
  };
}

export function refView(store: Store, ref: string, sha: string) {
  return {
    ref,
    node_id: `REF_${ref}`,
    url: `${api(store)}/git/${ref}`,
    object: { sha, type: "commit", url: `${api(store)}/git/commits/${sha}` },
  };
}

/** `GET git/commits/{sha}`. */
export function gitCommitView(store: Store, commit: Commit) {
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    url: `${api(store)}/git/commits/${commit.sha}`,
    html_url: `${web(store)}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${api(store)}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api(store)}/git/commits/${sha}`,
      html_url: `${web(store)}/commit/${sha}`,
    })),
    verification: verificationOf(store, commit.sha),
  };
}

function verificationOf(store: Store, sha: string) {
  return store.signed.has(sha)
    ? {
        verified: true,
        reason: "valid",
        signature: "-----BEGIN PGP SIGNATURE-----",
        payload: sha,
        verified_at: null,
      }
    : { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };
}

/** `GET commits/{ref}`, and what lists of commits hold. */
export function commitView(store: Store, commit: Commit) {
  const { author, committer, message, tree, verification, ...rest } = gitCommitView(store, commit);
  const account = (email: string) => {
    const login = /^(?:\d+\+)?(?<login>.+)@users\.noreply\.github\.com$/u.exec(email)?.groups?.["login"];
    return login === undefined ? null : userView(login);
  };
  return {
    ...rest,
    url: `${api(store)}/commits/${commit.sha}`,
    comments_url: `${api(store)}/commits/${commit.sha}/comments`,
    commit: { author, committer, message, tree, verification, comment_count: 0, url: rest.url },
    author: account(commit.author.email),
    committer: account(commit.committer.email),
  };
}

export function fileView(store: Store, file: ChangedFile, ref: string) {
  const path = file.filename.split("/").map(encodeURIComponent).join("/");
  return {
    ...file,
    additions: 0,
    deletions: 0,
    changes: 0,
    blob_url: `${web(store)}/blob/${ref}/${path}`,
    raw_url: `${web(store)}/raw/${ref}/${path}`,
    contents_url: `${api(store)}/contents/${path}?ref=${ref}`,
  };
}

export function pullView(store: Store, pull: PullRequest) {
  const end = (owner: string, ref: string, sha: string) => ({
    label: `${owner}:${ref}`,
    ref,
    sha,
    user: userView(owner),
    repo:
      owner === store.owner
        ? repositoryView(store)
        : {
            ...repositoryView(store),
            fork: true,
            full_name: `${owner}/${store.name}`,
            owner: userView(owner),
          },
  });
  return {
    id: 100_000 + pull.number,
    node_id: `PR_${pull.number}`,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    body: pull.body,
    user: userView(pull.author),
    draft: pull.draft,
    labels: pull.labels.map((name) => labelView(store, name)),
    html_url: `${web(store)}/pull/${pull.number}`,
    url: `${api(store)}/pulls/${pull.number}`,
    issue_url: `${api(store)}/issues/${pull.number}`,
    head: end(pull.head.owner, pull.head.ref, pull.head.sha),
    base: end(store.owner, pull.base.ref, pull.base.sha),
    merge_commit_sha: pull.mergeCommit ?? null,
    created_at: stamp(pull.createdAt),
    updated_at: stamp(pull.updatedAt),
    closed_at: pull.closedAt ? stamp(pull.closedAt) : null,
    merged_at: pull.mergeCommit !== undefined && pull.closedAt ? stamp(pull.closedAt) : null,
  };
}

/** What lists of issues hold; a pull request among them has the key `pull_request`. */
export function issueView(store: Store, issue: Issue) {
  return {
    id: 200_000 + issue.number,
    node_id: `I_${issue.number}`,
    number: issue.number,
    state: issue.state,
    state_reason: issue.stateReason,
    locked: false,
    title: issue.title,
    body: issue.body,
    user: userView(issue.author),
    labels: [],
    assignees: [],
    comments: store.comments.filter(({ number }) => number === issue.number).length,
    html_url: `${web(store)}/issues/${issue.number}`,
    url: `${api(store)}/issues/${issue.number}`,
    created_at: stamp(issue.createdAt),
    updated_at: stamp(issue.updatedAt),
    closed_at: issue.closedAt ? stamp(issue.closedAt) : null,
  };
}

export function pullAsIssueView(store: Store, pull: PullRequest) {
  const {
    head: _head,
    base: _base,
    merge_commit_sha: _sha,
    draft,
    merged_at,
    ...view
  } = pullView(store, pull);
  return {
    ...view,
    draft,
    state_reason: null,
    pull_request: { url: view.url, html_url: view.html_url, merged_at },
  };
}

export function labelView(store: Store, name: string) {
  return {
    id: idOf(name),
    node_id: `LA_${name}`,
    name,
    color: "ededed",
    default: false,
    description: null,
    url: `${api(store)}/labels/${encodeURIComponent(name)}`,
  };
}

export function commentView(store: Store, comment: Comment) {
  const kind = store.issues.some(({ number }) => number === comment.number) ? "issues" : "pull";
  return {
    id: comment.id,
    node_id: `IC_${comment.id}`,
    body: comment.body,
    user: userView(comment.author),
    created_at: stamp(comment.createdAt),
    updated_at: stamp(comment.updatedAt),
    author_association: "NONE",
    issue_url: `${api(store)}/issues/${comment.number}`,
    url: `${api(store)}/issues/comments/${comment.id}`,
    html_url: `${web(store)}/${kind}/${comment.number}#issuecomment-${comment.id}`,
  };
}
