/** A channel; `isMember` is about the bot. Tests change the flags in place. */
export interface SlackChannel {
  readonly id: string;
  name: string;
  isGeneral: boolean;
  isPrivate: boolean;
  /** With another organisation. */
  isShared: boolean;
  isArchived: boolean;
  isMember: boolean;
  isReadOnly: boolean;
  isThreadOnly: boolean;
}

export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

/** How long something new stays out of sight: that many reads do not show it, nor any read before `ms` passed. */
interface Lag {
  readonly reads?: number;
  readonly ms?: number;
}

export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly byBot: boolean;
  readonly postedAt: Date;
  text: string;
  blocks?: readonly unknown[];
  metadata?: Metadata;
  /** The parent's ts, for a reply. */
  readonly threadTs?: string;
  /** A reply that shows in the channel too. */
  readonly broadcast: boolean;
  edited?: { readonly user: string; readonly ts: string };
  /** Deleted while it had replies: Slack keeps a placeholder. */
  tombstone: boolean;
  /** What is left of the history lag under which it was posted. */
  readonly hidden: { reads: number; readonly until: number };
}

/** The mood of the workspace. Change it at any time: `slack.state.restricted = "mention"`. */
export interface SlackState {
  token: "valid" | "invalid_auth" | "token_revoked" | "account_inactive";
  /** Scopes of the bot token. */
  scopes: readonly string[];
  /** `restricted_action` on posts: for all, or only for those that mention the whole channel. */
  restricted: "never" | "always" | "mention";
  /** Holds for messages posted from now on. */
  historyLag: Lag;
  /** Error code with which history and replies answer, e.g. "internal_error". */
  historyError: string | undefined;
  /** Minutes during which a message can be edited; -1 = for ever. */
  editWindowMins: number;
  whoCanPostGeneral: "ra" | "admin" | "owner";
}

/** Starting state as plain data. Flags of a channel that are left out are false, except `isMember`. */
export interface SlackSeed {
  readonly team: { readonly id: string; readonly name: string; readonly url: string };
  readonly bot: {
    readonly userId: string;
    readonly botId: string;
    readonly appId: string;
    readonly name: string;
  };
  readonly token: string;
  readonly scopes: readonly string[];
  readonly channels: readonly (Pick<SlackChannel, "id" | "name"> & Partial<SlackChannel>)[];
}
