import { mailStep, outageChat, recoveryChat, wholeIncident } from "../core/journal.ts";
import { exitOf, type IncidentReport } from "../core/report.ts";
import { drillWords } from "../core/words/drill.ts";
import type { Order } from "../settle.ts";
import type { Drill, DrillStage } from "./drill-stage.ts";

/** How a drill went. Without a verdict it was interrupted, and the next one takes it up. */
export interface Played {
  readonly report: IncidentReport;
  readonly verdict?: "passed" | "failed";
  /** In all, and from the declaration or the end to each step. */
  readonly seconds: number;
  readonly took: Readonly<Record<string, number>>;
  /** The verdict stands in the journal. */
  readonly isRecorded: boolean;
}

/** In place of a step, in the mark of the reply that tells the verdict. */
const VERDICT = "drill";

/** Every step of a whole cycle was delivered, by this run or by one at the same moment. */
export function isWhole(report: IncidentReport, drill: Drill): boolean {
  return exitOf([report]) === 0 && missingSteps(report, drill).length === 0;
}

/** Steps of a whole cycle that were not delivered, or of which nothing is known: a lost journal leaves those out. */
export function missingSteps(report: IncidentReport, { incident }: Drill): readonly string[] {
  const wanted = [
    outageChat,
    ...incident.services.flatMap((service) => [
      mailStep("outage", service),
      recoveryChat(service),
      mailStep("recovery", service),
    ]),
  ];
  const isDone = (step: string) => report.steps.some((each) => each.step === step && each.state === "done");
  return wanted.filter((step) => !isDone(step));
}

/** Writes a verdict into the journal of a drill, with what was not delivered; says whether it is there. */
export async function recordVerdict(
  { machine }: DrillStage,
  { world }: Order<"drill">,
  { id, steps }: IncidentReport,
  verdict: {
    readonly verdict: "passed" | "failed" | "closed";
    readonly seconds?: number;
    readonly took?: Played["took"];
  },
): Promise<boolean> {
  const missing = steps.filter(({ state }) => state !== "done").map(({ step, state }) => `${step} ${state}`);
  const entry = {
    at: machine.now(),
    step: wholeIncident,
    event: "drilled" as const,
    ...verdict,
    ...(missing.length > 0 && { reason: missing.join(", ") }),
    actor: machine.actor,
    run: machine.runId,
  };
  return (await world.ledger.record(id, [entry], [])).reach !== "nowhere";
}

/** Tells the verdict in the thread, once; a failed drill is shown to the whole test channel. */
export async function tellVerdict(
  { settings }: DrillStage,
  { world: { chat } }: Order<"drill">,
  { incident }: Drill,
  { verdict = "failed", report, seconds }: Played,
): Promise<void> {
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
