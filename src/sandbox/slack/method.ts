import type { Arguments } from "./arguments.ts";
import type { SlackChannel } from "./entities.ts";
import { SlackRefusal } from "./refusal.ts";
import type { SlackStore } from "./store.ts";

/** One method of the Web API. */
export interface SlackMethod {
  /** Needed bot scope, "" for none. Its `channels:` becomes `groups:` for a private channel. */
  readonly scope: string;
  /** The answer without `ok`. Throws a {@link SlackRefusal}. */
  readonly run: (store: SlackStore, args: Arguments) => Readonly<Record<string, unknown>>;
}

/** The scope that this call needs, once it is known which channel it is about. */
export function neededScope(method: SlackMethod, store: SlackStore, args: Arguments): string {
  const channel = store.channels.find((each) => each.id === args["channel"]);
  return channel?.isPrivate === true ? method.scope.replace(/^channels:/, "groups:") : method.scope;
}

/** The channel with that id; `channel_not_found` for none, and for a private one that the bot is not in. */
export function reachable(store: SlackStore, id: string): SlackChannel {
  const channel = store.channels.find((each) => each.id === id);
  if (!channel || (channel.isPrivate && !channel.isMember)) throw new SlackRefusal("channel_not_found");
  return channel;
}
