import type { Issues } from "../adapters/issues.ts";
import { issueSteps, type IssueStep, type KeptIssue, type WantedIssue } from "../core/checkup-issue.ts";
import type { Fault } from "../core/fault.ts";
import { escaped } from "../core/literal.ts";
import type { Settings } from "../core/settings.ts";
import { checkupToldWords } from "../core/words/checkup-told.ts";
import { faultWords } from "../core/words/fault.ts";
import type { Answer } from "../ports.ts";

/** By which the issue is found again. */
const MARK = "runbook checkup";

/** Sees to it that one issue is open while something is to mend, and none otherwise; says what was done. */
export async function keepIssue(
  issues: Issues,
  wanted: WantedIssue | undefined,
  settings: Settings,
): Promise<readonly string[]> {
  const words = checkupToldWords[settings.language].note;
  const failed = ({ tool, code }: Fault) => [
    words.issueFailed(faultWords[settings.language]({ tool, code }).reason),
  ];
  const notes: string[] = [];
  // What was opened is looked at again: another run may have opened one at the same moment.
  for (let rounds = 0; rounds < 2; rounds += 1) {
    const found = await issues.marked(MARK);
    if (found.kind !== "done") return [...notes, ...failed(found.fault)];
    const steps = issueSteps(found.value, wanted);
    for (const step of steps) {
      const done = await take(issues, step, settings);
      if (done.kind !== "done") return [...notes, ...failed(done.fault)];
      notes.push(...noteOf(step, done.value, settings));
    }
    if (!steps.some(({ kind }) => kind === "open")) break;
  }
  return notes;
}

async function take(issues: Issues, step: IssueStep, { language }: Settings): Promise<Answer<KeptIssue>> {
  const words = checkupToldWords[language].issue;
  switch (step.kind) {
    case "open":
      return issues.open(MARK, step.wanted);
    case "write": {
      const written = await issues.write(MARK, step.issue.number, step.wanted);
      return written.kind === "done" && step.isReopened
        ? said(issues, written.value, words.reopened)
        : written;
    }
    case "close": {
      const closed = await issues.close(step.issue.number, step.isDouble ? "not_planned" : "completed");
      return closed.kind === "done" && !step.isDouble ? said(issues, closed.value, words.closed) : closed;
    }
    default:
      return step satisfies never;
  }
}

/** The state changed already: a comment that is lost is no reason to change it again. */
async function said(issues: Issues, issue: KeptIssue, text: string): Promise<Answer<KeptIssue>> {
  await issues.comment(issue.number, escaped(text));
  return { kind: "done", value: issue };
}

function noteOf(step: IssueStep, { url }: KeptIssue, { language }: Settings): string[] {
  const words = checkupToldWords[language].note;
  switch (step.kind) {
    case "open":
      return [words.opened(url)];
    case "write":
      return [step.isReopened ? words.reopened(url) : words.updated(url)];
    case "close":
      return step.isDouble ? [] : [words.closed(url)];
    default:
      return step satisfies never;
  }
}
