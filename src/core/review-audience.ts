import { chooseAudience, type ContactList } from "./audience.ts";
import type { Entry } from "./journal.ts";
import type { ListId, Service, Settings } from "./settings.ts";
import { reviewWords } from "./words/review.ts";

/** Whom a mail goes to, as far as it is known without Brevo. */
export type Readers =
  /** The list of the outage mail: the end mail goes to no other one. */
  | { readonly kind: "exact"; readonly list: string; readonly contacts: number }
  /** The list of the last announcement; a newer one may be taken. */
  | { readonly kind: "estimate"; readonly list: string; readonly contacts: number }
  | { readonly kind: "unknown"; readonly forced?: number };

/** The last list that a mail of the service went to, by one journal. */
export function lastList(journal: readonly Entry[], service: Service): ContactList | undefined {
  return journal.findLast(({ step, list }) => list && step.endsWith(`/mail/${service.id}`))?.list;
}

/** Whom the outage mail of a service would go to. `forced` is the list that the incident file asks for. */
export function outageReaders(known: ContactList | undefined, forced: ListId | undefined): Readers {
  if (forced !== undefined && known?.id !== forced) return { kind: "unknown", forced };
  return known === undefined || known.contacts === 0
    ? { kind: "unknown" }
    : { kind: "estimate", list: known.name, contacts: known.contacts };
}

/** What a reviewer should know of that list before merging. */
export function listCautions(
  known: ContactList | undefined,
  forced: ListId | undefined,
  service: Service,
  settings: Settings,
  now: Date,
): readonly string[] {
  const words = reviewWords[settings.language].caution;
  if (forced !== undefined)
    return [words.forced(service.id, forced, known?.id === forced ? known.name : undefined)];
  if (known === undefined) return [];
  // A newer list may be in Brevo: what would be blocked there is a warning here.
  const lenient: Settings = { ...settings, limits: { ...settings.limits, staleList: "warn" } };
  const audience = chooseAudience([known], service, lenient, now);
  if (audience.kind !== "chosen" || !audience.stale) return [];
  const { staleAfterMonths, staleList } = settings.limits;
  return [
    staleList === "block"
      ? words.staleBlocked(known.name, audience.ageMonths, staleAfterMonths)
      : words.stale(known.name, audience.ageMonths, staleAfterMonths),
  ];
}
