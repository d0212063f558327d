import { chooseAudience, type ContactList } from "./audience.ts";
import type { Checkup } from "./checkup.ts";
import type { Service, Settings } from "./settings.ts";

/** The list of a service whose month is over, and which is still young enough to be written to. */
export interface DueList {
  readonly service: Service;
  readonly list: ContactList;
  /** Month in the list's name: "2026-10". */
  readonly month: string;
}

/** Lists are renewed by the month (procedure): one is due a month before it is too old, and never in its own month. */
export function dueLists({ at, lists = [] }: Checkup, settings: Settings): DueList[] {
  const { staleAfterMonths } = settings.limits;
  const lenient: Settings = { ...settings, limits: { ...settings.limits, staleList: "warn" } };
  return settings.services.flatMap((service) => {
    const audience = chooseAudience(lists, service, lenient, at);
    if (audience.kind !== "chosen" || audience.stale) return [];
    const isDue = audience.ageMonths >= Math.max(1, staleAfterMonths - 1);
    return isDue ? [{ service, list: audience.list, month: audience.month }] : [];
  });
}
