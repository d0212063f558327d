import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gitCredentials } from "../../src/adapters/actions.ts";
import { openGit } from "../../src/adapters/git.ts";
import { openGitHub, type GitHub } from "../../src/adapters/github.ts";
import { openRepository, type Repository } from "../../src/adapters/repository.ts";
import { shareByApi } from "../../src/adapters/sharing-api.ts";
import { openTree } from "../../src/adapters/tree.ts";
import { openWaiting } from "../../src/adapters/waiting.ts";
import type { Entry } from "../../src/core/journal.ts";
import { FULL, type Permissions } from "./entities.ts";
import { startGitHub, type GitHubServer } from "./server.ts";

/** A job's clone of depth 1, with its repository opened as `main` does in a job of GitHub. */
export interface Desk {
  readonly root: string;
  readonly github: GitHub;
  readonly repo: Repository;
  git(...args: string[]): Promise<string>;
}

export interface DeskOptions {
  readonly permissions?: Permissions;
  /** How long GitHub may take for one answer. */
  readonly requestMs?: number;
}

const SIGNAL = new AbortController().signal;

/** Opens the API with a GITHUB_TOKEN of these permissions. */
function openApi(
  hub: GitHubServer,
  { permissions = FULL, requestMs = 5_000 }: DeskOptions,
): { github: GitHub; token: string } {
  const token = hub.store.robotToken(permissions);
  const github = openGitHub({
    token,
    apiUrl: hub.apiUrl,
    serverUrl: hub.serverUrl,
    repository: hub.store.fullName,
    requestMs,
    signal: SIGNAL,
    wait: () => Promise.resolve(),
  });
  return { github, token };
}

/** Clones as `actions/checkout` does, and opens the clone. */
async function openDesk(hub: GitHubServer, options: DeskOptions = {}): Promise<Desk> {
  const { github, token } = openApi(hub, options);
  const home = mkdtempSync(join(hub.folder, "desk-"));
  const root = join(home, "clone");
  writeFileSync(join(home, ".gitconfig"), "[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n");
  mkdirSync(root);
  const env = {
    PATH: process.env["PATH"],
    HOME: home,
    GIT_CONFIG_NOSYSTEM: "1",
    ...gitCredentials({ GITHUB_ACTIONS: "true", GITHUB_TOKEN: token, GITHUB_SERVER_URL: hub.serverUrl }),
  };
  const git = (...args: string[]) =>
    new Promise<string>((done, fail) => {
      execFile("git", args, { cwd: root, env }, (error, stdout) =>
        error ? fail(error) : done(stdout.trimEnd()),
      );
    });
  await git("clone", "--quiet", "--depth", "1", hub.cloneUrl, ".");
  const ours = openGit(root, env, { ms: 10_000 });
  const words = { title: "Fiches", body: "Elles attendent." };
  const repo = openRepository(openTree(root), ours, 10_000, ({ upstream = "" }) =>
    shareByApi(ours, github, upstream, openWaiting(ours, github, { root, upstream, ...words })),
  );
  return { root, github, repo, git };
}

export const ID = "2026-11-23-rp";
export const FILE = `incidents/${ID}.yml`;
export const JOURNAL = `incidents/${ID}/journal.yml`;
export const OPEN = "services: [rp]\nstatus: open\nstarted_at: 2026-11-23 14:05\n";
export const OVER = `${OPEN.replace("open", "resolved")}resolved_at: 2026-11-23 16:40\n`;
const ATTRIBUTES = "incidents/*/journal.yml merge=union\n";

/** GitHub with a repository as it is shipped, as far as sharing sees it. */
export async function openOffice() {
  const hub = await startGitHub();
  await hub.people.push({
    "README.md": "# Runbook\n",
    ".gitattributes": ATTRIBUTES,
    "runbook.yml": "a: 1\n",
  });
  return {
    hub,
    desk: (options?: DeskOptions) => openDesk(hub, options),
    lines: async (branch?: string) => (await hub.read(JOURNAL, branch))?.trimEnd().split("\n") ?? [],
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}

let minutes = 0;
const entry = (step: string): Entry => {
  minutes += 1;
  return {
    at: new Date(Date.UTC(2026, 10, 23, 13, minutes)),
    step,
    event: "posted",
    actor: "lea-m",
    run: "4711/1",
  };
};
/** Writes one line into the journal, as a run does. */
export const record = ({ repo }: Desk, step: string, files: readonly { path: string; text: string }[] = []) =>
  repo.record(ID, [entry(step)], files);
