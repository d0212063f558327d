import { createHash } from "node:crypto";
import { wholeIncident, type Entry } from "../core/journal.ts";
import { contradictions, isOver, needsWorld, type Guard } from "../core/plan.ts";
import type { IncidentReport } from "../core/report.ts";
import { commandWords } from "../core/words/command.ts";
import { githubWords } from "../core/words/github.ts";
import { receiptWords } from "../core/words/receipt.ts";
import { mailStep } from "../core/journal.ts";
import { finish } from "./follow.ts";
import { followUp, joined } from "./follow-up.ts";
import { saying, type Outcome } from "./outcome.ts";
import { loadIncidents, openProject, type Incidents, type Loaded, type Project } from "./project.ts";
import { Refusal } from "./refusal.ts";
import type { Request } from "./request.ts";
import {
  isUnconfigured,
  positionOf,
  readAccess,
  requireAccess,
  requireDefaultBranch,
  settleAll,
  type Machine,
} from "./run.ts";

const SYNC_MS = 10_000;

/** `runbook settle`: does what is missing for every incident. With nothing wanted it needs no key and asks nobody. */
export async function settle(machine: Machine, request: Request): Promise<Outcome> {
  const { repo } = machine;
  const rehearsal = request.dryRun === true;
  if (!rehearsal) await bringIn(machine);
  const project = openProject(repo, machine.now());
  const { settings } = project;
  const incidents = loadIncidents(repo, project);
  const late = request.late;
  if (
    late !== undefined &&
    !incidents.loaded.some(({ incident }) => incident.id === late && incident.status === "open")
  )
    throw new Refusal(commandWords[settings.language].lateOne);

  const guard = (id: string): Guard => (id === late ? "lifted" : "on");
  const wanted = incidents.loaded.filter(({ incident, journal }) =>
    needsWorld(incident, journal, settings, machine.now(), guard(incident.id)),
  );
  // A copy of this repository has no keys: its schedule stays green, and says so. Where somebody was told already, the
  // keys are gone, and that is a fault.
  const isCopy =
    isUnconfigured(readAccess(machine, settings)) && wanted.every(({ journal }) => journal.length === 0);
  if (machine.isScheduled && isCopy)
    return saying(
      receiptWords[settings.language].headline.nothing,
      githubWords[settings.language].unconfigured,
    );
  if (wanted.length > 0 && !rehearsal) {
    requireAccess(readAccess(machine, settings), settings);
    await requireDefaultBranch(machine, settings);
  }
  const quiet = incidents.loaded.filter((one) => !wanted.includes(one) && one.journal.length > 0);
  const lifted = new Set(late === undefined ? [] : [late]);
  const announced = await settleAll(machine, project, wanted, { rehearsal, lifted, quiet, incidents });
  if (!rehearsal) await closeQuietly(machine, project, incidents, wanted);
  const { reports, notes } = await followUp(machine, project, incidents, rehearsal);
  return finish(
    machine,
    project,
    [...joined(announced, reports), ...deleted(incidents)],
    { settings, rehearsal, notes },
    incidents.problems,
  );
}

/** Commits hand edits and brings in what others pushed, where this clone may send at all. */
async function bringIn(machine: Machine): Promise<void> {
  const { repo } = machine;
  const { branch, defaultBranch, hasRemote } = await positionOf(machine);
  if (hasRemote && defaultBranch !== undefined && branch !== defaultBranch) return;
  await repo.saveEdits();
  await repo.sync(SYNC_MS);
}

/** Past incidents that ask for nothing are closed, so that no later run opens them again. */
async function closeQuietly(
  machine: Machine,
  project: Project,
  { loaded }: Incidents,
  wanted: readonly Loaded[],
) {
  for (const one of loaded) {
    const { incident, file, journal } = one;
    const isFinal = !incident.notify || incident.services.every((service) => isOver(incident, service));
    if (!isFinal || wanted.includes(one) || contradictions(incident, journal, project.settings).length > 0)
      continue;
    const entry: Entry = {
      at: machine.now(),
      step: wholeIncident,
      event: "closed",
      file_sha256: createHash("sha256").update(file.text).digest("hex"),
      entries: journal.length,
      actor: machine.actor,
      run: machine.runId,
    };
    await machine.repo.record(incident.id, [entry], []);
  }
}

/** Incident files that were deleted after their mail left: the end would never be told. */
function deleted({ orphans }: Incidents): IncidentReport[] {
  return orphans.map(({ id, services }) => ({
    id,
    warnings: [],
    steps: services.map((service) => ({
      step: mailStep("recovery", service),
      state: "unknown",
      fresh: true,
      hindrance: { on: "file", why: { kind: "deleted", service } },
    })),
  }));
}
