import { createHash } from "node:crypto";
import { repositoryUrl } from "../adapters/actions.ts";
import { openSlack } from "../adapters/slack.ts";
import { escaped } from "../core/chat-text.ts";
import { inertHtml } from "../core/inert.ts";
import { checkupToldWords } from "../core/words/checkup-told.ts";
import { githubWords } from "../core/words/github.ts";
import { faultWords } from "../core/words/fault.ts";
import { receiptWords } from "../core/words/receipt.ts";
import { saying, type Outcome } from "./outcome.ts";
import { openSettings } from "./project.ts";
import { readAccess, type Machine } from "./run.ts";

const DAY_MS = 86_400_000;
/** By which a run knows that it is the weekly checkup. */
const CHECKUP_FILE = "/workflows/verifier.yml@";
/** In place of an incident's id, in the marks of alarms. */
const ALARM = "alarm";

/**
 * Tells the channel that a run of GitHub ended without finishing its work, once: its step may have crashed, or refused
 * before there was a thread to say it in. A schedule that fails for the same reason is told once a day.
 *
 * @param reason what the failed step said of itself; empty when it could not.
 */
export async function alarm(machine: Machine, reason: string): Promise<Outcome> {
  const { repo, limits, now, env, actor, runId, isScheduled = false } = machine;
  // Broken settings may be the very reason: then only the environment tells the channel.
  const settings = openSettings(repo);
  const language = settings?.language ?? "fr";
  const words = githubWords[language];
  // Of a checkup nobody waits for an announcement.
  const isCheckup = env["GITHUB_WORKFLOW_REF"]?.includes(CHECKUP_FILE) === true;
  const crashed = isCheckup ? checkupToldWords[language].crashed : words.crashed;
  // The run is red already: the alarm adds no failure of its own.
  const { headline } = receiptWords[language];
  const told = (message: string): Outcome => ({
    ...saying(headline.check, message),
    // The failed step wrote the receipt; a crash left none.
    page: `${reason === "" ? `<h2>${headline.check}</h2>\n<p>${inertHtml(crashed)}</p>\n` : ""}<p>${inertHtml(message)}</p>\n`,
  });
  const isRefusal = reason.startsWith(headline.nothing);
  const { slackToken, slackUrl, channel } = readAccess(machine, settings ?? { language, slack: {} });
  if (slackToken === undefined || channel === undefined) return told(words.alarmUnsent(words.noChannel));
  const chat = openSlack({
    token: slackToken,
    apiUrl: slackUrl,
    channel,
    requestMs: limits.requestMs,
    signal: limits.hard,
    wait: limits.wait,
  });
  const same = isCheckup ? `${CHECKUP_FILE} ${reason}` : reason;
  const key = isScheduled ? createHash("sha256").update(same).digest("hex").slice(0, 16) : runId;
  const mark = { incident: ALARM, step: key };
  const since = new Date(now().getTime() - DAY_MS);
  const history = await chat.history(since);
  const isKnown =
    history.kind === "done" &&
    history.value.some((message) => message.mark?.incident === ALARM && message.mark.step === key);
  if (isKnown) return told(words.alarmKnown);
  const here = repositoryUrl(env);
  const run = `${here}/actions/runs/${env["GITHUB_RUN_ID"] ?? ""}`;
  const procedure = `${here}/blob/HEAD/incidents/PROCEDURE.md`;
  const tell = isCheckup ? checkupToldWords[language].alarm : isRefusal ? words.refused : words.alarm;
  const text = tell({
    actor: escaped(isScheduled ? "" : actor),
    reason: reason === "" ? crashed : escaped(isRefusal ? reason.slice(headline.nothing.length + 1) : reason),
    contact: settings?.slack.technicalContact ?? "",
    run,
    procedure,
  });
  const posted = await chat.post({ text, mark });
  return told(
    posted.kind === "done" ? words.alarmSent : words.alarmUnsent(faultWords[language](posted.fault).reason),
  );
}
