import type { ChildProcess } from "node:child_process";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import type { Run } from "../cli/stage.ts";
import { moveHead, type Move } from "./colleague.ts";
import { openPlace, type GitFault, type Place } from "./place.ts";
import type { Site, Story } from "./stories.ts";
import { deliveriesOf, doubles, isAsked, missing } from "./whole.ts";

/** What goes wrong at a request. `killed-…`: SIGKILL before the request is applied, or after it was. */
export type WireKind = FaultKind | "killed-before" | "killed-after" | Move;

/** Who runs after the fault: the same machine with `settle`, or a new runner that fills the form in again. */
export type Next = "machine" | "runner";

export interface Cell {
  readonly story: Story;
  readonly site: Site;
  readonly kind: WireKind | GitFault["kind"];
  readonly next: Next;
}

/** What became of a cell. */
export interface Verdict {
  /** Whether the run came to the request at all: two records that wait for each other share one push. */
  readonly isHit: boolean;
  /** Deliveries of the steps at the end: one number when all have as many, else "0 to 2". */
  readonly deliveries: string;
  /** Runs until all was there, written down and shared, the broken one included. */
  readonly runs: number;
  /** What was wrong, in words; empty when the promise was kept. */
  readonly wrong: readonly string[];
  /** What the runs said, for a failure. */
  readonly told: string;
}

/** Plays one cell: the form with the fault, then what staff would do, without any. */
export async function playCell(cell: Cell): Promise<Verdict> {
  const { story, site, next } = cell;
  await using place = await openPlace(site.on === "remote" ? "server" : "folder", story.before);
  const wrong: string[] = [];
  watch(place, wrong);
  const { run: first, isHit } = await breakAt(place, cell);
  wrong.push(...told(first, isHit && cell.kind.startsWith("kill")));
  const runs = [first];
  const isRecorded = first.exit === 0 && missing(place, story, "recorded").length === 0;
  if (first.exit === 0)
    wrong.push(...missing(place, story, "delivered").map((text) => `after exit 0: ${text}`));
  // What was delivered and not written down, or not shared, is the next run's work too.
  if (!isRecorded) {
    if (next === "runner") place.startOver();
    const again = next === "runner" || !isAsked(place, story);
    const second = await place.run(again ? story.args : ["settle"]);
    runs.push(second);
    if (second.exit !== 0) wrong.push(`exit ${second.exit} of the run without a fault`);
    wrong.push(...missing(place, story, "recorded").map((text) => `at the end: ${text}`));
  }
  return {
    isHit,
    deliveries: rangeOf(deliveriesOf(place, story)),
    runs: runs.length,
    wrong,
    told: runs.map(({ exit, text, stderr }) => `--- exit ${exit}\n${text}${stderr}`).join("\n"),
  };
}

function rangeOf(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? String(most) : `${least} to ${most}`;
}

/** A double delivery must not exist for one moment. */
function watch(place: Place, wrong: string[]): void {
  place.stage.sandbox.faults.add({
    kind: "hook",
    server: "brevo",
    when: "after",
    times: Number.POSITIVE_INFINITY,
    call: () => void wrong.push(...doubles(place).filter((text) => !wrong.includes(text))),
  });
}

/** The first run: what it says must fit with what it did. */
function told({ exit, headline, lines }: Run, isKill: boolean): string[] {
  if (isKill) return exit === null ? [] : [`was not killed: exit ${exit}`];
  const isSaid = exit === 0 ? /^(?:✅|ℹ️)/u.test(headline) : /^(?:⚠️|❌)/u.test(headline) && lines.length > 1;
  return isSaid && [0, 1, 2].includes(exit ?? -1) ? [] : [`exit ${exit} is told as: ${headline}`];
}

async function breakAt(place: Place, { story, site, kind }: Cell): Promise<{ run: Run; isHit: boolean }> {
  if (isOfGit(kind)) {
    const run = await place.run(story.args, { env: place.shim({ at: `${site.what}#${site.nth}`, kind }) });
    return { run, isHit: place.isGitHit() };
  }
  let child: ChildProcess | undefined;
  let isHit = false;
  const { what, nth, on } = site;
  const faults = on === "remote" ? place.server?.faults : place.stage.sandbox.faults;
  const add = (fault: FaultKind) => faults?.add({ what, nth, kind: fault });
  const call = () => {
    isHit = true;
    if (kind === "killed-before" || kind === "killed-after") child?.kill("SIGKILL");
    if (kind === "moved-elsewhere" || kind === "moved-journal") moveHead(place, kind);
  };
  faults?.add({ what, nth, kind: "hook", when: kind === "killed-after" ? "after" : "before", call });
  if (kind === "killed-before") add("reset-before");
  else if (kind !== "killed-after" && kind !== "moved-elsewhere" && kind !== "moved-journal") add(kind);
  const run = await place.run(story.args, { onStart: (started) => void (child = started) });
  return { run, isHit };
}

const isOfGit = (kind: Cell["kind"]): kind is GitFault["kind"] => /^(?:fail|hang|kill)-/u.test(kind);
