/** When a command must end: nothing new after `soft`, no request after `hard`, no git after `end`. */
export interface Limits {
  readonly soft: AbortSignal;
  readonly hard: AbortSignal;
  readonly end: AbortSignal;
  /** Waits `ms`, shorter when the command has to stop. */
  readonly wait: (ms: number) => Promise<void>;
  /** Waits two seconds at full patience, never so short that a loaded machine could not answer. */
  readonly hold: () => Promise<void>;
  readonly requestMs: number;
  readonly gitMs: number;
}

/** Of the 100 s of the design, what Node and the first question to git may take is not counted here. */
const WHOLE_MS = 85_000;
const REQUEST_MS = 10_000;
const HOLD_MS = 2_000;
/** What is under way when the command is interrupted may end, because cutting it off would leave a doubt. */
const GRACE_MS = 5_000;
/** What is known by then is still written down: GitHub kills ten seconds after its first signal. */
const RECORD_MS = 3_000;

/**
 * Bounds one command, from now on (design section 4.11): at most 100 s in all, 10 s a request; `patience` shortens every
 * wait, with floors below which a loaded machine would be cut off at its own work.
 */
export function limitsOf(patience: number, interrupted: AbortSignal): Limits {
  const requestMs = Math.max(REQUEST_MS * patience, 1_000);
  const wholeMs = Math.max(WHOLE_MS * patience, 20_000);
  const soft = AbortSignal.any([
    interrupted,
    AbortSignal.timeout(wholeMs - requestMs - GRACE_MS - RECORD_MS),
  ]);
  const within = (interruptedMs: number, ms: number): AbortSignal => {
    const controller = new AbortController();
    const abortIn = (delay: number) => setTimeout(() => controller.abort(), delay).unref();
    abortIn(ms);
    if (interrupted.aborted) abortIn(interruptedMs);
    interrupted.addEventListener("abort", () => abortIn(interruptedMs), { once: true });
    return controller.signal;
  };
  return {
    soft,
    hard: within(GRACE_MS, wholeMs - RECORD_MS),
    end: within(GRACE_MS + RECORD_MS, wholeMs),
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
