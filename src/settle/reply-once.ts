import type { Step } from "../core/journal.ts";
import type { ChatMessage } from "../ports.ts";
import type { Case } from "./case.ts";

/** `unverified`: nobody could see whether it stands there; saying it again could say it twice. */
export type Replied = { readonly ts: string; readonly fresh: boolean } | "unverified" | undefined;

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
  const [first] = before ?? [];
  if (first) return { ts: first.ts, fresh: false };
  const answer = await chat.post({
    text,
    mark: { incident: open.id, step },
    thread: { ts: thread, broadcast },
  });
  if (answer.kind === "refused") {
    open.warn({ kind: "reply", fault: answer.fault });
    return undefined;
  }
  const [oldest, ...younger] = (await oursIn(open, step, thread)) ?? [];
  for (const double of younger) await chat.remove(double.ts);
  if (oldest) return { ts: oldest.ts, fresh: true };
  if (answer.kind === "done") return { ts: answer.value.ts, fresh: true };
  open.warn({ kind: "reply", fault: answer.fault });
  // The thread cannot be read: the next run could not see this one either.
  return before === undefined ? "unverified" : undefined;
}

/** Replies with our mark for the step, oldest first; `undefined` when the thread cannot be read. */
async function oursIn(open: Case, step: Step, thread: string): Promise<readonly ChatMessage[] | undefined> {
  const seen = await open.order.world.chat.replies(thread);
  if (seen.kind !== "done") return undefined;
  return seen.value.filter(({ mark }) => mark?.incident === open.id && mark.step === step);
}
