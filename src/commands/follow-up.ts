import { closedAt } from "../core/journal.ts";
import { figuresDue, figuresUntold, followedSince, type FiguresDue } from "../core/follow-up.ts";
import { remindersDue } from "../core/reminders.ts";
import type { IncidentReport } from "../core/report.ts";
import { followUpWords } from "../core/words/follow-up.ts";
import { followIncident } from "../settle.ts";
import { loadIncident, type Incidents, type Loaded, type Project } from "./project.ts";
import { orderOf, positionOf, readAccess, type Access, type Machine } from "./run.ts";

/** Outages last no longer; ids begin with the day of the start, and older folders stay closed. */
const LONGEST_DAYS = 60;
/** Brevo's hour holds a hundred requests of everybody: the rest is read an hour later. */
const FIGURES_A_RUN = 10;

export interface FollowUp {
  readonly reports: readonly IncidentReport[];
  /** Why what waits is not done from here. */
  readonly notes: readonly string[];
}

/**
 * Reminders and figures of all incidents, those of the last days that are closed included. With nothing due it opens no
 * folder, needs no key and asks nobody. It refuses nothing: the announcements are made, and the next run tries again.
 */
export async function followUp(
  machine: Machine,
  project: Project,
  incidents: Incidents,
  rehearsal: boolean,
): Promise<FollowUp> {
  const { settings } = project;
  const waiting = incidentsDue(machine, project, incidents);
  if (waiting.length === 0) return { reports: [], notes: [] };
  const words = followUpWords[settings.language].receipt;
  const access = readAccess(machine, settings);
  const missing = missingKeys(access);
  if (missing.length > 0 && !rehearsal) return { reports: [], notes: [words.noKeys(missing.join(", "))] };
  const { branch, defaultBranch, hasRemote } = await positionOf(machine);
  if (hasRemote && defaultBranch !== undefined && branch !== defaultBranch)
    return { reports: [], notes: rehearsal ? [] : [words.elsewhere] };
  const order = await orderOf(machine, project, access, { rehearsal, lifted: new Set(), incidents });
  const now = machine.now();
  const first = waiting
    .flatMap(({ journal }) => figuresDue(journal, settings, now))
    .toSorted((a, b) => a.since.getTime() - b.since.getTime())
    .slice(0, FIGURES_A_RUN);
  const isFirst = (due: FiguresDue) => first.some(({ campaign }) => campaign === due.campaign);
  const followed = await Promise.allSettled(
    waiting.map(({ incident, journal }) =>
      followIncident(incident, figuresDue(journal, settings, now).filter(isFirst), order),
    ),
  );
  // A fault of ours here comes after the announcements, and takes nothing away from them.
  const crashed = followed.flatMap((one) => (one.status === "rejected" ? [sentenceOf(one.reason)] : []));
  return {
    reports: followed.flatMap((one) => (one.status === "fulfilled" ? (one.value ?? []) : [])),
    notes: [...new Set(crashed)].map((reason) => words.crashed(reason)),
  };
}

function sentenceOf(reason: unknown): string {
  return (reason instanceof Error ? reason.message : String(reason)).split("\n")[0]?.slice(0, 160) ?? "";
}

/** One report for each incident: what was announced first, then what followed. */
export function joined(
  announced: readonly IncidentReport[],
  followed: readonly IncidentReport[],
): readonly IncidentReport[] {
  const alone = followed.filter(({ id }) => !announced.some((report) => report.id === id));
  const both = announced.map((report) => {
    const more = followed.find(({ id }) => id === report.id);
    return more
      ? {
          ...report,
          steps: [...report.steps, ...more.steps],
          warnings: [...report.warnings, ...more.warnings],
        }
      : report;
  });
  return [...both, ...alone];
}

function missingKeys({ slackToken, brevoKey, channel }: Access): string[] {
  return [
    ...(slackToken === undefined ? ["SLACK_BOT_TOKEN"] : []),
    ...(brevoKey === undefined ? ["BREVO_API_KEY"] : []),
    ...(channel === undefined ? ["SLACK_CHANNEL_ID"] : []),
  ];
}

/** Incidents for which something is to be said or read, as their files stand after everything was announced. */
function incidentsDue(machine: Machine, { settings, context }: Project, incidents: Incidents): Loaded[] {
  const { repo } = machine;
  const now = machine.now();
  const open = incidents.loaded.map(({ incident }) => incident.id);
  const ids = new Set<string>([...open, ...closedLately(machine, settings, incidents)]);
  return [...ids]
    .map((id) => loadIncident(repo, id, context))
    .filter((one) => "incident" in one)
    .filter(
      ({ incident, journal }) =>
        remindersDue(incident, journal, settings, now).length > 0 ||
        figuresDue(journal, settings, now).length > 0 ||
        figuresUntold(journal, now).length > 0,
    );
}

/** A mail left before its folder was closed: what was closed earlier than any threshold reaches is not even opened. */
function closedLately({ repo, now }: Machine, settings: Project["settings"], { scan }: Incidents): string[] {
  const day = new Date(now().getTime() - LONGEST_DAYS * 86_400_000).toISOString().slice(0, 10);
  const since = followedSince(settings, now());
  return [...scan.closed].filter((id) => {
    if (id < day) return false;
    const at = closedAt(repo.read(`incidents/${id}/journal.yml`)?.text ?? "");
    return at !== undefined && at >= since;
  });
}
