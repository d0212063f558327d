import type { Notice } from "../core/notice.ts";
import type { SourceFile } from "../core/problem.ts";
import { sentNow } from "../core/report.ts";
import type { Service } from "../core/settings.ts";
import { formatWallClock, parseWallClock, since } from "../core/time.ts";
import { withUpdate, type WrittenUpdate } from "../core/update-edit.ts";
import { sameWords, updatesOf, type Update } from "../core/update.ts";
import { commandWords } from "../core/words/command.ts";
import { updateWords } from "../core/words/update.ts";
import { finish } from "./follow.ts";
import type { Outcome } from "./outcome.ts";
import { previewLines } from "./preview.ts";
import { isAway, loadIncident, openProject, type Incidents, type Loaded, type Project } from "./project.ts";
import { Refusal } from "./refusal.ts";
import { readHour, readWritten, type Request } from "./request.ts";
import { liftedNews, settleAll, type Machine } from "./run.ts";
import { readStanding } from "./standing.ts";

const TRIES = 3;

/** One incident once its file tells the news. */
interface Given {
  readonly one: Loaded;
  readonly update: Update;
  readonly isKnown: boolean;
}

/**
 * `runbook update`: adds news to the file of what is open (comments and form stay), shares it, settles. Without an id it
 * takes what is open, when that leaves no choice. The same sentence within a day is settled again, and nothing is sent
 * twice. The news waits until its file is shared, because another one of the same minute gets another hour.
 */
export async function update(machine: Machine, request: Request): Promise<Outcome> {
  const project = openProject(machine.repo, machine.now());
  const { settings } = project;
  const rehearsal = request.dryRun === true;
  const written = readNews(request, project, machine.now());
  const { services, incidents, before } = await readStanding(machine, project, request);
  if (before.length > 0) return settleAgain(machine, project, before, { rehearsal, incidents });
  const chosen = choose(machine, project, incidents, request, services);
  // A wrong sentence is refused before anything is written.
  const texts = chosen.map((one) => giveIn(one.file, written, project, machine.now()));
  const given: Given[] = [];
  for (const [index, one] of chosen.entries())
    given.push(
      rehearsal
        ? loadedAs(
            one,
            texts[index]?.file ?? one.file,
            texts[index]?.isKnown === true,
            written,
            project,
            machine,
          )
        : await write(machine, project, one, written),
    );
  const reports = await settleAll(
    machine,
    project,
    given.map(({ one }) => one),
    {
      rehearsal,
      lifted: new Set(given.map(({ one, update: news }) => liftedNews(one.incident.id, news))),
      ...(rehearsal && { unwritten: given.map(({ one }) => one.file) }),
      incidents,
    },
  );
  const words = updateWords[settings.language];
  const notes = given
    .filter(({ isKnown }) => isKnown)
    .map(({ one, update: news }) =>
      words.already(
        since(news.at, machine.now(), settings.timeZone, settings.language),
        sentNow(reports, one.incident.id),
      ),
    );
  const asked = given.map(({ one, update: news }) => {
    const notice: Notice = { phase: "update", update: news };
    return { one, services: one.incident.services, notice };
  });
  const after = rehearsal ? await previewLines(machine, project, asked) : [];
  return finish(machine, project, reports, { settings, rehearsal, notes, after });
}

/** What was asked for, as the file will write it. */
function readNews(request: Request, { settings }: Project, now: Date): WrittenUpdate {
  const message = request.message?.trim() ?? "";
  if (message === "") throw new Refusal(updateWords[settings.language].command.noMessage);
  const at = readHour("at", request.at, settings, now);
  return { at: formatWallClock(at, settings.timeZone), message, mail: request.mail === true };
}

/** Which incidents the news is of: the one that is named, those of the tools that are named, else the only open one. */
function choose(
  machine: Machine,
  project: Project,
  incidents: Incidents,
  { id }: Request,
  services: readonly Service[],
): readonly Loaded[] {
  const { settings } = project;
  const words = updateWords[settings.language].command;
  const all = commandWords[settings.language];
  const away = incidents.loaded.filter(({ incident }) =>
    settings.services.some((service) => isAway(incident, service.id)),
  );
  const ids = away.map(({ incident }) => incident.id);
  if (id !== undefined) {
    const one =
      incidents.loaded.find(({ incident }) => incident.id === id) ??
      loadIncident(machine.repo, id, project.context);
    if ("problems" in one) {
      if (one.problems.length > 0) throw new Refusal(all.refusedFields, one.problems);
      throw new Refusal(all.unknownIncident(id, all.openOnes(ids)));
    }
    if (!away.includes(one)) throw new Refusal(words.over(id));
    return whole([one], services, project);
  }
  if (away.length === 0) throw new Refusal(words.nothingOpen);
  if (services.length === 0) {
    if (away.length > 1) throw new Refusal(words.severalOpen(ids));
    return away;
  }
  const meant = away.filter(({ incident }) => services.some((service) => isAway(incident, service.id)));
  // All of them means whatever is down.
  const isEverything = services.length === settings.services.length;
  const missing = services.find(
    ({ id: service }) => !meant.some(({ incident }) => isAway(incident, service)),
  );
  if (missing && !isEverything) throw new Refusal(words.notOpenFor(missing.name, all.openOnes(ids)));
  return whole(meant, services, project);
}

/** Refuses a sentence meant for one tool where the users of another one would read it too. */
function whole(
  chosen: readonly Loaded[],
  services: readonly Service[],
  { settings }: Project,
): readonly Loaded[] {
  if (services.length === 0) return chosen;
  const others = settings.services.filter(
    (service) => !services.includes(service) && chosen.some(({ incident }) => isAway(incident, service.id)),
  );
  if (others.length === 0) return chosen;
  const named = others.map(({ grammar }) => grammar.le).join(", ");
  throw new Refusal(updateWords[settings.language].command.ofOne(named));
}

/** The file with the news in it, read as the robot will read it. */
function giveIn(file: SourceFile, news: WrittenUpdate, project: Project, now: Date) {
  const { text, isKnown } = withUpdate(file.text, news);
  const edited = { path: file.path, text };
  readWritten(edited, project, now);
  return { file: edited, isKnown };
}

/** Writes the news and shares it; once more when somebody else wrote the file at the same moment. */
async function write(machine: Machine, project: Project, one: Loaded, news: WrittenUpdate): Promise<Given> {
  const { repo } = machine;
  const { id } = one.incident;
  let isKnown = true;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const isFirst = tries === 1;
    const change = (text: string) => {
      const given = giveIn({ path: one.file.path, text }, news, project, machine.now());
      // Ours once it was written; a second round only puts it back.
      if (isFirst) ({ isKnown } = given);
      return given.file.text;
    };
    const isWritten = await repo.edit(
      one.file.path,
      change,
      `Give news of ${id}, asked by ${machine.actor || "?"}`,
    );
    if (!isWritten)
      return loadedAs(one, repo.read(one.file.path) ?? one.file, isKnown, news, project, machine);
    await repo.share(one.file.path).catch(() => "local");
  }
  const now = repo.read(one.file.path) ?? one.file;
  if (giveIn(now, news, project, machine.now()).file.text === now.text)
    return loadedAs(one, now, isKnown, news, project, machine);
  throw new Refusal(updateWords[project.settings.language].command.lost(id));
}

function loadedAs(
  one: Loaded,
  file: SourceFile,
  isKnown: boolean,
  news: WrittenUpdate,
  project: Project,
  machine: Machine,
): Given {
  const incident = readWritten(file, project, machine.now());
  const { timeZone, language } = project.settings;
  const read = parseWallClock(withUpdate(file.text, news).at, timeZone, language);
  const at = read.ok ? read.at.getTime() : 0;
  const found = updatesOf(incident, one.journal).find(
    (each) => each.at.getTime() === at && sameWords(each.message, news.message),
  );
  if (!found) throw new RangeError(`No news of ${news.at} in ${file.path}`);
  return { one: { ...one, file, incident }, update: found, isKnown };
}

/** "Re-run jobs": finishes what the first attempt began, and gives no news of its own. */
async function settleAgain(
  machine: Machine,
  project: Project,
  before: readonly Loaded[],
  options: { readonly rehearsal: boolean; readonly incidents: Incidents },
): Promise<Outcome> {
  const { settings } = project;
  const reports = await settleAll(machine, project, before, { ...options, lifted: new Set() });
  const notes = [updateWords[settings.language].command.rerun];
  return finish(machine, project, reports, { settings, rehearsal: options.rehearsal, notes });
}
