import type { Metadata, SlackChannel, SlackMessage, SlackSeed, SlackState } from "./entities.ts";
import { toTs } from "./ts.ts";

export interface NewMessage {
  readonly channel: string;
  readonly text: string;
  readonly blocks?: readonly unknown[];
  readonly metadata?: Metadata;
  readonly threadTs?: string;
  readonly broadcast?: boolean;
}

/** One workspace with one bot. Everything in it may be read and changed by a test. */
export class SlackStore {
  readonly team: SlackSeed["team"];
  readonly bot: SlackSeed["bot"];
  readonly token: string;
  readonly channels: SlackChannel[];
  /** All messages, oldest first, replies included. */
  readonly messages: SlackMessage[] = [];
  /** "channel ts" of pinned messages. */
  readonly pins = new Set<string>();
  /** "channel ts name" of the bot's reactions. */
  readonly reactions = new Set<string>();
  readonly state: SlackState;
  readonly now: () => Date;
  #lastMicros = 0;

  constructor(seed: SlackSeed, now: () => Date) {
    this.team = seed.team;
    this.bot = seed.bot;
    this.token = seed.token;
    this.now = now;
    this.channels = seed.channels.map((channel) => ({
      isGeneral: false,
      isPrivate: false,
      isShared: false,
      isArchived: false,
      isMember: true,
      isReadOnly: false,
      isThreadOnly: false,
      ...channel,
    }));
    this.state = {
      token: "valid",
      scopes: seed.scopes,
      restricted: "never",
      historyLag: {},
      historyError: undefined,
      editWindowMins: -1,
      whoCanPostGeneral: "ra",
    };
  }

  /** The channel with that id; throws when there is none, for tests. */
  channel(id: string): SlackChannel {
    const channel = this.channels.find((each) => each.id === id);
    if (!channel) throw new Error(`The sandbox has no Slack channel ${id}.`);
    return channel;
  }

  find(channel: string, ts: string): SlackMessage | undefined {
    return this.messages.find((message) => message.channel === channel && message.ts === ts);
  }

  repliesTo(message: SlackMessage): SlackMessage[] {
    return this.messages.filter((each) => each.channel === message.channel && each.threadTs === message.ts);
  }

  /** Posts as the bot, or as a person when `user` is given. Nothing is refused here. */
  post(message: NewMessage, user?: string): SlackMessage {
    const { reads = 0, ms = 0 } = this.state.historyLag;
    const { broadcast = false, ...rest } = message;
    const posted: SlackMessage = {
      ...rest,
      broadcast,
      ts: this.nextTs(),
      user: user ?? this.bot.userId,
      byBot: user === undefined,
      postedAt: this.now(),
      tombstone: false,
      hidden: { reads, until: this.now().getTime() + ms },
    };
    this.messages.push(posted);
    return posted;
  }

  /** A person writes in a channel, as in Slack's own window. */
  say(channel: string, text: string, options: { user?: string; threadTs?: string } = {}): SlackMessage {
    const { user = "U0PERSONNE", threadTs } = options;
    this.channel(channel);
    return this.post({ channel, text, ...(threadTs === undefined ? {} : { threadTs }) }, user);
  }

  /** Deletes a message; one with replies leaves a placeholder. */
  remove(message: SlackMessage): void {
    if (this.repliesTo(message).length > 0) {
      message.tombstone = true;
      message.text = "This message was deleted.";
      delete message.blocks;
      delete message.metadata;
    } else this.messages.splice(this.messages.indexOf(message), 1);
  }

  /** A timestamp later than every one before, even when the clock stands still. */
  nextTs(): string {
    this.#lastMicros = Math.max(this.now().getTime() * 1000, this.#lastMicros + 1);
    return toTs(this.#lastMicros);
  }
}
