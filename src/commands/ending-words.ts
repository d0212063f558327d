import type { Incident } from "../core/incident.ts";
import { isMistaken, isOver, overAt } from "../core/plan.ts";
import { sentNow, type IncidentReport } from "../core/report.ts";
import type { Service, ServiceId } from "../core/settings.ts";
import { since } from "../core/time.ts";
import { commandWords } from "../core/words/command.ts";
import { receiptWords } from "../core/words/receipt.ts";
import type { Ending } from "./ending.ts";
import type { Project } from "./project.ts";
import { Refusal } from "./refusal.ts";
import { readCause, type Request } from "./request.ts";

/** The last end of those services of an incident; without `meant`, of all that are over. */
export function lastEnd(
  incident: Incident,
  meant: (incident: Incident) => readonly ServiceId[] = ({ services }) =>
    services.filter((id) => isOver(incident, id)),
): Date {
  return new Date(Math.max(...meant(incident).map((id) => overAt(incident, id).getTime())));
}

/** What is over is over: a false alarm comes too late for what ended otherwise, and mails nobody a second time. */
export function refuseLate(
  endings: readonly Ending[],
  asked: readonly Service[],
  now: Date,
  { settings }: Project,
): void {
  const ended = asked.length > 0 ? asked : settings.services;
  for (const { one, services } of endings) {
    const { incident } = one;
    const late = ended.filter(({ id }) => incident.services.includes(id));
    // A second click on the false alarm of one of them is nothing new.
    if (services.length > 0 || late.some(({ id }) => isMistaken(incident, id))) continue;
    const at = since(
      lastEnd(incident, () => late.map(({ id }) => id)),
      now,
      settings.timeZone,
      settings.language,
    );
    const names = late.map(({ name }) => name).join(", ");
    throw new Refusal(commandWords[settings.language].falseAlarmLate(names, at));
  }
}

/** What a false alarm does not change: a cause, which it cannot have, and tools of the incident that had an end. */
export function falseAlarmNotes(
  { one: { incident } }: Ending,
  request: Request,
  asked: readonly Service[],
  project: Project,
): readonly string[] {
  if (request.falseAlarm !== true) return [];
  const words = receiptWords[project.settings.language];
  const stands = asked.filter(
    ({ id }) => incident.services.includes(id) && isOver(incident, id) && !isMistaken(incident, id),
  );
  return [
    ...(readCause(request, project) === undefined ? [] : [words.causeOfNone]),
    ...(stands.length === 0 ? [] : [words.endStands(stands.map(({ name }) => name).join(", "))]),
  ];
}

/** That it is over already, since when, and whether the words were of an end or of a false alarm. */
export function alreadySaid(
  incident: Incident,
  now: Date,
  { settings }: Project,
  reports: readonly IncidentReport[],
): readonly string[] {
  const groups = new Map<string, { names: string[]; at: string; isMistakenOne: boolean }>();
  for (const { id, name } of settings.services) {
    if (!incident.services.includes(id) || !isOver(incident, id)) continue;
    const at = since(overAt(incident, id), now, settings.timeZone, settings.language);
    const isMistakenOne = isMistaken(incident, id);
    const group = groups.get(`${at} ${isMistakenOne}`);
    if (group) group.names.push(name);
    else groups.set(`${at} ${isMistakenOne}`, { names: [name], at, isMistakenOne });
  }
  const words = receiptWords[settings.language];
  return [...groups.values()].map(({ names, at, isMistakenOne }) =>
    words.alreadyResolved(names.join(", "), at, sentNow(reports, incident.id), isMistakenOne),
  );
}
