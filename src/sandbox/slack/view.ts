import type { SlackChannel, SlackMessage } from "./entities.ts";
import type { SlackStore } from "./store.ts";

/** A message as Slack shows it. Without `allMetadata` the payload is stripped. */
export function messageView(store: SlackStore, message: SlackMessage, allMetadata: boolean) {
  const { metadata, edited, blocks, threadTs } = message;
  if (message.tombstone)
    return {
      type: "message",
      subtype: "tombstone",
      hidden: true,
      user: "USLACKBOT",
      text: message.text,
      ts: message.ts,
      ...threadView(store, message),
    };
  return {
    type: "message",
    ...(message.broadcast ? { subtype: "thread_broadcast" } : {}),
    user: message.user,
    team: store.team.id,
    ...(message.byBot
      ? { bot_id: store.bot.botId, app_id: store.bot.appId, bot_profile: botView(store) }
      : {}),
    text: message.text,
    ts: message.ts,
    ...(blocks ? { blocks } : {}),
    ...(metadata ? { metadata: allMetadata ? metadata : { event_type: metadata.event_type } } : {}),
    ...(edited ? { edited } : {}),
    ...(threadTs === undefined ? threadView(store, message) : { thread_ts: threadTs }),
  };
}

function threadView(store: SlackStore, parent: SlackMessage) {
  const replies = store.repliesTo(parent);
  const latest = replies.at(-1);
  if (!latest) return {};
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: parent.ts,
    reply_count: replies.length,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: latest.ts,
  };
}

function botView({ bot, team }: SlackStore) {
  return { id: bot.botId, app_id: bot.appId, name: bot.name, team_id: team.id, deleted: false };
}

/** A channel as `conversations.info` shows it. */
export function channelView(store: SlackStore, channel: SlackChannel) {
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name.normalize("NFD").replace(/\p{M}/gu, ""),
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_private: channel.isPrivate,
    is_ext_shared: channel.isShared,
    is_im: false,
    is_mpim: false,
    is_general: channel.isGeneral,
    is_archived: channel.isArchived,
    is_member: channel.isMember,
    is_read_only: channel.isReadOnly,
    is_thread_only: channel.isThreadOnly,
    context_team_id: store.team.id,
    creator: "U0PERSONNE",
    created: 1_577_836_800,
  };
}
