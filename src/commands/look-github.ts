import { githubAccess } from "../adapters/actions.ts";
import { lookAtRepository } from "../adapters/github-state.ts";
import type { GitHubSeen } from "../core/checkup-github.ts";
import type { Access, Machine } from "./run.ts";

/** GitHub answers at once or not at all. */
const GITHUB_MS = 5_000;

/** Reads the repository's settings, in a job of GitHub; nothing elsewhere. */
export async function lookAtGitHub(
  { env, github, limits }: Machine,
  { slackToken, brevoKey }: Access,
  count: () => void,
): Promise<GitHubSeen | undefined> {
  const access = github && githubAccess(env);
  if (!access) return undefined;
  const missing = [
    ...(slackToken === undefined ? ["SLACK_BOT_TOKEN"] : []),
    ...(brevoKey === undefined ? ["BREVO_API_KEY"] : []),
  ];
  const requestMs = Math.min(limits.requestMs, GITHUB_MS);
  const meter = (_: URL, headers?: Headers) => void (headers ?? count());
  const bounds = { requestMs, signal: limits.hard, wait: limits.wait, meter };
  return { missing, ...(await lookAtRepository({ ...access, ...bounds })) };
}
