import type { CampaignId } from "./campaign.ts";
import { isCounted, type Figures } from "./figures.ts";
import { last, outageChat, type Entry, type Step } from "./journal.ts";
import type { Settings } from "./settings.ts";

/** What may still be asked or said after an announcement: figures of its mails, reminders while it is open. */
export const figuresStep = (mail: Step, hours: number): Step => `${mail}/figures/${hours}h`;
export const reminderStep = (what: string): Step => `reminder/${what}`;

/** Whether a step tells something after an announcement, and is none itself. */
export function isFollowUp(step: Step): boolean {
  return step.startsWith("reminder/") || step.includes("/figures/");
}

const HOUR_MS = 3_600_000;
/** What left before that long and was never looked at stays alone: a robot that learns to look does not flood anybody. */
const RECENT_MS = 7 * 24 * HOUR_MS;
/** How long after its hour a reading is tried again, and a reading that came is still worth a line in the thread. */
const TRIED_MS = 48 * HOUR_MS;
const TOLD_MS = 12 * HOUR_MS;
/** How long after its hour Brevo may still be sending or counting. */
const PATIENT_MS = 6 * HOUR_MS;

/** Figures of one mail that are to be read now. */
export interface FiguresDue {
  /** The mail: `outage/mail/rp`. */
  readonly mail: Step;
  readonly campaign: CampaignId;
  /** The setting's hours after the mail left; the highest that passed. */
  readonly hours: number;
  /** Since when they are due, UTC. */
  readonly since: Date;
  readonly leftAt: Date;
  /** Size of the list when the mail left; 0 when nobody knows. */
  readonly contacts: number;
  /** Brevo may still be sending or counting. */
  readonly patient: boolean;
  /** No later run will ask again: without an answer now there is none. */
  readonly lastTry: boolean;
}

/**
 * Which figures are to be read (`limits.figures_after_hours`). Each mail that left, or was adopted, is looked at once
 * for each threshold; of several that passed the highest covers the others. Pure: replaying asks nothing again.
 */
export function figuresDue(journal: readonly Entry[], settings: Settings, now: Date): readonly FiguresDue[] {
  return mailsThatLeft(journal).flatMap(({ mail, left, campaign }): FiguresDue[] => {
    const taken = Math.max(0, ...readingsOf(journal, mail).map(({ figures }) => figures.after_hours));
    const since = (hours: number) => left.at.getTime() + hours * HOUR_MS;
    const hours = settings.limits.figuresAfterHours.findLast((each) => since(each) <= now.getTime());
    if (hours === undefined || hours <= taken) return [];
    const late = now.getTime() - since(hours);
    if (late > TRIED_MS && now.getTime() - left.at.getTime() > RECENT_MS) return [];
    return [
      {
        mail,
        campaign,
        hours,
        since: new Date(since(hours)),
        leftAt: left.at,
        contacts: left.list?.contacts ?? 0,
        patient: late < PATIENT_MS,
        lastTry: late >= TRIED_MS,
      },
    ];
  });
}

/** Figures that the journal holds. */
export interface Reading {
  readonly mail: Step;
  readonly figures: Figures;
  /** UTC. */
  readonly at: Date;
  readonly leftAt: Date;
  readonly campaign: CampaignId;
  readonly contacts: number;
}

/** Figures that are written down and not told in the thread: Slack did not answer when they came. */
export function figuresUntold(journal: readonly Entry[], now: Date): readonly Reading[] {
  if (threadOf(journal) === undefined) return [];
  return allReadings(journal).filter(({ mail, figures, at }, index, all) => {
    const isNewest = !all.slice(index + 1).some((later) => later.mail === mail);
    const isNews = isCounted(figures) || figures.status === "vanished";
    const isTold = last(journal, figuresStep(mail, figures.after_hours), "posted") !== undefined;
    return isNewest && isNews && !isTold && now.getTime() - at.getTime() < TOLD_MS;
  });
}

/** Every reading of every mail, oldest first; of two of one threshold, as two machines may write them, the last. */
export function allReadings(journal: readonly Entry[]): readonly Reading[] {
  return mailsThatLeft(journal).flatMap(({ mail, left, campaign }) =>
    readingsOf(journal, mail)
      .filter(
        ({ figures }, index, all) =>
          !all.slice(index + 1).some((later) => later.figures.after_hours === figures.after_hours),
      )
      .map(({ figures, at }) => ({
        mail,
        figures,
        at,
        leftAt: left.at,
        campaign,
        contacts: left.list?.contacts ?? 0,
      })),
  );
}

/** The outage message, under which everything is said. */
export function threadOf(journal: readonly Entry[]): string | undefined {
  return last(journal, outageChat, "posted")?.ts;
}

/** From when on a mail has to have left for anything to be asked of it; nothing older is opened for it. */
export function followedSince({ limits }: Settings, now: Date): Date {
  const longest = Math.max(0, ...limits.figuresAfterHours) * HOUR_MS + TRIED_MS;
  return new Date(now.getTime() - Math.max(longest, RECENT_MS));
}

function mailsThatLeft(journal: readonly Entry[]) {
  const mails = new Set(
    journal.filter(({ event }) => event === "left" || event === "adopted").map(({ step }) => step),
  );
  return [...mails].flatMap((mail) => {
    const left = last(journal, mail, "left", "adopted");
    return left?.campaign === undefined ? [] : [{ mail, left, campaign: left.campaign }];
  });
}

function readingsOf(journal: readonly Entry[], mail: Step) {
  return journal.flatMap(({ step, event, figures, at }) =>
    step === mail && event === "figures" && figures ? [{ figures, at }] : [],
  );
}
