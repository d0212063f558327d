import { Octokit } from "@octokit/core";
import { z } from "zod";
import type { Answer } from "../ports.ts";
import { boundedFetch, repeatRead, type Bounds } from "./exchange.ts";
import type { Change } from "./git.ts";
import { failure } from "./github-fault.ts";
import { issuesOf, type Issues } from "./issues.ts";

const sha = z.string().regex(/^[0-9a-f]{40}$/u);
const made = z.object({ sha });
const ref = z.object({ object: z.object({ sha }) });
const commit = z.object({ tree: z.object({ sha }) });
const pullShape = z.object({
  number: z.int(),
  html_url: z.url(),
  state: z.enum(["open", "closed"]),
  merged_at: z.string().nullable().optional(),
  base: z.object({ ref: z.string() }),
});
const commentShape = z.object({
  id: z.int(),
  html_url: z.string(),
  body: z.string().nullish(),
  user: z.object({ type: z.string() }).nullish(),
});

/** A commit of text files on top of others. */
export interface NewCommit {
  /** Full SHAs; what is not changed is as in the first one. */
  readonly parents: readonly [string, ...string[]];
  /** SHA of the first parent's tree, when it is known. */
  readonly baseTree?: string;
  readonly changes: readonly Change[];
  readonly message: string;
}

export interface Pull {
  readonly number: number;
  readonly url: string;
  readonly state: "open" | "closed" | "merged";
  /** The branch that it is to be merged into. */
  readonly base: string;
}

export interface NewPull {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

/**
 * The repository on GitHub, over its REST API. Commits carry no author of ours: only then GitHub signs them
 * (facts/github-actions.md section 4). Reads are repeated; of the writes only those that change nothing when repeated.
 */
export interface GitHub {
  /** `https://github.com/owner/name`, where people look. */
  readonly webUrl: string;
  /**
   * SHA at the end of a branch; `undefined` when there is no such branch. With `withinMs` it is asked once, for so long.
   */
  head(branch: string, withinMs?: number): Promise<Answer<string | undefined>>;
  /** Makes a commit that no branch holds yet; gives its SHA and its tree's. */
  commit(fresh: NewCommit): Promise<Answer<{ readonly sha: string; readonly tree: string }>>;
  /** Moves a branch forward. `moved`: somebody else was first; `push_refused`: rules of the branch forbid it. */
  advance(branch: string, to: string): Promise<Answer<null>>;
  /** Makes a branch; `taken` when it is there already. */
  branch(name: string, at: string): Promise<Answer<null>>;
  removeBranch(name: string): Promise<Answer<null>>;
  /** Pull requests from a branch of this repository, newest first. */
  pullsFrom(branch: string): Promise<Answer<readonly Pull[]>>;
  /** Merged pull requests that brought the file to `branch`, first and last. */
  pullsThatBrought(path: string, branch: string): Promise<Answer<readonly Pull[]>>;
  open(fresh: NewPull): Promise<Answer<Pull>>;
  /** Writes one comment under a mark, or brings it up to date: the reader sees one, however often this runs. Gives its URL. */
  say(pull: number, mark: string, body: string): Promise<Answer<string>>;
  readonly issues: Issues;
}

export interface GitHubAccess extends Bounds {
  readonly token: string;
  /** `https://api.github.com` */
  readonly apiUrl: string;
  /** `https://github.com` */
  readonly serverUrl: string;
  /** `owner/name` */
  readonly repository: string;
  readonly wait: (ms: number) => Promise<void>;
}

/** Opens the repository. Sends nothing before the first question. */
export function openGitHub(access: GitHubAccess): GitHub {
  const { token, apiUrl, serverUrl, repository, wait } = access;
  const [owner = "", repo = ""] = repository.split("/");
  const here = { owner, repo };
  const octokit = new Octokit({
    auth: token,
    baseUrl: apiUrl.replace(/\/$/u, ""),
    userAgent: "outage-runbook",
    request: { fetch: boundedFetch({ ...access, secret: token }) },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });

  /** One exchange. What cannot be read is no answer. */
  async function ask<T>(
    request: () => Promise<{ readonly data: unknown }>,
    shape: z.ZodType<T>,
  ): Promise<Answer<T>> {
    try {
      const parsed = shape.safeParse((await request()).data);
      return parsed.success
        ? { kind: "done", value: parsed.data }
        : { kind: "unknown", fault: { tool: "git", code: "unparsable" } };
    } catch (error) {
      return failure(error);
    }
  }
  /** For reads, and for writes that are the same when they are done twice. Who says nothing at all is not waited for again. */
  const repeat = <T>(request: () => Promise<{ readonly data: unknown }>, shape: z.ZodType<T>) =>
    repeatRead(
      () => ask(request, shape),
      wait,
      ({ code }) => code !== "timeout",
    );
  const pulls = z.array(pullShape);

  async function treeOf(commit_sha: string): Promise<Answer<string>> {
    const found = await repeat(
      () => octokit.request("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", { ...here, commit_sha }),
      commit,
    );
    return found.kind === "done" ? done(found.value.tree.sha) : found;
  }

  return {
    webUrl: `${serverUrl.replace(/\/$/u, "")}/${repository}`,
    issues: issuesOf({ octokit, here, ask, repeat }),
    async head(branch, withinMs) {
      const request = (signal?: AbortSignal) =>
        octokit.request("GET /repos/{owner}/{repo}/git/ref/{ref}", {
          ...here,
          ref: `heads/${branch}`,
          ...(signal && { request: { signal } }),
        });
      const found =
        withinMs === undefined
          ? await repeat(() => request(), ref)
          : await ask(() => request(AbortSignal.timeout(withinMs)), ref);
      if (found.kind === "refused" && found.fault.code === "http_404") return done(undefined);
      return found.kind === "done" ? done(found.value.object.sha) : found;
    },
    async commit({ parents, baseTree, changes, message }) {
      // The same content is the same object: a tree or commit that was made twice is no harm, nobody points to it.
      const base = baseTree === undefined ? await treeOf(parents[0]) : done(baseTree);
      if (base.kind !== "done") return base;
      const tree = await repeat(
        () =>
          octokit.request("POST /repos/{owner}/{repo}/git/trees", {
            ...here,
            base_tree: base.value,
            tree: changes.map(({ path, text }) =>
              text === undefined
                ? { path, mode: "100644", type: "blob", sha: null }
                : { path, mode: "100644", type: "blob", content: text },
            ),
          }),
        made,
      );
      if (tree.kind !== "done") return tree;
      const fresh = await repeat(
        () =>
          octokit.request("POST /repos/{owner}/{repo}/git/commits", {
            ...here,
            message,
            tree: tree.value.sha,
            parents: [...parents],
          }),
        made,
      );
      return fresh.kind === "done" ? done({ sha: fresh.value.sha, tree: tree.value.sha }) : fresh;
    },
    async advance(branch, to) {
      // Moving a branch twice to the same commit is moving it once.
      const moved = await repeat(
        () =>
          octokit.request("PATCH /repos/{owner}/{repo}/git/refs/{ref}", {
            ...here,
            ref: `heads/${branch}`,
            sha: to,
            force: false,
          }),
        ref,
      );
      return moved.kind === "done" ? done(null) : moved;
    },
    async branch(name, at) {
      const created = await ask(
        () =>
          octokit.request("POST /repos/{owner}/{repo}/git/refs", {
            ...here,
            ref: `refs/heads/${name}`,
            sha: at,
          }),
        ref,
      );
      return created.kind === "done" ? done(null) : created;
    },
    async removeBranch(name) {
      const removed = await ask(
        () =>
          octokit.request("DELETE /repos/{owner}/{repo}/git/refs/{ref}", { ...here, ref: `heads/${name}` }),
        z.unknown(),
      );
      return removed.kind === "done" ? done(null) : removed;
    },
    async pullsFrom(branch) {
      const found = await repeat(
        () =>
          octokit.request("GET /repos/{owner}/{repo}/pulls", {
            ...here,
            head: `${owner}:${branch}`,
            state: "all",
            sort: "created",
            direction: "desc",
            per_page: 20,
          }),
        pulls,
      );
      return found.kind === "done" ? done(found.value.map(toPull)) : found;
    },
    async pullsThatBrought(path, branch) {
      const commits = await repeat(
        () =>
          octokit.request("GET /repos/{owner}/{repo}/commits", { ...here, path, sha: branch, per_page: 100 }),
        z.array(made),
      );
      if (commits.kind !== "done") return commits;
      const ends = new Set([commits.value.at(-1), commits.value[0]].flatMap((each) => each?.sha ?? []));
      const merged = new Map<number, Pull>();
      for (const commit_sha of ends) {
        const found = await repeat(
          () =>
            octokit.request("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", { ...here, commit_sha }),
          pulls,
        );
        if (found.kind !== "done") return found;
        for (const pull of found.value.map(toPull))
          if (pull.state === "merged" && pull.base === branch) merged.set(pull.number, pull);
      }
      return done([...merged.values()]);
    },
    async open({ labels, ...fresh }) {
      const opened = await ask(
        () => octokit.request("POST /repos/{owner}/{repo}/pulls", { ...here, ...fresh }),
        pullShape,
      );
      if (opened.kind !== "done") return opened;
      // A pull request without its label is still one.
      if (labels.length > 0)
        await ask(
          () =>
            octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", {
              ...here,
              issue_number: opened.value.number,
              labels: [...labels],
            }),
          z.unknown(),
        );
      return done(toPull(opened.value));
    },
    async say(pull, mark, body) {
      const hidden = `<!-- ${mark} -->`;
      const text = `${hidden}\n${body}`;
      for (let page = 1; ; page += 1) {
        const comments = await repeat(
          () =>
            octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
              ...here,
              issue_number: pull,
              per_page: 100,
              page,
            }),
          z.array(commentShape),
        );
        if (comments.kind !== "done") return comments;
        // Somebody else may quote the mark: only what a robot wrote is ours to change.
        const own = comments.value.find(
          ({ body: said, user }) => said?.startsWith(hidden) && user?.type === "Bot",
        );
        if (own?.body === text) return done(own.html_url);
        if (!own && comments.value.length === 100 && page < 30) continue;
        const written = own
          ? await repeat(
              () =>
                octokit.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
                  ...here,
                  comment_id: own.id,
                  body: text,
                }),
              commentShape,
            )
          : await ask(
              () =>
                octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
                  ...here,
                  issue_number: pull,
                  body: text,
                }),
              commentShape,
            );
        return written.kind === "done" ? done(written.value.html_url) : written;
      }
    },
  };
}

const done = <T>(value: T): Answer<T> => ({ kind: "done", value });

function toPull({ number, html_url, state, merged_at, base }: z.infer<typeof pullShape>): Pull {
  return {
    number,
    url: html_url,
    state: merged_at ? "merged" : state,
    base: base.ref,
  };
}
