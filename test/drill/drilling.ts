import { openWorld, type World, type WorldOptions } from "../world.ts";

/** The test channel and the list of colleagues of the sandbox. */
export const TEST_CHANNEL = "C0EXERCIC1";
export const TEST_LIST = 12;
export const DRILL = "2025-11-24-exercice-rp";

type Replacements = NonNullable<WorldOptions["settings"]>;

/** The lines of `runbook.yml` that give drills their audience. */
export const drillLines = (channel: string, list: number | string): Replacements => [
  ['channel_id: ""   # un canal Slack d', `channel_id: "${channel}"   # un canal Slack d`],
  ['list_id: ""  ', `list_id: "${list}"  `],
];

/** A world in which drills are set up. */
export function openDrilling({ settings = [], ...options }: WorldOptions = {}): Promise<World> {
  return openWorld({ ...options, settings: [...drillLines(TEST_CHANNEL, TEST_LIST), ...settings] });
}

/** Campaigns that left for a list of drills, by name; and those that left for any other one. */
export function sent(w: World, list: number = TEST_LIST) {
  const isDrill = (ids: readonly number[]) => ids.length === 1 && ids[0] === list;
  const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name).toSorted();
  const deliveries = w.deliveries();
  return {
    drill: names(deliveries.filter(({ listIds }) => isDrill(listIds))),
    real: names(deliveries.filter(({ listIds }) => !isDrill(listIds))),
  };
}

/** Every message of a channel, replies too, as it stands now. */
export function messagesIn(w: World, channel: string) {
  return w.slack.messages.filter((message) => message.channel === channel && !message.tombstone);
}

/** The four names of a whole drill of both tools, or the two of one. */
export function wholeCycle(id: string, services: readonly string[]): readonly string[] {
  const names: Readonly<Record<string, string>> = {
    rp: "Reconnect Pro",
    cfn: "Coffre-fort numérique Reconnect",
  };
  return services
    .flatMap((service) => [
      `EXERCICE : Indisponibilité ${names[service]} · ${id}`,
      `EXERCICE : Fin de l'indisponibilité ${names[service]} · ${id}`,
    ])
    .toSorted();
}
