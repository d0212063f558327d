import type { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { WorkflowEvent } from "../events.ts";
import type { GitHubServer } from "../server.ts";
import { Masker } from "./masker.ts";

/** The fresh machine of one job. */
export interface Machine {
  readonly hub: GitHubServer;
  readonly event: WorkflowEvent;
  readonly workspace: string;
  readonly temporary: string;
  readonly home: string;
  readonly masker: Masker;
  readonly token: string;
  readonly cancelled: AbortSignal;
  readonly longestMs: number;
  readonly onStart: ((child: ChildProcess, step: string) => void) | undefined;
  /** Variables of the machine itself, as every process has them. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export type MachineOptions = Omit<Machine, "workspace" | "temporary" | "home" | "masker" | "env"> & {
  readonly extra: Readonly<Record<string, string>>;
};

/** Makes the machine's folders, below the server's: they go with it. */
export function makeMachine({ extra, ...options }: MachineOptions): Machine {
  const base = mkdtempSync(join(options.hub.folder, "runner-"));
  const { name } = options.hub.store;
  const [workspace, temporary, home] = [
    join(base, "work", name, name),
    join(base, "temp"),
    join(base, "home"),
  ];
  for (const folder of [workspace, temporary, home]) mkdirSync(folder, { recursive: true });
  const env = {
    PATH: process.env["PATH"],
    HOME: home,
    TMPDIR: temporary,
    LANG: "C.UTF-8",
    CI: "true",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    RUNNER_OS: "Linux",
    RUNNER_ARCH: "X64",
    RUNNER_NAME: "GitHub Actions 1",
    RUNNER_ENVIRONMENT: "github-hosted",
    RUNNER_TEMP: temporary,
    ...extra,
  };
  return { ...options, workspace, temporary, home, masker: new Masker(), env };
}
