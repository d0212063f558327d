import { chooseAudience, type ContactList } from "./audience.ts";
import { namesService } from "./audience-name.ts";
import type { Fault } from "./fault.ts";
import type { ListId, Settings } from "./settings.ts";
import { drillWords } from "./words/drill.ts";

/** A Slack channel as Slack shows it. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  /** The workspace's own channel, in which everybody is. */
  readonly isGeneral: boolean;
  /** People of other organisations read it too (Slack Connect). */
  readonly isShared: boolean;
  readonly isArchived: boolean;
  readonly isMember: boolean;
}

/** Why there is nobody to play a drill to. Words and gestures: `words/drill.ts`. */
export type DrillRefusal =
  | { readonly kind: "unset" }
  | { readonly kind: "same-channel"; readonly channel: string }
  | { readonly kind: "real-name"; readonly name: string }
  | { readonly kind: "general"; readonly name: string }
  | { readonly kind: "shared"; readonly name: string }
  | { readonly kind: "archived"; readonly name: string }
  | { readonly kind: "not-member"; readonly name: string }
  | { readonly kind: "channel-fault"; readonly channel: string; readonly fault: Fault }
  | { readonly kind: "list-fault"; readonly fault: Fault }
  | { readonly kind: "list-unknown"; readonly list: ListId }
  | { readonly kind: "list-empty"; readonly list: ContactList }
  | { readonly kind: "list-large"; readonly list: ContactList; readonly most: number }
  | { readonly kind: "list-of-service"; readonly list: ContactList; readonly service: string }
  | { readonly kind: "real-campaign"; readonly name: string };

/** What the check rests on: the settings, and what the two tools answered. */
export interface DrillFacts {
  readonly settings: Settings;
  /** Every channel that a real announcement may go to: `SLACK_CHANNEL_ID` and `slack.channel_id`. */
  readonly realChannels: readonly string[];
  readonly channel: Channel | Fault;
  readonly lists: readonly ContactList[] | Fault;
  readonly now: Date;
}

/** Colleagues who know what a drill is fit into one room; users never do. */
export const MOST_CONTACTS = 10;

/**
 * The channel and the list of a drill, checked. A class with a closed constructor, because such a value cannot be made
 * by hand: {@link DrillAudience.check} is the only maker, and the doors of a drill open only with it.
 */
export class DrillAudience {
  protected readonly checked = true;
  readonly channel: Channel;
  readonly list: ContactList;
  private constructor(channel: Channel, list: ContactList) {
    this.channel = channel;
    this.list = list;
  }

  /** The audience of `runbook.yml`, or why it is none. Whoever a real announcement could reach is refused. */
  static check(facts: DrillFacts): DrillAudience | DrillRefusal {
    const { settings, channel, lists } = facts;
    const { drill } = settings;
    if (!drill) return { kind: "unset" };
    const real = realCampaign(settings);
    if (real !== undefined) return { kind: "real-campaign", name: real };
    const wrongChannel = refuseChannel(drill.channelId, facts);
    if (wrongChannel) return wrongChannel;
    if (isFault(lists)) return { kind: "list-fault", fault: lists };
    const list = lists.find(({ id }) => id === drill.listId);
    if (!list) return { kind: "list-unknown", list: drill.listId };
    const wrongList = refuseList(list, lists, facts);
    if (wrongList) return wrongList;
    if (isFault(channel)) return { kind: "channel-fault", channel: drill.channelId, fault: channel };
    return new DrillAudience(channel, list);
  }
}

const isFault = (answer: object): answer is Fault => "tool" in answer;

/** A real campaign that begins like a drill's could be taken for one. */
function realCampaign({ services, language }: Settings): string | undefined {
  const { word } = drillWords[language];
  return services
    .flatMap(({ campaign }) => Object.values(campaign))
    .find((name) => name.toUpperCase().startsWith(word));
}

function refuseChannel(
  wanted: string,
  { settings, realChannels, channel }: DrillFacts,
): DrillRefusal | undefined {
  const isReal = (id: string) => realChannels.includes(id);
  const plain = (name: string) => name.normalize("NFC").toLowerCase();
  if (isReal(wanted)) return { kind: "same-channel", channel: wanted };
  if (isFault(channel)) return { kind: "channel-fault", channel: wanted, fault: channel };
  const { id, name } = channel;
  if (isReal(id)) return { kind: "same-channel", channel: id };
  if (plain(name) === plain(settings.slack.channelName)) return { kind: "real-name", name };
  if (channel.isGeneral) return { kind: "general", name };
  if (channel.isShared) return { kind: "shared", name };
  if (channel.isArchived) return { kind: "archived", name };
  return channel.isMember ? undefined : { kind: "not-member", name };
}

function refuseList(
  list: ContactList,
  lists: readonly ContactList[],
  { settings, now }: DrillFacts,
): DrillRefusal | undefined {
  if (list.contacts === 0) return { kind: "list-empty", list };
  if (list.contacts > MOST_CONTACTS) return { kind: "list-large", list, most: MOST_CONTACTS };
  for (const service of settings.services) {
    const audience = chooseAudience(lists, service, settings, now);
    const isChosen = audience.kind === "chosen" && audience.list.id === list.id;
    if (isChosen || namesService(list.name, service))
      return { kind: "list-of-service", list, service: service.name };
  }
  return undefined;
}
