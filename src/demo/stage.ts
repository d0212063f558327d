import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openGit } from "../adapters/git.ts";
import { openRepository, type Repository } from "../adapters/repository.ts";
import { openTree } from "../adapters/tree.ts";
import type { Machine } from "../commands/run.ts";
import { limitsOf } from "../commands/stop.ts";
import { startSandbox, type Sandbox } from "../sandbox/sandbox.ts";
import { withDrills } from "./drills.ts";
import { sandboxEnvironment } from "./environment.ts";
import { story } from "./story.ts";

/** A throw-away clone with a remote of its own, and a Slack and a Brevo that no one else sees. */
export interface Stage {
  readonly repo: Repository;
  readonly sandbox: Sandbox;
  /** Sets the clock of everybody: the program, Slack and Brevo. It stands still, or goes on from there. */
  setClock(at: Date, isRunning?: boolean): void;
  /** What one command is given; its time begins to count here. */
  machine(onProgress: Machine["onProgress"]): Machine;
  strike(): Promise<void>;
}

const GIT_MS = 20_000;

/**
 * Sets the stage with the organisation's own settings and templates, from the repository at `root`: on the story's clock,
 * or for training on today's, with Slack and Brevo at a known port.
 */
export async function setStage(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  training?: { readonly port: number },
): Promise<Stage> {
  let now = () => story.declaredAt;
  const clock = training ? () => new Date() : () => now();
  const folder = mkdtempSync(join(tmpdir(), "runbook-demo-"));
  const clone = join(folder, "outage-runbook");
  const gitEnv = { ...env, GIT_CONFIG_GLOBAL: join(folder, "none"), GIT_CONFIG_NOSYSTEM: "1" };
  mkdirSync(join(clone, "incidents"), { recursive: true });
  for (const name of ["runbook.yml", "templates", ".gitattributes"]) {
    cpSync(join(root, name), join(clone, name), { recursive: true, force: true });
  }
  const settings = join(clone, "runbook.yml");
  writeFileSync(settings, withDrills(readFileSync(settings, "utf8")));
  const git = openGit(clone, gitEnv, { ms: GIT_MS });
  await git(["init", "--quiet", "--bare", "--initial-branch=main", join(folder, "shared.git")]);
  await git(["init", "--quiet", "--initial-branch=main"]);
  await git(["config", "user.name", story.person.name]);
  await git(["config", "user.email", story.person.email]);
  await git(["add", "--all"]);
  await git(["commit", "--quiet", "--no-gpg-sign", "-m", "Set the stage"]);
  // The clone is shared with a folder beside it; the address on GitHub only makes the links look right.
  await git(["remote", "add", "github", story.repository]);
  await git(["remote", "add", "origin", join(folder, "shared.git")]);
  await git(["push", "--quiet", "--set-upstream", "origin", "main"]);
  const repo = openRepository(openTree(clone), git, GIT_MS);
  const sandbox = await startSandbox({ now: clock, ...training });
  return {
    repo,
    sandbox,
    setClock(at, isRunning = false) {
      const began = performance.now();
      now = () => (isRunning ? new Date(at.getTime() + performance.now() - began) : at);
    },
    machine: (onProgress) => ({
      repo,
      env: Object.fromEntries(sandboxEnvironment(sandbox.slackUrl, sandbox.brevoUrl)),
      now: clock,
      limits: limitsOf(1, new AbortController().signal),
      actor: story.actor,
      runId: story.run,
      onProgress,
    }),
    async strike() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
