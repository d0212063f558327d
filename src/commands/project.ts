import { parseIncident, type Incident, type IncidentContext } from "../core/incident.ts";
import { checkTree, isIncidentId } from "../core/incident-tree.ts";
import { leftEntry, parseJournal, type Entry } from "../core/journal.ts";
import { OTHER } from "../core/mail-causes.ts";
import { isOver, isUndecided } from "../core/plan.ts";
import type { Problem, SourceFile } from "../core/problem.ts";
import { parseSettings, type ServiceId, type Settings } from "../core/settings.ts";
import { parseTemplates, type Templates } from "../core/templates.ts";
import { commandWords } from "../core/words/command.ts";
import type { Repository } from "../adapters/repository.ts";
import type { Scan } from "../adapters/scan.ts";
import type { Tree } from "../adapters/tree.ts";
import { Refusal } from "./refusal.ts";

const SETTINGS = "runbook.yml";
const TEMPLATES = "templates";

/** The organisation's settings and texts, checked. */
export interface Project {
  readonly settings: Settings;
  readonly templates: Templates;
  readonly context: IncidentContext;
}

/** An incident that is not closed, with its journal. */
export interface Loaded {
  readonly incident: Incident<"real">;
  readonly file: SourceFile;
  readonly journal: readonly Entry[];
}

/** The incidents of the repository that a run has to know. */
export interface Incidents {
  readonly scan: Scan;
  readonly loaded: readonly Loaded[];
  readonly problems: readonly Problem[];
  /** Every incident that could be read, the second of two open ones of a service included. */
  readonly all: readonly Loaded[];
  /** Faulty incident files, with what they say. */
  readonly faulty: readonly SourceFile[];
  /** Journals whose incident file is gone, with what left and was not ended. */
  readonly orphans: readonly Concerned[];
  /** What left and was not ended, by every journal: also where the file is gone, faulty or left out. */
  readonly unended: readonly Concerned[];
  /** What left and was ended, by every journal that is not closed. */
  readonly ended: readonly Concerned[];
}

/** Some services of one incident. */
export interface Concerned {
  readonly id: string;
  readonly services: readonly ServiceId[];
}

/** The settings alone, when nothing is wrong with them; {@link openProject} tells what is. */
export function openSettings(repo: Tree): Settings | undefined {
  const file = repo.read(SETTINGS);
  const parsed = file && parseSettings(file);
  return parsed?.ok ? parsed.value : undefined;
}

/** Reads settings and templates, or every problem in them. */
export function readProject(repo: Tree, now: Date): { project?: Project; problems: readonly Problem[] } {
  const linked = [SETTINGS, TEMPLATES].filter((path) => repo.isLink(path));
  if (linked.length > 0) return { problems: linked.map((path) => symlink(path, "fr")) };
  const file = repo.read(SETTINGS);
  if (!file) throw new Refusal(commandWords.fr.noSettings);
  const settings = parseSettings(file);
  const language = settings.ok ? settings.value.language : "fr";
  const templates = parseTemplates(repo.list(TEMPLATES), language);
  const problems = [
    ...(settings.ok ? [] : settings.problems),
    ...(templates.ok ? [] : templates.problems),
  ].map((problem) => (repo.isLink(problem.file) ? symlink(problem.file, language) : problem));
  if (!settings.ok || !templates.ok) return { problems };
  return {
    project: {
      settings: settings.value,
      templates: templates.value,
      context: contextOf(settings.value, templates.value, now),
    },
    problems,
  };
}

/** Reads settings and templates; refuses when anything in them is wrong. */
export function openProject(repo: Repository, now: Date): Project {
  const { project, problems } = readProject(repo, now);
  if (!project) throw new Refusal(commandWords.fr.refusedFields, problems);
  return project;
}

function contextOf(settings: Settings, templates: Templates, now: Date): IncidentContext {
  const causes = [...templates.causes.keys()].map((id) => ({ id, needsMessage: id === OTHER }));
  return { settings, causes, now };
}

/** Reads every incident that is not closed. A faulty file is a problem of its own, the others go on. */
export function loadIncidents(repo: Tree, { context, settings }: Project): Incidents {
  const { language } = settings;
  const scan = repo.scan();
  const problems: Problem[] = [
    ...checkTree(scan.paths, language),
    ...scan.symlinks.map((file) => symlink(file, language)),
  ];
  const loaded: Loaded[] = [];
  const faulty: SourceFile[] = [];
  for (const id of scan.open) {
    const one = loadIncident(repo, id, context);
    if ("incident" in one) loaded.push(one);
    else {
      problems.push(...one.problems.filter(({ file }) => !scan.symlinks.includes(file)));
      faulty.push(repo.read(`incidents/${id}.yml`) ?? { path: `incidents/${id}.yml`, text: "" });
    }
  }
  const doubles = doubleOpen(loaded, settings);
  const servicesBy = (of: typeof unended) => (id: string) => ({
    id,
    services: of(journalOf(repo, id, language).entries, settings),
  });
  const orphans = scan.orphans.map(servicesBy(orphaned));
  return {
    scan,
    all: loaded,
    faulty,
    loaded: loaded.filter(({ incident }) => !doubles.some(({ file }) => file === incident.path)),
    problems: [...problems, ...doubles],
    orphans: orphans.filter(({ services }) => services.length > 0),
    unended: [...scan.open, ...scan.orphans].map(servicesBy(unended)),
    ended: [...scan.open, ...scan.orphans].map(servicesBy(ended)),
  };
}

/** Reads one incident, closed or not. */
export function loadIncident(
  repo: Tree,
  id: string,
  context: IncidentContext,
): Loaded | { readonly problems: readonly Problem[] } {
  const path = `incidents/${id}.yml`;
  if (isIncidentId(id) && repo.isLink(path)) return { problems: [symlink(path, context.settings.language)] };
  const file = isIncidentId(id) ? repo.read(path) : undefined;
  if (!file) return { problems: [] };
  const parsed = parseIncident(file, context);
  const { entries, problems } = journalOf(repo, id, context.settings.language);
  if (!parsed.ok || problems.length > 0)
    return { problems: [...(parsed.ok ? [] : parsed.problems), ...problems] };
  return { incident: parsed.value, file, journal: entries };
}

/** A link where a file or folder of ours should be: what stands behind it is nobody's wish. */
export const symlink = (file: string, language: Settings["language"]): Problem => ({
  file,
  line: 1,
  col: 1,
  message: commandWords[language].symlink,
});

function journalOf(repo: Tree, id: string, language: Settings["language"]) {
  const path = `incidents/${id}/journal.yml`;
  if (repo.isLink(path)) return { entries: [], problems: [symlink(path, language)] };
  const parsed = parseJournal(repo.read(path) ?? { path, text: "" }, language);
  return parsed.ok ? { entries: parsed.value, problems: [] } : { entries: [], problems: parsed.problems };
}

/** GitHub keeps the button "Re-run jobs" for thirty days. */
const RERUN_DAYS = 40;

/**
 * What an earlier attempt of this very run announced or ended. "Re-run jobs" repeats the click, not the event: when the
 * outage is long over, the same form would otherwise announce another one.
 */
export function earlierAttempt(
  repo: Repository,
  { context }: Project,
  { scan, loaded }: Incidents,
  runId: string,
): readonly Loaded[] {
  const [, run, attempt] = /^(\d+)\/(\d+)$/u.exec(runId) ?? [];
  if (run === undefined || Number(attempt) < 2) return [];
  const since = new Date(context.now.getTime() - RERUN_DAYS * 86_400_000).toISOString().slice(0, 10);
  const closed = [...scan.closed].filter((id) => id >= since).map((id) => loadIncident(repo, id, context));
  return [...loaded, ...closed.filter((one) => "incident" in one)].filter(({ journal }) =>
    journal.some((entry) => entry.run?.startsWith(`${run}/`)),
  );
}

/** Every incident that has a file or a folder here. */
export function idsOf({ scan }: Incidents): ReadonlySet<string> {
  return new Set([...scan.open, ...scan.closed, ...scan.orphans]);
}

/** Services whose outage mail left and whose end was not told, by the journal. */
function unended(journal: readonly Entry[], settings: Settings): ServiceId[] {
  return settings.services
    .map(({ id }) => id)
    .filter((id) => leftEntry(journal, "outage", id) && !leftEntry(journal, "recovery", id));
}

/** Services whose end was told by mail, by the journal. */
function ended(journal: readonly Entry[], settings: Settings): ServiceId[] {
  return settings.services.map(({ id }) => id).filter((id) => leftEntry(journal, "recovery", id));
}

/** What a deleted incident file leaves open: an outage mail that left or may have left. */
function orphaned(journal: readonly Entry[], settings: Settings): ServiceId[] {
  const undecided = settings.services.map(({ id }) => id).filter((id) => isUndecided(journal, id));
  return [...new Set([...unended(journal, settings), ...undecided])];
}

/** The service is away by this incident's file. */
export function isAway(incident: Incident, service: ServiceId): boolean {
  return incident.notify && incident.services.includes(service) && !isOver(incident, service);
}

/**
 * Refuses when a file that cannot be read speaks of one of the services and is not over: it may be the very outage that
 * is meant, and a second announcement would be the result of a typing mistake.
 */
export function refuseFaulty(
  { faulty, problems }: Incidents,
  services: readonly string[],
  { settings }: Project,
): void {
  const isMeant = ({ path, text }: SourceFile) =>
    !/^status:\s*["']?(?:resolved|mistaken)/mu.test(text) &&
    services.some(
      (id) =>
        new RegExp(`-${id}(?:-|\\.yml$)`, "u").test(path) ||
        new RegExp(`^services:.*\\b${id}\\b`, "mu").test(text),
    );
  const meant = new Set(
    faulty.filter(isMeant).flatMap(({ path }) => [path, `${path.slice(0, -4)}/journal.yml`]),
  );
  const found = problems.filter(({ file }) => meant.has(file));
  if (found.length > 0) throw new Refusal(commandWords[settings.language].refusedFields, found);
}

/** Two open incidents of one service: the one that was announced, else the older, stays; the other is faulty. */
function doubleOpen(loaded: readonly Loaded[], settings: Settings): Problem[] {
  const words = commandWords[settings.language];
  const order = loaded.toSorted(
    (a, b) =>
      Number(b.journal.length > 0) - Number(a.journal.length > 0) ||
      a.incident.startedAt.getTime() - b.incident.startedAt.getTime() ||
      (a.incident.id < b.incident.id ? -1 : 1),
  );
  const problems: Problem[] = [];
  for (const [index, { incident, journal }] of order.entries()) {
    for (const { id, name } of settings.services.filter((service) => isAway(incident, service.id))) {
      const earlier = order.slice(0, index).find((other) => isAway(other.incident, id));
      if (!earlier || unended(journal, settings).includes(id)) continue;
      problems.push({
        file: incident.path,
        line: 1,
        col: 1,
        message: words.twoOpen(name, earlier.incident.path),
      });
    }
  }
  return problems;
}
