import { z } from "zod";
import { Channel, Flag, Ts, wanted } from "./arguments.ts";
import { checkBlocks } from "./blocks.ts";
import type { SlackChannel } from "./entities.ts";
import { readMetadata } from "./metadata.ts";
import { reachable, type SlackMethod } from "./method.ts";
import { SlackRefusal } from "./refusal.ts";
import type { SlackStore } from "./store.ts";
import { messageView } from "./view.ts";

const Post = z.object({
  channel: Channel,
  text: z.string().default(""),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  metadata: z.unknown().optional(),
  thread_ts: Ts.optional(),
  reply_broadcast: Flag,
});
type Post = z.infer<typeof Post>;

const longest = 40_000;
const truncated = { warning: "message_truncated", response_metadata: { warnings: ["message_truncated"] } };

export const postMessage: SlackMethod = {
  scope: "chat:write",
  run: (store, args) => {
    const post = wanted(Post, args);
    const channel = reachable(store, post.channel);
    const { text, blocks } = post;
    checkDoor(store, channel, post);
    if (text === "" && blocks === undefined && post.attachments === undefined)
      throw new SlackRefusal("no_text");
    if (blocks !== undefined) checkBlocks(blocks);
    const metadata = post.metadata === undefined ? undefined : readMetadata(post.metadata);
    const threadTs = post.thread_ts === undefined ? undefined : parentOf(store, channel, post.thread_ts);
    const message = store.post({
      channel: channel.id,
      text: text.slice(0, longest),
      broadcast: threadTs !== undefined && post.reply_broadcast,
      ...(blocks === undefined ? {} : { blocks }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(threadTs === undefined ? {} : { threadTs }),
    });
    return {
      channel: channel.id,
      ts: message.ts,
      message: messageView(store, message, true),
      ...(text.length > longest ? truncated : {}),
    };
  },
};

/** Everything that keeps this post out of this channel. */
function checkDoor({ state }: SlackStore, channel: SlackChannel, post: Post): void {
  if (channel.isArchived) throw new SlackRefusal("is_archived");
  const mayPostOutside = !channel.isPrivate && state.scopes.includes("chat:write.public");
  if (!channel.isMember && !mayPostOutside) throw new SlackRefusal("not_in_channel");
  if (channel.isReadOnly) throw new SlackRefusal("restricted_action_read_only_channel");
  if (channel.isThreadOnly && post.thread_ts === undefined)
    throw new SlackRefusal("restricted_action_thread_only_channel");
  // A robot is neither administrator nor owner.
  if (channel.isGeneral && state.whoCanPostGeneral !== "ra") throw new SlackRefusal("restricted_action");
  const mentions = /<!(channel|here|everyone)[|>]/.test(post.text + JSON.stringify(post.blocks ?? ""));
  if (state.restricted === "always" || (state.restricted === "mention" && mentions))
    throw new SlackRefusal("restricted_action");
}

function parentOf(store: SlackStore, channel: SlackChannel, ts: string): string {
  const asked = store.find(channel.id, ts);
  if (!asked) throw new SlackRefusal("thread_not_found");
  return asked.threadTs ?? asked.ts;
}
