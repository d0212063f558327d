import { drillId } from "../core/drill.ts";
import { resolveIncidentText } from "../core/incident-edit.ts";
import { newIncidentText } from "../core/incident-new.ts";
import { drillIdOf } from "../core/incident-tree.ts";
import { last, parseJournal, wholeIncident, type Entry } from "../core/journal.ts";
import { ACCEPTED_HOLDS_MS, isUndecided } from "../core/plan.ts";
import type { Service, Settings } from "../core/settings.ts";
import { dateOf } from "../core/time.ts";
import { commandWords } from "../core/words/command.ts";
import { readDrill, type Drill, type DrillStage } from "./drill-stage.ts";
import { Refusal } from "./refusal.ts";

const FOLDER = "incidents/drills";
/** The outage of a drill began this long before it is declared. */
const BEGUN_MS = 5 * 60_000;
/** What an interrupted drill left at Brevo is looked after for so long. */
const KEPT_MS = 40 * 24 * 3_600_000;
const SHARE_MS = 2_000;
const TRIES = 3;

/** The drills of the last weeks, oldest first, and those whose files cannot be read. */
export function readDrills({ machine, context, settings }: Reading): {
  readonly drills: readonly Drill[];
  readonly broken: readonly string[];
} {
  const since = new Date(machine.now().getTime() - KEPT_MS).toISOString().slice(0, 10);
  const drills: Drill[] = [];
  const broken: string[] = [];
  for (const file of machine.repo.list(FOLDER)) {
    const id = drillIdOf(file.path);
    if (id === undefined || id < since) continue;
    const path = `${FOLDER}/${id}/journal.yml`;
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
  return (
    verdict === undefined ||
    (verdict === "failed" && incident.services.some((id) => isUndecided(journal, id)))
  );
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

/** Writes and shares a new drill; or takes the one that somebody began at the same moment. */
export async function beginDrill(stage: DrillStage, services: readonly Service[]): Promise<Drill> {
  const { machine, settings, rehearsal } = stage;
  const { repo, now, actor } = machine;
  const ids = services.map(({ id }) => id);
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const startedAt = new Date(Math.floor(now().getTime() / 60_000) * 60_000 - BEGUN_MS);
    const taken = repo.list(FOLDER).flatMap(({ path }) => drillIdOf(path) ?? []);
    const id = drillId(startedAt, ids, taken, settings);
    const text = newIncidentText({ services: ids, startedAt, declaredAt: now() }, settings);
    const file = { path: `${FOLDER}/${id}.yml`, text };
    const incident = readDrill(file, stage);
    if (!incident) throw new Error(`A drill that cannot be read: ${text}`);
    const drill = { incident, file, journal: [] };
    if (rehearsal) {
      stage.unwritten.push(file);
      return drill;
    }
    if (await repo.create(file.path, text, `Begin drill ${id}, asked by ${actor || "?"}`)) {
      const shared = repo.share(file.path).catch(() => "local");
      const late = new Promise<"late">((resolve) => setTimeout(resolve, SHARE_MS, "late").unref());
      if ((await Promise.race([shared, late])) !== "taken") return { ...drill, shared };
    }
    // Somebody was first: theirs is here now.
    const other = readDrills(stage).drills.find(
      (each) => isJoinable(each, now()) && ids.every((service) => each.incident.services.includes(service)),
    );
    if (other) return other;
  }
  throw new Refusal(commandWords[settings.language].contended);
}

/**
 * Writes the end of a drill into its file, unless it stands there. Gives the drill as it is then. The hour is that of the
 * declaration, whoever ends it and when: two clones that end one drill must not differ, or git could not unite them.
 */
export async function endDrill(stage: DrillStage, drill: Drill): Promise<Drill> {
  const { machine, context, rehearsal, unwritten } = stage;
  const { id, services, startedAt, declaredAt } = drill.incident;
  const resolvedAt = declaredAt ?? new Date(startedAt.getTime() + BEGUN_MS);
  const { path } = drill.file;
  const before = (rehearsal ? unwritten.at(-1) : machine.repo.read(path)) ?? drill.file;
  const isEnded = readDrill(before, stage)?.status !== "open";
  const ends = new Map(services.map((service) => [service, resolvedAt]));
  const text = isEnded
    ? before.text
    : resolveIncidentText(before.text, { resolvedAt: ends }, { ...context, now: machine.now() });
  const file = { path, text };
  const incident = readDrill(file, stage);
  if (!incident) throw new Error(`A drill that cannot be read: ${text}`);
  if (rehearsal) unwritten.push(file);
  else if (!isEnded) {
    await machine.repo.write(path, text, `End drill ${id}, asked by ${machine.actor || "?"}`);
    void machine.repo.share(path).catch(() => "local");
  }
  return { ...drill, file, incident };
}
