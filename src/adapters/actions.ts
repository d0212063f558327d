import { error, getInput, info, setOutput, setSecret, summary } from "@actions/core";
import type { Problem } from "../core/problem.ts";

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
  /** Writes the receipt to the job's page, as it is: never as HTML or Markdown of somebody's making. */
  summarise(headline: string, lines: readonly string[]): Promise<void>;
  /** Writes Markdown to the job's page in which every text of people is a literal already. */
  show(page: string): Promise<void>;
  /** Sets an output of the step. */
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
    async summarise(headline, lines) {
      if (!env["GITHUB_STEP_SUMMARY"]) return;
      const body = escapeHtml(lines.join("\n")).replaceAll(
        /https:\/\/[^\s<>"')]+/gu,
        (url) => `<a href="${url}">${url}</a>`,
      );
      await summary.addHeading(escapeHtml(headline), 2).addRaw(`<pre>${body}</pre>`, true).write();
    },
    async show(page) {
      if (env["GITHUB_STEP_SUMMARY"]) await summary.addRaw(page, true).write();
    },
    output(name, value) {
      // Without its file the toolkit prints an order that runners do not obey any more.
      if (env["GITHUB_OUTPUT"]) setOutput(name, value);
    },
  };
}

/** A line that begins with `::` is an order to the runner (facts/github-actions.md section 5). */
function harmless(text: string): string {
  return text.replaceAll(/^(?<space>\s*)::/gmu, "$<space>: :").replaceAll("##[", "# #[");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Git credentials for one process, in its environment only: nothing is written to the clone's configuration. */
export function gitCredentials(env: Env): Record<string, string> {
  const token = env["GITHUB_TOKEN"]?.trim();
  if (!token || env["GITHUB_ACTIONS"] !== "true") return {};
  const server = env["GITHUB_SERVER_URL"] ?? "https://github.com";
  return {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `http.${server}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`,
  };
}
