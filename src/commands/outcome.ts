import type { Problem } from "../core/problem.ts";
import { jsonReceipt, writeReceipt, type Receipt, type ReceiptOptions } from "../core/receipt.ts";
import type { IncidentReport } from "../core/report.ts";
import type { Settings } from "../core/settings.ts";
import { receiptWords } from "../core/words/receipt.ts";
import { problemLine } from "./refusal.ts";

/** What a command gives back: what a person reads, what a program reads, the places to annotate. */
export interface Outcome extends Receipt {
  readonly json: unknown;
  readonly problems: readonly Problem[];
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
  const receipt = writeReceipt(reports, { ...options, faulty: problems.length > 0 });
  const faults = problems.length === 0 ? [] : [words.problems(problems.length), ...problems.map(problemLine)];
  const json = { ...jsonReceipt(reports, receipt.exit, options), ...(problems.length > 0 && { problems }) };
  return { ...receipt, lines: [...receipt.lines, ...faults], json, problems };
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
  };
}
