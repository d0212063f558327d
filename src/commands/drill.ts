import { drillGesture, drillSettings, drillTemplates } from "../core/drill.ts";
import type { Settings } from "../core/settings.ts";
import { longDate } from "../core/time.ts";
import { commandWords } from "../core/words/command.ts";
import { drillWords } from "../core/words/drill.ts";
import { drillRefusalWords } from "../core/words/drill-refusal.ts";
import { githubWords } from "../core/words/github.ts";
import { saying, type Outcome } from "./outcome.ts";
import { findAudience, refuseDrill } from "./drill-audience.ts";
import { beginDrill } from "./drill-files.ts";
import { isJoinable, isUnfinished, passedBefore, passedThisMonth, readDrills } from "./drill-find.ts";
import { closeDrill, finishDrill } from "./drill-play.ts";
import { playDrill } from "./drill-receipt.ts";
import type { DrillStage } from "./drill-stage.ts";
import { openProject, openSettings, symlink } from "./project.ts";
import { problemLine, Refusal } from "./refusal.ts";
import { readServices, type Request } from "./request.ts";
import { positionOf, readAccess, requireAccess, requireDefaultBranch, type Machine } from "./run.ts";

const SYNC_MS = 10_000;

/**
 * `runbook drill`: an outage that is none, from its declaration to its end mail, through the code of a real one, to the
 * channel and the list of drills. Whatever is wrong with these is refused before anything is sent.
 */
export async function drill(machine: Machine, request: Request): Promise<Outcome> {
  try {
    return await play(machine, request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refused(error, openSettings(machine.repo)?.language ?? "fr");
  }
}

async function play(machine: Machine, request: Request): Promise<Outcome> {
  const { repo, now } = machine;
  const project = openProject(repo, now());
  const { settings, templates } = project;
  const { language } = settings;
  const words = drillWords[language];
  const asked = readServices(request, settings);
  const services = asked.length > 0 ? asked : settings.services;
  const access = readAccess(machine, settings);
  // A copy of this repository, or one that has no drills yet: its schedule stays green, and says so.
  const isCopy = access.slackToken === undefined && access.brevoKey === undefined;
  if (machine.isScheduled && (isCopy || !settings.drill)) {
    const { reason, gesture } = drillRefusalWords[language]({ kind: "unset" });
    return saying(
      words.headline.unset,
      isCopy ? githubWords[language].unconfigured : `${reason} ${words.todo(gesture)}`,
    );
  }
  if (!settings.drill) return refuseDrill({ kind: "unset" }, settings);
  requireAccess(access, settings);
  const rehearsal = request.dryRun === true;
  if (!rehearsal) {
    await requireDefaultBranch(machine, settings);
    // A real incident that somebody is still writing stays here: pushed, it would be announced to users.
    await repo.saveEdits("robot");
    await repo.sync(SYNC_MS);
  }
  const links = repo.scan().symlinks.filter((path) => /^incidents(?:\/drills(?:\/|$)|$)/u.test(path));
  if (links.length > 0)
    throw new Refusal(
      commandWords[language].refusedFields,
      links.map((path) => symlink(path, language)),
    );
  const read = () => readDrills({ machine, context: project.context, settings });
  const done = machine.isScheduled
    ? passedThisMonth(read().drills, now(), settings)
    : passedBefore(read().drills, machine.runId);
  if (done && !rehearsal)
    return saying(words.headline.done, words.done(longDate(done, settings.timeZone, language)));
  const audience = await findAudience(machine, settings, access, settings.drill.channelId);
  const { webUrl = machine.github?.webUrl, defaultBranch = "main" } = await positionOf(machine);
  const stage: DrillStage = {
    machine,
    context: project.context,
    settings: drillSettings(settings, audience),
    templates: drillTemplates(templates, language),
    audience,
    access,
    rehearsal,
    unwritten: [],
    fileUrl: (id) =>
      webUrl === undefined ? undefined : `${webUrl}/blob/${defaultBranch}/incidents/drills/${id}.yml`,
  };
  if (rehearsal) return playDrill(stage, await beginDrill(stage, services), { notes: [], isSpoilt: false });

  const { drills, broken } = read();
  const notes = broken.map(words.broken);
  const joined = drills.filter((each) => isJoinable(each, now()));
  for (const each of drills.filter((one) => isUnfinished(one) && !joined.includes(one))) {
    await closeDrill(stage, each);
    notes.push(words.closed(each.incident.id));
  }
  const same = joined.find(({ incident }) => services.every(({ id }) => incident.services.includes(id)));
  if (same) notes.push(words.takenUp(same.incident.id));
  let isSpoilt = false;
  for (const each of joined.filter((one) => one !== same)) {
    const { verdict } = await finishDrill(stage, each);
    isSpoilt ||= verdict !== "passed";
    notes.push(words[verdict === "passed" ? "finished" : "unfinished"](each.incident.id));
  }
  return playDrill(stage, same ?? (await beginDrill(stage, services)), { notes, isSpoilt });
}

function refused({ message, problems }: Refusal, language: Settings["language"]): Outcome {
  const lines = [message, ...problems.map(problemLine)].map((line) => drillGesture(line, language));
  return {
    exit: 1,
    headline: drillWords[language].headline.refused,
    lines,
    json: { exit: 1, incidents: [], message: lines[0], problems },
    problems,
    // The run is red; the channel of real outages hears nothing of drills.
    alarm: false,
    reason: lines.join(" "),
  };
}
