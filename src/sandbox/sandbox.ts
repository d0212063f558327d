import type { Server } from "node:http";
import { BrevoStore } from "./brevo/store.ts";
import { brevoService, slackService } from "./services.ts";
import { Faults, type RequestRecord } from "./faults.ts";
import { procedureSeed, type Seed } from "./seed.ts";
import { serve } from "./serve.ts";
import { SlackStore } from "./slack/store.ts";

/** A Slack and a Brevo that keep state, on loopback. */
export interface Sandbox {
  /** "http://127.0.0.1:PORT/api/": value for SLACK_API_URL. */
  readonly slackUrl: string;
  /** "http://127.0.0.1:PORT/v3": value for BREVO_API_URL. */
  readonly brevoUrl: string;
  readonly slack: SlackStore;
  readonly brevo: BrevoStore;
  readonly faults: Faults;
  /** Every request of both servers, in order of arrival. */
  readonly requests: readonly RequestRecord[];
  /** Closes open connections too; may be called again. */
  close(): Promise<void>;
}

export interface SandboxOptions {
  readonly now?: () => Date;
  /** Port of Slack, Brevo gets the next one; 0 (default) takes any two free ones. */
  readonly port?: number;
  /** How long every request waits before it is applied. */
  readonly latencyMs?: number;
  /** What differs from the procedure's own world. */
  readonly seed?: Seed;
}

/** Starts both servers on 127.0.0.1. Rejects when a wanted port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { now = () => new Date(), port = 0, latencyMs = 0, seed = {} } = options;
  const slack = new SlackStore({ ...procedureSeed.slack, ...seed.slack }, now);
  const brevo = new BrevoStore({ ...procedureSeed.brevo, ...seed.brevo }, now);
  const faults = new Faults();
  const requests: RequestRecord[] = [];
  const closing = new AbortController();
  const around = { faults, requests, now, latencyMs, closing: closing.signal };

  const slackServer = await serve(slackService(slack), port, around);
  const servers = [slackServer];
  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all(servers.map(stop));
  };
  try {
    const brevoServer = await serve(brevoService(brevo), port === 0 ? 0 : port + 1, around);
    servers.push(brevoServer);
    return {
      slackUrl: `http://127.0.0.1:${portOf(slackServer)}/api/`,
      brevoUrl: `http://127.0.0.1:${portOf(brevoServer)}/v3`,
      slack,
      brevo,
      faults,
      requests,
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox's server has no port.");
  return address.port;
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
