import { chooseAudience, type Audience, type ContactList } from "./audience.ts";
import { namesService } from "./audience-name.ts";
import { fine, flagged, unseen, type Check, type Look } from "./checkup.ts";
import type { Service, Settings } from "./settings.ts";
import { zoned } from "./time-zone.ts";
import { audienceWords } from "./words/audience.ts";
import { checkupListWords } from "./words/checkup-lists.ts";
import { timeWords } from "./words/time.ts";

type Chosen = Extract<Audience, { kind: "chosen" }>;

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

export interface ListsSeen {
  readonly lists: readonly ContactList[];
  /** Blocklisted contacts of the chosen lists, by the list's id; Brevo is withdrawing the figure. */
  readonly blocklisted: ReadonlyMap<number, Look<number>>;
}

const LINES = ["list", "size", "blocked", "names"] as const;

/** Four lines for a service; without lists, for the reason given. */
export function listChecks(
  seen: ListsSeen | string,
  service: Service,
  settings: Settings,
  now: Date,
): readonly Check[] {
  const words = checkupListWords[settings.language];
  const about = (line: (typeof LINES)[number]): [id: string, label: string] => [
    `brevo.${line}.${service.id}`,
    words.labels[line](service.name),
  ];
  if (typeof seen === "string") return LINES.map((line) => unseen(...about(line), seen));
  const found = listNow(seen.lists, service, settings, now);
  if ("doubts" in found) {
    const names = found.doubts.map(({ name }) => name);
    return [
      flagged(...about("list"), "bad", words.none(names, exampleName(service, settings, now))),
      ...LINES.slice(1).map((line) => unseen(...about(line), words.noList)),
    ];
  }
  const { list, choice } = found;
  return [
    listCheck(list, choice, exampleName(service, settings, now), about("list"), settings),
    sizeCheck(list, choice, seen, about("size"), settings),
    blockedCheck(list, seen, about("blocked"), settings),
    namesCheck(list, choice, about("names"), settings),
  ];
}

/** What the list of this month is to be called: Brevo's names are French whatever language we speak. */
function exampleName(service: Service, { timeZone, language }: Settings, now: Date): string {
  const { year, month } = zoned(now, timeZone);
  const word = service.listWords[0] ?? service.name;
  return audienceWords[language].exampleName(word.toUpperCase(), timeWords.fr.month(month), year);
}

type About = readonly [id: string, label: string];

function listCheck(
  list: ContactList,
  choice: Chosen,
  example: string,
  [id, label]: About,
  settings: Settings,
): Check {
  const words = checkupListWords[settings.language];
  const { staleAfterMonths: most, staleList } = settings.limits;
  const { ageMonths: age } = choice;
  if (list.contacts === 0) return flagged(id, label, "bad", words.empty(list.name));
  if (choice.stale)
    return flagged(id, label, "bad", words.stale(list.name, age, most, staleList === "block", example));
  if (age > 0 && age >= most) return flagged(id, label, "warn", words.nearlyStale(list.name, age, example));
  return fine(id, label, words.list(list.name, list.id, list.contacts, age));
}

/** A list that lost more than this share of the one before it is worth a look; one that lost half is not whole. */
const LOST_SHARE = 0.2;
const HALF = 0.5;

function sizeCheck(
  list: ContactList,
  { runnersUp, ties }: Chosen,
  { lists }: ListsSeen,
  [id, label]: About,
  settings: Settings,
): Check {
  const words = checkupListWords[settings.language];
  if (list.contacts === 0) return unseen(id, label, words.noList);
  const [first] = [...ties, ...runnersUp];
  const before = first && lists.find((each) => each.id === first.id);
  if (!before || before.contacts === 0) return fine(id, label, words.noneBefore);
  const lost = 1 - list.contacts / before.contacts;
  const told = () => words.shrunk(list.name, list.contacts, before.name, before.contacts);
  if (lost > HALF) return flagged(id, label, "bad", told());
  if (lost > LOST_SHARE) return flagged(id, label, "warn", told());
  return fine(id, label, words.change(list.contacts - before.contacts, before.name));
}

/** Over this share of a list the mail would miss too many people to say nothing. */
const BLOCKED_SHARE = 0.05;

function blockedCheck(
  list: ContactList,
  { blocklisted }: ListsSeen,
  [id, label]: About,
  settings: Settings,
): Check {
  const words = checkupListWords[settings.language];
  const look = blocklisted.get(list.id);
  if (list.contacts === 0) return unseen(id, label, words.noList);
  // Brevo answers 0 once it has withdrawn the figure: that is no proof that nobody is blocked.
  if (!look || look.kind !== "done" || look.value === 0) return unseen(id, label, words.untoldBlocked);
  return look.value > list.contacts * BLOCKED_SHARE
    ? flagged(id, label, "warn", words.manyBlocked(look.value, list.name))
    : fine(id, label, words.blocked(look.value));
}

function namesCheck(
  list: ContactList,
  { doubts, ties }: Chosen,
  [id, label]: About,
  settings: Settings,
): Check {
  const words = checkupListWords[settings.language];
  if (ties.length > 0)
    return flagged(
      id,
      label,
      "warn",
      words.ties(
        list.name,
        ties.map(({ name }) => name),
      ),
    );
  if (doubts.length > 0)
    return flagged(
      id,
      label,
      "warn",
      words.doubts(
        doubts.map(({ name }) => name),
        list.name,
      ),
    );
  return fine(id, label, words.clear);
}
