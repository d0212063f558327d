import { type ListName, namesService, readListName } from "./audience-name.ts";
import type { ListId, Service, Settings } from "./settings.ts";
import { zoned } from "./time-zone.ts";
import { audienceWords } from "./words/audience.ts";
import { timeWords } from "./words/time.ts";

export { normaliseListName, readListName } from "./audience-name.ts";

/** A Brevo list. `contacts` is Brevo's `uniqueSubscribers`: the other counts are being withdrawn and read 0. */
export interface ContactList {
  readonly id: ListId;
  readonly name: string;
  readonly contacts: number;
}

/** To whom the mail of one service goes, or one sentence that says why to nobody and what to do. */
export type Audience =
  | {
      readonly kind: "chosen";
      readonly list: ContactList;
      /** Month in the list's name: "2025-11". */
      readonly month: string;
      /** Whole months from that month to now; 0 for next month's list. */
      readonly ageMonths: number;
      readonly stale: boolean;
      /** Older lists of the service, newest first. */
      readonly runnersUp: readonly ContactList[];
      /** Other lists of the same month, highest id first. */
      readonly ties: readonly ContactList[];
      /** Lists of the service that may be newer, but whose name isn't understood. */
      readonly doubts: readonly ContactList[];
      readonly warnings: readonly string[];
    }
  | { readonly kind: "forced"; readonly list: ContactList; readonly warnings: readonly string[] }
  | { readonly kind: "refused"; readonly reason: string; readonly doubts: readonly ContactList[] };

/** A list whose name was understood. `months` counts from year 0. */
interface Dated {
  readonly list: ContactList;
  readonly months: number;
}

interface Doubt {
  readonly list: ContactList;
  readonly name: Extract<ListName, { kind: "refused" }>;
}

const NAMED_DOUBTS = 3;

/**
 * Chooses the list of a service among **all** of Brevo's lists, at `now` on the calendar of the settings' zone: newest
 * month in the name, then highest id; never the id alone (facts/mail-and-french.md, section 6). `forced` is
 * `lists: { rp: 47 }` of the incident file: that list must exist, hold people and carry the service's words
 * (design, section 2). An empty list is refused, an old one is a loud warning or, with `staleList: block`, refused.
 */
export function chooseAudience(
  lists: readonly ContactList[],
  service: Service,
  settings: Settings,
  now: Date,
  forced?: ListId,
): Audience {
  const { dated, doubts } = readLists(lists, service, settings, now);
  return forced === undefined
    ? chooseNewest(dated, doubts, service, settings, now)
    : takeForced(forced, lists, dated, service, settings);
}

function readLists(
  lists: readonly ContactList[],
  service: Service,
  settings: Settings,
  now: Date,
): { dated: readonly Dated[]; doubts: readonly Doubt[] } {
  const dated: Dated[] = [];
  const doubts: Doubt[] = [];
  for (const list of lists) {
    const name = readListName(list.name, service, now, settings.timeZone);
    if (name.kind === "month") dated.push({ list, months: name.year * 12 + name.month });
    else if (name.kind === "refused") doubts.push({ list, name });
  }
  return {
    dated: dated.toSorted((a, b) => b.months - a.months || b.list.id - a.list.id),
    doubts: doubts.toSorted((a, b) => b.list.id - a.list.id),
  };
}

function chooseNewest(
  dated: readonly Dated[],
  refused: readonly Doubt[],
  service: Service,
  settings: Settings,
  now: Date,
): Audience {
  const words = audienceWords[settings.language];
  const [newest, ...others] = dated;
  if (!newest) return refuseAll(refused, service, settings, now);

  const { list, months } = newest;
  const doubts = refused
    .filter((doubt) => doubt.list.id > list.id || (doubt.name.seems ?? 0) >= months)
    .map((doubt) => doubt.list);
  const ties = others.filter((other) => other.months === months).map((other) => other.list);
  const runnersUp = others.filter((other) => other.months < months).map((other) => other.list);
  const said = say(list, settings);
  if (list.contacts === 0) {
    const other = [...ties, ...runnersUp].find((candidate) => candidate.contacts > 0);
    const reason = other
      ? words.emptyButOther(said, say(other, settings), other.contacts, service.id, other.id)
      : words.empty(said, service.id);
    return { kind: "refused", reason, doubts };
  }

  const { staleAfterMonths, staleList } = settings.limits;
  const ageMonths = Math.max(0, monthsAt(now, settings) - months);
  const stale = ageMonths > staleAfterMonths;
  const monthName = sayMonth(months, settings);
  if (stale && staleList === "block") {
    const reason = words.tooOld(said, monthName, ageMonths, staleAfterMonths, service.id, list.id);
    return { kind: "refused", reason, doubts };
  }

  const previous = [...ties, ...runnersUp.slice(0, 1)].toSorted((a, b) => b.contacts - a.contacts)[0];
  const warnings: string[] = [];
  if (stale) warnings.push(words.stale(said, monthName, ageMonths, staleAfterMonths));
  if (ties.length > 0) warnings.push(words.tie(said, sayAll(ties, settings)));
  if (previous && list.contacts * 2 < previous.contacts) {
    warnings.push(words.shrunk(said, list.contacts, say(previous, settings), previous.contacts));
  }
  if (doubts.length > 0) warnings.push(words.doubts(sayAll(doubts, settings), list.name));
  return {
    kind: "chosen",
    list,
    month: isoMonth(months),
    ageMonths,
    stale,
    runnersUp,
    ties,
    doubts,
    warnings,
  };
}

function refuseAll(refused: readonly Doubt[], service: Service, settings: Settings, now: Date): Audience {
  const words = audienceWords[settings.language];
  const { year, month } = zoned(now, settings.timeZone);
  const word = service.listWords[0] ?? service.name;
  // Brevo's names are read in French whatever language we speak.
  const example = words.exampleName(word.toUpperCase(), timeWords.fr.month(month), year);
  const doubts = refused.map((doubt) => doubt.list);
  const ofService = sayOf(service, settings);
  const reason =
    doubts.length > 0
      ? words.noneButDoubts(ofService, sayAll(doubts, settings), example)
      : words.none(ofService, example);
  return { kind: "refused", reason, doubts };
}

function takeForced(
  id: ListId,
  lists: readonly ContactList[],
  dated: readonly Dated[],
  service: Service,
  settings: Settings,
): Audience {
  const words = audienceWords[settings.language];
  const list = lists.find((candidate) => candidate.id === id);
  if (!list) return refuse(words.unknownId(id, service.id));
  const said = say(list, settings);
  if (!namesService(list.name, service)) {
    return refuse(words.forcedStranger(said, sayOf(service, settings), service.id));
  }
  if (list.contacts === 0) return refuse(words.forcedEmpty(said, service.id));
  const newest = dated[0]?.list;
  const warnings =
    newest && newest.id !== id ? [words.forcedOlder(said, say(newest, settings), newest.contacts)] : [];
  return { kind: "forced", list, warnings };
}

function refuse(reason: string): Audience {
  return { kind: "refused", reason, doubts: [] };
}

function say({ name, id }: ContactList, { language }: Settings): string {
  return audienceWords[language].list(name, id);
}

function sayAll(lists: readonly ContactList[], settings: Settings): string {
  const words = audienceWords[settings.language];
  const named = words.listsAnd(lists.slice(0, NAMED_DOUBTS).map((list) => say(list, settings)));
  return lists.length > NAMED_DOUBTS ? words.andOthers(named, lists.length - NAMED_DOUBTS) : named;
}

/** "de Reconnect Pro": the grammar forms of the settings are French. */
function sayOf(service: Service, { language }: Settings): string {
  return language === "fr" ? service.grammar.de : service.name;
}

function monthsAt(now: Date, { timeZone }: Settings): number {
  const { year, month } = zoned(now, timeZone);
  return year * 12 + month;
}

function isoMonth(months: number): string {
  return `${String(Math.floor((months - 1) / 12))}-${String(((months - 1) % 12) + 1).padStart(2, "0")}`;
}

function sayMonth(months: number, { language }: Settings): string {
  const year = Math.floor((months - 1) / 12);
  return `${timeWords[language].month(((months - 1) % 12) + 1)} ${year}`;
}
