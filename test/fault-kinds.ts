import type { FaultKind } from "../src/sandbox/faults.ts";

/** Every fault of one exchange over the wire: what has no effect on the other side, then what has. */
export const WITHOUT_EFFECT = ["reset-before", "500-before", "502-html", "429", "slow-before"] as const;
export const WITH_EFFECT = [
  "lost-answer",
  "500-after",
  "slow-after",
  "cut-body",
  "empty-body",
  "200-html",
] as const;
export const KINDS: readonly FaultKind[] = [...WITHOUT_EFFECT, ...WITH_EFFECT];
