import type { Service } from "../core/settings.ts";
import {
  earlierAttempt,
  loadIncidents,
  refuseFaulty,
  type Incidents,
  type Loaded,
  type Project,
} from "./project.ts";
import { readServices, type Request } from "./request.ts";
import { readAccess, requireAccess, requireDefaultBranch, type Machine } from "./run.ts";

const SYNC_MS = 2_000;

/** How things stand when somebody speaks of an outage that was declared before. */
export interface Standing {
  /** Those that were named; none when it is meant of whatever is open. */
  readonly services: readonly Service[];
  readonly incidents: Incidents;
  /** What an earlier attempt of this very run spoke of: then nothing else is meant. */
  readonly before: readonly Loaded[];
}

/**
 * Brings in what others shared, and reads every incident. Refuses an unknown tool, a missing key,
 * another branch than the remote's own, or a faulty file of the tools that are meant.
 */
export async function readStanding(machine: Machine, project: Project, request: Request): Promise<Standing> {
  const { repo } = machine;
  const { settings } = project;
  const services = readServices(request, settings);
  if (request.dryRun !== true) {
    requireAccess(readAccess(machine, settings), settings);
    await requireDefaultBranch(machine, settings);
    await repo.saveEdits();
    await repo.sync(SYNC_MS);
  }
  const incidents = loadIncidents(repo, project);
  const meant = services.length > 0 ? services : settings.services;
  refuseFaulty(
    incidents,
    meant.map(({ id }) => id),
    project,
  );
  return { services, incidents, before: earlierAttempt(repo, project, incidents, machine.runId) };
}
