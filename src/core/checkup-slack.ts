import { channelChecks, type SlackChannel } from "./checkup-channel.ts";
import { fine, flagged, unseen, type Check, type Key, type Look } from "./checkup.ts";
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
