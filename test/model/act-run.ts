import { formatWallClock } from "../../src/core/time.ts";
import type { Outcome } from "../../src/commands/outcome.ts";
import type { Request } from "../../src/commands/request.ts";
import { words, type Clone } from "../world.ts";
import type { Command, Point, Run } from "./gesture.ts";
import { incidentsOf, pickOf, sightOf, withoutRemote, type Story } from "./story.ts";

export const ZONE = "Europe/Paris";
const MINUTE_MS = 60_000;

/** Runs one command to its end and writes down what it left. Whatever it throws is a fault of the program. */
export async function perform(story: Story, run: Run, alone: boolean, runId?: string): Promise<void> {
  const clone = story.clones[run.by];
  const before = sightOf(story, clone);
  clone.runId = runId ?? nextRun(story, run);
  const work = () => runCommand(story, clone, run);
  const outcome = await (run.offline ? withoutRemote(story, work) : work());
  story.ran.push({ run, clone, alone, before, after: sightOf(story, clone), outcome });
  const told = words(outcome).replaceAll("\n", "\n      ");
  story.told.push(`  → ${JSON.stringify(run)} ${clone.runId}: exit ${outcome.exit}\n      ${told}`);
}

/** GitHub's number of this run, which a form keeps for its "Re-run jobs". */
function nextRun(story: Story, run: Run): string {
  story.numbers += 1;
  if (run.command.do !== "settle" && run.dry !== true) story.form = { run, number: story.numbers };
  return `${story.numbers}/1`;
}

/** "Re-run jobs" of the last form. */
export async function performAgain(story: Story): Promise<void> {
  if (!story.form) return;
  const { run, number } = story.form;
  await perform(story, run, true, `${number}/2`);
}

function runCommand(story: Story, clone: Clone, { command, dry }: Run): Promise<Outcome> {
  const request = { ...requestOf(story, clone, command), dryRun: dry === true };
  if (command.do === "declare") return clone.declare(request);
  if (command.do === "update") return clone.update(request);
  return command.do === "resolve" ? clone.resolve(request) : clone.settle(request);
}

function requestOf({ world }: Story, clone: Clone, command: Command): Partial<Request> {
  const minutesAgo = (minutes: number) =>
    formatWallClock(new Date(world.now().getTime() - minutes * MINUTE_MS), ZONE);
  const id = (number: number) => pickOf(incidentsOf(clone), number) ?? "2025-01-01-rp";
  switch (command.do) {
    case "declare":
      return {
        services: command.tools,
        ...(command.ago !== 0 && { startedAt: minutesAgo(command.ago) }),
        ...(command.cause !== undefined && { cause: command.cause }),
        ...(command.message !== undefined && { message: command.message }),
      };
    case "resolve":
      return {
        ...(typeof command.of === "number" && { id: id(command.of) }),
        services: command.of === "rp" || command.of === "cfn" ? [command.of] : [],
        ...(command.ago !== undefined && { resolvedAt: minutesAgo(command.ago) }),
        ...(command.cause !== undefined && { cause: command.cause }),
        falseAlarm: command.mistaken === true,
      };
    case "update":
      return {
        services: command.of === "whatever" ? [] : [command.of],
        message: command.message,
        mail: command.mail,
      };
    case "settle":
      return command.late === undefined ? {} : { late: id(command.late) };
    default:
      return command satisfies never;
  }
}

/** Ends the command in good order when its nth step begins. */
export async function interrupt(story: Story, run: Run, step: number): Promise<void> {
  const clone = story.clones[run.by];
  const stop = new AbortController();
  let left = step;
  clone.interrupted = stop.signal;
  clone.onProgress = () => {
    left -= 1;
    if (left === 0) stop.abort();
  };
  await perform(story, run, true).finally(() => mend(clone));
}

/** At this request the process is gone: the answer never comes, and no track takes another step. */
export async function kill(story: Story, run: Run, { what, when, nth }: Point): Promise<void> {
  const { faults } = story.world.sandbox;
  const clone = story.clones[run.by];
  let isDead = false;
  const die = () => void (isDead = true);
  const forget = [
    faults.add({ kind: "hook", what, nth, when, call: die }),
    faults.add({ kind: when === "before" ? "reset-before" : "lost-answer", what, nth }),
  ];
  clone.onProgress = () => {
    if (isDead) throw new Error("killed");
  };
  await perform(story, run, true).finally(() => mend(clone));
  for (const each of forget) each();
}

/** Lets something else happen, from beginning to end, at one request of the run. */
export async function disturb(
  story: Story,
  run: Run,
  { what, when, nth }: Point,
  happens: () => Promise<void>,
): Promise<void> {
  let happening: Promise<void> | undefined;
  const call = () => (happening ??= happens());
  const forget = story.world.sandbox.faults.add({ kind: "hook", what, nth, when, call });
  await perform(story, run, false);
  forget();
  await happening;
}

function mend(clone: Clone): void {
  clone.onProgress = () => undefined;
  clone.interrupted = new AbortController().signal;
}
