import { error, getInput, info, setOutput, setSecret, summary } from "@actions/core";
import type { Problem } from "../core/problem.ts";
import type { GitHubAccess } from "./github.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The job that runs us: the form's values, the log, the job's page. */
export interface ActionsJob {
  /** A value of the form, by its name in `action.yml`; empty is absent. */
  readonly input: (name: string) => string | undefined;
  /** Hides a secret and what git makes of it in every later line of the log. */
  hide(secret: string): void;
  /** A line of the log. Text of people that the runner would obey (`::`) is broken up. */
  log(text: string): void;
  /** Shows the problem on its line of the file, in the run and in a pull request. */
  annotate(problem: Problem): void;
  /** Shows a failure that concerns no line of a file, at the top of the run. */
  fail(title: string, message: string): void;
  /** Writes to the job's page HTML or Markdown in which every text of people is a literal already. */
  summarise(page: string): Promise<void>;
  /** A value for later steps of the job. */
  output(name: string, value: string): void;
}

/** The job through GitHub's own toolkit. */
export function openActions(env: Env): ActionsJob {
  return {
    input: (name) => getInput(name) || undefined,
    hide(secret) {
      setSecret(secret);
      setSecret(Buffer.from(secret).toString("base64"));
      setSecret(encodeURIComponent(secret));
    },
    log: (text) => info(harmless(text)),
    annotate: ({ file, line, col, message }) => error(message, { file, startLine: line, startColumn: col }),
    fail: (title, message) => error(message, { title }),
    async summarise(page) {
      if (env["GITHUB_STEP_SUMMARY"]) await summary.addRaw(page, true).write();
    },
    // Without the file the toolkit would print the value as an order to the runner.
    output(name, value) {
      if (env["GITHUB_OUTPUT"]) setOutput(name, value);
    },
  };
}

/** A line that begins with `::` is an order to the runner, whose blanks are those of .NET (facts/github-actions.md section 5). */
function harmless(text: string): string {
  return text.replaceAll(/^(?<space>[\s\u0085]*)::/gmu, "$<space>: :").replaceAll("##[", "# #[");
}

/** The repository and our key to it, in a job of GitHub that was given one. */
export function githubAccess(
  env: Env,
): Pick<GitHubAccess, "token" | "apiUrl" | "serverUrl" | "repository"> | undefined {
  const token = env["GITHUB_TOKEN"]?.trim();
  const repository = env["GITHUB_REPOSITORY"]?.trim();
  if (!token || !repository || env["GITHUB_ACTIONS"] !== "true") return undefined;
  return {
    token,
    repository,
    apiUrl: env["GITHUB_API_URL"]?.trim() || "https://api.github.com",
    serverUrl: serverOf(env),
  };
}

/** Where people look at the repository that a job runs in; it takes no key. */
export const repositoryUrl = (env: Env): string => `${serverOf(env)}/${env["GITHUB_REPOSITORY"] ?? ""}`;

const serverOf = (env: Env): string => env["GITHUB_SERVER_URL"]?.trim() || "https://github.com";

/** Git credentials for one process, in its environment only: nothing is written to the clone's configuration. */
export function gitCredentials(env: Env): Record<string, string> {
  const token = env["GITHUB_TOKEN"]?.trim();
  if (!token || env["GITHUB_ACTIONS"] !== "true") return {};
  const server = serverOf(env);
  return {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `http.${server}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`,
  };
}
