import { drillId } from "../core/drill.ts";
import { resolveIncidentText } from "../core/incident-edit.ts";
import { newIncidentText } from "../core/incident-new.ts";
import { drillIdOf } from "../core/incident-tree.ts";
import type { Service } from "../core/settings.ts";
import { commandWords } from "../core/words/command.ts";
import { DRILLS, isJoinable, readDrills } from "./drill-find.ts";
import { readDrill, type Drill, type DrillStage } from "./drill-stage.ts";
import { Refusal } from "./refusal.ts";

/** The outage of a drill began this long before it is declared. */
const BEGUN_MS = 5 * 60_000;
const SHARE_MS = 2_000;
const TRIES = 3;

/** Writes and shares a new drill; or takes the one that somebody began at the same moment. */
export async function beginDrill(stage: DrillStage, services: readonly Service[]): Promise<Drill> {
  const { machine, settings, rehearsal } = stage;
  const { repo, now, actor } = machine;
  const ids = services.map(({ id }) => id);
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const startedAt = new Date(Math.floor(now().getTime() / 60_000) * 60_000 - BEGUN_MS);
    const taken = repo.list(DRILLS).flatMap(({ path }) => drillIdOf(path) ?? []);
    const id = drillId(startedAt, ids, taken, settings);
    const text = newIncidentText({ services: ids, startedAt, declaredAt: now() }, settings);
    const file = { path: `${DRILLS}/${id}.yml`, text };
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
