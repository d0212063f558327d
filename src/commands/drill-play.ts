import { drillGesture } from "../core/drill.ts";
import { mailStep, outageChat, recoveryChat, wholeIncident, type Entry } from "../core/journal.ts";
import { jsonReceipt, readStep, writeReceipt } from "../core/receipt.ts";
import { exitOf, type IncidentReport, type StepReport } from "../core/report.ts";
import { drillWords } from "../core/words/drill.ts";
import { faultWords } from "../core/words/fault.ts";
import { receiptWords } from "../core/words/receipt.ts";
import { settleIncident, type Order } from "../settle.ts";
import { endDrill } from "./drill-files.ts";
import { drillOrder, type Drill, type DrillStage } from "./drill-stage.ts";
import type { Outcome } from "./outcome.ts";

/** How a drill went. Without a verdict it was interrupted, and the next one takes it up. */
interface Played {
  readonly report: IncidentReport;
  readonly verdict?: "passed" | "failed";
  /** In all, and from the declaration or the end to each step. */
  readonly seconds: number;
  readonly took: Readonly<Record<string, number>>;
}

/** In place of a step, in the mark of the reply that tells the verdict. */
const VERDICT = "drill";
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
  const played = { report, seconds: secondsBetween(began, now()), took };
  if (limits.soft.aborted) return played;
  const verdict = isWhole(report, drill) ? "passed" : "failed";
  if (!rehearsal) await conclude(order, drill, { ...played, verdict }, stage);
  return { ...played, verdict };
}

/** What became of each step: what the first run could not do stays so, whatever the end made of it. */
function together(first: IncidentReport, second: IncidentReport): IncidentReport {
  const isKept = ({ state, fresh }: StepReport) => (state === "done" ? fresh : state !== "unwanted");
  const kept = first.steps.filter(isKept);
  const rest = second.steps.filter(({ step }) => !kept.some((each) => each.step === step));
  const warnings = [...new Set([...first.warnings, ...second.warnings])];
  return { id: second.id, steps: [...kept, ...rest], warnings };
}

/** Every step of a whole cycle was delivered, by this run or by one at the same moment. */
function isWhole(report: IncidentReport, { incident }: Drill): boolean {
  const wanted = [
    outageChat,
    ...incident.services.flatMap((service) => [
      mailStep("outage", service),
      recoveryChat(service),
      mailStep("recovery", service),
    ]),
  ];
  const isDone = (step: string) => report.steps.some((each) => each.step === step && each.state === "done");
  return exitOf([report]) === 0 && wanted.every(isDone);
}

/** Writes the verdict down once, and tells it in the thread; a failed drill is shown to the whole test channel. */
async function conclude(order: Order<"drill">, { incident }: Drill, played: Played, stage: DrillStage) {
  const { settings, machine } = stage;
  const { chat, ledger } = order.world;
  const { verdict = "failed", report, seconds, took } = played;
  const missing = report.steps
    .filter(({ state }) => state !== "done")
    .map(({ step, state }) => `${step} ${state}`);
  const entry: Entry = {
    at: machine.now(),
    step: wholeIncident,
    event: "drilled",
    verdict,
    seconds,
    took,
    ...(missing.length > 0 && { reason: missing.join(", ") }),
    actor: machine.actor,
    run: machine.runId,
  };
  await ledger.record(incident.id, [entry], []);
  const thread = report.steps.find(({ step }) => step === outageChat)?.ts;
  if (thread === undefined) return;
  const seen = await chat.replies(thread);
  const isTold =
    seen.kind !== "done" ||
    seen.value.some(({ mark }) => mark?.incident === incident.id && mark.step === VERDICT);
  if (isTold) return;
  const words = drillWords[settings.language].verdict;
  await chat.post({
    text: verdict === "passed" ? words.passed(seconds) : words.failed,
    mark: { incident: incident.id, step: VERDICT, outcome: verdict },
    thread: { ts: thread, broadcast: verdict === "failed" },
  });
}

/**
 * Ends a drill that nobody plays any more, as an outage that is over: its draft is deleted, and whoever was told of its
 * beginning a short while ago is told of its end. Nothing of it leaves when it is old.
 */
export async function closeDrill(stage: DrillStage, drill: Drill): Promise<void> {
  const { incident } = drill;
  const { machine } = stage;
  const order = drillOrder(stage, incident.id, { guard: "on" });
  const ended = await endDrill(stage, drill);
  const report = await settleIncident(ended.incident, order);
  if (machine.limits.soft.aborted) return;
  const missing = report.steps
    .filter(({ state }) => state !== "done")
    .map(({ step, state }) => `${step} ${state}`);
  const entry: Entry = {
    at: machine.now(),
    step: wholeIncident,
    event: "drilled",
    verdict: "closed",
    ...(missing.length > 0 && { reason: missing.join(", ") }),
    actor: machine.actor,
    run: machine.runId,
  };
  await order.world.ledger.record(incident.id, [entry], []);
}

/** Plays a drill, and says how it went. */
export async function playDrill(stage: DrillStage, drill: Drill, notes: readonly string[]): Promise<Outcome> {
  const { settings, audience, rehearsal } = stage;
  const words = drillWords[settings.language];
  const { report, verdict, seconds, took } = await finishDrill(stage, drill);
  const { kept, lost } = await shareAtLast(stage, report);
  const durations = Object.entries(took).map(
    ([step, each]) => `  · ${words.took(labelOf(step, stage), each)}`,
  );
  const { exit: missing, lines } = writeReceipt([kept], {
    settings,
    rehearsal,
    notes: [...notes, words.audience(audience.channel.name, audience.list.name, audience.list.contacts)],
    after: [
      ...(durations.length > 0 && !rehearsal ? [words.tookTitle, ...durations] : []),
      ...(rehearsal ? [] : [words.recorded(report.id), ...lost]),
    ],
  });
  const isPassed = verdict === "passed";
  const exit = rehearsal ? missing : isPassed ? 0 : 2;
  const headline = rehearsal
    ? words.headline.preview
    : isPassed
      ? words.headline.passed(seconds)
      : words.headline.failed;
  const safe = lines.map((line) => drillGesture(line, settings.language));
  const json = {
    ...jsonReceipt([kept], exit, { settings, rehearsal }),
    drill: { id: report.id, verdict: verdict ?? "interrupted", seconds, took },
  };
  const reason = safe.filter((line) => line.startsWith("  ✗") || line.startsWith("    ")).join(" ");
  // A failed drill is heard in the test channel, and by the run that is red: the real channel hears nothing of it.
  return { exit, headline, lines: safe, json, problems: [], alarm: false, reason: reason || headline };
}

function labelOf(step: string, { settings }: DrillStage): string {
  const words = receiptWords[settings.language];
  const { phase, service } = readStep(step, settings);
  const product = service ? (settings.language === "fr" ? service.grammar.de : service.name) : "";
  return step.includes("/slack") ? words.chatStep(phase, product) : words.mailStep(phase, product);
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
