import type { Fault } from "../core/fault.ts";
import type { Step } from "../core/journal.ts";
import type { Answer, ChatMessage } from "../ports.ts";
import type { Case } from "./case.ts";

/** `unverified`: nobody could see whether it stands there; saying it again could say it twice. */
export type Replied = { readonly ts: string; readonly fresh: boolean } | "unverified" | undefined;

/** What passes by itself: an hour later the thread can be looked at again. */
const PASSING = new Set(["ratelimited", "unreachable"]);

/**
 * One reply under the mark of its step: look in the thread, post once, look again; of two that runs posted side by side
 * the oldest stays. The caller asked the journal before, and writes the answer down. A failure is a warning.
 */
export async function replyOnce(
  open: Case,
  { step, text, broadcast }: { readonly step: Step; readonly text: string; readonly broadcast: boolean },
  thread: string,
): Promise<Replied> {
  const { chat } = open.order.world;
  const before = await oursIn(open, step, thread);
  // A run that was killed may have said it: whoever may read the thread looks before saying it again, however late.
  if (before.kind !== "done" && !isBarred(before)) return missed(open, before.fault);
  const [first] = before.kind === "done" ? before.value : [];
  if (first) return { ts: first.ts, fresh: false };
  const answer = await chat.post({
    text,
    mark: { incident: open.id, step },
    thread: { ts: thread, broadcast },
  });
  if (answer.kind === "refused") return missed(open, answer.fault);
  const after = await oursIn(open, step, thread);
  const [oldest, ...younger] = after.kind === "done" ? after.value : [];
  for (const double of younger) await chat.remove(double.ts);
  if (oldest) return { ts: oldest.ts, fresh: true };
  if (answer.kind === "done") return { ts: answer.value.ts, fresh: true };
  open.warn({ kind: "reply", fault: answer.fault });
  // The thread may not be read: the next run could not see this one either.
  return before.kind === "done" ? undefined : "unverified";
}

function missed(open: Case, fault: Fault): undefined {
  open.warn({ kind: "reply", fault });
  return undefined;
}

/** Slack does not let the robot read there: asking again would change nothing. */
const isBarred = ({
  kind,
  fault,
}: {
  readonly kind: "refused" | "unknown";
  readonly fault: Fault;
}): boolean => kind === "refused" && !PASSING.has(fault.code);

/** Replies with our mark for the step, oldest first. */
async function oursIn(open: Case, step: Step, thread: string): Promise<Answer<readonly ChatMessage[]>> {
  const seen = await open.order.world.chat.replies(thread);
  if (seen.kind !== "done") return seen;
  const ours = seen.value.filter(({ mark }) => mark?.incident === open.id && mark.step === step);
  return { kind: "done", value: ours };
}
