import type { Access } from "../entities.ts";
import type { Annotation } from "./step-log.ts";

export interface StepResult {
  /** As the file has it, else the one that GitHub makes: "__run", "__actions_checkout". */
  readonly id: string;
  readonly name: string | undefined;
  readonly uses: string | undefined;
  readonly run: string | undefined;
  /** Before `continue-on-error`. `not-run`: an action that the harness does not play; the job goes on. */
  readonly outcome: "success" | "failure" | "cancelled" | "skipped" | "not-run";
  /** After `continue-on-error`. */
  readonly conclusion: StepResult["outcome"];
  readonly reason: string | undefined;
  /** Variables that the workflow gives it, by name. */
  readonly env: readonly string[];
  /** `with`, evaluated. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Secrets whose value its process or its action got: "BREVO_API_KEY", "GITHUB_TOKEN". */
  readonly secrets: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  /** As people see it: orders obeyed, secrets hidden. */
  readonly log: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
}

export interface Concurrency {
  readonly group: string;
  readonly cancelInProgress: boolean;
  readonly queue: string;
}

export interface JobResult {
  readonly id: string;
  readonly name: string;
  readonly result: "success" | "failure" | "cancelled" | "skipped";
  /** Why it ended before its first step. */
  readonly reason?: string;
  readonly steps: readonly StepResult[];
  readonly outputs: Readonly<Record<string, string>>;
  /** The pages of all steps. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** What GITHUB_TOKEN was granted. */
  readonly permissions: Readonly<Record<string, Access>>;
  readonly concurrency?: Concurrency;
  readonly environment?: string;
  readonly timeoutMinutes: number;
}

export interface Artifact {
  readonly name: string;
  /** Paths below {@link folder}. */
  readonly files: readonly string[];
  readonly folder: string;
}

export interface RunResult {
  /** `false` when the event starts no run of this workflow. */
  readonly started: boolean;
  /** Why not. */
  readonly reason?: string;
  readonly runName: string;
  readonly conclusion: "success" | "failure" | "cancelled" | "skipped";
  readonly concurrency?: Concurrency;
  readonly jobs: readonly JobResult[];
  readonly artifacts: readonly Artifact[];
}
