import { openSlackAccount } from "../adapters/slack-account.ts";
import type { SlackSeen } from "../core/checkup-slack.ts";
import { keyOf } from "./look-key.ts";
import type { Access, Machine } from "./run.ts";

/** Reads Slack as far as its key reaches. `count` is called for each request. */
export async function lookAtSlack(machine: Machine, access: Access, count: () => void): Promise<SlackSeen> {
  const { slackToken: token, channel: id } = access;
  const seen: SlackSeen = { key: keyOf(machine, token), channelId: id };
  if (token === undefined) return seen;
  const { requestMs, hard: signal, wait } = machine.limits;
  const meter = (_: URL, headers?: Headers) => void (headers ?? count());
  const slack = openSlackAccount({ token, apiUrl: access.slackUrl, requestMs, signal, wait, meter });
  const identity = await slack.identity();
  if (identity.kind !== "done" || id === undefined) return { ...seen, identity };
  const [channel, history, general] = await Promise.all([
    slack.channel(id),
    slack.readable(id),
    slack.whoPostsGeneral(),
  ]);
  return { ...seen, identity, channel, history, general };
}
