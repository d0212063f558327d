import { BrevoClient, BrevoError } from "@getbrevo/brevo";
import { LogLevel, WebClient } from "@slack/web-api";
import { z } from "zod";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";

export const GENERAL = "C0GENERAL1";
export const HTML = '<html><body><p>Bonjour</p><a href="{{ unsubscribe }}">x</a></body></html>';

/** A clock that moves only when a test moves it. */
class Clock {
  #at = Date.parse("2026-11-23T13:05:00.000Z");
  readonly now = (): Date => new Date(this.#at);

  pass(ms: number): void {
    this.#at += ms;
  }
}

export interface World extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly slack: WebClient;
  readonly brevo: BrevoClient;
}

/** A sandbox with both real SDK clients, none of which repeats anything. Closes at the end of the block. */
export async function world(options: SandboxOptions = {}): Promise<World> {
  const clock = new Clock();
  const sandbox = await startSandbox({ now: clock.now, ...options });
  return {
    sandbox,
    clock,
    slack: slackClient(sandbox),
    brevo: new BrevoClient({
      apiKey: "xkeysib-sandbox",
      baseUrl: sandbox.brevoUrl,
      maxRetries: 0,
      timeoutInSeconds: 5,
    }),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

export function slackClient(sandbox: Sandbox, token = "xoxb-sandbox", timeout = 5000): WebClient {
  return new WebClient(token, {
    slackApiUrl: sandbox.slackUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    timeout,
  });
}

/** A draft as the robot makes it. */
export function draft(name = "Indisponibilité Reconnect Pro", listId = 47) {
  return {
    name,
    subject: "Indisponibilité temporaire de Reconnect Pro",
    sender: { id: 1 },
    htmlContent: HTML,
    recipients: { listIds: [listId] },
  };
}

const Platform = z.object({ data: z.object({ error: z.string() }).loose() });

/** The `error` of an `ok: false`, or "none" when the call went well. */
export async function slackError(call: Promise<unknown>): Promise<string> {
  const failure = await outcome(call);
  const platform = Platform.safeParse(failure);
  return failure === undefined
    ? "none"
    : platform.success
      ? platform.data.data.error
      : `other: ${words(failure)}`;
}

/** "400 invalid_parameter" for a refusal, or "none" when the call went well. */
export async function brevoError(call: PromiseLike<unknown>): Promise<string> {
  const failure = await outcome(call);
  if (failure === undefined) return "none";
  if (!(failure instanceof BrevoError)) return `other: ${words(failure)}`;
  const body = z.object({ code: z.string() }).safeParse(failure.body);
  return `${failure.statusCode ?? "no status"} ${body.success ? body.data.code : failure.message}`;
}

/** A failure as a person reads it. */
export function words(failure: unknown): string {
  return failure === undefined
    ? "went well"
    : failure instanceof Error
      ? String(failure)
      : JSON.stringify(failure);
}

/** What a call failed with; undefined when it went well. */
export async function outcome(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    await call;
    return undefined;
  } catch (cause) {
    return cause;
  }
}
