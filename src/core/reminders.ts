import type { CampaignId } from "./campaign.ts";
import { reminderStep } from "./follow-up.ts";
import type { Incident } from "./incident.ts";
import { last, outageChat, type Entry, type Step } from "./journal.ts";
import { isOver } from "./plan.ts";
import type { ServiceId, Settings } from "./settings.ts";

/** Something that the team may have forgotten. `step` is its key in the journal and in the thread. */
export type Reminder =
  | {
      readonly kind: "open";
      readonly step: Step;
      readonly services: readonly ServiceId[];
      readonly hours: number;
      /** Lower thresholds that passed unsaid: this one speaks for them. */
      readonly covers: readonly number[];
    }
  | {
      readonly kind: "expected-end";
      readonly step: Step;
      readonly services: readonly ServiceId[];
      readonly expectedEnd: Date;
    }
  | {
      readonly kind: "doubt";
      readonly step: Step;
      readonly mail: Step;
      readonly state: "unknown" | "failed";
      readonly since: Date;
      readonly campaign?: CampaignId;
    };

const MINUTE_MS = 60_000;
/** Whoever just read the announcement needs no reminder of it, however long ago the outage began. */
const FRESH_MS = 60 * MINUTE_MS;
const DOUBT_MS = 30 * MINUTE_MS;

/**
 * What is to be brought to mind now, each once: the outage is open for longer than a threshold, its hour of return
 * passed, or nobody settled what became of a mail. Nothing where the outage message was never posted. Pure.
 */
export function remindersDue(
  incident: Incident,
  journal: readonly Entry[],
  settings: Settings,
  now: Date,
): readonly Reminder[] {
  const announced = last(journal, outageChat, "posted");
  if (!incident.notify || announced?.ts === undefined) return [];
  const away = incident.services.filter((service) => !isOver(incident, service));
  const isFresh = now.getTime() - announced.at.getTime() < FRESH_MS;
  const open =
    away.length === 0 || isFresh
      ? []
      : [...openTooLong(incident, away, journal, settings, now), ...lateReturn(incident, away, now)];
  return [...open, ...doubts(journal, now)].filter(({ step }) => !isSaid(journal, step));
}

/** The highest threshold that passed since the start; those below it are said with it, and never after it. */
function openTooLong(
  { startedAt }: Incident,
  services: readonly ServiceId[],
  journal: readonly Entry[],
  { limits }: Settings,
  now: Date,
): Reminder[] {
  const passed = limits.remindAfterHours.filter(
    (each) => now.getTime() - startedAt.getTime() >= each * 60 * MINUTE_MS,
  );
  const hours = passed.at(-1);
  const said = hoursSaid(journal);
  if (hours === undefined || hours <= said) return [];
  const covers = passed.slice(0, -1).filter((each) => each > said);
  return [{ kind: "open", step: openStep(hours), services, hours, covers }];
}

/** The highest threshold that was said; 0 before the first. */
function hoursSaid(journal: readonly Entry[]): number {
  const said = journal.flatMap(({ step, event }) => {
    const hours = event === "posted" ? /^reminder\/open\/(?<hours>[\d.]+)h$/u.exec(step)?.groups : undefined;
    return hours ? Number(hours["hours"]) : [];
  });
  return Math.max(0, ...said);
}

const openStep = (hours: number): Step => reminderStep(`open/${hours}h`);
const isSaid = (journal: readonly Entry[], step: Step): boolean =>
  last(journal, step, "posted") !== undefined;

/** A new hour is a new promise, and a new threshold. */
function lateReturn({ expectedEnd }: Incident, services: readonly ServiceId[], now: Date): Reminder[] {
  if (!expectedEnd || now <= expectedEnd) return [];
  const instant = `${expectedEnd.toISOString().slice(0, 16)}Z`;
  return [{ kind: "expected-end", step: reminderStep(`expected-end/${instant}`), services, expectedEnd }];
}

/** Mails whose last word is a failure or a doubt, since half an hour or more. */
function doubts(journal: readonly Entry[], now: Date): Reminder[] {
  const mails = new Set(journal.map(({ step }) => step).filter((step) => /\/mail\/[^/]+$/u.test(step)));
  return [...mails].flatMap((mail): Reminder[] => {
    const said = journal.filter(({ step, event }) => step === mail && event !== "drift");
    const end = said.at(-1);
    // A later try that came to nothing begins no new doubt: one that fails every hour would never be an hour old.
    const begin = said
      .slice(said.findLastIndex(({ event }) => !isOpen(event)) + 1)
      .find(({ event }) => isDoubt(event));
    if (!end || !begin || !isDoubt(end.event) || now.getTime() - begin.at.getTime() < DOUBT_MS) return [];
    const { campaign } = end;
    return [
      {
        kind: "doubt",
        step: reminderStep(`doubt/${mail}`),
        mail,
        state: end.event,
        since: begin.at,
        ...(campaign !== undefined && { campaign }),
      },
    ];
  });
}

const isOpen = (event: string): boolean => isDoubt(event) || event === "drafted" || event === "accepted";
const isDoubt = (event: string): event is "unknown" | "failed" => event === "unknown" || event === "failed";
