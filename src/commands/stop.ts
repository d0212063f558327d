/** When a command must end: nothing new after `soft`, nothing at all after `hard`. */
export interface Limits {
  readonly soft: AbortSignal;
  readonly hard: AbortSignal;
  /** Waits `ms`, shorter when the command has to stop. */
  readonly wait: (ms: number) => Promise<void>;
  /** Waits two seconds at full patience, never so short that a loaded machine could not answer. */
  readonly hold: () => Promise<void>;
  readonly requestMs: number;
  readonly gitMs: number;
}

/** Of the 100 s of the design, what git takes before and after is not counted here. */
const WHOLE_MS = 80_000;
const REQUEST_MS = 10_000;
const HOLD_MS = 2_000;
/** What is under way when the command is interrupted may end, because cutting it off would leave a doubt. */
const GRACE_MS = 5_000;

/**
 * Bounds one command (design section 4.11): at most 100 s in all, 10 s a request; `patience` shortens every wait, with
 * floors below which a loaded machine would be cut off at its own work.
 */
export function limitsOf(patience: number, interrupted: AbortSignal): Limits {
  const requestMs = Math.max(REQUEST_MS * patience, 1_000);
  const wholeMs = Math.max(WHOLE_MS * patience, 20_000);
  const soft = AbortSignal.any([interrupted, AbortSignal.timeout(wholeMs - requestMs - GRACE_MS)]);
  const hard = new AbortController();
  const end = setTimeout(() => hard.abort(), wholeMs - 2_000);
  end.unref();
  interrupted.addEventListener("abort", () => setTimeout(() => hard.abort(), GRACE_MS).unref(), {
    once: true,
  });
  return {
    soft,
    hard: hard.signal,
    requestMs,
    gitMs: Math.max(REQUEST_MS * patience, 5_000),
    wait: (ms) => waitFor(ms * patience, soft),
    hold: () => waitFor(Math.max(HOLD_MS * patience, 500), soft),
  };
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}
