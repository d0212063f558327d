import type { GitHub } from "../adapters/github.ts";
import { figuresTable } from "../core/figures-table.ts";
import { isFollowUp } from "../core/follow-up.ts";
import type { IncidentReport } from "../core/report.ts";
import { followUpWords } from "../core/words/follow-up.ts";
import { githubWords } from "../core/words/github.ts";
import { faultReason, pullsOf, reviewBranch } from "./pulls.ts";
import { loadIncident, type Project } from "./project.ts";
import type { Machine } from "./run.ts";

/**
 * New figures as one comment of their own, brought up to date at each threshold: on the pull requests that brought the
 * incident, and on the one with its review while it is open.
 */
export async function tellFigures(
  github: GitHub,
  branch: string,
  report: IncidentReport,
  { repo, limits }: Machine,
  { settings, context }: Project,
): Promise<readonly string[]> {
  const isNews = report.steps.some(({ step, fresh, figures }) => isFollowUp(step) && fresh && figures);
  if (!isNews || limits.soft.aborted) return [];
  const one = loadIncident(repo, report.id, context);
  const table = "incident" in one ? figuresTable(one.incident, one.journal, settings) : undefined;
  if (table === undefined) return [];
  const words = githubWords[settings.language];
  const review = await github.pullsFrom(reviewBranch(report.id));
  const open = review.kind === "done" ? review.value.filter(({ state }) => state === "open") : [];
  const brought = await pullsOf(github, branch, report);
  const lines: string[] = [];
  for (const pull of new Set([...brought, ...open.map(({ number }) => number)])) {
    const title = followUpWords[settings.language].table.title;
    const said = await github.say(pull, `runbook figures ${report.id}`, `### ${title}\n\n${table}`);
    lines.push(
      said.kind === "done" ? words.told(said.value) : words.untold(faultReason(said.fault, settings)),
    );
  }
  return lines;
}
