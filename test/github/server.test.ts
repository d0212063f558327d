import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { gitEnv } from "./bare.ts";
import { FULL, READ_ONLY, ROBOT } from "./entities.ts";
import { startGitHub, type GitHubServer } from "./server.ts";

const REPO = "/repos/reconnect/outages";
const NOBODY = { contents: "none", "pull-requests": "none", issues: "none" } as const;

const Sha = z.looseObject({ sha: z.string() });
const Ref = z.looseObject({ ref: z.string(), object: Sha });
const Refused = z.looseObject({ message: z.string(), status: z.string() });
const Pull = z.looseObject({
  number: z.number(),
  state: z.string(),
  merged: z.boolean().optional(),
  mergeable: z.boolean().nullish(),
  merge_commit_sha: z.string().nullable(),
  head: z.looseObject({ ref: z.string(), sha: z.string() }),
});

/** A repository with one commit, and what talks to it. */
async function open() {
  const hub = await startGitHub();
  const start = await hub.people.push({ "README.md": "# Hello\n", "incidents/a.yml": "a\n" });
  const robot = hub.store.robotToken(FULL);
  const call = async (method: string, path: string, body?: unknown, token: string | undefined = robot) => {
    const response = await fetch(`${hub.apiUrl}${path}`, {
      method,
      headers: { ...(token !== "" && { authorization: `token ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const data: unknown = text === "" ? undefined : JSON.parse(text);
    return { status: response.status, data, link: response.headers.get("link") ?? "" };
  };
  const api = (method: string, path: string, body?: unknown, token?: string) =>
    call(method, `${REPO}${path}`, body, token);
  /** The data of an answer that is no refusal. */
  const get = async <T>(schema: z.ZodType<T>, path: string) => schema.parse((await api("GET", path)).data);
  const post = async <T>(schema: z.ZodType<T>, path: string, body: unknown) =>
    schema.parse((await api("POST", path, body)).data);
  /** A commit through the API on top of another one, on no branch yet. */
  const commit = async (parent: string, files: Record<string, string | null>, more = {}) => {
    const entries = Object.entries(files).map(([path, content]) => ({
      path,
      mode: "100644",
      type: "blob",
      ...(content === null ? { sha: null } : { content }),
    }));
    const base = await get(z.looseObject({ tree: Sha }), `/git/commits/${parent}`);
    const tree = await post(Sha, "/git/trees", { base_tree: base.tree.sha, tree: entries });
    return post(
      z.looseObject({
        sha: z.string(),
        author: z.looseObject({ name: z.string() }),
        committer: z.looseObject({ name: z.string() }),
        verification: z.looseObject({ verified: z.boolean(), reason: z.string() }),
      }),
      "/git/commits",
      { message: "By the robot", tree: tree.sha, parents: [parent], ...more },
    );
  };
  return {
    ...hub,
    hub,
    start,
    robot,
    call,
    api,
    get,
    post,
    commit,
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}

/** The server answers from this very thread: git must not be waited for synchronously. */
function git(hub: GitHubServer, args: readonly string[], cwd = hub.folder) {
  return new Promise<{ exit: number; stdout: string; stderr: string }>((done) => {
    const env = { ...gitEnv(hub.folder), GIT_TERMINAL_PROMPT: "0", GIT_ASKPASS: "true" };
    const identity = ["-c", "user.name=Paul", "-c", "user.email=paul@example.org"];
    const child = execFile("git", [...identity, ...args], { cwd, env }, (_error, stdout, stderr) =>
      done({ exit: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const withToken = (hub: GitHubServer, token: string) =>
  hub.cloneUrl.replace("http://", `http://x-access-token:${token}@`);

/** A clone with one commit that nobody has. */
async function clone(hub: GitHubServer, token: string) {
  const root = join(hub.folder, "clone");
  await git(hub, ["clone", "--quiet", withToken(hub, token), root]);
  writeFileSync(join(root, "b.txt"), "b\n");
  await git(hub, ["add", "b.txt"], root);
  await git(hub, ["commit", "--quiet", "--message", "Add b"], root);
  return root;
}

describe("git over HTTP", () => {
  test.concurrent("clones and pushes with the token, and the API sees the commit", async () => {
    await using s = await open();
    const root = await clone(s.hub, s.robot);
    expect(readFileSync(join(root, "README.md"), "utf8")).toBe("# Hello\n");
    expect(await git(s.hub, ["push", "--quiet"], root)).toMatchObject({ exit: 0 });
    const { object } = await s.get(Ref, "/git/ref/heads/main");
    expect(object.sha).toBe((await git(s.hub, ["rev-parse", "HEAD"], root)).stdout.trim());
    expect(await s.hub.read("b.txt")).toBe("b\n");
    expect(s.requests.map(({ what }) => what)).toContain("git POST /git-receive-pack");
  });

  test.concurrent("refuses whom GitHub refuses", async () => {
    await using s = await open();
    const { store } = s.hub;
    const root = await clone(s.hub, store.robotToken(READ_ONLY));
    expect((await git(s.hub, ["push"], root)).stderr).toMatch(/denied to github-actions\[bot\][^]*403/u);
    const blind = await git(s.hub, ["ls-remote", withToken(s.hub, store.robotToken(NOBODY))]);
    expect(blind.stderr).toMatch(/Repository not found/u);
    const stranger = await git(s.hub, ["ls-remote", s.hub.cloneUrl]);
    expect(stranger.exit).toBe(128);
    store.revoke(s.robot);
    expect((await git(s.hub, ["ls-remote", withToken(s.hub, s.robot)])).exit).toBe(128);
  });

  test.concurrent("a ruleset refuses a push to its branch, and no other", async () => {
    await using s = await open();
    s.hub.store.requirePulls("main");
    const root = await clone(s.hub, s.robot);
    const push = await git(s.hub, ["push"], root);
    expect(push.stderr).toMatch(/GH013[^]*must be made through a pull request/u);
    expect(await git(s.hub, ["push", "origin", "HEAD:other"], root)).toMatchObject({ exit: 0 });
    s.hub.store.requirePulls("main", false);
    expect(await git(s.hub, ["push"], root)).toMatchObject({ exit: 0 });
  });

  test.concurrent("a push is seen by the pull request of its branch; a deleted branch closes it", async () => {
    await using s = await open();
    const pull = await s.people.pull({ "a.txt": "a\n" }, { branch: "a" });
    const root = await clone(s.hub, s.robot);
    await git(s.hub, ["push", "--quiet", "--force", "origin", "HEAD:a"], root);
    expect(pull.head.sha).toBe((await git(s.hub, ["rev-parse", "HEAD"], root)).stdout.trim());
    await git(s.hub, ["push", "--quiet", "--delete", "origin", "a"], root);
    expect(pull).toMatchObject({ state: "closed", mergeCommit: undefined });
  });

  test.concurrent("shows what a pull request would make of its base", async () => {
    await using s = await open();
    const pull = await s.people.pull({ "b.txt": "b\n" }, { branch: "feature/b" });
    await s.people.push({ "c.txt": "c\n" });
    const root = join(s.hub.folder, "merged");
    await git(s.hub, ["init", "--quiet", root]);
    const ref = `refs/pull/${pull.number}/merge`;
    expect(await git(s.hub, ["fetch", "-q", withToken(s.hub, s.robot), ref], root)).toMatchObject({
      exit: 0,
    });
    await git(s.hub, ["checkout", "--quiet", "FETCH_HEAD"], root);
    expect(["README.md", "b.txt", "c.txt"].map((name) => existsSync(join(root, name)))).toEqual([
      true,
      true,
      true,
    ]);
    const push = await git(s.hub, ["push", withToken(s.hub, s.robot), `HEAD:${ref}`], root);
    expect(push.exit).not.toBe(0);
  });
});

describe("commits through the API", () => {
  test.concurrent("a tree on top of another one changes, adds and deletes", async () => {
    await using s = await open();
    const made = await s.commit(s.start.after, {
      "README.md": "é\n",
      "incidents/b/journal.yml": "b\n",
      "incidents/a.yml": null,
    });
    expect(made).toMatchObject({
      author: { name: ROBOT },
      committer: { name: "GitHub" },
      verification: { verified: true, reason: "valid" },
    });
    const moved = await s.api("PATCH", "/git/refs/heads%2Fmain", { sha: made.sha, force: false });
    expect(moved).toMatchObject({ status: 200, data: { object: { sha: made.sha } } });
    expect(await s.hub.read("README.md")).toBe("é\n");
    expect(await s.hub.read("incidents/b/journal.yml")).toBe("b\n");
    expect(await s.hub.read("incidents/a.yml")).toBeUndefined();
  });

  test.concurrent("a commit under another name is not signed by GitHub", async () => {
    await using s = await open();
    const author = { name: "Paul", email: "paul@example.org", date: "2026-11-23T14:05:00+01:00" };
    const made = await s.commit(s.start.after, { a: "a" }, { author });
    expect(made).toMatchObject({
      author: { ...author, date: "2026-11-23T13:05:00Z" },
      committer: { name: "Paul" },
      verification: { verified: false, reason: "unsigned" },
    });
  });

  test.concurrent("a branch that moved meanwhile is not moved again", async () => {
    await using s = await open();
    const [one, two] = [await s.commit(s.start.after, { a: "1" }), await s.commit(s.start.after, { a: "2" })];
    const answers = await Promise.all(
      [one, two].map(({ sha }) => s.api("PATCH", "/git/refs/heads/main", { sha })),
    );
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(["200", "422"]);
    const refused = answers.find(({ status }) => status === 422);
    expect(refused?.data).toMatchObject({ message: "Update is not a fast forward" });
    expect(await s.api("PATCH", "/git/refs/heads/main", { sha: s.start.after, force: true })).toMatchObject({
      status: 200,
    });
  });

  test.concurrent("a new branch is made once, moved, deleted; its name may hold slashes", async () => {
    await using s = await open();
    const body = { ref: "refs/heads/runbook/2026-11-23-rp", sha: s.start.after };
    const both = await Promise.all([s.api("POST", "/git/refs", body), s.api("POST", "/git/refs", body)]);
    expect(both.map(({ status }) => String(status)).toSorted()).toEqual(["201", "422"]);
    expect(both.find(({ status }) => status === 422)?.data).toMatchObject({
      message: "Reference already exists",
    });
    expect(await s.get(Ref, "/git/ref/heads%2Frunbook%2F2026-11-23-rp")).toMatchObject({ ref: body.ref });
    expect(await s.api("DELETE", "/git/refs/heads/runbook/2026-11-23-rp")).toMatchObject({ status: 204 });
    expect(await s.api("GET", "/git/ref/heads/runbook/2026-11-23-rp")).toMatchObject({ status: 404 });
    expect(await s.api("PATCH", "/git/refs/heads/no", { sha: s.start.after })).toMatchObject({
      status: 422,
      data: { message: "Reference does not exist" },
    });
  });

  test.concurrent("a ruleset refuses to move its branch", async () => {
    await using s = await open();
    const made = await s.commit(s.start.after, { a: "a" });
    s.hub.store.requirePulls("main");
    expect(await s.api("PATCH", "/git/refs/heads/main", { sha: made.sha })).toMatchObject({
      status: 422,
      data: { message: expect.stringMatching(/^Repository rule violations found\n\nChanges must be made/u) },
    });
    expect(await s.api("DELETE", "/git/refs/heads/main")).toMatchObject({ status: 422 });
    expect((await s.hub.log())[0]?.sha).toBe(s.start.after);
  });

  test.concurrent.each<[string, string, unknown, string]>([
    ["an unknown object", "/git/refs", { ref: "refs/heads/x", sha: "1".repeat(40) }, "Object does not exist"],
    [
      "an unknown parent",
      "/git/commits",
      { message: "x", tree: "4b825dc642cb6eb9a060e54bf8d69288fbee4904", parents: ["1".repeat(40)] },
      "Parent SHA does not exist or is not a commit object",
    ],
    ["an unknown tree", "/git/commits", { message: "x", tree: "1".repeat(40) }, "Tree SHA does not exist"],
    [
      "a path that leaves the repository",
      "/git/trees",
      { tree: [{ path: "../x", mode: "100644", content: "x" }] },
      "tree.path contains a malformed path component",
    ],
    [
      "the deletion of what is not there",
      "/git/trees",
      { tree: [{ path: "x", mode: "100644", sha: null }] },
      "GitRPC::BadObjectState",
    ],
  ])("%s is refused", async (_what, path, body, message) => {
    await using s = await open();
    expect(await s.api("POST", path, body)).toMatchObject({ status: 422, data: { message } });
  });

  test.concurrent("contents, blobs, trees and lists of commits are read back", async () => {
    await using s = await open();
    const { after } = await s.people.push({ "incidents/b.yml": "b\n" });
    const Content = z.looseObject({ sha: z.string(), content: z.string() });
    const file = await s.get(Content, "/contents/incidents%2Fb.yml?ref=main");
    expect(Buffer.from(file.content, "base64").toString()).toBe("b\n");
    expect(await s.get(Content, `/git/blobs/${file.sha}`)).toMatchObject({ size: 2, encoding: "base64" });
    const listed = z.array(z.looseObject({ path: z.string() }));
    const names = (await s.get(listed, "/contents/incidents")).map(({ path }) => path);
    expect(names).toEqual(["incidents/a.yml", "incidents/b.yml"]);
    expect(await s.get(z.array(Sha), "/commits?path=incidents/b.yml&sha=main")).toMatchObject([
      { sha: after },
    ]);
    expect(await s.get(z.array(Sha), "/commits?per_page=1&page=2")).toMatchObject([{ sha: s.start.after }]);
    expect((await s.api("GET", "/commits?per_page=1")).link).toMatch(/page=2>; rel="next"/u);
    expect(await s.api("GET", "/contents/nothing")).toMatchObject({ status: 404 });
  });

  test.concurrent("a comparison names the files that one side brought", async () => {
    await using s = await open();
    const side = await s.people.push(
      { "incidents/b.yml": "b\n", "incidents/a.yml": undefined },
      { branch: "side" },
    );
    await s.people.push({ "c.txt": "c\n" });
    const { data } = await s.api("GET", "/compare/main...side");
    expect(data).toMatchObject({
      status: "diverged",
      ahead_by: 1,
      behind_by: 1,
      merge_base_commit: { sha: s.start.after },
      commits: [{ sha: side.after }],
      files: [
        { filename: "incidents/a.yml", status: "removed" },
        { filename: "incidents/b.yml", status: "added" },
      ],
    });
    expect((await s.api("GET", "/compare/main...main")).data).toMatchObject({
      status: "identical",
      files: [],
    });
  });
});

describe("issues", () => {
  test.concurrent("are opened, listed among the pull requests, changed, closed and opened again", async () => {
    await using s = await open();
    const opened = await s.api("POST", "/issues", { title: "Repair", body: "one" });
    expect(opened).toMatchObject({ status: 201, data: { number: 1, state: "open", user: { login: ROBOT } } });
    await s.people.pull({ "b.txt": "b\n" }, { branch: "b" });
    const all = await s.api("GET", "/issues?state=all&direction=asc");
    expect(all.data).toMatchObject([{ number: 1 }, { number: 2, pull_request: {} }]);
    await s.api("PATCH", "/issues/1", { body: "two", state: "closed", state_reason: "completed" });
    const closed = await s.api("GET", "/issues?state=closed");
    expect(closed.data).toMatchObject([{ number: 1, body: "two", state_reason: "completed" }]);
    await s.api("PATCH", "/issues/1", { state: "open" });
    expect(s.hub.store.issues).toMatchObject([{ state: "open", stateReason: "reopened", body: "two" }]);
    await s.api("POST", "/issues/1/comments", { body: "Hello" });
    expect(s.hub.store.comments).toMatchObject([{ number: 1, body: "Hello" }]);
  });

  test.concurrent("want a scope of their own, and may be switched off", async () => {
    await using s = await open();
    await s.api("POST", "/issues", { title: "Repair" });
    const pullsOnly = s.hub.store.robotToken({ ...FULL, issues: "none" });
    const ask = (method: string, path: string) =>
      s.api(method, path, { title: "Other", body: "x" }, pullsOnly);
    const asked = [ask("POST", "/issues"), ask("PATCH", "/issues/1"), ask("POST", "/issues/1/comments")];
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([403, 403, 403]);
    s.hub.store.hasIssues = false;
    expect((await s.api("POST", "/issues", { title: "No" })).status).toBe(410);
  });
});

describe("pull requests", () => {
  test.concurrent("are opened once, found by their head, commented, labelled", async () => {
    await using s = await open();
    await s.people.push({ "b.txt": "b\n" }, { branch: "robot/b" });
    const wanted = { title: "Add b", head: "robot/b", base: "main", body: "Why" };
    const pull = await s.post(Pull, "/pulls", wanted);
    expect(pull).toMatchObject({ state: "open", mergeable: true, user: { login: ROBOT } });
    expect(await s.api("POST", "/pulls", wanted)).toMatchObject({
      status: 422,
      data: { errors: [{ message: "A pull request already exists for reconnect:robot/b." }] },
    });
    expect(await s.get(z.array(Pull), "/pulls?state=all&head=reconnect:robot/b")).toHaveLength(1);
    expect(await s.get(z.array(Pull), "/pulls?head=reconnect:other")).toEqual([]);
    const at = `/issues/${pull.number}/comments`;
    for (const body of ["one", "two", "three"]) await s.post(z.unknown(), at, { body });
    const first = await s.api("GET", `${at}?per_page=2`);
    expect(first).toMatchObject({ data: [{ body: "one" }, { body: "two" }] });
    const next = /<(?<url>[^>]+)>; rel="next"/u.exec(first.link)?.groups?.["url"] ?? "";
    const second = await s.call("GET", next.replace(s.hub.apiUrl, ""));
    expect(second.data).toMatchObject([{ body: "three", user: { login: ROBOT } }]);
    const [comment] = s.hub.store.comments;
    await s.api("PATCH", `/issues/comments/${comment?.id ?? 0}`, { body: "uno" });
    await s.api("POST", `/issues/${pull.number}/labels`, { labels: ["incident"] });
    expect(s.hub.store.comments.map(({ body }) => body)).toEqual(["uno", "two", "three"]);
    expect(await s.get(z.unknown(), `/pulls/${pull.number}`)).toMatchObject({
      labels: [{ name: "incident" }],
    });
    await s.api("PATCH", `/pulls/${pull.number}`, { title: "New", state: "closed" });
    expect(await s.get(z.array(Pull), "/pulls")).toEqual([]);
  });

  test.concurrent.each<[string, string, number, unknown]>([
    [
      "without a commit of its own",
      "same",
      422,
      { errors: [{ message: "No commits between main and same" }] },
    ],
    ["from a branch that is not there", "none", 422, { errors: [{ field: "head", code: "invalid" }] }],
  ])("one %s is refused", async (_what, head, status, data) => {
    await using s = await open();
    await s.api("POST", "/git/refs", { ref: "refs/heads/same", sha: s.start.after });
    expect(await s.api("POST", "/pulls", { title: "x", head, base: "main" })).toMatchObject({ status, data });
  });

  test.concurrent("the robot may be forbidden to open one; a person may still", async () => {
    await using s = await open();
    s.hub.store.allowsRobotPulls = false;
    await s.people.push({ "b.txt": "b\n" }, { branch: "b" });
    const wanted = { title: "Add b", head: "b", base: "main" };
    const refused = await s.api("POST", "/pulls", wanted);
    expect(refused.status).toBe(403);
    expect(Refused.parse(refused.data).message).toBe(
      "GitHub Actions is not permitted to create or approve pull requests.",
    );
    const person = s.hub.store.personToken("lea-m");
    expect(await s.api("POST", "/pulls", wanted, person)).toMatchObject({ status: 201 });
  });

  test.concurrent.each(["merge", "squash"] as const)(
    "a %s is known by the commit it made",
    async (method) => {
      await using s = await open();
      const pull = await s.people.pull({ "b.txt": "b\n" }, { branch: "b", title: "Add b" });
      s.hub.store.requirePulls("main");
      const { before, after } = await s.people.merge(pull.number, method);
      expect(before).toBe(s.start.after);
      expect((await s.hub.log())[0]?.parents).toHaveLength(method === "merge" ? 2 : 1);
      expect(await s.hub.read("b.txt")).toBe("b\n");
      expect(await s.get(z.array(Pull), `/commits/${after}/pulls`)).toMatchObject([{ number: pull.number }]);
      expect(await s.get(z.array(Pull), `/commits/${s.start.after}/pulls`)).toEqual([]);
      expect(await s.get(Pull, `/pulls/${pull.number}`)).toMatchObject({
        state: "closed",
        merged: true,
        merge_commit_sha: after,
      });
      expect(await s.get(z.unknown(), `/commits/${after}`)).toMatchObject({
        commit: { verification: { verified: true } },
        files: [{ filename: "b.txt", status: "added" }],
      });
    },
  );

  test.concurrent("one in conflict has no merge, and says so", async () => {
    await using s = await open();
    const pull = await s.people.pull({ "README.md": "one\n" }, { branch: "b" });
    await s.people.push({ "README.md": "two\n" });
    expect(await s.get(Pull, `/pulls/${pull.number}`)).toMatchObject({ mergeable: false });
    expect(await s.hub.store.bare.find(`refs/pull/${pull.number}/merge`)).toBeUndefined();
  });
});

describe("who asks", () => {
  test.concurrent("is refused as GitHub refuses", async () => {
    await using s = await open();
    const readOnly = s.hub.store.robotToken(READ_ONLY);
    const onlyContents = s.hub.store.robotToken({ ...NOBODY, contents: "write" });
    const bad = { status: 401, data: { message: "Bad credentials" } };
    expect(await s.api("GET", "", undefined, "ghs_wrong")).toMatchObject(bad);
    expect(await s.api("GET", "", undefined, "")).toMatchObject(bad);
    const forbidden = { status: 403, data: { message: "Resource not accessible by integration" } };
    const ref = { ref: "refs/heads/x", sha: s.start.after };
    expect(await s.api("POST", "/git/refs", ref, readOnly)).toMatchObject(forbidden);
    expect(await s.api("GET", "/pulls", undefined, onlyContents)).toMatchObject(forbidden);
    expect(await s.api("POST", "/git/refs", ref, onlyContents)).toMatchObject({ status: 201 });
    expect(await s.api("GET", "", undefined, onlyContents)).toMatchObject({
      status: 200,
      data: { default_branch: "main", private: true, permissions: { push: true } },
    });
    expect(await s.api("GET", "/unknown")).toMatchObject({ status: 404, data: { message: "Not Found" } });
    expect(await s.call("GET", "/repos/reconnect/other")).toMatchObject({ status: 404 });
  });
});

describe("faults", () => {
  test.concurrent("a lost answer was applied; a 500 before was not; hooks see the request", async () => {
    await using s = await open();
    const made = await s.commit(s.start.after, { a: "a" });
    s.hub.faults.add({ kind: "500-before", what: "PATCH /git/refs/:ref" });
    expect(await s.api("PATCH", "/git/refs/heads/main", { sha: made.sha })).toMatchObject({ status: 500 });
    expect((await s.hub.log())[0]?.sha).toBe(s.start.after);
    s.hub.faults.add({ kind: "lost-answer", what: "PATCH /git/refs/:ref" });
    const seen: string[] = [];
    const hook = (request: { what: string }) => void seen.push(request.what);
    s.hub.faults.add({ kind: "hook", when: "before", what: /^PATCH/u, call: hook });
    await expect(s.api("PATCH", "/git/refs/heads/main", { sha: made.sha })).rejects.toThrow("fetch failed");
    expect((await s.hub.log())[0]?.sha).toBe(made.sha);
    expect(seen).toEqual(["PATCH /git/refs/:ref"]);
  });
});
