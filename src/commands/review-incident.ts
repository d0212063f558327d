import type { Incident } from "../core/incident.ts";
import { leftEntry } from "../core/journal.ts";
import type { NoticeKind } from "../core/notice.ts";
import { newsUntil } from "../core/plan.ts";
import type { StepReport } from "../core/report.ts";
import { listCautions, outageReaders, type KnownList, type Readers } from "../core/review-audience.ts";
import { lateEdits } from "../core/review-drift.ts";
import {
  reviewedSteps,
  silenceOf,
  type ReviewedIncident,
  type ReviewedStep,
  type Silence,
} from "../core/review.ts";
import type { ListId, Service, Settings } from "../core/settings.ts";
import { since } from "../core/time.ts";
import { updateOfStep, updatesOf } from "../core/update.ts";
import { reviewWords } from "../core/words/review.ts";
import { updateWords } from "../core/words/update.ts";
import type { Loaded, Project } from "./project.ts";
import type { Rehearsed } from "./review-rehearsal.ts";

/** Whom the outage mail of a service would go to, as far as anybody knows without Brevo. */
export type Known = (service: Service, forced: ListId | undefined) => KnownList | undefined;

export interface Circumstances {
  readonly change: ReviewedIncident["change"];
  /** Undefined when the incident wants nothing. */
  readonly rehearsed: Rehearsed | undefined;
  /** The incident as the branch has it. */
  readonly earlier: Loaded | undefined;
  readonly before: Project | undefined;
  readonly after: Project;
  readonly known: Known;
  readonly now: Date;
}

/** An incident of which there is only one thing to say. */
export function silent(id: string, change: ReviewedIncident["change"], silence: Silence): ReviewedIncident {
  return { id, change, silence, steps: [], cautions: [], mails: [], posts: [] };
}

/** What merging does for one incident that can be read. */
export function reviewIncident(one: Loaded, circumstances: Circumstances): ReviewedIncident {
  const { incident, journal } = one;
  const { rehearsed, after, known, now, change } = circumstances;
  const { settings } = after;
  const forced = ({ id }: Service) => incident.lists.get(id);
  const isKnown = (phase: NoticeKind, service: Service) =>
    phase === "recovery" || (phase === "update" && leftEntry(journal, "outage", service.id) !== undefined);
  const readers = (step: StepReport, phase: NoticeKind, service: Service): Readers =>
    (isKnown(phase, service) || !step.fresh) && step.list
      ? { kind: "exact", list: step.list.name, contacts: step.list.contacts }
      : outageReaders(known(service, forced(service)), forced(service));
  const steps = rehearsed ? reviewedSteps(rehearsed.report, settings, now, readers) : [];
  const silence = silenceOf(incident, journal, settings, now, steps);
  const deadline = deadlineOf(one, steps, settings, now);
  return {
    id: incident.id,
    change,
    steps,
    ...(silence && { silence }),
    ...(deadline && { deadline }),
    cautions: [...listsToWatch(incident, steps, circumstances), ...tooLate(one, circumstances)],
    mails: rehearsed?.mails ?? [],
    posts: rehearsed?.posts ?? [],
  };
}

function listsToWatch(
  incident: Incident,
  steps: readonly ReviewedStep[],
  { known, after: { settings }, now }: Circumstances,
): readonly string[] {
  return steps.flatMap(({ isChat, phase, fate, service }) => {
    if (isChat || phase !== "outage" || fate !== "leaves" || !service) return [];
    const forced = incident.lists.get(service.id);
    return listCautions(known(service, forced), forced, service, settings, now);
  });
}

/** Edits that come too late for a mail. */
function tooLate(
  { incident, journal }: Loaded,
  { earlier, before, after, now }: Circumstances,
): readonly string[] {
  if (!earlier || !before) return [];
  const { settings } = after;
  const words = reviewWords[settings.language].caution;
  const late = lateEdits({ ...before, incident: earlier.incident }, { ...after, incident }, journal);
  return late.map(({ phase, service, at }) => {
    const product = settings.language === "fr" ? service.grammar.de : service.name;
    const when = since(at, now, settings.timeZone, settings.language);
    if (phase === "update") return updateWords[settings.language].late(product, when);
    return phase === "outage" ? words.lateOutage(product, when) : words.lateRecovery(product, when);
  });
}

/** When the first of what leaves gets too old. */
function deadlineOf(
  { incident, journal }: Loaded,
  steps: readonly ReviewedStep[],
  settings: Settings,
  now: Date,
): Date | undefined {
  const instants = steps
    .filter(({ fate }) => fate === "leaves")
    .flatMap(({ key, phase, service }) => {
      const update = updatesOf(incident, journal).find((each) => each.key === updateOfStep(key));
      const news = phase === "update" ? update : phase;
      if (news === undefined) return [];
      return (service ? [service.id] : incident.services).map((id) =>
        newsUntil(incident, id, news, settings).getTime(),
      );
    })
    .filter((at) => at > now.getTime());
  return instants.length > 0 ? new Date(Math.min(...instants)) : undefined;
}
