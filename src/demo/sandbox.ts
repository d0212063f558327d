import { startSandbox } from "../sandbox/sandbox.ts";
import { Refusal } from "../commands/refusal.ts";
import { commandWords } from "../core/words/command.ts";

const PORT = 4710;

/** `runbook sandbox`: keeps the fake Slack and Brevo open for training, until the person stops it. */
export async function sandbox(say: (text: string) => number, stop: AbortSignal): Promise<number> {
  const world = await startSandbox({ port: PORT }).catch((error: unknown) => {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    throw isTaken ? new Refusal(commandWords.fr.sandboxTaken(PORT)) : error;
  });
  say(
    commandWords.fr.sandboxReady(
      sandboxEnvironment(world.slackUrl, world.brevoUrl).map(([name, value]) => `export ${name}=${value}`),
    ),
  );
  await new Promise<void>((resolve) => stop.addEventListener("abort", () => resolve(), { once: true }));
  await world.close();
  return 0;
}

/** What points the program at the sandbox: its addresses and its make-believe keys. */
export function sandboxEnvironment(
  slackUrl: string,
  brevoUrl: string,
): readonly (readonly [string, string])[] {
  return [
    ["SLACK_API_URL", slackUrl],
    ["BREVO_API_URL", brevoUrl],
    ["SLACK_BOT_TOKEN", "xoxb-sandbox"],
    ["BREVO_API_KEY", "xkeysib-sandbox"],
    ["SLACK_CHANNEL_ID", "C0GENERAL1"],
  ];
}
