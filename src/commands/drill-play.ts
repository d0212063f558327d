import type { IncidentReport, StepReport } from "../core/report.ts";
import { settleIncident } from "../settle.ts";
import { endDrill } from "./drill-files.ts";
import { drillOrder, type Drill, type DrillStage } from "./drill-stage.ts";
import { isWhole, recordVerdict, tellVerdict, type Played } from "./drill-verdict.ts";

const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));

/** The beginning, then the end, as two runs of a real outage would settle them; then the verdict, written down and told. */
export async function finishDrill(stage: DrillStage, drill: Drill): Promise<Played> {
  const { machine, rehearsal } = stage;
  const { now, limits } = machine;
  const { id } = drill.incident;
  const order = drillOrder(stage, id, { guard: "lifted", ...(drill.shared && { shared: drill.shared }) });
  const began = now();
  const first = await settleIncident(drill.incident, order);
  const between = now();
  const ended = limits.soft.aborted ? drill : await endDrill(stage, drill);
  const second = limits.soft.aborted ? first : await settleIncident(ended.incident, order);
  const report = together(first, second);
  const took = Object.fromEntries(
    report.steps
      .filter(({ state, fresh, at }) => state === "done" && fresh && at !== undefined)
      .map(({ step, at }) => [
        step,
        secondsBetween(step.startsWith("recovery/") ? between : began, at ?? between),
      ]),
  );
  const played = { report, seconds: secondsBetween(began, now()), took, isRecorded: false };
  if (limits.soft.aborted) return played;
  const verdict = isWhole(report, drill) ? "passed" : "failed";
  if (rehearsal) return { ...played, verdict };
  const isRecorded = await recordVerdict(stage, order, report, { verdict, seconds: played.seconds, took });
  await tellVerdict(stage, order, drill, { ...played, verdict });
  return { ...played, verdict, isRecorded };
}

/** What became of each step: what the first run could not do stays so, whatever the end made of it. */
function together(first: IncidentReport, second: IncidentReport): IncidentReport {
  const isKept = ({ state, fresh }: StepReport) => (state === "done" ? fresh : state !== "unwanted");
  const kept = first.steps.filter(isKept);
  const rest = second.steps.filter(({ step }) => !kept.some((each) => each.step === step));
  const warnings = [...new Set([...first.warnings, ...second.warnings])];
  return { id: second.id, steps: [...kept, ...rest], warnings };
}

/**
 * Ends a drill that nobody plays any more, as an outage that is over: its draft is deleted, and whoever was told of its
 * beginning a short while ago is told of its end. Nothing of it leaves when it is old.
 */
export async function closeDrill(stage: DrillStage, drill: Drill): Promise<void> {
  const { incident } = drill;
  const order = drillOrder(stage, incident.id, { guard: "on" });
  const ended = await endDrill(stage, drill);
  const report = await settleIncident(ended.incident, order);
  if (!stage.machine.limits.soft.aborted) await recordVerdict(stage, order, report, { verdict: "closed" });
}
