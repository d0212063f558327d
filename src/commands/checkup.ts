import { flagged, type Checkup } from "../core/checkup.ts";
import { brevoChecks } from "../core/checkup-brevo.ts";
import { githubChecks } from "../core/checkup-github.ts";
import { listsOfServices } from "../core/checkup-lists.ts";
import { slackChecks } from "../core/checkup-slack.ts";
import { checkupLines, verdict } from "../core/checkup-table.ts";
import { textChecks } from "../core/checkup-texts.ts";
import type { Settings } from "../core/settings.ts";
import { checkupWords } from "../core/words/checkup.ts";
import { lookAtBrevo, lookAtGitHub, lookAtSlack } from "./checkup-looks.ts";
import type { Outcome } from "./outcome.ts";
import { readProject, type Project } from "./project.ts";
import { problemLine } from "./refusal.ts";
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
  const { project, problems } = readProject(machine.repo, machine.now());
  const language = project?.settings.language ?? "fr";
  const words = checkupWords[language];
  if (!project) return impossible(words.settings, problems, language);
  const { slackToken, brevoKey } = readAccess(machine, project.settings);
  if (slackToken === undefined && brevoKey === undefined) return impossible(words.noKey, [], language);
  const found = await runCheckup(machine, project);
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

function impossible(why: string, problems: Outcome["problems"], language: Settings["language"]): Outcome {
  const lines = [why, ...problems.map(problemLine)];
  return {
    exit: 1,
    headline: checkupWords[language].headline.impossible,
    lines,
    json: { exit: 1, incidents: [], message: why, problems },
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
