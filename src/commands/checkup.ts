import { flagged, type Checkup } from "../core/checkup.ts";
import { brevoChecks } from "../core/checkup-brevo.ts";
import { githubChecks } from "../core/checkup-github.ts";
import { listsOfServices } from "../core/checkup-list-now.ts";
import { slackChecks } from "../core/checkup-slack.ts";
import { checkupLines, verdict } from "../core/checkup-table.ts";
import { textChecks } from "../core/checkup-texts.ts";
import type { Settings } from "../core/settings.ts";
import { checkupWords } from "../core/words/checkup.ts";
import { lookAtBrevo } from "./look-brevo.ts";
import { lookAtGitHub } from "./look-github.ts";
import { lookAtSlack } from "./look-slack.ts";
import type { Outcome } from "./outcome.ts";
import { openSettings, readProject, type Project } from "./project.ts";
import { problemLine, Refusal } from "./refusal.ts";
import { readAccess, type Machine } from "./run.ts";

const EXITS = { ok: 0, warn: 0, bad: 2 } as const;

/**
 * `runbook checkup`: whether Slack, Brevo, GitHub and our texts are ready for the next outage. Sends and posts nothing;
 * the one thing that it makes, a draft to no list, it deletes.
 *
 * Exits (design section 3): 0 when all is well or only to be watched (⚠); 1 when it cannot be made: faulty settings or
 * templates, neither key; 2 when something is to be repaired (✗), or it was interrupted.
 */
export async function checkup(machine: Machine): Promise<Outcome> {
  const language = openSettings(machine.repo)?.language ?? "fr";
  let project: Project;
  try {
    project = readWhole(machine, language);
  } catch (error) {
    if (error instanceof Refusal) return impossible(error, language);
    throw error;
  }
  return outcomeOf(await runCheckup(machine, project), language);
}

/** What a person, a program and the head of a red run read of it. */
export function outcomeOf(found: Checkup, language: Settings["language"]): Outcome {
  const words = checkupWords[language];
  const state = verdict(found);
  const lines = checkupLines(found, language);
  const exit = EXITS[state];
  const bad = found.checks.filter((check) => check.state === "bad");
  return {
    exit,
    headline: words.headline[state],
    lines,
    json: { exit, incidents: [], checkup: found },
    problems: [],
    alarm: false,
    reason:
      bad.map(({ label, finding }) => words.line("✗", label, finding).trim()).join(" ") || (lines[0] ?? ""),
  };
}

/** Settings, templates and at least one key. Refuses what leaves nothing to look at. */
function readWhole(machine: Machine, language: Settings["language"]): Project {
  const words = checkupWords[language];
  const { project, problems } = readProject(machine.repo, machine.now());
  if (!project) throw new Refusal(words.settings, problems);
  const { slackToken, brevoKey } = readAccess(machine, project.settings);
  if (slackToken === undefined && brevoKey === undefined) throw new Refusal(words.noKey);
  return project;
}

function impossible({ message, problems }: Refusal, language: Settings["language"]): Outcome {
  const lines = [message, ...problems.map(problemLine)];
  return {
    exit: 1,
    headline: checkupWords[language].headline.impossible,
    lines,
    json: { exit: 1, incidents: [], message, problems },
    problems,
    alarm: false,
    reason: lines.join(" "),
  };
}

/** Looks at everything side by side, and judges what was seen. Never throws for what a tool answers. */
export async function runCheckup(machine: Machine, project: Project): Promise<Checkup> {
  const { settings } = project;
  const at = machine.now();
  const access = readAccess(machine, settings);
  const requests = { slack: 0, brevo: 0, github: 0 };
  const [slack, brevo, github] = await Promise.all([
    lookAtSlack(machine, access, () => void (requests.slack += 1)),
    lookAtBrevo(machine, access, project, () => void (requests.brevo += 1)),
    lookAtGitHub(machine, access, () => void (requests.github += 1)),
  ]);
  const words = checkupWords[settings.language];
  const checks = [
    ...(machine.limits.soft.aborted
      ? [flagged("checkup", words.interrupted.label, "bad", words.interrupted.told())]
      : []),
    ...slackChecks(slack, settings),
    ...brevoChecks(brevo, settings, at),
    ...textChecks(project, at),
    ...githubChecks(github, settings, at),
  ];
  return {
    at,
    checks,
    ...(brevo.lists?.kind === "done" && { lists: listsOfServices(brevo.lists.value, settings) }),
    requests,
  };
}
