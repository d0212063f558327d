import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bare } from "./bare.ts";
import {
  FULL,
  ROBOT,
  type Bearer,
  type Comment,
  type Environment,
  type Issue,
  type Permissions,
  type PullRequest,
  type WorkflowState,
} from "./entities.ts";
import { notFound } from "./refusal.ts";

const RULE = "Repository rule violations found\n\nChanges must be made through a pull request.\n\n";

/** What GitHub keeps of one repository besides its git objects. */
export interface StoreOptions {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly bare: Bare;
  readonly now: () => Date;
}

/** One repository: git's part in a bare repository, the rest in memory. */
export class Store {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly bare: Bare;
  readonly now: () => Date;
  /** "http://127.0.0.1:PORT", known when the server listens. */
  origin = "";
  readonly pulls: PullRequest[] = [];
  readonly issues: Issue[] = [];
  readonly comments: Comment[] = [];
  /** Settings → General → Features → "Issues". */
  hasIssues = true;
  /** Commits that GitHub signed itself. */
  readonly signed = new Set<string>();
  /** Settings → Actions → "Allow GitHub Actions to create and approve pull requests". */
  allowsRobotPulls = true;
  archived = false;
  /** The ruleset of the README's set-up: no deletion, no force push. */
  hasRuleset = true;
  /** An older branch protection of the default branch: the API says that there is one, and no more. */
  isOldProtected = false;
  /** As the README's set-up leaves it. */
  readonly environments = new Map<string, Environment>();
  /** By file name. */
  readonly workflows = new Map<string, WorkflowState>();
  readonly #bearers = new Map<string, Bearer>();
  readonly #protected = new Set<string>();
  /** What the API says of a branch that takes only pull requests: rulesets and the older protections differ. */
  rule = RULE;
  #numbers = 0;
  #ids = 9000;

  constructor({ owner, name, defaultBranch, bare, now }: StoreOptions) {
    this.owner = owner;
    this.name = name;
    this.defaultBranch = defaultBranch;
    this.bare = bare;
    this.now = now;
    this.environments.set("production", { branches: [defaultBranch], reviewers: [], waitMinutes: 0 });
    this.workflows.set("settle.yml", {
      state: "active",
      lastScheduled: new Date(now().getTime() - 3_600_000),
    });
  }

  get fullName(): string {
    return `${this.owner}/${this.name}`;
  }

  /** A new token of a person, who may do everything. */
  personToken(login: string): string {
    return this.#grant("ghp_", { login, isRobot: false, permissions: FULL });
  }

  /** A new GITHUB_TOKEN. */
  robotToken(permissions: Permissions): string {
    return this.#grant("ghs_", { login: ROBOT, isRobot: true, permissions });
  }

  revoke(token: string): void {
    this.#bearers.delete(token);
  }

  bearer(token: string | undefined): Bearer | undefined {
    return token === undefined ? undefined : this.#bearers.get(token);
  }

  /** A ruleset: changes of this branch must be made through a pull request. */
  requirePulls(branch: string, isRequired = true, said = RULE): void {
    this.rule = said;
    if (isRequired) this.#protected.add(`refs/heads/${branch}`);
    else this.#protected.delete(`refs/heads/${branch}`);
    const hook = join(this.bare.folder, "hooks", "update");
    if (this.#protected.size === 0) rmSync(hook, { force: true });
    else writeFileSync(hook, updateHook([...this.#protected]), { mode: 0o755 });
  }

  isProtected(ref: string): boolean {
    return this.#protected.has(ref);
  }

  nextNumber(): number {
    return (this.#numbers += 1);
  }

  nextId(): number {
    return (this.#ids += 1);
  }

  /** Throws a {@link Refusal}. */
  pull(number: number): PullRequest {
    const found = this.pulls.find((pull) => pull.number === number);
    if (!found) throw notFound();
    return found;
  }

  /** Throws a 404 that GitHub would send. */
  issue(number: number): Issue {
    const found = this.issues.find((issue) => issue.number === number);
    if (!found) throw notFound();
    return found;
  }

  #grant(prefix: string, bearer: Bearer): string {
    const token = `${prefix}${randomBytes(18).toString("hex")}`;
    this.#bearers.set(token, bearer);
    return token;
  }
}

/** Pushes go through git itself, so that git must refuse them too. */
function updateHook(refs: readonly string[]): string {
  return [
    "#!/bin/sh",
    `case "$1" in ${refs.map((ref) => `'${ref}'`).join("|")})`,
    '  echo "error: GH013: Repository rule violations found for $1." >&2',
    '  echo "- Changes must be made through a pull request." >&2',
    "  exit 1 ;;",
    "esac\n",
  ].join("\n");
}
