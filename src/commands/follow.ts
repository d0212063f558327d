import type { GitHub } from "../adapters/github.ts";
import { WAITING } from "../adapters/waiting.ts";
import type { Fault } from "../core/fault.ts";
import { isFollowUp } from "../core/follow-up.ts";
import { isOver } from "../core/plan.ts";
import { wasAnnounced, writePostmortem } from "../core/postmortem.ts";
import type { Problem, SourceFile } from "../core/problem.ts";
import { receiptPage } from "../core/receipt-page.ts";
import { writeReceipt, type Links, type ReceiptOptions } from "../core/receipt.ts";
import type { IncidentReport, Warning } from "../core/report.ts";
import type { Settings } from "../core/settings.ts";
import { githubWords } from "../core/words/github.ts";
import { receiptWords } from "../core/words/receipt.ts";
import type { Proposal } from "../ports.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";
import { loadIncident, type Loaded, type Project } from "./project.ts";
import { faultReason, pullsOf, reviewBranch } from "./pulls.ts";
import { positionOf, type Machine } from "./run.ts";
import { tellFigures } from "./tell-figures.ts";

/** A review that was missed, because GitHub did not answer, is proposed by a later run of these days. */
const REVIEW_DAYS = 3;
const LONGEST_DAYS = 60;
const DAY_MS = 86_400_000;

/**
 * The outcome of a command that announced something; on GitHub with what follows there: the outcome as a comment on the
 * pull requests that brought the incident or its end, and the review of an incident that is over as a pull request of
 * its own. Nothing of it changes the exit code: the announcement is made.
 */
export async function finish(
  machine: Machine,
  project: Project,
  reports: readonly IncidentReport[],
  options: ReceiptOptions,
  problems: readonly Problem[] = [],
): Promise<Outcome> {
  const { github } = machine;
  const { settings } = project;
  if (!github || options.rehearsal) return outcomeOf(reports, options, problems);
  const { defaultBranch = "main" } = await positionOf(machine);
  const { kept, lost } = await shareAtLast(machine, reports, settings);
  const waiting = await machine.repo.tidyUp();
  const links: Links = {
    file: (id) =>
      `${github.webUrl}/blob/${isWaiting(kept, id) || waiting ? WAITING : defaultBranch}/incidents/${id}.yml`,
    endForm: `${github.webUrl}/actions/workflows/declarer-la-fin.yml`,
    // Unverified: Brevo documents no address of a campaign's page.
    campaign: (id) => `https://app.brevo.com/marketing-reports/email/${id}/overview`,
  };
  const linked = { ...options, links };
  const isSaid = kept.some(({ id }) => isWaiting(kept, id));
  const after: string[] = waiting && !isSaid ? [waitingLine(waiting, settings)] : [];
  try {
    for (const report of kept) {
      after.push(...(await tellPull(github, defaultBranch, report, { ...linked, notes: [] }, machine)));
      after.push(...(await tellFigures(github, defaultBranch, report, machine, project)));
    }
    for (const one of ended(machine, project))
      after.push(...(await proposeReview(github, defaultBranch, one, machine, project)));
  } catch (error) {
    // What left has left: its receipt is not lost to what was to be said around it.
    after.push(
      githubWords[settings.language].untold(error instanceof Error ? error.message.slice(0, 160) : ""),
    );
  }
  const { notes = [] } = linked;
  return outcomeOf(kept, { ...linked, notes: [...lost, ...notes], after }, problems);
}

const isWaiting = (reports: readonly IncidentReport[], id: string): boolean =>
  reports.some((report) => report.id === id && report.warnings.some(({ kind }) => kind === "proposed"));

function waitingLine({ url, isOpen }: Proposal, { language }: Settings): string {
  const { warning } = receiptWords[language];
  return `⚠ ${isOpen ? warning.proposed(url) : warning.proposable(url)}`;
}

/**
 * A job's clone is gone when the job ends: what GitHub did not take is tried once more, and what is lost then is said,
 * with the file to write by hand. Its marks in Slack and Brevo remain.
 */
async function shareAtLast(
  { repo }: Machine,
  reports: readonly IncidentReport[],
  settings: Settings,
): Promise<{ readonly kept: readonly IncidentReport[]; readonly lost: readonly string[] }> {
  const words = githubWords[settings.language];
  const isUnshared = ({ kind }: Warning) => kind === "unshared" || kind === "unrecorded";
  const { reach, fault, proposal } = await repo.shareAtLast();
  const kept = reports.map((report) => ({
    ...report,
    warnings: [
      ...report.warnings.filter((warning) => !isUnshared(warning)),
      ...(proposal ? [{ kind: "proposed" as const, ...proposal }] : []),
    ],
  }));
  if (reach === "shared") return { kept, lost: [] };
  const lost = reports.flatMap(({ id }) => {
    const file = repo.read(`incidents/${id}.yml`);
    return [
      words.lost(id, fault ? faultReason(fault, settings) : ""),
      ...(file?.text.trimEnd().split("\n") ?? []).map((line) => `  │ ${line}`),
    ];
  });
  return { kept, lost };
}

/** One comment for each incident on each pull request, brought up to date when its end is told. */
async function tellPull(
  github: GitHub,
  branch: string,
  whole: IncidentReport,
  options: ReceiptOptions,
  { limits }: Machine,
): Promise<readonly string[]> {
  const { settings } = options;
  const words = githubWords[settings.language];
  // The comment says what was announced; reminders are none of it, and figures have a comment of their own.
  const report = { ...whole, steps: whole.steps.filter(({ step }) => !isFollowUp(step)) };
  const isNews = report.steps.some(({ fresh, state }) => fresh && state !== "unwanted");
  if (!isNews || limits.soft.aborted) return [];
  const pulls = await pullsOf(github, branch, report);
  const body = receiptPage(writeReceipt([report], options), { ...words, here: github.webUrl });
  const lines: string[] = [];
  for (const pull of pulls) {
    const said = await github.say(pull, `runbook outcome ${report.id}`, body);
    lines.push(
      said.kind === "done" ? words.told(said.value) : words.untold(faultReason(said.fault, settings)),
    );
  }
  return lines;
}

/** Incidents that were announced, are over since a few days at most, and have no review yet. */
function ended({ repo, now }: Machine, { context }: Project): readonly Loaded[] {
  // Ids begin with the day of the start: no outage lasts longer than this, and old folders stay closed.
  const since = new Date(now().getTime() - LONGEST_DAYS * DAY_MS).toISOString().slice(0, 10);
  const isFresh = ({ journal }: Loaded) =>
    now().getTime() - (journal.at(-1)?.at.getTime() ?? 0) < REVIEW_DAYS * DAY_MS;
  return [...repo.scan().closed]
    .filter((id) => id >= since && repo.read(`incidents/${id}/review.md`) === undefined)
    .map((id) => loadIncident(repo, id, context))
    .filter((one) => "incident" in one)
    .filter((one) => isFresh(one) && wasAnnounced(one.journal))
    .filter(({ incident }) => incident.services.every((service) => isOver(incident, service)));
}

/** Opens the pull request once: also one that a person closed stays closed. */
async function proposeReview(
  github: GitHub,
  base: string,
  { incident, journal }: Loaded,
  { limits }: Machine,
  { settings, templates }: Project,
): Promise<readonly string[]> {
  const words = githubWords[settings.language].review;
  const { id } = incident;
  const head = reviewBranch(id);
  const failed = (fault: Fault) => [words.failed(id, faultReason(fault, settings))];
  if (limits.soft.aborted) return [];
  const before = await github.pullsFrom(head);
  if (before.kind !== "done") return failed(before.fault);
  if (before.value.length > 0) return [];
  const runUrl = (run: string) =>
    /^\d+\//u.test(run) ? `${github.webUrl}/actions/runs/${run.split("/")[0] ?? ""}` : undefined;
  const text = writePostmortem({ incident, journal, runUrl }, settings, templates);
  const file = { path: `incidents/${id}/review.md`, text };
  const missed = await putOnBranch(github, { head, base, file, message: `Propose the review of ${id}` });
  if (missed) return failed(missed);
  const opened = await github.open({
    head,
    base,
    title: words.title(id),
    body: `${words.body}\n\n${words.edit(`${github.webUrl}/edit/${head}/incidents/${id}/review.md`)}`,
    labels: ["incident"],
  });
  if (opened.kind === "done") return [words.opened(id, opened.value.url)];
  return opened.fault.code === "pulls_forbidden"
    ? [words.forbidden(id, `${github.webUrl}/compare/${base}...${head}?expand=1`)]
    : failed(opened.fault);
}

/** A branch that an earlier run made, and could not propose, is proposed as it is. */
async function putOnBranch(
  github: GitHub,
  { head, base, file, message }: { head: string; base: string; file: SourceFile; message: string },
): Promise<Fault | undefined> {
  const [there, at] = await Promise.all([github.head(head), github.head(base)]);
  if (there.kind !== "done") return there.fault;
  if (there.value !== undefined) return undefined;
  if (at.kind !== "done") return at.fault;
  if (at.value === undefined) return { tool: "git", code: "http_404" };
  const made = await github.commit({ parents: [at.value], changes: [file], message });
  if (made.kind !== "done") return made.fault;
  const branched = await github.branch(head, made.value.sha);
  return branched.kind === "done" ? undefined : branched.fault;
}
