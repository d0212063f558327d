import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PROJECT = join(import.meta.dirname, "..", "..");
export const BUNDLE = join(PROJECT, ".github/actions/runbook/runbook.mjs");

/** What git and the program see of this machine: nothing of its owner's own settings. */
export const bareEnvironment = {
  PATH: process.env["PATH"] ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
};

function git(cwd: string, ...args: readonly string[]): void {
  execFileSync("git", [...args], { cwd, env: bareEnvironment, stdio: ["ignore", "ignore", "inherit"] });
}

/**
 * Lays a clone of the repository, with a bare remote beside it, and gives the clone's root. `fill` writes what else
 * stands in it before everything is committed.
 */
export function layClone(folder: string, fill: (root: string) => void = () => undefined): string {
  const root = join(folder, "clone");
  mkdirSync(join(root, "incidents"), { recursive: true });
  for (const name of ["runbook.yml", "templates", ".gitattributes"])
    cpSync(join(PROJECT, name), join(root, name), { recursive: true });
  writeFileSync(join(root, "incidents", "README.md"), "# Incidents\n");
  fill(root);
  git(folder, "init", "--quiet", "--initial-branch=main", root);
  git(root, "config", "user.name", "Bench");
  git(root, "config", "user.email", "bench@example.org");
  git(root, "config", "gc.auto", "0");
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--message", "Start");
  git(folder, "clone", "--quiet", "--bare", root, join(folder, "remote.git"));
  git(root, "remote", "add", "origin", "../remote.git");
  git(root, "fetch", "--quiet", "origin");
  git(root, "branch", "--quiet", "--set-upstream-to=origin/main");
  return root;
}
