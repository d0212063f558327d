import { resolveIncidentText } from "../core/incident-edit.ts";
import type { Incident } from "../core/incident.ts";
import type { SourceFile } from "../core/problem.ts";
import type { Service } from "../core/settings.ts";
import type { Loaded, Project } from "./project.ts";
import { readCause, readHour, readWritten, type Request } from "./request.ts";

/** What one incident's file becomes; services that were over before are only settled again. */
export interface Ending {
  readonly one: Loaded;
  readonly services: readonly Service[];
}

/** The incident's file once the end stands in it, checked as a committed one is. Throws {@link Refusal}. */
export function endedFile(
  { one, services }: Ending,
  request: Request,
  project: Project,
  now: Date,
): SourceFile {
  const { incident, file } = one;
  if (services.length === 0) return file;
  // A false alarm has no cause: what the field says is refused when it is wrong, and not kept.
  const given = readCause(request, project);
  const cause = request.falseAlarm === true ? undefined : given;
  const resolution = request.resolution?.trim();
  const at = endOf(request, incident, project, now);
  const ending = services.map(({ id }) => id);
  const change = {
    ...(request.falseAlarm === true && { mistaken: ending }),
    resolvedAt: new Map(ending.map((id) => [id, at])),
    ...(cause !== undefined && { cause }),
    ...(resolution !== undefined &&
      resolution !== "" && { resolution: new Map(ending.map((id) => [id, resolution])) }),
  };
  const text = resolveIncidentText(file.text, change, { ...project.context, now });
  readWritten({ path: file.path, text }, project, now);
  return { path: file.path, text };
}

/** The end that was written, or now; a tool back within the minute it went down was away for one minute. */
function endOf(request: Request, incident: Incident, project: Project, now: Date): Date {
  const at = readHour("resolved_at", request.resolvedAt, project.settings, now);
  const first = new Date(incident.startedAt.getTime() + 60_000);
  const isSameMinute = at.getTime() === incident.startedAt.getTime();
  return isSameMinute || (request.resolvedAt === undefined && at < first) ? first : at;
}
