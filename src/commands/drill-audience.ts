import { openBrevo } from "../adapters/brevo.ts";
import { readChannel } from "../adapters/slack.ts";
import { DrillAudience, type DrillRefusal } from "../core/drill-audience.ts";
import type { Settings } from "../core/settings.ts";
import { drillWords } from "../core/words/drill.ts";
import { drillRefusalWords } from "../core/words/drill-refusal.ts";
import { Refusal } from "./refusal.ts";
import type { Access, Machine } from "./run.ts";

/** Asks both tools about the channel and the list of `runbook.yml`, and refuses whatever is not fit for a drill. */
export async function findAudience(
  machine: Machine,
  settings: Settings,
  access: Access,
  wanted: string,
): Promise<DrillAudience> {
  const { env, limits, now } = machine;
  const { slackToken: token = "", brevoKey: apiKey = "", slackUrl, brevoUrl, channel: real } = access;
  const bounds = { requestMs: limits.requestMs, signal: limits.hard, wait: limits.wait };
  const [channel, lists] = await Promise.all([
    readChannel({ token, apiUrl: slackUrl, channel: wanted, ...bounds }),
    openBrevo({ apiKey, apiUrl: brevoUrl, ...bounds }).lists(),
  ]);
  const realChannels = [real, settings.slack.channelId, env["SLACK_CHANNEL_ID"]?.trim()];
  const audience = DrillAudience.check({
    settings,
    realChannels: realChannels.flatMap((id) => id || []),
    channel: channel.kind === "done" ? channel.value : channel.fault,
    lists: lists.kind === "done" ? lists.value : lists.fault,
    now: now(),
  });
  return audience instanceof DrillAudience ? audience : refuseDrill(audience, settings);
}

/** Refuses a drill in words, with the next gesture. */
export function refuseDrill(why: DrillRefusal, { language }: Settings): never {
  const words = drillWords[language];
  throw new Refusal(words.refused(drillRefusalWords[language](why)));
}
