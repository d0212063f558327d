export type Access = "none" | "read" | "write";

/** What a token may do; the scopes that our workflows can ask for. */
export interface Permissions {
  readonly contents: Access;
  readonly "pull-requests": Access;
  readonly issues: Access;
  readonly actions?: Access;
  /** Of maintainers' own tokens: a GITHUB_TOKEN cannot ask for it. */
  readonly administration?: Access;
}

export type Scope = keyof Permissions;

export const FULL: Permissions = {
  contents: "write",
  "pull-requests": "write",
  issues: "write",
  actions: "write",
  administration: "write",
};
export const READ_ONLY: Permissions = { contents: "read", "pull-requests": "read", issues: "read" };

/** Who shows a token: a person, or the robot of one job. */
export interface Bearer {
  readonly login: string;
  readonly isRobot: boolean;
  readonly permissions: Permissions;
}

/** The robot that GITHUB_TOKEN stands for. */
export const ROBOT = "github-actions[bot]";

export interface PullRequest {
  readonly number: number;
  title: string;
  body: string | null;
  readonly author: string;
  readonly draft: boolean;
  /** `owner` differs from the repository's own in a pull request from a fork. */
  readonly head: { readonly owner: string; readonly ref: string; sha: string };
  readonly base: { ref: string; sha: string };
  state: "open" | "closed";
  /** `undefined` in a conflict. */
  mergeCommit: string | undefined;
  mergedBy: string | undefined;
  readonly labels: string[];
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | undefined;
}

export interface Issue {
  readonly number: number;
  title: string;
  body: string | null;
  readonly author: string;
  state: "open" | "closed";
  stateReason: "completed" | "not_planned" | "duplicate" | "reopened" | null;
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | undefined;
}

export interface Comment {
  readonly id: number;
  /** The pull request or issue it stands under. */
  readonly number: number;
  body: string;
  readonly author: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

/** What the settings of an environment say. */
export interface Environment {
  /** Branches that may use it; `undefined`: any. */
  branches: readonly string[] | "protected" | undefined;
  reviewers: readonly string[];
  waitMinutes: number;
}

/** A workflow as the page "Actions" shows it. */
export interface WorkflowState {
  state: "active" | "disabled_inactivity" | "disabled_manually";
  /** When GitHub's clock started it last. */
  lastScheduled: Date | undefined;
}
