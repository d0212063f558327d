import { newsFor, type Campaign } from "./campaign.ts";
import type { Entry } from "./journal.ts";
import type { Service } from "./settings.ts";
import { updateMail, updateOfStep } from "./update.ts";

/**
 * Mails with news to the users of one service in an hour. Each costs some nine of the hundred calls that Brevo allows
 * in an hour: a file full of news would keep the end of the outage, or another outage, from leaving.
 */
export const NEWS_PER_HOUR = 3;

const HOUR_MS = 3_600_000;

/** Campaigns with news that this file's journal names, by the instant of the event; a run sees them before Brevo's list is asked again. */
export function journalledNews(
  journal: readonly Entry[],
  services: readonly Pick<Service, "id">[],
  event: "drafted" | "accepted",
): ReadonlyMap<number, Date> {
  const found = new Map<number, Date>();
  for (const { step, event: done, campaign, at } of journal) {
    const key = updateOfStep(step);
    if (key === undefined || campaign === undefined || done !== event) continue;
    if (services.some(({ id }) => step === updateMail(key, id))) found.set(campaign, at);
  }
  return found;
}

/** How many campaigns with news for the service were made within the last hour, whatever became of them. */
export function newsOfTheHour(
  {
    seen,
    journal,
    service,
    now,
  }: {
    readonly seen: readonly Campaign[];
    readonly journal: readonly Entry[];
    readonly service: Service;
    readonly now: Date;
  },
  isOwn: (campaign: number) => boolean,
): number {
  const made = new Map(journalledNews(journal, [service], "drafted"));
  for (const { id, name, createdAt } of seen)
    if (newsFor(name, service) !== undefined) made.set(id, createdAt);
  return [...made].filter(([id, at]) => !isOwn(id) && now.getTime() - at.getTime() < HOUR_MS).length;
}
