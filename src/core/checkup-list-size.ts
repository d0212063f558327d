import type { ContactList } from "./audience.ts";
import type { Chosen } from "./checkup-list-now.ts";
import { fine, flagged, unseen, type Check, type Look } from "./checkup.ts";
import type { Settings } from "./settings.ts";
import { checkupListWords } from "./words/checkup-lists.ts";

/** What was seen of Brevo's lists. */
export interface ListsSeen {
  readonly lists: readonly ContactList[];
  /** Blocklisted contacts of the chosen lists, by the list's id; Brevo is withdrawing the figure. */
  readonly blocklisted: ReadonlyMap<number, Look<number>>;
}

/** Id and label of a line. */
export type About = readonly [id: string, label: string];

/** A list that lost more than this share of the one before it is worth a look; one that lost half is not whole. */
const LOST_SHARE = 0.2;
const HALF = 0.5;

/** The size against the list before it. */
export function sizeCheck(
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

/** Contacts of the list that get nothing. */
export function blockedCheck(
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
