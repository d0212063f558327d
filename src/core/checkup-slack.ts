import { fine, flagged, unseen, type Check, type Key, type Look } from "./checkup.ts";
import type { Fault } from "./fault.ts";
import type { Settings } from "./settings.ts";
import { checkupSlackWords } from "./words/checkup-slack.ts";
import { faultWords } from "./words/fault.ts";

/** Whom Slack takes us for. */
export interface SlackIdentity {
  readonly team: string;
  readonly bot: string;
  /** Scopes of the token; Slack tells them in a header, a stand-in for Slack may not. */
  readonly scopes?: readonly string[];
}

export interface SlackChannel {
  readonly name: string;
  readonly isArchived: boolean;
  readonly isMember: boolean;
  readonly isPrivate: boolean;
  readonly isGeneral: boolean;
  readonly isReadOnly: boolean;
  readonly isThreadOnly: boolean;
}

/** What a checkup saw of Slack. */
export interface SlackSeen {
  readonly key: Key;
  readonly channelId: string | undefined;
  readonly identity?: Look<SlackIdentity>;
  readonly channel?: Look<SlackChannel>;
  /** Whether the channel's messages can be read. */
  readonly history?: Look<null>;
  /** Who may post in the channel that everybody is in; Slack's own word. */
  readonly general?: Look<string | undefined>;
}

const TOKEN = "slack.token";
/** All but the token's: they say nothing once Slack does not know us. */
const OTHERS = ["scopes", "channel", "name", "member", "history", "posting", "general"] as const;
type Other = (typeof OTHERS)[number];

/** Slack's lines. What fails because something before it failed is left out as not looked at. */
export function slackChecks(seen: SlackSeen, settings: Settings): readonly Check[] {
  const words = checkupSlackWords[settings.language];
  const token = tokenCheck(seen, settings);
  if (token.state !== "ok") {
    const why = token.state === "bad" ? words.noToken : words.noSecret;
    return [token, ...OTHERS.map((name) => unseen(`slack.${name}`, words.labels[name], why))];
  }
  return [token, scopesCheck(seen, settings), ...channelChecks(seen, settings), generalCheck(seen, settings)];
}

function tokenCheck({ key, identity }: SlackSeen, { language }: Settings): Check {
  const words = checkupSlackWords[language];
  const label = words.labels.token;
  if (key === "told") return unseen(TOKEN, label, words.noSecret);
  if (key === "missing" || !identity) return flagged(TOKEN, label, "bad", words.missingKey());
  if (identity.kind !== "done") return flagged(TOKEN, label, "bad", faultWords[language](identity.fault));
  return fine(TOKEN, label, words.known(identity.value.team, identity.value.bot));
}

/** Scopes without which an announcement fails (facts: docs.slack.dev, methods). */
function neededScopes({ channel }: SlackSeen): readonly string[] {
  const wanted = channel && channel.kind !== "done" ? channel.fault.detail : undefined;
  const isPrivate = channel?.kind === "done" ? channel.value.isPrivate : wanted?.startsWith("groups:");
  const kind = isPrivate === true ? "groups" : "channels";
  return ["chat:write", `${kind}:read`, `${kind}:history`];
}

function scopesCheck(seen: SlackSeen, { language }: Settings): Check {
  const words = checkupSlackWords[language];
  const label = words.labels.scopes;
  const needed = neededScopes(seen);
  const scopes = seen.identity?.kind === "done" ? seen.identity.value.scopes : undefined;
  const refused = [seen.channel, seen.history].flatMap((look) =>
    look && look.kind !== "done" && look.fault.code === "missing_scope" ? [look.fault.detail ?? "?"] : [],
  );
  const missing = new Set([...needed.filter((each) => scopes?.includes(each) === false), ...refused]);
  if (missing.size > 0) return flagged("slack.scopes", label, "bad", words.missingScopes([...missing]));
  if (scopes === undefined) return unseen("slack.scopes", label, words.untoldScopes);
  return fine("slack.scopes", label, words.scopes(needed));
}

function channelChecks(seen: SlackSeen, settings: Settings): readonly Check[] {
  const { language } = settings;
  const { labels, ...words } = checkupSlackWords[language];
  const rest = ["name", "member", "history", "posting"] as const satisfies readonly Other[];
  const without = (first: Check, why: string) => [
    first,
    ...rest.map((name) => unseen(`slack.${name}`, labels[name], why)),
  ];
  if (seen.channelId === undefined || !seen.channel)
    return without(flagged("slack.channel", labels.channel, "bad", words.noChannelId()), words.noChannel);
  if (seen.channel.kind !== "done") {
    const { fault } = seen.channel;
    return fault.code === "missing_scope"
      ? without(unseen("slack.channel", labels.channel, words.noScope), words.noScope)
      : without(
          flagged("slack.channel", labels.channel, "bad", faultWords[language](fault)),
          words.noChannel,
        );
  }
  const channel = seen.channel.value;
  if (channel.isArchived)
    return without(
      flagged("slack.channel", labels.channel, "bad", words.archived(channel.name)),
      words.noChannel,
    );
  return [
    fine("slack.channel", labels.channel, words.channel(seen.channelId)),
    nameCheck(channel, settings),
    channel.isMember
      ? fine("slack.member", labels.member, words.member)
      : flagged("slack.member", labels.member, "bad", faultWords[language](slackFault("not_in_channel"))),
    historyCheck(seen, channel, settings),
    postingCheck(channel, settings),
  ];
}

/** The id counts, never the name: but a name of which nobody speaks is a channel that nobody reads. */
function nameCheck({ name }: SlackChannel, settings: Settings): Check {
  const words = checkupSlackWords[settings.language];
  const wanted = settings.slack.channelName;
  const plain = (text: string) => text.normalize("NFC").replace(/^#/u, "").trim().toLowerCase();
  return plain(name) === plain(wanted)
    ? fine("slack.name", words.labels.name, words.name(name))
    : flagged("slack.name", words.labels.name, "bad", words.renamed(name, wanted));
}

function historyCheck({ history }: SlackSeen, { isMember }: SlackChannel, { language }: Settings): Check {
  const words = checkupSlackWords[language];
  const label = words.labels.history;
  if (!isMember) return unseen("slack.history", label, words.noMember);
  if (!history) return unseen("slack.history", label, words.noChannel);
  if (history.kind === "done") return fine("slack.history", label, words.history);
  return history.fault.code === "missing_scope"
    ? unseen("slack.history", label, words.noScope)
    : flagged("slack.history", label, "bad", faultWords[language](history.fault));
}

function postingCheck({ isReadOnly, isThreadOnly, isMember }: SlackChannel, { language }: Settings): Check {
  const words = checkupSlackWords[language];
  const label = words.labels.posting;
  if (!isMember) return unseen("slack.posting", label, words.noMember);
  if (isReadOnly) return flagged("slack.posting", label, "bad", words.readOnly());
  if (isThreadOnly) return flagged("slack.posting", label, "bad", words.threadOnly());
  return fine("slack.posting", label, words.posting);
}

/** Slack's words for « everybody »; a robot is neither administrator nor owner. The full list is not documented. */
const EVERYBODY = new Set(["ra", "regular", "everyone"]);
const ABOVE_US = new Set(["admin", "owner"]);

function generalCheck({ channel, general }: SlackSeen, { language }: Settings): Check {
  const words = checkupSlackWords[language];
  const label = words.labels.general;
  if (channel?.kind !== "done") return unseen("slack.general", label, words.noChannel);
  if (!channel.value.isGeneral) return fine("slack.general", label, words.notGeneral);
  if (!general || general.kind !== "done" || general.value === undefined)
    return unseen("slack.general", label, words.untoldGeneral);
  if (EVERYBODY.has(general.value)) return fine("slack.general", label, words.everybody);
  return flagged(
    "slack.general",
    label,
    ABOVE_US.has(general.value) ? "bad" : "warn",
    words.someOnly(general.value),
  );
}

const slackFault = (code: string): Fault => ({ tool: "slack", code });
