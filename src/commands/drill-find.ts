import { drillIdOf } from "../core/incident-tree.ts";
import { last, mailStep, parseJournal, wholeIncident, type Entry } from "../core/journal.ts";
import { ACCEPTED_HOLDS_MS, isUndecided } from "../core/plan.ts";
import type { ServiceId, Settings } from "../core/settings.ts";
import { dateOf } from "../core/time.ts";
import { isUndecidedStep } from "../core/update.ts";
import { readDrill, type Drill, type DrillStage } from "./drill-stage.ts";

/** Where drills stand: nothing there is ever announced to users. */
export const DRILLS = "incidents/drills";
/** What an interrupted drill left at Brevo is looked after for so long. */
const KEPT_MS = 40 * 24 * 3_600_000;

/** The drills of the last weeks, oldest first, and those whose files cannot be read. */
export function readDrills({ machine, context, settings }: Reading): {
  readonly drills: readonly Drill[];
  readonly broken: readonly string[];
} {
  const since = new Date(machine.now().getTime() - KEPT_MS).toISOString().slice(0, 10);
  const drills: Drill[] = [];
  const broken: string[] = [];
  for (const file of machine.repo.list(DRILLS)) {
    const id = drillIdOf(file.path);
    if (id === undefined || id < since) continue;
    const path = `${DRILLS}/${id}/journal.yml`;
    const parsed = parseJournal(machine.repo.read(path) ?? { path, text: "" }, settings.language);
    const incident = readDrill(file, { machine, context });
    if (parsed.ok && incident) drills.push({ incident, file, journal: parsed.value });
    else broken.push(id);
  }
  return { drills: drills.toSorted((a, b) => startOf(a) - startOf(b)), broken };
}

type Reading = Pick<DrillStage, "machine" | "context" | "settings">;

const startOf = ({ incident }: Drill): number => (incident.declaredAt ?? incident.startedAt).getTime();

/** It was interrupted before its verdict, or nobody knows whether its mail left. */
export function isUnfinished({ incident, journal }: Drill): boolean {
  const verdict = verdictOf(journal)?.verdict;
  const isOpen = (id: ServiceId) =>
    isUndecided(journal, id) || isUndecidedStep(journal, mailStep("recovery", id));
  return verdict === undefined || (verdict === "failed" && incident.services.some(isOpen));
}

const verdictOf = (journal: readonly Entry[]): Entry | undefined => last(journal, wholeIncident, "drilled");

/** When the last drill passed that is of the organisation's month, if any: then the month needs no other one. */
export function passedThisMonth(
  drills: readonly Drill[],
  now: Date,
  { timeZone }: Settings,
): Date | undefined {
  const month = (at: Date) => dateOf(at, timeZone).slice(0, 7);
  return passed(drills).findLast(({ at }) => month(at) === month(now))?.at;
}

/** When an earlier attempt of this very run passed: "Re-run jobs" repeats the click, not the wish. */
export function passedBefore(drills: readonly Drill[], runId: string): Date | undefined {
  const [, run, attempt] = /^(\d+)\/(\d+)$/u.exec(runId) ?? [];
  if (run === undefined || Number(attempt) < 2) return undefined;
  return passed(drills).findLast((entry) => entry.run?.startsWith(`${run}/`))?.at;
}

const passed = (drills: readonly Drill[]): readonly Entry[] =>
  drills.flatMap(({ journal }) => journal.filter(({ verdict }) => verdict === "passed"));

/**
 * Whether a drill without a verdict may still be played by somebody else, or was cut off a moment ago: then this run
 * plays the same one on. Both may go on at once, as with a real outage: nothing leaves twice.
 */
export function isJoinable(drill: Drill, now: Date): boolean {
  return verdictOf(drill.journal) === undefined && now.getTime() - startOf(drill) < ACCEPTED_HOLDS_MS;
}
