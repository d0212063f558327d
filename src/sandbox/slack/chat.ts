import { z } from "zod";
import { type Arguments, Channel, Ts, wanted } from "./arguments.ts";
import { checkBlocks } from "./blocks.ts";
import type { SlackMessage } from "./entities.ts";
import { readMetadata } from "./metadata.ts";
import { reachable, type SlackMethod } from "./method.ts";
import { postMessage } from "./post.ts";
import { SlackRefusal } from "./refusal.ts";
import type { SlackStore } from "./store.ts";
import { messageView } from "./view.ts";

const OneMessage = z.object({ channel: Channel, ts: Ts.default("") });
const Update = OneMessage.extend({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  metadata: z.unknown().optional(),
});
const Permalink = z.object({ channel: Channel, message_ts: Ts.default("") });

/** The `chat.*` methods. */
export const chat: Readonly<Record<string, SlackMethod>> = {
  "chat.postMessage": postMessage,
  "chat.update": { scope: "chat:write", run: update },
  "chat.delete": {
    scope: "chat:write",
    run: (store, args) => {
      const { channel, ts } = wanted(OneMessage, args);
      const message = messageAt(store, channel, ts);
      if (!message.byBot) throw new SlackRefusal("cant_delete_message");
      store.remove(message);
      return { channel, ts };
    },
  },
  "chat.getPermalink": {
    scope: "",
    run: (store, args) => {
      const { channel, message_ts: ts } = wanted(Permalink, args);
      const { threadTs } = messageAt(store, channel, ts);
      const thread = threadTs === undefined ? "" : `?thread_ts=${threadTs}&cid=${channel}`;
      return { channel, permalink: `${store.team.url}archives/${channel}/p${ts.replace(".", "")}${thread}` };
    },
  },
};

function update(store: SlackStore, args: Arguments): Arguments {
  const { channel, ts, text, blocks, metadata } = wanted(Update, args);
  const message = messageAt(store, channel, ts);
  const { editWindowMins } = store.state;
  if (!message.byBot) throw new SlackRefusal("cant_update_message");
  if (store.channel(channel).isArchived) throw new SlackRefusal("is_inactive");
  if (editWindowMins >= 0 && store.now().getTime() - message.postedAt.getTime() > editWindowMins * 60_000)
    throw new SlackRefusal("edit_window_closed");
  if ((text ?? "") === "" && blocks === undefined && metadata === undefined)
    throw new SlackRefusal("no_text");
  if ((text ?? "").length > 4000) throw new SlackRefusal("msg_too_long");
  if (blocks !== undefined) checkBlocks(blocks);
  const newMetadata = metadata === undefined ? message.metadata : readMetadata(metadata);

  if (text !== undefined) message.text = text;
  if (blocks !== undefined) message.blocks = blocks;
  if (newMetadata) message.metadata = newMetadata;
  else delete message.metadata;
  message.edited = { user: store.bot.userId, ts: store.nextTs() };
  return { channel, ts, text: message.text, message: messageView(store, message, true) };
}

function messageAt(store: SlackStore, channel: string, ts: string): SlackMessage {
  const message = store.find(reachable(store, channel).id, ts);
  if (!message || message.tombstone) throw new SlackRefusal("message_not_found");
  return message;
}
