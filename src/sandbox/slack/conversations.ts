import { z } from "zod";
import { Channel, Flag, wanted } from "./arguments.ts";
import { history, replies } from "./history.ts";
import { reachable, type SlackMethod } from "./method.ts";
import { PageArguments, pageOf } from "./page.ts";
import { SlackRefusal } from "./refusal.ts";
import { channelView } from "./view.ts";

const OneChannel = z.object({ channel: Channel });
const Listing = z.object({
  types: z.string().default("public_channel"),
  exclude_archived: Flag,
  ...PageArguments,
});

/** The `conversations.*` methods. */
export const conversations: Readonly<Record<string, SlackMethod>> = {
  "conversations.history": history,
  "conversations.replies": replies,
  "conversations.info": {
    scope: "channels:read",
    run: (store, args) => ({
      channel: channelView(store, reachable(store, wanted(OneChannel, args).channel)),
    }),
  },
  "conversations.list": {
    scope: "channels:read",
    run: (store, args) => {
      const listing = wanted(Listing, args);
      const types = listing.types.split(",").map((type) => type.trim());
      const listed = store.channels
        .filter((channel) => types.includes(channel.isPrivate ? "private_channel" : "public_channel"))
        .filter((channel) => !channel.isPrivate || channel.isMember)
        .filter((channel) => !channel.isArchived || !listing.exclude_archived);
      const { items, nextCursor } = pageOf(listed, ({ id }) => id, listing);
      return {
        channels: items.map((channel) => channelView(store, channel)),
        response_metadata: { next_cursor: nextCursor },
      };
    },
  },
  "conversations.join": {
    scope: "channels:join",
    run: (store, args) => {
      const channel = reachable(store, wanted(OneChannel, args).channel);
      if (channel.isPrivate) throw new SlackRefusal("method_not_supported_for_channel_type");
      if (channel.isArchived) throw new SlackRefusal("is_archived");
      const already = channel.isMember;
      channel.isMember = true;
      const warning = {
        warning: "already_in_channel",
        response_metadata: { warnings: ["already_in_channel"] },
      };
      return { channel: channelView(store, channel), ...(already ? warning : {}) };
    },
  },
};
