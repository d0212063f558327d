import { drillText } from "../core/drill.ts";
import type { DrillAudience } from "../core/drill-audience.ts";
import type { Language } from "../core/settings.ts";
import type { Chat } from "../ports.ts";
import { openSlack, type SlackOptions } from "./slack.ts";

/**
 * The channel of drills: nobody names another one here. Every text that goes through begins with « EXERCICE », whichever
 * sentence it was made of.
 */
export function openDrillChat(
  audience: DrillAudience,
  language: Language,
  slack: Omit<SlackOptions, "channel">,
): Chat<"drill"> {
  const chat = openSlack({ ...slack, channel: audience.channel.id });
  // One by one: a gesture that Slack learns later must be thought over before a drill has it.
  return {
    only: audience,
    channel: chat.channel,
    history: (since) => chat.history(since),
    replies: (thread) => chat.replies(thread),
    post: (message) => chat.post({ ...message, text: drillText(message.text, language) }),
    update: (ts, text) => chat.update(ts, drillText(text, language)),
    remove: (ts) => chat.remove(ts),
    permalink: (ts) => chat.permalink(ts),
  };
}
