import { chooseAudience, type ContactList } from "./audience.ts";
import type { Snapshot } from "./checkup-file.ts";
import type { Entry } from "./journal.ts";
import type { ListId, Service, Settings } from "./settings.ts";
import { asOf, audienceThen, snapshotCautions } from "./snapshot.ts";
import { reviewWords } from "./words/review.ts";

/** Whom a mail goes to, as far as it is known without Brevo. */
export type Readers =
  /** The list of the outage mail: the end mail goes to no other one. */
  | { readonly kind: "exact"; readonly list: string; readonly contacts: number }
  /** The list that the last checkup would take (`asOf`), or that of the last announcement; a newer one may be taken. */
  | {
      readonly kind: "estimate";
      readonly list: string;
      readonly contacts: number;
      readonly asOf?: string;
    }
  | { readonly kind: "unknown"; readonly forced?: number };

/** A list, and where it is known from. */
export interface KnownList extends ContactList {
  /** « d’après la vérification du lundi 23 novembre »; absent for the list of the last announcement. */
  readonly asOf?: string;
  /** What was said of it then. */
  readonly cautions?: readonly string[];
}

/** The last list that a mail of the service went to, by one journal, and when it was chosen. */
export function lastList(
  journal: readonly Entry[],
  service: Service,
): { readonly at: Date; readonly list: ContactList } | undefined {
  const entry = journal.findLast(({ step, list }) => list && step.endsWith(`/mail/${service.id}`));
  if (!entry?.list) return undefined;
  const { id } = entry.list;
  // The end mail and the figures name the list of the beginning.
  const chosen = journal.find(({ list }) => list?.id === id) ?? entry;
  return { at: chosen.at, list: entry.list };
}

/** Whom the outage mail would go to by the last checkup; `undefined` when it does not know. */
export function listThen(
  snapshot: Snapshot,
  service: Service,
  settings: Settings,
  now: Date,
  forced: ListId | undefined,
): KnownList | undefined {
  // What would be blocked there is a caution here: a newer list may be in Brevo.
  const audience = audienceThen(snapshot, service, lenient(settings), now, forced);
  if (!audience || audience.kind === "refused") return undefined;
  return {
    ...audience.list,
    asOf: asOf(snapshot, settings, now),
    cautions: snapshotCautions(snapshot, settings, now),
  };
}

const lenient = (settings: Settings): Settings => ({
  ...settings,
  limits: { ...settings.limits, staleList: "warn" },
});

/** Whom the outage mail of a service would go to. `forced` is the list that the incident file asks for. */
export function outageReaders(known: KnownList | undefined, forced: ListId | undefined): Readers {
  if (forced !== undefined && known?.id !== forced) return { kind: "unknown", forced };
  return known === undefined || known.contacts === 0
    ? { kind: "unknown" }
    : {
        kind: "estimate",
        list: known.name,
        contacts: known.contacts,
        ...(known.asOf !== undefined && { asOf: known.asOf }),
      };
}

/** What a reviewer should know of that list before merging. */
export function listCautions(
  known: KnownList | undefined,
  forced: ListId | undefined,
  service: Service,
  settings: Settings,
  now: Date,
): readonly string[] {
  const words = reviewWords[settings.language].caution;
  const then = known?.cautions ?? [];
  if (forced !== undefined)
    return [words.forced(service.id, forced, known?.id === forced ? known.name : undefined), ...then];
  if (known === undefined) return [];
  const audience = chooseAudience([known], service, lenient(settings), now);
  if (audience.kind !== "chosen" || !audience.stale) return then;
  const { staleAfterMonths, staleList } = settings.limits;
  return [
    staleList === "block"
      ? words.staleBlocked(known.name, audience.ageMonths, staleAfterMonths)
      : words.stale(known.name, audience.ageMonths, staleAfterMonths),
    ...then,
  ];
}
