import type { CauseId } from "../core/incident.ts";
import { incidentId, newIncidentText } from "../core/incident-new.ts";
import { last, outageChat } from "../core/journal.ts";
import { noticeOf } from "../core/notice.ts";
import type { SourceFile } from "../core/problem.ts";
import type { Service } from "../core/settings.ts";
import { clock } from "../core/time.ts";
import { commandWords } from "../core/words/command.ts";
import { receiptWords } from "../core/words/receipt.ts";
import { sentNow, type IncidentReport } from "../core/report.ts";
import { finish } from "./follow.ts";
import type { Outcome } from "./outcome.ts";
import {
  earlierAttempt,
  idsOf,
  isAway,
  loadIncidents,
  openProject,
  openSettings,
  refuseFaulty,
  type Incidents,
  type Loaded,
  type Project,
} from "./project.ts";
import { previewLines } from "./preview.ts";
import { Refusal } from "./refusal.ts";
import { readCause, readServices, readStart, readWritten, type Request } from "./request.ts";
import {
  readAccess,
  readListsEarly,
  requireAccess,
  requireDefaultBranch,
  settleAll,
  type Machine,
} from "./run.ts";

/** How long the announcement waits for GitHub before it goes on with what is here. */
const SYNC_MS = 2_000;
const TRIES = 3;

/**
 * `runbook declare`: writes and commits the incident file, then settles it. A service that is already open is settled
 * again and said; the others are declared. Nothing is written when anything in the request is wrong.
 */
export async function declare(machine: Machine, request: Request): Promise<Outcome> {
  const { repo } = machine;
  const rehearsal = request.dryRun === true;
  const settings = openSettings(repo) ?? openProject(repo, machine.now()).settings;
  const services = readServices(request, settings);
  if (services.length === 0) throw new Refusal(commandWords[settings.language].chooseTool);
  const start = readStart(request, settings, machine.now());
  const access = readAccess(machine, settings);
  if (!rehearsal) requireAccess(access, settings);
  const early = readListsEarly(access, machine.limits);
  if (!rehearsal) await requireDefaultBranch(machine, settings);
  const project = openProject(repo, machine.now());
  const asked: Asked = { ...request, start, causeId: readCause(request, project) };
  // A wrong sentence is refused before anything is written.
  fileOf(services, asked, project, machine.now(), []);
  if (!rehearsal) {
    await repo.saveEdits();
    await repo.sync(SYNC_MS);
  }

  for (let tries = 1; ; tries += 1) {
    const incidents = loadIncidents(repo, project);
    refuseFaulty(
      incidents,
      services.map(({ id }) => id),
      project,
    );
    const before = earlierAttempt(repo, project, incidents, machine.runId);
    if (before.length > 0) return settleAgain(machine, project, before, { rehearsal, incidents });
    const open = services.map((service) => ({
      service,
      in: incidents.loaded.find(({ incident }) => isAway(incident, service.id)),
    }));
    const fresh = open.filter((each) => each.in === undefined).map(({ service }) => service);
    const known = [...new Set(open.flatMap((each) => each.in ?? []))];
    const file =
      fresh.length === 0 ? undefined : fileOf(fresh, asked, project, machine.now(), [...idsOf(incidents)]);
    const written = file && (rehearsal ? { taken: false } : await put(machine, project, file, fresh));
    if (written?.taken) {
      if (tries < TRIES) continue;
      throw new Refusal(commandWords[settings.language].contended);
    }

    const added = file ? [loadedOf(file, project, machine.now())] : [];
    const all = [...known, ...added];
    const reports = await settleAll(machine, project, all, {
      rehearsal,
      lifted: new Set(all.map(({ incident }) => incident.id)),
      ...(rehearsal && file && { unwritten: [file] }),
      ...(written?.shared && { shared: written.shared }),
      ...early,
      incidents: { ...incidents, loaded: [...incidents.loaded, ...added] },
    });
    const notes = known.map((one) =>
      alreadySaid(
        one,
        open.filter((each) => each.in === one).map(({ service }) => service),
        project,
        reports,
      ),
    );
    const [one] = added;
    const after = rehearsal
      ? await previewLines(
          machine,
          project,
          added.map((each) => ({
            one: each,
            services: each.incident.services,
            notice: noticeOf("outage"),
          })),
        )
      : [];
    // GitHub may answer only now that somebody else declared the very same outage at the same moment.
    const told = (asked.causeId !== undefined || asked.message !== undefined) && known.length > 0;
    if (told) notes.push(receiptWords[settings.language].notKept);
    if (one && (await written?.shared) === "taken") notes.push(alreadySaid(one, fresh, project, reports));
    return finish(machine, project, reports, { settings, rehearsal, notes, after });
  }
}

/** "Re-run jobs": finishes what the first attempt began, and declares nothing new. */
async function settleAgain(
  machine: Machine,
  project: Project,
  before: readonly Loaded[],
  options: { readonly rehearsal: boolean; readonly incidents: Incidents },
): Promise<Outcome> {
  const { settings } = project;
  const reports = await settleAll(machine, project, before, { ...options, lifted: new Set() });
  return finish(machine, project, reports, {
    settings,
    rehearsal: options.rehearsal,
    notes: [receiptWords[settings.language].rerun],
  });
}

/** What was asked for, with the words of the person read. */
type Asked = Request & { readonly start: Date; readonly causeId: CauseId | undefined };

function fileOf(
  services: readonly Service[],
  asked: Asked,
  project: Project,
  now: Date,
  taken: readonly string[],
): SourceFile {
  const ids = services.map(({ id }) => id);
  const id = incidentId(asked.start, ids, taken, project.settings);
  const message = asked.message?.trim();
  const text = newIncidentText(
    {
      services: ids,
      startedAt: asked.start,
      declaredAt: now,
      ...(asked.causeId !== undefined && { cause: asked.causeId }),
      ...(message !== undefined && message !== "" && { message }),
    },
    project.settings,
  );
  const file = { path: `incidents/${id}.yml`, text };
  readWritten(file, project, now);
  return file;
}

function loadedOf(file: SourceFile, project: Project, now: Date): Loaded {
  return { incident: readWritten(file, project, now), file, journal: [] };
}

/**
 * Writes, commits and shares the file. `taken`: somebody declared the service meanwhile, here or on GitHub, and theirs
 * stays. The announcement waits for the answer of GitHub two seconds, not longer.
 */
async function put(machine: Machine, project: Project, file: SourceFile, services: readonly Service[]) {
  const { repo } = machine;
  const id = file.path.slice("incidents/".length, -".yml".length);
  if (!(await repo.create(file.path, file.text, `Declare ${id}, asked by ${machine.actor || "?"}`)))
    return { taken: true };
  const shared = repo.share(file.path);
  const wait = new Promise<"late">((resolve) => setTimeout(resolve, SYNC_MS, "late").unref());
  if ((await Promise.race([shared, wait])) === "taken") return { taken: true };
  const other = loadIncidents(repo, project).all.find(
    ({ incident }) => incident.path !== file.path && services.some((service) => isAway(incident, service.id)),
  );
  if (other === undefined) return { taken: false, shared };
  await shared;
  await repo.remove(file.path, `Withdraw ${id}: ${other.incident.id} was declared first`);
  return { taken: true };
}

/** « Déjà déclarée à 14 h 11 par X, rien n’a été renvoyé » */
function alreadySaid(
  { incident, journal }: Loaded,
  services: readonly Service[],
  { settings }: Project,
  reports: readonly IncidentReport[],
): string {
  const words = receiptWords[settings.language];
  const at = incident.declaredAt ?? incident.startedAt;
  const who = last(journal, outageChat, "posted")?.actor ?? journal[0]?.actor ?? "";
  return words.alreadyDeclared(
    services.map(({ name }) => name).join(", "),
    clock(at, settings.timeZone, settings.language),
    who,
    sentNow(reports, incident.id),
  );
}
