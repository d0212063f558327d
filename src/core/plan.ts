import type { Incident } from "./incident.ts";
import { last, leftEntry, mailStep, outageChat, recoveryChat, type Entry, type Step } from "./journal.ts";
import type { News } from "./notice.ts";
import type { ServiceId, Settings } from "./settings.ts";
import { isUndecidedStep, undecidedUpdates, updateChat, updateMail, updatesOf } from "./update.ts";

/** Waits between looks at a world that should have changed, in milliseconds at full patience (design section 4.11). */
export const POLLS = [1_000, 2_000, 5_000, 10_000, 20_000] as const;
/** How long an accepted campaign may still read `draft` before a new run may ask again (design section 4.3). */
export const ACCEPTED_HOLDS_MS = 10 * 60_000;

/** Whether the age guard is lifted for this incident: by `declare`, `resolve` or `--late`. */
export type Guard = "on" | "lifted";

/** Why an incident file asks for something that cannot be had any more (design section 4.8). */
export type Contradiction =
  | { readonly kind: "service-removed"; readonly service: ServiceId }
  | { readonly kind: "silenced"; readonly service: ServiceId }
  | { readonly kind: "reopened"; readonly service: ServiceId }
  | { readonly kind: "deleted"; readonly service: ServiceId };

/** The service is back, or never was away. */
export function isOver(incident: Incident, service: ServiceId): boolean {
  return incident.status !== "open" || incident.resolvedAt.has(service) || incident.mistaken.has(service);
}

/** The service never was away: its announcement was a mistake. */
export function isMistaken(incident: Pick<Incident, "status" | "mistaken">, service: ServiceId): boolean {
  return incident.status === "mistaken" || incident.mistaken.has(service);
}

/** The instant at which the end counts as declared; a false alarm may have no hour of its own. */
export function overAt(incident: Incident, service: ServiceId): Date {
  return incident.resolvedAt.get(service) ?? incident.declaredAt ?? incident.startedAt;
}

/** Whether the announcement of this phase is too old to leave by itself. Its instant comes from the incident file. */
export function isTooOld(incident: Incident, service: ServiceId, phase: News, settings: Settings, now: Date) {
  return now.getTime() > newsUntil(incident, service, phase, settings).getTime();
}

/** The last instant at which the announcement of this phase may leave by itself. */
export function newsUntil(incident: Incident, service: ServiceId, phase: News, settings: Settings): Date {
  const since = announcedSince(incident, service, phase);
  return new Date(since.getTime() + settings.limits.maxAgeHours * 3_600_000);
}

function announcedSince(incident: Incident, service: ServiceId, news: News): Date {
  if (typeof news !== "string") return news.at;
  return news === "outage" ? (incident.declaredAt ?? incident.startedAt) : overAt(incident, service);
}

/** What was begun in time is finished when it can be, for as long as an outage may be declared late. */
const BEGUN_HOLDS_MS = 7 * 24 * 3_600_000;

/**
 * Whether the announcement must not leave by itself any more: it is too old, and nothing shows that it was begun while
 * it was news. `begun` holds the instants of what does: lines of the journal, a draft at Brevo.
 */
export function isOutdated(
  incident: Incident,
  service: ServiceId,
  phase: News,
  { settings, guard, now }: { readonly settings: Settings; readonly guard: Guard; readonly now: Date },
  begun: readonly Date[],
): boolean {
  if (guard === "lifted" || !isTooOld(incident, service, phase, settings, now)) return false;
  const isHeld = now.getTime() - announcedSince(incident, service, phase).getTime() <= BEGUN_HOLDS_MS;
  return !(isHeld && begun.some((at) => !isTooOld(incident, service, phase, settings, at)));
}

/** When somebody worked at a step, by the journal; that it was given up for its age is no work. */
export function workedAt(journal: readonly Entry[], step: Step): Date[] {
  return journal.filter((entry) => entry.step === step && entry.event !== "skipped").map(({ at }) => at);
}

/** What the file asks against what already left. Each needs a person; nothing is sent for that service meanwhile. */
export function contradictions(
  incident: Incident,
  journal: readonly Entry[],
  settings: Settings,
): Contradiction[] {
  const found: Contradiction[] = [];
  for (const { id: service } of settings.services) {
    const gone = leftEntry(journal, "outage", service) !== undefined;
    const ended = leftEntry(journal, "recovery", service) !== undefined;
    if (gone && !ended && !incident.services.includes(service))
      found.push({ kind: "service-removed", service });
    else if (gone && !ended && !incident.notify) found.push({ kind: "silenced", service });
    else if (ended && incident.services.includes(service) && !isOver(incident, service))
      found.push({ kind: "reopened", service });
  }
  return found;
}

/** Something was begun for the outage mail, and it is not known to have left or to have been withdrawn. */
export function isUndecided(journal: readonly Entry[], service: ServiceId): boolean {
  return isUndecidedStep(journal, mailStep("outage", service));
}

/** The outage mail of this service is not to leave: it is back, it was taken out of the file, or nobody is to be told. */
export function isUnwanted(incident: Incident, service: ServiceId): boolean {
  return !incident.notify || !incident.services.includes(service) || isOver(incident, service);
}

/** Every step that the incident can have, in the order in which people read them. */
function allSteps(incident: Incident): Step[] {
  return [
    outageChat,
    ...incident.services.map((service) => mailStep("outage", service)),
    ...incident.services
      .filter((service) => isOver(incident, service))
      .flatMap((service) => [recoveryChat(service), mailStep("recovery", service)]),
  ];
}

/**
 * Whether the step needs nothing more. What was skipped for its age stays so while it is too old: `declared_at` in the
 * file, or a lifted guard, makes it wanted again.
 */
function isSettled(journal: readonly Entry[], step: Step, stillTooOld: boolean, isDropped: boolean): boolean {
  const end = last(journal, step, "posted", "left", "adopted", "skipped");
  if (end?.event !== "skipped") return end !== undefined;
  // Withdrawn because the outage was over: a file that was opened again wants it again.
  return end.reason === WITHDRAWN ? isDropped : stillTooOld;
}

/** Why a mail that is not wanted any more is `skipped`. */
export const WITHDRAWN = "withdrawn";

/**
 * Whether a run has anything to find out or to do for the incident. False costs no request and needs no key.
 * An incident that was never announced and whose end is too old has nothing to tell anybody.
 */
export function needsWorld(
  incident: Incident,
  journal: readonly Entry[],
  settings: Settings,
  now: Date,
  guard: Guard,
): boolean {
  if (contradictions(incident, journal, settings).length > 0) return true;
  if (settings.services.some(({ id }) => isUndecided(journal, id))) return true;
  if (settings.services.some(({ id }) => undecidedUpdates(journal, id).length > 0)) return true;
  if (!incident.notify || isNeverAnnounced(incident, journal, settings, now, guard)) return false;
  if (wantsUpdates(incident, journal, settings, now)) return true;
  return allSteps(incident).some((step) => {
    const phase = step.startsWith("recovery/") ? "recovery" : "outage";
    const services = incident.services.filter((id) => step.endsWith(`/${id}`));
    const concerned = services.length > 0 ? services : incident.services;
    const stillTooOld =
      guard === "on" && concerned.every((service) => isTooOld(incident, service, phase, settings, now));
    const isDropped = concerned.every((service) => isUnwanted(incident, service));
    return !isSettled(journal, step, stillTooOld, isDropped);
  });
}

/** News of services that are still away waits to be told, on Slack or by mail. */
function wantsUpdates(incident: Incident, journal: readonly Entry[], settings: Settings, now: Date): boolean {
  const away = incident.services.filter((service) => !isOver(incident, service));
  return updatesOf(incident, journal).some((update) => {
    const mailed = away.filter((id) => update.mail && mayFollow(journal, id));
    const steps =
      away.length === 0 ? [] : [updateChat(update.key), ...mailed.map((id) => updateMail(update.key, id))];
    return steps.some((step) => {
      const [service] = away;
      const stillTooOld = service !== undefined && isTooOld(incident, service, update, settings, now);
      return !isSettled(journal, step, stillTooOld, false);
    });
  });
}

/** News goes to those who got the outage mail: where that one was given up, none follows it. */
export function mayFollow(journal: readonly Entry[], service: ServiceId): boolean {
  return last(journal, mailStep("outage", service), "left", "adopted", "skipped")?.event !== "skipped";
}

/** All over, and no trace that anything was ever said of it: telling the end would be the first news of it. */
export function isNeverAnnounced(
  incident: Incident,
  journal: readonly Entry[],
  settings: Settings,
  now: Date,
  guard: Guard,
): boolean {
  return (
    guard === "on" &&
    journal.length === 0 &&
    incident.services.every(
      (service) => isOver(incident, service) && isTooOld(incident, service, "recovery", settings, now),
    )
  );
}
