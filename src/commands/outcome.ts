import type { Problem } from "../core/problem.ts";
import { jsonReceipt, writeReceipt, type Receipt, type ReceiptOptions } from "../core/receipt.ts";
import { exitOf, type IncidentReport } from "../core/report.ts";
import type { Settings } from "../core/settings.ts";
import { receiptWords } from "../core/words/receipt.ts";
import { problemLine } from "./refusal.ts";

/** What a command gives back: what a person reads, what a program reads, the places to annotate. */
export interface Outcome extends Receipt {
  readonly json: unknown;
  readonly problems: readonly Problem[];
  /** Nobody in the channel knows yet that something asked for did not leave. */
  readonly alarm: boolean;
  /** Why something did not leave, in the fewest words; the first line when all is well. */
  readonly reason: string;
  /** What the job's page shows instead of the receipt: Markdown in which all text of people is a literal. */
  readonly page?: string;
  /** Outputs of the step. */
  readonly outputs?: Readonly<Record<string, string>>;
}

/** The outcome of settled incidents, with the faulty files that were left out. */
export function outcomeOf(
  reports: readonly IncidentReport[],
  options: ReceiptOptions,
  problems: readonly Problem[] = [],
): Outcome {
  const words = receiptWords[options.settings.language];
  const isUnannounced = problems.some(({ file }) => /^incidents\/[^/]+\.yml$/u.test(file));
  const receipt = writeReceipt(reports, { ...options, faulty: problems.length > 0, isUnannounced });
  const faults = problems.length === 0 ? [] : [words.problems(problems.length), ...problems.map(problemLine)];
  const json = { ...jsonReceipt(reports, receipt.exit, options), ...(problems.length > 0 && { problems }) };
  const alarm = !options.rehearsal && receipt.exit !== 0 && (problems.length > 0 || !isTold(reports));
  const lines = [...receipt.lines, ...faults];
  return { ...receipt, lines, json, problems, alarm, reason: reasonIn(lines, problems) };
}

/** The steps that are missing with their reasons, else the files to correct, else the first line. */
function reasonIn(lines: readonly string[], problems: readonly Problem[]): string {
  const missing = lines.filter((line, index) => {
    if (line.startsWith("  ✗")) return true;
    const owner = lines.slice(0, index).findLast((each) => !each.startsWith("    "));
    return line.startsWith("    ") && owner?.startsWith("  ✗") === true;
  });
  const told = missing.length > 0 ? missing : problems.map(problemLine);
  return told.length === 0 ? (lines[0] ?? "") : told.map((line) => line.trim()).join(" ");
}

/** Whether the thread of each incident says already what is missing: that holds for mails, and for what became of them. */
function isTold(reports: readonly IncidentReport[]): boolean {
  return reports
    .filter((report) => exitOf([report]) !== 0)
    .every(({ id, steps, warnings }) => {
      const missing = steps.filter((step) => exitOf([{ id, steps: [step], warnings: [] }]) !== 0);
      const hasThread = steps.some(
        ({ step, state, ts }) => step.includes("/slack") && state === "done" && ts !== undefined,
      );
      return (
        missing.every(({ hindrance, ts }) =>
          hindrance?.on === "delivery" ? ts !== undefined : hasThread && hindrance?.on === "mail",
        ) && !warnings.some(({ kind }) => kind === "reply")
      );
    });
}

/** The outcome of a command that did nothing wrong and has one sentence to say. */
export function saying(headline: string, message: string): Outcome {
  const json = { exit: 0, incidents: [], message };
  return { exit: 0, headline, lines: [message], json, problems: [], alarm: false, reason: message };
}

/** The outcome of a command that refused before anything was sent. */
export function refusedOutcome(
  message: string,
  problems: readonly Problem[],
  language: Settings["language"],
): Outcome {
  const { headline } = receiptWords[language];
  return {
    exit: 1,
    headline: headline.nothing,
    lines: [message, ...problems.map(problemLine)],
    json: { exit: 1, incidents: [], message, problems },
    problems,
    alarm: true,
    reason: [message, ...problems.map(problemLine)].join(" "),
  };
}
