import { openSlackAccount } from "../adapters/slack-account.ts";
import { flagged, type Checkup, type Key } from "../core/checkup.ts";
import { slackChecks, type SlackSeen } from "../core/checkup-slack.ts";
import { checkupLines, verdict } from "../core/checkup-table.ts";
import { textChecks } from "../core/checkup-texts.ts";
import type { Settings } from "../core/settings.ts";
import { checkupWords } from "../core/words/checkup.ts";
import type { Outcome } from "./outcome.ts";
import { readProject, type Project } from "./project.ts";
import { problemLine } from "./refusal.ts";
import { readAccess, type Access, type Machine } from "./run.ts";

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
  const slack = await lookAtSlack(machine, access, () => (requests.slack += 1));
  const words = checkupWords[settings.language];
  const checks = [
    ...(machine.limits.soft.aborted
      ? [flagged("checkup", words.interrupted.label, "bad", words.interrupted.told())]
      : []),
    ...slackChecks(slack, settings),
    ...textChecks(project, at),
  ];
  return { at, checks, requests };
}

/** A key that is missing in a job of GitHub is one of its secrets, which have a line of their own. */
const keyOf = ({ github }: Machine, key: string | undefined): Key =>
  key !== undefined ? "there" : github ? "told" : "missing";

async function lookAtSlack(machine: Machine, access: Access, count: () => void): Promise<SlackSeen> {
  const { slackToken: token, channel: id } = access;
  const seen: SlackSeen = { key: keyOf(machine, token), channelId: id };
  if (token === undefined) return seen;
  const { requestMs, hard: signal, wait } = machine.limits;
  const meter = (_: URL, headers?: Headers) => void (headers ?? count());
  const slack = openSlackAccount({ token, apiUrl: access.slackUrl, requestMs, signal, wait, meter });
  const identity = await slack.identity();
  if (identity.kind !== "done" || id === undefined) return { ...seen, identity };
  const [channel, history, general] = await Promise.all([
    slack.channel(id),
    slack.readable(id),
    slack.whoPostsGeneral(),
  ]);
  return { ...seen, identity, channel, history, general };
}
