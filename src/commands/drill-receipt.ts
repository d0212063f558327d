import { drillGesture } from "../core/drill.ts";
import { jsonReceipt, stepLabel, writeReceipt } from "../core/receipt.ts";
import type { IncidentReport } from "../core/report.ts";
import { drillWords } from "../core/words/drill.ts";
import { faultWords } from "../core/words/fault.ts";
import { receiptWords } from "../core/words/receipt.ts";
import { finishDrill } from "./drill-play.ts";
import type { Drill, DrillStage } from "./drill-stage.ts";
import { missingSteps } from "./drill-verdict.ts";
import type { Outcome } from "./outcome.ts";

/** Plays a drill, and says how it went. `isSpoilt`: another one that this run took up did not pass, whatever becomes of this. */
export async function playDrill(
  stage: DrillStage,
  drill: Drill,
  { notes, isSpoilt }: { readonly notes: readonly string[]; readonly isSpoilt: boolean },
): Promise<Outcome> {
  const { settings, audience, rehearsal } = stage;
  const words = drillWords[settings.language];
  const { report, verdict, seconds, took, isRecorded } = await finishDrill(stage, drill);
  // The receipt has no line for a step that is not wanted, and in a drill all are.
  const isSaid = (step: string) =>
    report.steps.some((each) => each.step === step && each.state !== "unwanted");
  const unknown = missingSteps(report, drill).filter((step) => !isSaid(step));
  const { kept, lost } = await shareAtLast(stage, report);
  const durations = Object.entries(took).map(
    ([step, each]) => `  · ${words.took(stepLabel(step, settings), each)}`,
  );
  const { exit: missing, lines } = writeReceipt([kept], {
    settings,
    rehearsal,
    notes: [...notes, words.audience(audience.channel.name, audience.list.name, audience.list.contacts)],
    after: [
      ...(durations.length > 0 && !rehearsal ? [words.tookTitle, ...durations] : []),
      ...(verdict === "failed" && unknown.length > 0
        ? [words.unknown(unknown.map((step) => stepLabel(step, settings)))]
        : []),
      ...(rehearsal
        ? []
        : [isRecorded || verdict === undefined ? words.recorded(report.id) : words.unrecorded, ...lost]),
    ],
  });
  const isPassed = verdict === "passed" && !isSpoilt;
  const exit = rehearsal ? missing : isPassed ? 0 : 2;
  const headline = rehearsal
    ? words.headline.preview
    : isPassed
      ? words.headline.passed(seconds)
      : words.headline.failed;
  const safe = lines.map((line) => drillGesture(line, settings.language));
  const json = {
    ...jsonReceipt([kept], exit, { settings, rehearsal }),
    // A rehearsal tried nothing: it has no verdict.
    drill: rehearsal
      ? { id: report.id }
      : { id: report.id, verdict: verdict ?? "interrupted", seconds, took },
  };
  const reason = safe.filter((line) => line.startsWith("  ✗") || line.startsWith("    ")).join(" ");
  // A failed drill is heard in the test channel, and by the run that is red: the real channel hears nothing of it.
  return { exit, headline, lines: safe, json, problems: [], alarm: false, reason: reason || headline };
}

/** A job's clone is gone when it ends: what GitHub did not take is tried once more, and said. */
async function shareAtLast({ machine, settings, rehearsal }: DrillStage, report: IncidentReport) {
  if (!machine.github || rehearsal) return { kept: report, lost: [] };
  const { reach, fault, proposal } = await machine.repo.shareAtLast();
  const { warning } = receiptWords[settings.language];
  const warnings = report.warnings.filter(({ kind }) => kind !== "unshared" && kind !== "unrecorded");
  const kept = { ...report, warnings };
  if (proposal)
    return {
      kept,
      lost: [proposal.isOpen ? warning.proposed(proposal.url) : warning.proposable(proposal.url)],
    };
  const reason = fault ? faultWords[settings.language](fault).reason : "";
  return { kept, lost: reach === "shared" ? [] : [drillWords[settings.language].unsaved(reason)] };
}
