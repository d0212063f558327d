import { fine, flagged, unseen, type Check } from "./checkup.ts";
import type { SlackSeen } from "./checkup-slack.ts";
import type { Settings } from "./settings.ts";
import { checkupSlackWords } from "./words/checkup-slack.ts";
import { faultWords } from "./words/fault.ts";

/** The channel as Slack shows it to the robot. */
export interface SlackChannel {
  readonly name: string;
  readonly isArchived: boolean;
  readonly isMember: boolean;
  readonly isPrivate: boolean;
  readonly isGeneral: boolean;
  readonly isReadOnly: boolean;
  readonly isThreadOnly: boolean;
}

/** The channel's lines: those after a failed one are not looked at. */
export function channelChecks(seen: SlackSeen, settings: Settings): readonly Check[] {
  const { language } = settings;
  const { labels, ...words } = checkupSlackWords[language];
  const rest = ["name", "member", "history", "posting"] as const;
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
      : flagged(
          "slack.member",
          labels.member,
          "bad",
          faultWords[language]({ tool: "slack", code: "not_in_channel" }),
        ),
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
