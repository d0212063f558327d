import { pid } from "node:process";
import { z } from "zod";
import {
  openActions,
  gitCredentials,
  githubAccess,
  repositoryUrl,
  type ActionsJob,
} from "./adapters/actions.ts";
import { GitError, openGit } from "./adapters/git.ts";
import { openGitHub } from "./adapters/github.ts";
import { openRepository } from "./adapters/repository.ts";
import { shareByApi } from "./adapters/sharing-api.ts";
import { openTree } from "./adapters/tree.ts";
import { openWaiting } from "./adapters/waiting.ts";
import { alarm } from "./commands/alarm.ts";
import { readArguments, type Invocation } from "./commands/arguments.ts";
import { check } from "./commands/check.ts";
import { recordCheckup } from "./commands/checkup-record.ts";
import { checkup } from "./commands/checkup.ts";
import { declare } from "./commands/declare.ts";
import { drill } from "./commands/drill.ts";
import { readForm } from "./commands/form.ts";
import { refusedOutcome, type Outcome } from "./commands/outcome.ts";
import { preview } from "./commands/preview.ts";
import { openProject, openSettings } from "./commands/project.ts";
import { Refusal } from "./commands/refusal.ts";
import { resolve } from "./commands/resolve.ts";
import { review } from "./commands/review.ts";
import { nameRun, type Machine } from "./commands/run.ts";
import { settle } from "./commands/settle.ts";
import { update } from "./commands/update.ts";
import { limitsOf, type Limits } from "./commands/stop.ts";
import { progressOn } from "./commands/terminal.ts";
import type { Settings } from "./core/settings.ts";
import { receiptPage } from "./core/receipt-page.ts";
import { commandWords } from "./core/words/command.ts";
import { githubWords } from "./core/words/github.ts";
import { receiptWords } from "./core/words/receipt.ts";
import { demo } from "./demo/demo.ts";
import { sandbox } from "./demo/sandbox.ts";

// zod would compile its validators at first use; read once, they are faster as they are.
z.config({ jitless: true });
const { env } = process;
/** For the very first question to git; then the settings say how patient we are. */
const GIT_MS = 10_000;
const now = () => new Date();
const words = commandWords.fr;
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interruption.abort());

/** The repository of the current folder, and all that one run has to know of its machine. */
async function openMachine(onProgress: Machine["onProgress"]): Promise<Machine> {
  const gitEnvironment = { ...env, ...gitCredentials(env) };
  const top = openGit(process.cwd(), gitEnvironment, { ms: GIT_MS });
  const asked =
    env["GITHUB_TRIGGERING_ACTOR"] ?? env["GITHUB_ACTOR"] ?? top(["config", "user.name"]).catch(() => "");
  const root = await top(["rev-parse", "--show-toplevel"]).catch((error: unknown) => {
    if (!(error instanceof GitError)) throw error;
    if (error.timedOut) throw new Refusal(words.gitSilent);
    throw new Refusal(error.stderr.includes("ENOENT") ? words.noGit : words.notRepository);
  });
  const tree = openTree(root);
  const limits = limitsOf(openSettings(tree)?.limits.patience ?? 1, interruption.signal);
  const git = openGit(root, gitEnvironment, { ms: limits.gitMs, signal: limits.end });
  const access = githubAccess(env);
  const github = access && openGitHub({ ...access, ...githubBounds(limits) });
  const { title, body } = githubWords[openSettings(tree)?.language ?? "fr"].proposal;
  const repo = openRepository(
    tree,
    git,
    limits.gitMs,
    github &&
      (({ upstream = "" }) =>
        shareByApi(git, github, upstream, openWaiting(git, github, { root, upstream, title, body }))),
  );
  const actor = await asked;
  return {
    repo,
    env,
    now,
    limits,
    actor,
    runId: nameRun(env, pid, now()),
    onProgress,
    isScheduled: env["GITHUB_EVENT_NAME"] === "schedule",
    ...(github && { github }),
  };
}

/** GitHub answers at once or not at all: the announcement waits behind it. */
const GITHUB_MS = 5_000;
function githubBounds({ requestMs, hard, wait }: Limits) {
  return { requestMs: Math.min(requestMs, GITHUB_MS), signal: hard, wait };
}

async function run({ command, request, files }: Invocation, machine: Machine): Promise<Outcome> {
  switch (command) {
    case "declare":
      return declare(machine, request);
    case "resolve":
      return resolve(machine, request);
    case "update":
      return update(machine, request);
    case "settle":
      return settle(machine, request);
    case "preview":
      return preview(machine, request);
    case "check":
      return check(machine, files, process.cwd());
    case "checkup":
      return checkup(machine);
    case "drill":
      return drill(machine, request);
    case "demo":
    case "sandbox":
    case "help":
      throw new RangeError(`${command} needs no repository`);
    default:
      return command satisfies never;
  }
}

/** A failure in words: a refusal as it is, anything else without its stack. */
function failed(error: unknown, language: Settings["language"]): Outcome {
  if (error instanceof Refusal) return refusedOutcome(error.message, error.problems, language);
  const message = error instanceof Error ? error.message.split("\n")[0]?.slice(0, 200) : String(error);
  if (env["RUNBOOK_DEBUG"]) console.error(error);
  const outcome = refusedOutcome(commandWords[language].bug(message ?? ""), [], language);
  // Something may have left before: nobody may read here that nothing did.
  return {
    ...outcome,
    exit: 2,
    headline: receiptWords[language].headline.check,
    json: { exit: 2, incidents: [], message: outcome.lines[0] },
  };
}

async function runOnTerminal(): Promise<number> {
  const screen = {
    isTerminal: process.stderr.isTTY,
    write: (text: string) => void process.stderr.write(text),
  };
  const progress = progressOn(screen, now);
  const asJson = process.argv.includes("--json");
  let machine: Machine | undefined;
  let outcome: Outcome;
  try {
    const invocation = readArguments(process.argv.slice(2));
    if (invocation.command === "help") return say(words.help);
    machine = await openMachine(progress.show);
    if (invocation.command === "sandbox")
      return await sandbox(machine.repo.root, env, say, interruption.signal);
    if (invocation.command === "demo")
      return await demo(machine.repo.root, process.cwd(), env, say, progress.show);
    outcome = await run(invocation, machine);
  } catch (error) {
    outcome = failed(error, languageOf(machine));
  }
  progress.end();
  say(asJson ? JSON.stringify(outcome.json, undefined, 2) : [outcome.headline, ...outcome.lines].join("\n"));
  return outcome.exit;
}

async function runInAction(job: ActionsJob): Promise<number> {
  let settings: Settings | undefined;
  for (const name of ["SLACK_BOT_TOKEN", "BREVO_API_KEY", "GITHUB_TOKEN"]) {
    const secret = env[name]?.trim();
    if (secret) job.hide(secret);
    if (secret && name === "GITHUB_TOKEN") job.hide(`x-access-token:${secret}`);
  }
  const progress = progressOn({ isTerminal: false, write: (text) => job.log(text.trimEnd()) }, now);
  let outcome: Outcome;
  try {
    const machine = await openMachine(progress.show);
    settings = openSettings(machine.repo);
    outcome = await runJob(job, machine);
  } catch (error) {
    outcome = failed(error, settings?.language ?? "fr");
  }
  job.log([outcome.headline, ...outcome.lines].join("\n"));
  for (const problem of outcome.problems) job.annotate(problem);
  if (outcome.exit !== 0 && outcome.problems.length === 0) job.fail(outcome.headline, outcome.reason);
  const pageWords = { ...githubWords[settings?.language ?? "fr"], here: repositoryUrl(env) };
  const { page = receiptPage(outcome, pageWords), outputs = {} } = outcome;
  // The page is a copy of the log: without it, what was sent stays sent.
  await job.summarise(page).catch((error: unknown) => job.log(error instanceof Error ? error.message : ""));
  job.output("alarm", outcome.alarm ? `${outcome.headline}. ${outcome.reason}` : "no");
  for (const [name, value] of Object.entries(outputs)) job.output(name, value);
  return outcome.exit;
}

/** A command of a workflow; some are for workflows only. */
async function runJob(job: ActionsJob, machine: Machine): Promise<Outcome> {
  if (job.input("command") === "review")
    return review(machine, { before: job.input("before") ?? "", after: job.input("proposal") ?? "" });
  if (job.input("command") === "alarm") return alarm(machine, job.input("reason") ?? "");
  if (job.input("command") === "checkup") return recordCheckup(machine);
  return run(readForm(job.input, openProject(machine.repo, now()).settings), machine);
}

/** The language of a failure, as far as the settings can be read. */
function languageOf(machine: Machine | undefined): Settings["language"] {
  return (machine && openSettings(machine.repo)?.language) ?? "fr";
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

// Whatever escapes every other net is still told in words, and never as success.
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (error: unknown) => {
    const { headline, lines } = failed(error, "fr");
    process.stdout.write(`${[headline, ...lines].join("\n")}\n`, () => process.exit(2));
  });
}
const isAction = env["GITHUB_ACTIONS"] === "true" && process.argv.length <= 2;
process.exitCode = isAction ? await runInAction(openActions(env)) : await runOnTerminal();
// Both SDKs leave timers behind that would keep the process for a minute (facts/brevo.md section 2).
await new Promise<void>((flushed) => void process.stdout.write("", () => flushed()));
process.exit();
