import type { Fault } from "./fault.ts";
import type { Incident } from "./incident.ts";
import { last, leftEntry, outageChat, type Entry, type Step } from "./journal.ts";
import { isOutdated, isOver, POLLS, workedAt, type Guard } from "./plan.ts";
import type { ServiceId, Settings } from "./settings.ts";
import { updatesOf, type Update } from "./update.ts";

export type ChatHindrance =
  | { readonly kind: "fault"; readonly fault: Fault }
  | { readonly kind: "unknown"; readonly fault: Fault }
  | { readonly kind: "doubt"; readonly since: Date }
  | { readonly kind: "too-old"; readonly hours: number };

/** A message that carries our mark for the step, as the channel shows it. */
export interface Marked {
  readonly ts: string;
}

export interface ChatRun {
  /** Our own answered post of this run. */
  readonly posted?: Marked & { readonly unmentioned: boolean };
  readonly posts: number;
  /** Looks since the last write. */
  readonly looks: number;
  readonly trouble?: { readonly sure: boolean; readonly fault: Fault };
}

export interface ChatScene {
  readonly incident: Incident;
  readonly step: Step;
  /** The service whose end is told; absent for the outage message and for news. */
  readonly service?: ServiceId;
  /** The news that is told; its messages stand in the outage's thread. */
  readonly update?: Update;
  readonly settings: Settings;
  readonly guard: Guard;
  readonly now: Date;
  readonly journal: readonly Entry[];
  /**
   * What the channel shows: messages with our mark, oldest first, and whether the outage was announced there.
   * `unreadable` when its history is not to be had; absent before the first look.
   */
  readonly seen?: { readonly marked: readonly Marked[]; readonly announced: boolean } | "unreadable";
  readonly run: ChatRun;
}

export type ChatAction =
  | { readonly kind: "look"; readonly afterMs: number }
  | { readonly kind: "post" }
  | { readonly kind: "remove"; readonly ts: string }
  | { readonly kind: "record"; readonly ts: string; readonly verified: boolean }
  | { readonly kind: "done"; readonly state: "posted" | "unwanted" }
  | {
      readonly kind: "stop";
      readonly state: "failed" | "unknown" | "skipped";
      readonly hindrance: ChatHindrance;
    };

/** Looks for a post whose answer was lost, before one more try: the channel may show it late. */
const READ_BACKS = POLLS.length;
const TRIES = 2;
/** Looks for a post that was answered and is not shown: eight seconds in all. */
const PATIENT_LOOKS = 3;
/** A double that cannot be removed must not hold up the rest. */
const MAX_LOOKS = POLLS.length;

/**
 * Decides the next step of one message (design section 4.5): read the channel, post once, read again; of two messages
 * with our mark the oldest stays. Pure. A second post follows only a channel that was read and did not show the first.
 */
export function planChat(scene: ChatScene): ChatAction {
  const { run, seen, journal, step } = scene;
  const known = last(journal, step, "posted");
  if (known) return planKnown(scene, known);
  const wanted = isWanted(scene);
  if (wanted === false) return { kind: "done", state: "unwanted" };
  if (seen === undefined) return { kind: "look", afterMs: 0 };
  if (wanted === "if announced" && (seen === "unreadable" || !seen.announced))
    return { kind: "done", state: "unwanted" };
  if (seen === "unreadable") return planBlind(scene);

  const [oldest, ...younger] = seen.marked;
  const double = younger.at(-1);
  if (double && run.looks <= MAX_LOOKS) return { kind: "remove", ts: double.ts };
  const again = lookForOurs(scene);
  if (again) return again;
  if (oldest) return { kind: "record", ts: oldest.ts, verified: true };
  if (run.posted) return { kind: "record", ts: run.posted.ts, verified: true };
  if (run.trouble?.sure) return stop("failed", { kind: "fault", fault: run.trouble.fault });
  if (run.trouble) {
    if (run.looks < READ_BACKS) return { kind: "look", afterMs: POLLS[run.looks] ?? 0 };
    if (run.posts >= TRIES) return stop("unknown", { kind: "unknown", fault: run.trouble.fault });
    return { kind: "post" };
  }
  return isTooLate(scene) ? tooOld(scene) : { kind: "post" };
}

/** A channel that does not show our own post yet does not show another machine's either: look again, for a while. */
function lookForOurs({ run, seen }: ChatScene): ChatAction | undefined {
  const { posted, looks } = run;
  if (posted === undefined || seen === undefined || seen === "unreadable") return undefined;
  if (looks === 0) return { kind: "look", afterMs: 0 };
  const isShown = seen.marked.some(({ ts }) => ts === posted.ts);
  return isShown || looks > PATIENT_LOOKS ? undefined : { kind: "look", afterMs: POLLS[looks - 1] ?? 0 };
}

/**
 * It is posted, by the journal. A post of ours that another run overtook is a second message: it goes before anything is
 * called done.
 */
function planKnown(scene: ChatScene, known: Entry): ChatAction {
  const { run, seen } = scene;
  if (run.posts === 0 || seen === "unreadable") return { kind: "done", state: "posted" };
  if (seen === undefined || run.looks === 0) return { kind: "look", afterMs: 0 };
  const [oldest, ...younger] = seen.marked;
  const double = younger.at(-1);
  if (double && run.looks <= MAX_LOOKS) return { kind: "remove", ts: double.ts };
  const again = lookForOurs(scene);
  if (again) return again;
  return oldest && oldest.ts !== known.ts
    ? { kind: "record", ts: oldest.ts, verified: true }
    : { kind: "done", state: "posted" };
}

/** The channel cannot be read: one post, once, unless an earlier run left a doubt. */
function planBlind(scene: ChatScene): ChatAction {
  const { run, journal, step } = scene;
  if (run.posted) return { kind: "record", ts: run.posted.ts, verified: false };
  if (run.trouble) {
    return run.trouble.sure
      ? stop("failed", { kind: "fault", fault: run.trouble.fault })
      : stop("unknown", { kind: "unknown", fault: run.trouble.fault });
  }
  const doubt = last(journal, step, "unknown", "failed");
  if (doubt?.event === "unknown") return { kind: "stop", state: "unknown", hindrance: blind(doubt) };
  return isTooLate(scene) ? tooOld(scene) : { kind: "post" };
}

function blind(doubt: Entry): ChatHindrance {
  return { kind: "doubt", since: doubt.at };
}

/** An outage, and news of it, is told while a service is away; its end wherever something was said of its beginning. */
function isWanted({ incident, service, update, journal }: ChatScene): boolean | "if announced" {
  if (!incident.notify) return false;
  if (update && !updatesOf(incident, journal).some(({ key }) => key === update.key)) return false;
  if (service === undefined) return incident.services.some((each) => !isOver(incident, each));
  const told = last(journal, outageChat, "posted") ?? leftEntry(journal, "outage", service);
  return told !== undefined || "if announced";
}

function isTooLate(scene: ChatScene): boolean {
  const { incident, step, service, update, journal } = scene;
  const begun = workedAt(journal, step);
  return service === undefined
    ? incident.services.every((each) => isOutdated(incident, each, update ?? "outage", scene, begun))
    : isOutdated(incident, service, "recovery", scene, begun);
}

const tooOld = ({ settings }: ChatScene): ChatAction =>
  stop("skipped", { kind: "too-old", hours: settings.limits.maxAgeHours });
const stop = (state: "failed" | "unknown" | "skipped", hindrance: ChatHindrance): ChatAction => ({
  kind: "stop",
  state,
  hindrance,
});
