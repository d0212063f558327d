import { z } from "zod";
import { type Arguments, Channel, Flag, Ts, wanted } from "./arguments.ts";
import type { SlackChannel, SlackMessage } from "./entities.ts";
import { reachable, type SlackMethod } from "./method.ts";
import { PageArguments, pageOf } from "./page.ts";
import { SlackRefusal } from "./refusal.ts";
import type { SlackStore } from "./store.ts";
import { microseconds } from "./ts.ts";
import { messageView } from "./view.ts";

const Window = z.object({
  channel: Channel,
  oldest: z.string().default("0"),
  latest: z.string().default(""),
  inclusive: Flag,
  include_all_metadata: Flag,
  ...PageArguments,
});
type Window = z.infer<typeof Window>;

/** Top-level messages and broadcast replies, newest first. */
export const history: SlackMethod = {
  scope: "channels:history",
  run: (store, args) => {
    const window = wanted(Window, args);
    const channel = readable(store, window.channel);
    const shown = store.messages
      .filter(
        ({ channel: id, threadTs, broadcast }) => id === channel.id && (threadTs === undefined || broadcast),
      )
      .filter(inWindow(window))
      .filter((message) => isVisible(message, store.now()))
      .toReversed();
    return answer(store, window, shown);
  },
};

/** A thread, oldest first, its parent always in front. */
export const replies: SlackMethod = {
  scope: "channels:history",
  run: (store, args) => {
    const window = wanted(Window, args);
    const { ts } = wanted(z.object({ ts: Ts.default("") }), args);
    const channel = readable(store, window.channel);
    const asked = store.find(channel.id, ts);
    const parent = asked?.threadTs === undefined ? asked : store.find(channel.id, asked.threadTs);
    if (!parent || !isVisible(parent, store.now())) throw new SlackRefusal("thread_not_found");
    const shown = store
      .repliesTo(parent)
      .filter(inWindow(window))
      .filter((message) => isVisible(message, store.now()));
    return answer(store, window, [parent, ...shown]);
  },
};

function readable(store: SlackStore, id: string): SlackChannel {
  const channel = reachable(store, id);
  if (!channel.isMember) throw new SlackRefusal("not_in_channel");
  if (store.state.historyError !== undefined) throw new SlackRefusal(store.state.historyError);
  return channel;
}

function inWindow({ oldest, latest, inclusive }: Window): (message: SlackMessage) => boolean {
  const from = microseconds(oldest);
  const to = latest === "" ? Number.POSITIVE_INFINITY : microseconds(latest);
  if (from === undefined) throw new SlackRefusal("invalid_ts_oldest");
  if (to === undefined) throw new SlackRefusal("invalid_ts_latest");
  return ({ ts }) => {
    const at = microseconds(ts) ?? 0;
    return inclusive ? at >= from && at <= to : at > from && at < to;
  };
}

/** Whether a read shows the message; a read that does not is counted. */
function isVisible({ hidden }: SlackMessage, now: Date): boolean {
  if (hidden.reads > 0) {
    hidden.reads -= 1;
    return false;
  }
  return now.getTime() >= hidden.until;
}

function answer(store: SlackStore, window: Window, shown: readonly SlackMessage[]): Arguments {
  const { items, nextCursor } = pageOf(shown, ({ ts }) => ts, window);
  return {
    messages: items.map((message) => messageView(store, message, window.include_all_metadata)),
    has_more: nextCursor !== "",
    pin_count: [...store.pins].filter((pin) => pin.startsWith(`${window.channel} `)).length,
    channel_actions_ts: null,
    channel_actions_count: 0,
    response_metadata: { next_cursor: nextCursor },
  };
}
