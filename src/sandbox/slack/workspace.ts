import { z } from "zod";
import { type Arguments, Channel, Ts, wanted } from "./arguments.ts";
import { reachable, type SlackMethod } from "./method.ts";
import { SlackRefusal } from "./refusal.ts";
import type { SlackStore } from "./store.ts";

const Pin = z.object({ channel: Channel, timestamp: Ts.default("") });
const Reaction = Pin.extend({ name: z.string().default("") });

/** Methods about the workspace, and marks on messages. */
export const workspace: Readonly<Record<string, SlackMethod>> = {
  "auth.test": {
    scope: "",
    run: ({ team, bot }) => ({
      url: team.url,
      team: team.name,
      team_id: team.id,
      user: bot.name,
      user_id: bot.userId,
      bot_id: bot.botId,
      is_enterprise_install: false,
    }),
  },
  "team.preferences.list": {
    scope: "team.preferences:read",
    run: ({ state }) => ({
      allow_message_deletion: true,
      display_real_names: true,
      disable_file_uploads: "allow_all",
      msg_edit_window_mins: state.editWindowMins,
      who_can_post_general: state.whoCanPostGeneral,
    }),
  },
  "pins.add": {
    scope: "pins:write",
    run: (store, args) => mark(store, store.pins, wanted(Pin, args), "", "already_pinned"),
  },
  "reactions.add": {
    scope: "reactions:write",
    run: (store, args) => {
      const reaction = wanted(Reaction, args);
      if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(reaction.name)) throw new SlackRefusal("invalid_name");
      return mark(store, store.reactions, reaction, ` ${reaction.name}`, "already_reacted");
    },
  },
};

function mark(
  store: SlackStore,
  marks: Set<string>,
  { channel, timestamp }: { channel: string; timestamp: string },
  what: string,
  already: string,
): Arguments {
  const { id, isMember } = reachable(store, channel);
  if (!isMember) throw new SlackRefusal("not_in_channel");
  if (!store.find(id, timestamp)) throw new SlackRefusal("message_not_found");
  const key = `${id} ${timestamp}${what}`;
  if (marks.has(key)) throw new SlackRefusal(already);
  marks.add(key);
  return {};
}
