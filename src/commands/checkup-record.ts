import { repositoryUrl } from "../adapters/actions.ts";
import { CHECKUP, formatCheckup, readCheckup, type CheckupRecord } from "../core/checkup-file.ts";
import { newsOf, recordOf } from "../core/checkup-news.ts";
import { checkupIssue, checkupPage } from "../core/checkup-page.ts";
import type { Check } from "../core/checkup.ts";
import type { Settings } from "../core/settings.ts";
import { dateOf } from "../core/time.ts";
import { checkupToldWords } from "../core/words/checkup-told.ts";
import { faultWords } from "../core/words/fault.ts";
import type { Recorded } from "../ports.ts";
import { tellChannel } from "./checkup-channel.ts";
import { keepIssue } from "./checkup-issue.ts";
import { checkup, outcomeOf, runCheckup } from "./checkup.ts";
import { saying, type Outcome } from "./outcome.ts";
import { readProject } from "./project.ts";
import { isUnconfigured, readAccess, requireDefaultBranch, type Machine } from "./run.ts";

const SYNC_MS = 10_000;
/** The check that the commit of this very file proves. */
const COMMIT = "github.commit";

/**
 * A checkup in a job of GitHub: looks at everything, then tells and keeps it. The channel hears what got worse since the
 * committed checkup, the file of this one is committed, an issue stands open while something is to mend. All of that is
 * best-effort: what fails of it is said on the page.
 */
export async function recordCheckup(machine: Machine): Promise<Outcome> {
  const { repo, env, github } = machine;
  await repo.sync(SYNC_MS);
  const { project } = readProject(repo, machine.now());
  if (!project) return { ...(await checkup(machine)), alarm: true };
  const { settings } = project;
  const repository = env["GITHUB_REPOSITORY"]?.trim() || undefined;
  const before = recordHere(readCheckup(repo.read(CHECKUP)), repository);
  const words = checkupToldWords[settings.language];
  // A copy of this repository has no keys: its schedule stays green, and says so. Where this very repository was checked
  // before, the keys are gone, and that is what a checkup is for.
  if (!before && isUnconfigured(readAccess(machine, settings)))
    return machine.isScheduled ? saying(words.notSetUp, words.unconfigured) : checkup(machine);
  await requireDefaultBranch(machine, settings);

  const found = await runCheckup(machine, project);
  // What was looked at half counts for nothing: the last whole checkup stays, and a person is told to run another one.
  if (machine.limits.soft.aborted) return { ...outcomeOf(found, settings.language), alarm: true };
  const here = repositoryUrl(env);
  const run = env["GITHUB_RUN_ID"];
  const runUrl = run ? `${here}/actions/runs/${run}` : undefined;
  const news = newsOf(found, before, settings);
  const { isTold, notes } = await tellChannel(machine, project, news, before, runUrl);
  const kept = await keep(machine, recordOf(found, { news, before, isTold, repository }), settings);
  const checks = withCommit(found.checks, kept, settings);
  const issue = github ? await keepIssue(github.issues, checkupIssue(checks, here, settings), settings) : [];
  const isContended = kept.fault?.code === "conflict";
  const all = [...notes, ...(isContended ? [words.note.contended] : []), ...issue];
  const told = { ...found, checks };
  const outcome = outcomeOf(told, settings.language);
  // The channel, the issue and the red run are the alarm.
  return { ...outcome, lines: [...outcome.lines, ...all], page: checkupPage(told, all, here, settings) };
}

/** The record of another repository came along with a copy: it says nothing of this one. */
function recordHere(record: CheckupRecord | undefined, repository: string | undefined) {
  const isOurs = record?.repository === undefined || repository === undefined;
  return isOurs || record.repository === repository ? record : undefined;
}

async function keep({ repo }: Machine, record: CheckupRecord, settings: Settings) {
  const counts = (["ok", "warn", "bad", "skipped"] as const)
    .map((state) => `${record.checks.filter((check) => check.state === state).length} ${state}`)
    .join(", ");
  const day = dateOf(record.at, settings.timeZone);
  try {
    const text = formatCheckup(record, settings.language);
    await repo.write(CHECKUP, text, `Record the checkup of ${day}: ${counts}`);
    return await repo.shareAtLast();
  } catch {
    return { reach: "nowhere", fault: { tool: "git", code: "disk" } } as const;
  }
}

/** What the commit proved or disproved stands in its line. */
function withCommit(
  checks: readonly Check[],
  { reach, fault, proposal }: Omit<Recorded, "foreign">,
  { language }: Settings,
): readonly Check[] {
  const words = checkupToldWords[language].commit;
  const line = checks.find(({ id }) => id === COMMIT);
  const { label } = line ?? words;
  const base = { id: COMMIT, label };
  const changed = ((): Check | undefined => {
    // Another run's commit of the same file came first: it proves as much.
    if (fault?.code === "conflict") return undefined;
    if (proposal) return { ...base, state: "warn", finding: words.waits, remedy: words.merge(proposal.url) };
    if (reach === "shared") return undefined;
    const told = faultWords[language](fault ?? { tool: "git", code: "unreachable" });
    return { ...base, state: "bad", finding: words.failed(told.reason), remedy: told.gesture };
  })();
  if (!changed) return checks;
  return line ? checks.map((check) => (check === line ? changed : check)) : [...checks, changed];
}
