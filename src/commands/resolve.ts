import type { Incident } from "../core/incident.ts";
import { mailStep } from "../core/journal.ts";
import { noticeOf } from "../core/notice.ts";
import { isOver } from "../core/plan.ts";
import type { Service, ServiceId } from "../core/settings.ts";
import { commandWords } from "../core/words/command.ts";
import { endedFile, type Ending } from "./ending.ts";
import { alreadySaid, falseAlarmNotes, lastEnd, refuseLate } from "./ending-words.ts";
import { finish } from "./follow.ts";
import type { Outcome } from "./outcome.ts";
import { isAway, loadIncident, openProject, type Incidents, type Loaded, type Project } from "./project.ts";
import { previewLines } from "./preview.ts";
import { Refusal } from "./refusal.ts";
import { readWritten, type Request } from "./request.ts";
import { settleAll, type Machine } from "./run.ts";
import { readStanding } from "./standing.ts";

/** A second « fin » soon after the first is the same gesture again; later it is a mistake worth saying. */
const AGAIN_MS = 24 * 3_600_000;

/**
 * `runbook resolve`: writes the end into the file (comments and formatting stay), commits, settles. Without an id it
 * takes what is open, when that leaves no choice. What is already over is settled again, and nothing is sent twice.
 */
export async function resolve(machine: Machine, request: Request): Promise<Outcome> {
  const { repo } = machine;
  const project = openProject(repo, machine.now());
  const { settings } = project;
  const rehearsal = request.dryRun === true;
  const { services, incidents, before } = await readStanding(machine, project, request);
  const endings =
    before.length > 0
      ? before.map((one): Ending => ({ one, services: [] }))
      : chooseEndings(machine, project, incidents, request, services);
  if (before.length === 0 && request.falseAlarm === true)
    refuseLate(endings, services, machine.now(), project);
  const files = endings.map((ending) => endedFile(ending, request, project, machine.now()));
  const shares: Promise<unknown>[] = [];
  for (const [index, file] of files.entries()) {
    const { one } = endings[index] ?? {};
    if (rehearsal || one === undefined || file.text === one.file.text) continue;
    await repo.write(file.path, file.text, `Resolve ${one.incident.id}, asked by ${machine.actor || "?"}`);
    shares.push(repo.share(file.path).catch(() => "local"));
  }
  const ended = endings.map(({ one }, index): Loaded => {
    const file = files[index] ?? one.file;
    return { ...one, file, incident: readWritten(file, project, machine.now()) };
  });
  const reports = await settleAll(machine, project, ended, {
    rehearsal,
    lifted: new Set(ended.map(({ incident }) => incident.id)),
    ...(rehearsal && { unwritten: files }),
    shared: Promise.all(shares),
    incidents,
  });
  await Promise.all(shares);
  const notes = endings.flatMap((ending) =>
    ending.services.length === 0
      ? alreadySaid(ending.one.incident, machine.now(), project, reports)
      : falseAlarmNotes(ending, request, services, project),
  );
  const asked = ended.map((one, index) => ({
    one,
    services: (endings[index]?.services ?? []).map(({ id }) => id),
    notice: noticeOf("recovery"),
  }));
  const isUnwanted = (id: string, service: ServiceId) =>
    reports
      .filter((report) => report.id === id)
      .some(({ steps }) =>
        steps.some(({ step, state }) => step === mailStep("recovery", service) && state === "unwanted"),
      );
  const after = rehearsal ? await previewLines(machine, project, asked, isUnwanted) : [];
  return finish(machine, project, reports, { settings, rehearsal, notes, after });
}

/** Which incidents end: the one that is named, those of the services that are named, else the only one there is. */
function chooseEndings(
  machine: Machine,
  project: Project,
  incidents: Incidents,
  request: Request,
  services: readonly Service[],
): readonly Ending[] {
  const { settings } = project;
  const words = commandWords[settings.language];
  const away = incidents.loaded.filter(({ incident }) =>
    settings.services.some(({ id }) => isAway(incident, id)),
  );
  const openList = words.openOnes(away.map(({ incident }) => incident.id));
  const wantedOf = (one: Loaded) =>
    (services.length > 0 ? services : settings.services).filter(({ id }) => isAway(one.incident, id));

  if (request.id !== undefined) {
    const one =
      incidents.loaded.find(({ incident }) => incident.id === request.id) ??
      loadIncident(machine.repo, request.id, project.context);
    if ("problems" in one) {
      if (one.problems.length > 0) throw new Refusal(words.refusedFields, one.problems);
      throw new Refusal(words.unknownIncident(request.id, openList));
    }
    return [{ one, services: wantedOf(one) }];
  }
  if (services.length > 0) {
    const missing = services.find(({ id }) => !away.some(({ incident }) => isAway(incident, id)));
    const endings = away
      .map((one) => ({ one, services: wantedOf(one) }))
      .filter((ending) => ending.services.length > 0);
    // All of them means whatever is down; a second click, when nothing is down any more, whatever ended last.
    const isEverything = services.length === settings.services.length;
    if (!missing || (isEverything && endings.length > 0)) return endings;
    const again = endedLately(machine, project, incidents, isEverything ? undefined : missing.id);
    if (again) return [...endings, { one: again, services: [] }];
    throw new Refusal(isEverything ? words.nothingOpen : words.notOpenFor(missing.name, openList));
  }
  const [only, ...others] = away;
  if (only && others.length === 0) return [{ one: only, services: wantedOf(only) }];
  if (only) throw new Refusal(words.severalOpen(away.map(({ incident }) => incident.id)));
  const again = endedLately(machine, project, incidents);
  if (again) return [{ one: again, services: [] }];
  throw new Refusal(words.nothingOpen);
}

/** The last incident that ended within a day, of the service when one is named. */
function endedLately(
  machine: Machine,
  project: Project,
  { scan }: Incidents,
  service?: ServiceId,
): Loaded | undefined {
  const now = machine.now();
  // One tool of two may be back while the other is still away.
  const meant = ({ services }: Incident) => (service === undefined ? services : [service]);
  const ids = [...scan.open, ...scan.closed].filter(
    (id) => id >= new Date(now.getTime() - 8 * 86_400_000).toISOString().slice(0, 10),
  );
  const recent = ids
    .map((id) => loadIncident(machine.repo, id, project.context))
    .filter((one) => "incident" in one);
  return recent
    .filter(({ incident }) => incident.notify && meant(incident).every((id) => isOver(incident, id)))
    .filter(({ incident }) => service === undefined || incident.services.includes(service))
    .filter(({ incident }) => now.getTime() - lastEnd(incident, meant).getTime() < AGAIN_MS)
    .toSorted((a, b) => lastEnd(a.incident, meant).getTime() - lastEnd(b.incident, meant).getTime())
    .at(-1);
}
