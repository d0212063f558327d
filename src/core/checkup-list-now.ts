import { chooseAudience, type Audience, type ContactList } from "./audience.ts";
import { namesService } from "./audience-name.ts";
import type { Service, Settings } from "./settings.ts";
import { zoned } from "./time-zone.ts";
import { audienceWords } from "./words/audience.ts";
import { timeWords } from "./words/time.ts";

/** The audience of an outage, once there is a list. */
export type Chosen = Extract<Audience, { kind: "chosen" }>;

/**
 * The list that a mail of the service would go to now, by the very choice of an outage, but told apart from why it may
 * be refused: an empty or old list is named here, and has a line of its own.
 */
export function listNow(
  lists: readonly ContactList[],
  service: Service,
  settings: Settings,
  now: Date,
): { readonly list: ContactList; readonly choice: Chosen } | { readonly doubts: readonly ContactList[] } {
  const limits = { ...settings.limits, staleList: "warn" } as const;
  const filled = lists.map((list) => ({ ...list, contacts: Math.max(1, list.contacts) }));
  const choice = chooseAudience(filled, service, { ...settings, limits }, now);
  if (choice.kind !== "chosen") return { doubts: choice.kind === "refused" ? choice.doubts : [] };
  const list = lists.find(({ id }) => id === choice.list.id) ?? choice.list;
  return { list, choice };
}

/** The lists that carry a service's words: what previews need, and no more. */
export function listsOfServices(lists: readonly ContactList[], settings: Settings): readonly ContactList[] {
  return lists.filter(({ name }) => settings.services.some((service) => namesService(name, service)));
}

/** What the list of this month is to be called: Brevo's names are French whatever language we speak. */
export function exampleName(service: Service, { timeZone, language }: Settings, now: Date): string {
  const { year, month } = zoned(now, timeZone);
  const word = service.listWords[0] ?? service.name;
  return audienceWords[language].exampleName(word.toUpperCase(), timeWords.fr.month(month), year);
}
