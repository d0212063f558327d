import { sign } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { openGitHub } from "../../src/adapters/github.ts";
import type { Answer } from "../../src/ports.ts";
import { arePresent, EMULATE } from "./tools.ts";

const isReady = arePresent(EMULATE);
const OWNER = "reconnect";
const REPO = `${OWNER}/outages`;
const APP = 4711;

const Emulator = z.object({
  url: z.string(),
  close: z.custom<() => Promise<void>>((value) => typeof value === "function"),
  generatedSecrets: z.array(z.looseObject({ kind: z.string(), value: z.string() })),
});
const Emulate = z.object({
  createEmulator: z.custom<(options: object) => Promise<unknown>>((value) => typeof value === "function"),
});
const Token = z.looseObject({ token: z.string() });
const Comments = z.array(z.looseObject({ body: z.string() }));
const Labels = z.array(z.looseObject({ name: z.string() }));
const Content = z.looseObject({ content: z.string() });

/** A GitHub that nobody here wrote, with one private repository, and an app's token as GITHUB_TOKEN is one. */
async function openWitness() {
  const { createEmulator } = Emulate.parse(await import(EMULATE));
  const permissions = { contents: "write", pull_requests: "write", issues: "write", metadata: "read" };
  const installations = [{ installation_id: 100, account: OWNER, repository_selection: "all" }];
  const seed = {
    github: {
      users: [{ login: OWNER }],
      repos: [{ owner: OWNER, name: "outages", private: true, auto_init: true }],
      apps: [{ app_id: APP, slug: "runbook", name: "Runbook", permissions, installations }],
    },
  };
  const emulator = Emulator.parse(await createEmulator({ service: "github", port: 0, seed }));
  const key = emulator.generatedSecrets.find(({ kind }) => kind === "github.app_private_key")?.value ?? "";
  const call = async (method: string, path: string, token: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${emulator.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return answer.json();
  };
  const { token } = Token.parse(await call("POST", "/app/installations/100/access_tokens", signed(key)));
  const github = openGitHub({
    token,
    apiUrl: emulator.url,
    serverUrl: emulator.url,
    repository: REPO,
    requestMs: 5_000,
    signal: new AbortController().signal,
    wait: () => Promise.resolve(),
  });
  const api = (method: string, path: string, body?: unknown) =>
    call(method, `/repos/${REPO}${path}`, token, body);
  return { github, api, [Symbol.asyncDispose]: () => emulator.close() };
}

/** The proof that an app is itself: a JWT of a minute. */
function signed(key: string): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "RS256", typ: "JWT" })}.${part({ iss: String(APP), iat: now - 5, exp: now + 60 })}`;
  return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
}

/** The value of an answer that is no refusal. */
function got<T>(answer: Answer<T | undefined>): T {
  if (answer.kind === "done" && answer.value !== undefined) return answer.value;
  throw new Error(JSON.stringify(answer));
}

test.runIf(isReady)("GitHub's API is for the emulator what it is for us", async () => {
  await using witness = await openWitness();
  const { github, api } = witness;
  const start = got(await github.head("main"));
  expect(await github.head("runbook/incidents")).toEqual({ kind: "done", value: undefined });

  // A commit, the branch forward, and a second commit on the old head: refused as not being one step forward.
  const file = (text: string) => [{ path: "incidents/2026-11-23-rp.yml", text }];
  const one = got(
    await github.commit({ parents: [start], changes: file("status: open\n"), message: "Declare" }),
  );
  const late = got(await github.commit({ parents: [start], changes: file("late\n"), message: "Late" }));
  expect((await github.advance("main", one.sha)).kind).toBe("done");
  expect((await github.advance("main", one.sha)).kind).toBe("done");
  expect(await github.advance("main", late.sha)).toMatchObject({ kind: "refused", fault: { code: "moved" } });
  const { content } = Content.parse(await api("GET", "/contents/incidents/2026-11-23-rp.yml"));
  expect(Buffer.from(content, "base64").toString()).toBe("status: open\n");

  // A branch, once; a pull request with its label; one comment, brought up to date.
  const head = "runbook/review-2026-11-23-rp";
  const review = [{ path: "incidents/2026-11-23-rp/review.md", text: "# Revue\n" }];
  const two = got(
    await github.commit({ parents: [one.sha], baseTree: one.tree, changes: review, message: "Review" }),
  );
  expect((await github.branch(head, two.sha)).kind).toBe("done");
  expect(await github.branch(head, two.sha)).toMatchObject({ kind: "refused", fault: { code: "taken" } });
  expect(got(await github.pullsFrom(head))).toEqual([]);
  const pull = got(
    await github.open({ head, base: "main", title: "Revue", body: "…", labels: ["incident"] }),
  );
  expect(got(await github.pullsFrom(head))).toEqual([pull]);
  const labels = Labels.parse(await api("GET", `/issues/${pull.number}/labels`));
  expect(labels.map(({ name }) => name)).toEqual(["incident"]);
  const first = got(await github.say(pull.number, "runbook outcome x", "début"));
  expect(got(await github.say(pull.number, "runbook outcome x", "fin"))).toBe(first);
  expect(Comments.parse(await api("GET", `/issues/${pull.number}/comments`)).map(({ body }) => body)).toEqual(
    ["<!-- runbook outcome x -->\nfin"],
  );

  // Merged, and its branch gone. (The emulator does not know which pull requests brought a commit.)
  await api("PUT", `/pulls/${pull.number}/merge`, { merge_method: "squash" });
  expect(got(await github.pullsFrom(head))).toEqual([{ ...pull, state: "merged" }]);
  await github.removeBranch(head);
  expect(await github.head(head)).toEqual({ kind: "done", value: undefined });
});
