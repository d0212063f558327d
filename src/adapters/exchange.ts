import type { Fault } from "../core/fault.ts";
import type { Answer } from "../ports.ts";

/** How requests of one process are bounded. */
export interface Bounds {
  /** Milliseconds for one whole exchange, body included. */
  readonly requestMs: number;
  /** Ends everything: the command's own bound, or an interruption that waited long enough. */
  readonly signal: AbortSignal;
  /** Our key to the tool: an answer that repeats it must not carry it into a receipt, a journal or a channel. */
  readonly secret?: string;
  /** Told of every request that leaves, and of what its answer's headers say; without headers there was no answer yet. */
  readonly meter?: (url: URL, headers?: Headers) => void;
}

/**
 * A `fetch` whose time limit covers the body too, and that follows no redirect: both SDKs leave a stalled body hanging
 * for ever, and a followed redirect turns a POST into a GET (facts/brevo.md section 4).
 */
export function boundedFetch({ requestMs, signal, secret = "", meter }: Bounds): typeof fetch {
  return async (input, init) => {
    const signals = [AbortSignal.timeout(requestMs), signal];
    if (init?.signal) signals.push(init.signal);
    const url = new URL(input instanceof Request ? input.url : input);
    meter?.(url);
    const response = await fetch(input, { ...init, signal: AbortSignal.any(signals), redirect: "error" });
    meter?.(url, response.headers);
    const answer = await response.text();
    const body = secret === "" ? answer : answer.replaceAll(secret, "***");
    const bodiless = [204, 205, 304].includes(response.status);
    return new Response(bodiless ? null : body, { status: response.status, headers: response.headers });
  };
}

const NEVER_LEFT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/**
 * What a failed exchange was, from the chain of causes. `unreachable`: the request surely never left this machine.
 * Everything else without an answer is ambiguous (facts/slack.md section 3, facts/brevo.md section 4).
 */
export function lostExchange(error: unknown): "unreachable" | "timeout" | "cut" {
  let cause: unknown = error;
  for (let depth = 0; depth < 6 && cause instanceof Error; depth += 1) {
    const code = "code" in cause ? cause.code : undefined;
    if (typeof code === "string" && NEVER_LEFT.has(code)) return "unreachable";
    if (cause.name === "TimeoutError" || cause.name === "AbortError") return "timeout";
    const inner: unknown = "original" in cause ? cause.original : undefined;
    cause = cause.cause ?? inner;
  }
  return "cut";
}

/** Text of a foreign answer, fit for a sentence and a journal line. */
export function shorten(text: string): string {
  const line = text
    .replaceAll(/<[^>]*>/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

/**
 * Repeats a read whose answer was lost: looking twice changes nothing. Used for a write only where the second one changes
 * nothing either. `isWorthIt` may say that this loss is not worth another wait.
 */
export async function repeatRead<T>(
  read: () => Promise<Answer<T>>,
  wait: (ms: number) => Promise<void>,
  isWorthIt: (fault: Fault) => boolean = () => true,
): Promise<Answer<T>> {
  let answer = await read();
  for (const pause of [500, 2_000]) {
    if (answer.kind === "done" || !isPassing(answer) || !isWorthIt(answer.fault)) return answer;
    await wait(pause);
    answer = await read();
  }
  return answer;
}

const isPassing = (answer: Exclude<Answer<unknown>, { kind: "done" }>): boolean =>
  answer.kind === "unknown" || answer.fault.code === "unreachable";
