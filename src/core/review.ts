import type { Incident } from "./incident.ts";
import { leftEntry, type Entry } from "./journal.ts";
import type { NoticeKind } from "./notice.ts";
import { isNeverAnnounced, isOver } from "./plan.ts";
import type { Problem } from "./problem.ts";
import { hindranceOf, readStep } from "./receipt.ts";
import type { IncidentReport, StepReport } from "./report.ts";
import type { Readers } from "./review-audience.ts";
import type { Sample } from "./review-samples.ts";
import type { Service, Settings } from "./settings.ts";
import { formatWallClock } from "./time.ts";
import { reviewWords } from "./words/review.ts";

/** What a pull request would do, decided; `review-page` puts it into words. */
export interface Review {
  readonly settings: Settings;
  readonly now: Date;
  /** What has to be corrected before anything is merged. */
  readonly problems: readonly Problem[];
  readonly incidents: readonly ReviewedIncident[];
  /** Mails and messages of invented outages that read otherwise; undefined when neither templates nor settings change. */
  readonly samples?: readonly Sample[];
  /** Open outages whose end mail takes the new texts. */
  readonly ending: readonly string[];
}

export interface ReviewedIncident {
  readonly id: string;
  /** `settings`: its file stays as it is, but the new settings or texts make it wanted. */
  readonly change: "new" | "changed" | "deleted" | "settings";
  readonly steps: readonly ReviewedStep[];
  /** Why nothing leaves, when nothing does. */
  readonly silence?: Silence;
  readonly cautions: readonly string[];
  /** After this instant the announcement is too old to leave by itself. */
  readonly deadline?: Date;
  readonly mails: readonly PlannedMail[];
  readonly posts: readonly PlannedPost[];
}

export type Silence = "deleted" | "faulty" | "quiet" | "told" | "unheard" | "old" | "stopped";

export interface ReviewedStep {
  readonly key: string;
  readonly isChat: boolean;
  /** The end of an outage that never was. */
  readonly mistaken?: true;
  readonly phase: NoticeKind;
  readonly service?: Service;
  /** `waits`: something keeps it from leaving, and `told` says what. */
  readonly fate: "leaves" | "left" | "waits" | "dropped";
  readonly told?: { readonly reason: string; readonly gesture: string };
  readonly at?: Date;
  readonly readers?: Readers;
}

export interface PlannedMail {
  /** The key of its step. */
  readonly step: string;
  readonly service: Service;
  readonly mistaken?: true;
  readonly subject: string;
  readonly preview: string;
  readonly text: string;
  readonly html: string;
}

export interface PlannedPost {
  /** The key of its step. */
  readonly step: string;
  readonly mistaken?: true;
  readonly text: string;
}

/** The steps of a rehearsal as a reviewer has to know them; `readers` says whom a mail would go to. */
export function reviewedSteps(
  report: IncidentReport,
  settings: Settings,
  now: Date,
  readers: (step: StepReport, phase: NoticeKind, service: Service) => Readers,
): readonly ReviewedStep[] {
  const steps = report.steps.flatMap((step): ReviewedStep[] => {
    const { phase, service } = readStep(step.step, settings);
    const fate = fateOf(step);
    if (fate === undefined) return [];
    const isChat = step.step.includes("/slack");
    // What a file asks in vain is a problem of its own, on its line.
    const isTold = fate === "waits" && step.hindrance?.on !== "file";
    const told = isTold ? toldOf(step, phase, report.id, settings, now) : undefined;
    return [
      {
        key: step.step,
        isChat,
        phase,
        fate,
        ...(service && { service }),
        ...(step.mistaken && { mistaken: step.mistaken }),
        ...(told && { told }),
        ...(fate === "left" && step.at && { at: step.at }),
        ...(!isChat && service && isSent(fate) && { readers: readers(step, phase, service) }),
      },
    ];
  });
  const mails = new Set(steps.flatMap(({ isChat, told }) => (isChat ? [] : (told?.gesture ?? []))));
  // One thing to do is said once, where it matters most.
  return steps.map(({ told, ...step }) =>
    told && !(step.isChat && mails.has(told.gesture)) ? { ...step, told } : step,
  );
}

const isSent = (fate: ReviewedStep["fate"]): boolean => fate === "leaves" || fate === "left";

/** What keeps a step from leaving. In a proposal the way out of old news is a line of the file. */
function toldOf(step: StepReport, phase: NoticeKind, id: string, settings: Settings, now: Date) {
  const told = hindranceOf(step, id, settings);
  const { hindrance } = step;
  const isOld = hindrance !== undefined && "why" in hindrance && hindrance.why.kind === "too-old";
  if (!told || !isOld || phase !== "outage") return told;
  const at = formatWallClock(now, settings.timeZone);
  return { ...told, gesture: reviewWords[settings.language].declareLate(at) };
}

function fateOf({ state, fresh }: StepReport): ReviewedStep["fate"] | undefined {
  switch (state) {
    case "done":
      return fresh ? "leaves" : "left";
    case "failed":
    case "unknown":
      return "waits";
    case "skipped":
      return fresh ? "waits" : "dropped";
    case "unwanted":
      return undefined;
    default:
      return state satisfies never;
  }
}

/** Why merging an incident's file tells nobody anything. */
export function silenceOf(
  incident: Incident,
  journal: readonly Entry[],
  settings: Settings,
  now: Date,
  steps: readonly ReviewedStep[],
): Silence | undefined {
  if (steps.some(({ fate }) => fate === "leaves")) return undefined;
  if (!incident.notify) return "quiet";
  if (steps.some(({ fate }) => fate === "waits" || fate === "dropped")) return "stopped";
  if (isNeverAnnounced(incident, journal, settings, now, "on")) return "old";
  const isHeard = incident.services.some((id) => leftEntry(journal, "outage", id));
  if (!isHeard && incident.services.every((id) => isOver(incident, id))) return "unheard";
  return "told";
}

/** What leaves in all, for the first line. */
export interface Tally {
  readonly messages: number;
  readonly mails: number;
  readonly people: number;
  /** Every number comes from the list itself, which the journal names. */
  readonly isExact: boolean;
  /** Mails whose number of readers nobody knows before they leave. */
  readonly unknown: number;
}

/** Counts what leaves. */
export function tally({ incidents }: Pick<Review, "incidents">): Tally {
  const leaving = incidents.flatMap(({ steps }) => steps.filter(({ fate }) => fate === "leaves"));
  const mails = leaving.filter(({ isChat }) => !isChat);
  const known = mails.flatMap(({ readers }) => (readers && readers.kind !== "unknown" ? [readers] : []));
  return {
    messages: leaving.length - mails.length,
    mails: mails.length,
    people: known.reduce((sum, { contacts }) => sum + contacts, 0),
    isExact: known.every(({ kind }) => kind === "exact"),
    unknown: mails.length - known.length,
  };
}
