import type { GitHub } from "../adapters/github.ts";
import type { Fault } from "../core/fault.ts";
import type { IncidentReport } from "../core/report.ts";
import type { Settings } from "../core/settings.ts";
import { faultWords } from "../core/words/fault.ts";

/** The branch from which the review of an incident is proposed. */
export const reviewBranch = (incident: string): string => `runbook/review-${incident}`;

/** The pull requests in which the incident came or was changed last, or the one in which it waits. */
export async function pullsOf(
  github: GitHub,
  branch: string,
  { id, warnings }: IncidentReport,
): Promise<readonly number[]> {
  for (const warning of warnings) {
    const waiting = warning.kind === "proposed" ? /\/pull\/(?<number>\d+)$/u.exec(warning.url) : null;
    if (waiting?.groups) return [Number(waiting.groups["number"])];
  }
  const found = await github.pullsThatBrought(`incidents/${id}.yml`, branch);
  return found.kind === "done" ? found.value.map(({ number }) => number) : [];
}

/** Why GitHub did not do it, in a sentence. */
export function faultReason(fault: Fault, { language }: Settings): string {
  return faultWords[language](fault).reason;
}
