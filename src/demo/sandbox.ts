import { join } from "node:path";
import { Refusal } from "../commands/refusal.ts";
import type { Machine } from "../commands/run.ts";
import { commandWords } from "../core/words/command.ts";
import { sandboxEnvironment } from "./environment.ts";
import { setStage } from "./stage.ts";

const PORT = 4710;

/**
 * `runbook sandbox`: keeps the fake Slack and Brevo open for training, beside a throw-away clone. Never in the real one:
 * what is declared for training would be pushed, and GitHub would announce it in earnest.
 */
export async function sandbox(
  root: string,
  env: Machine["env"],
  say: (text: string) => number,
  stop: AbortSignal,
): Promise<number> {
  const stage = await setStage(root, env, { port: PORT }).catch((error: unknown) => {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    throw isTaken ? new Refusal(commandWords.fr.sandboxTaken(PORT)) : error;
  });
  const { slackUrl, brevoUrl } = stage.sandbox;
  const lines = [
    `cd ${stage.repo.root}`,
    ...sandboxEnvironment(slackUrl, brevoUrl).map(([name, value]) => `export ${name}=${value}`),
    `alias runbook="node ${join(root, ".github", "actions", "runbook", "runbook.mjs")}"`,
  ];
  say(commandWords.fr.sandboxReady(lines));
  await new Promise<void>((resolve) => stop.addEventListener("abort", () => resolve(), { once: true }));
  await stage.strike();
  return 0;
}
