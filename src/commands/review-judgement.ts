import type { Change } from "../adapters/proposal.ts";
import type { Repository } from "../adapters/repository.ts";
import { CHECKUP, readCheckup } from "../core/checkup-file.ts";
import type { Incident } from "../core/incident.ts";
import { incidentIdOf } from "../core/incident-tree.ts";
import { leftEntry, parseJournal, type Entry } from "../core/journal.ts";
import { contradictions, needsWorld } from "../core/plan.ts";
import type { Problem } from "../core/problem.ts";
import { lastList, listThen } from "../core/review-audience.ts";
import { contradicted, touchedByHand } from "../core/review-files.ts";
import { changedSamples } from "../core/review-samples.ts";
import type { Review, ReviewedIncident } from "../core/review.ts";
import type { Service, Settings } from "../core/settings.ts";
import { reviewWords } from "../core/words/review.ts";
import { formProblems } from "./form-files.ts";
import { loadIncidents, readProject, type Incidents, type Loaded, type Project } from "./project.ts";
import { Refusal } from "./refusal.ts";
import { reviewIncident, silent, type Known } from "./review-incident.ts";
import { rehearse } from "./review-rehearsal.ts";
import type { Machine } from "./run.ts";

/** Nobody changes so many files at once; reading them all could take a stranger's pull request hours. */
const MOST_FILES = 500;
/** Announcements that are played; the limit of a day is the same number. */
const MOST_WANTED = 20;

export interface Proposed {
  /** What the request would make of the repository, as far as the one who made it may decide. */
  readonly proposal: Repository;
  /** The same with the robot's files as the request has them. */
  readonly raw: Repository;
  readonly changes: readonly Change[];
  /** The robot made the request itself. */
  readonly isRobot: boolean;
}

/** Decides what a pull request would do. Problems alone, when neither side has settings that can be read. */
export async function judge(
  machine: Machine,
  proposed: Proposed,
): Promise<Review | { readonly problems: readonly Problem[] }> {
  const { repo } = machine;
  const { proposal, raw, changes, isRobot } = proposed;
  const now = machine.now();
  const { project: before } = readQuietly(repo, now);
  const { project: after, problems: faults } = readQuietly(proposal, now);
  const settings = (after ?? before)?.settings;
  if (!settings) return { problems: faults };
  const words = reviewWords[settings.language];
  const files = changes.filter(({ path }) => incidentIdOf(path) !== undefined);
  const isMine = (path: string) => changes.some((change) => change.path === path);
  const byHand = changes.slice(0, MOST_FILES).map(({ path }) => path);
  const touched = isRobot ? [] : touchedByHand(byHand, repo.read, raw.read, settings.language);
  const base = { settings, now, incidents: [], ending: [] };
  if (!after) return { ...base, problems: [...faults, ...touched] };
  if (changes.length > MOST_FILES) {
    const message = words.tooManyFiles(changes.length, MOST_FILES);
    return { ...base, problems: [...touched, { file: changes[0]?.path ?? "", line: 1, col: 1, message }] };
  }

  const incidents = loadIncidents(proposal, after);
  const earlier = before && loadIncidents(repo, before);
  const isReworded = changes.some(({ path }) => path === "runbook.yml" || path.startsWith("templates/"));
  const concerned = incidents.loaded.filter(
    (one) =>
      isMine(one.incident.path) ||
      (isReworded && isWanted(one, after, now) && !wasWanted(one, before, earlier, now)),
  );
  const wanted = concerned.filter((one) => isWanted(one, after, now));
  const played = wanted.slice(0, MOST_WANTED);
  const flood = wanted[MOST_WANTED];
  const known = listsOf(repo, settings, now);
  const audience = (service: Service, { lists }: Incident) => known(service, lists.get(service.id));
  const rehearsed = await rehearse(machine, proposal, after, incidents, played, audience);

  const reviewed = concerned
    .filter((one) => !wanted.includes(one) || played.includes(one))
    .map((one) =>
      reviewIncident(one, {
        change: files.find(({ path }) => path === one.incident.path)?.kind ?? "settings",
        rehearsed: rehearsed.find(({ report }) => report.id === one.incident.id),
        earlier: earlier?.all.find(({ incident }) => incident.id === one.incident.id),
        before,
        after,
        known,
        now,
      }),
    );
  const ids = new Set<string>(reviewed.map(({ id }) => id));
  const rest = files.flatMap(({ path, kind }): ReviewedIncident[] => {
    const id = incidentIdOf(path) ?? "";
    if (ids.has(id) || wanted.some(({ incident }) => incident.id === id)) return [];
    if (kind === "deleted") return [silent(id, kind, "deleted")];
    return [silent(id, kind, incidents.scan.closed.has(id) ? "told" : "faulty")];
  });
  const asked = concerned.flatMap(({ incident, journal, file }) =>
    contradicted(incident.id, file.text, contradictions(incident, journal, settings), settings),
  );
  return {
    ...base,
    problems: [
      ...touched,
      ...formProblems(proposal, settings, after.templates),
      ...incidents.problems.filter(({ file }) => !touched.some((each) => each.file === file)),
      ...asked,
      ...deleted(files, repo, settings),
      ...(flood
        ? [{ file: flood.file.path, line: 1, col: 1, message: words.tooManyWanted(wanted.length) }]
        : []),
    ],
    incidents: [...reviewed, ...rest].toSorted(
      (a, b) => Number(a.silence !== undefined) - Number(b.silence !== undefined) || (a.id < b.id ? -1 : 1),
    ),
    ...(isReworded && { samples: changedSamples(before, after, now), ending: endingIn(incidents) }),
  };
}

/** Settings and texts of one side; a missing file is a problem like any other. */
function readQuietly(repo: Repository, now: Date): ReturnType<typeof readProject> {
  try {
    return readProject(repo, now);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const message = reviewWords.fr.noSettings;
    return { problems: [{ file: "runbook.yml", line: 1, col: 1, message }] };
  }
}

const isWanted = ({ incident, journal }: Loaded, { settings }: Project, now: Date): boolean =>
  needsWorld(incident, journal, settings, now, "on");

function wasWanted(
  { incident }: Loaded,
  before: Project | undefined,
  earlier: Incidents | undefined,
  now: Date,
): boolean {
  const one = earlier?.loaded.find((each) => each.incident.id === incident.id);
  return one !== undefined && before !== undefined && isWanted(one, before, now);
}

/**
 * Whom a mail of each service would go to: by the branch's last checkup, or by the last announcement when that came later
 * or the checkup does not know. `repo` is the branch's own side: what a proposal says of checkups counts for nothing.
 */
function listsOf(repo: Repository, settings: Settings, now: Date): Known {
  const snapshot = readCheckup(repo.read(CHECKUP))?.snapshot;
  const announced = announcedLists(repo, settings);
  return (service, forced) => {
    const last = announced.get(service.id);
    if (snapshot && !(last && last.at > snapshot.at))
      return listThen(snapshot, service, settings, now, forced) ?? last?.list;
    return last?.list;
  };
}

/** The list of the last announcement of each service, by the journals, newest incident first. */
function announcedLists(repo: Repository, settings: Settings) {
  const { open, closed, orphans } = repo.scan();
  const ids = [...open, ...closed, ...orphans].toSorted().toReversed();
  const found = new Map<string, NonNullable<ReturnType<typeof lastList>>>();
  const waiting = new Set(settings.services);
  for (const id of ids) {
    if (waiting.size === 0) break;
    const journal = journalIn(repo, id);
    for (const service of waiting) {
      const last = lastList(journal, service);
      if (last === undefined) continue;
      found.set(service.id, last);
      waiting.delete(service);
    }
  }
  return found;
}

function journalIn(repo: Repository, id: string): readonly Entry[] {
  const path = `incidents/${id}/journal.yml`;
  const parsed = parseJournal(repo.read(path) ?? { path, text: "" }, "fr");
  return parsed.ok ? parsed.value : [];
}

/** Files that go although somebody still waits for the end mail. */
function deleted(files: readonly Change[], repo: Repository, settings: Settings): readonly Problem[] {
  return files.flatMap(({ path, kind }) => {
    const id = incidentIdOf(path);
    if (kind !== "deleted" || id === undefined) return [];
    const journal = journalIn(repo, id);
    const waiting = settings.services.filter(
      (service) => leftEntry(journal, "outage", service.id) && !leftEntry(journal, "recovery", service.id),
    );
    const found = waiting.map((service) => ({ kind: "deleted", service: service.id }) as const);
    return contradicted(id, "", found, settings);
  });
}

/** Incidents whose end mail is still to come. */
function endingIn({ unended, scan }: Incidents): readonly string[] {
  return unended
    .filter(({ id, services }) => services.length > 0 && scan.open.includes(id))
    .map(({ id }) => id);
}
