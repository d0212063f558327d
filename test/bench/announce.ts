import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RequestRecord } from "../../src/sandbox/faults.ts";
import { startSandbox, type Sandbox } from "../../src/sandbox/sandbox.ts";
import type { Seed } from "../../src/sandbox/seed.ts";
import { bareEnvironment, BUNDLE, layClone } from "./clone.ts";

/** One request, in milliseconds since the program was started: when it arrived and when its answer was ready. */
export interface Exchange {
  readonly server: RequestRecord["server"];
  readonly what: string;
  readonly from: number;
  readonly to: number;
}

/** One command of the bundle, as the two servers saw it. */
export interface Announcement {
  readonly exchanges: readonly Exchange[];
  readonly ms: number;
}

/** Runs commands of the bundle one after the other, in a fresh clone with a remote, against a fresh sandbox. */
export async function announce(
  latencyMs: number,
  ...commands: readonly (readonly string[])[]
): Promise<readonly Announcement[]> {
  const folder = mkdtempSync(join(tmpdir(), "runbook-bench-"));
  const sandbox = await startSandbox({ latencyMs, seed: thisMonth() });
  try {
    const root = layClone(folder);
    const done: Announcement[] = [];
    for (const command of commands) done.push(await watch(root, sandbox, command));
    return done;
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lists of this month: the bundle goes by the real clock, and a checkup minds old ones. */
function thisMonth(): Seed {
  const at = new Date();
  const month = new Intl.DateTimeFormat("fr-FR", { month: "long" }).format(at);
  const list = (id: number, name: string, uniqueSubscribers: number) => ({
    id,
    name: `${name} ${month} ${at.getFullYear()}`,
    folderId: 1,
    uniqueSubscribers,
    createdAt: at.toISOString(),
  });
  return {
    brevo: { lists: [list(47, "Utilisateurs RP", 1234), list(48, "Utilisateurs CFN", 5678)] },
  };
}

async function watch(root: string, sandbox: Sandbox, command: readonly string[]): Promise<Announcement> {
  const ends = new Map<RequestRecord, number>();
  const earlier = sandbox.requests.length;
  const forget = sandbox.faults.add({
    kind: "hook",
    when: "after",
    times: Number.POSITIVE_INFINITY,
    call: (request) => void ends.set(request, Date.now()),
  });
  const start = Date.now();
  await runBundle(root, command, {
    SLACK_BOT_TOKEN: "xoxb-sandbox",
    BREVO_API_KEY: "xkeysib-sandbox",
    SLACK_CHANNEL_ID: "C0GENERAL1",
    SLACK_API_URL: sandbox.slackUrl,
    BREVO_API_URL: sandbox.brevoUrl,
  });
  const ms = Date.now() - start;
  forget();
  const exchanges = sandbox.requests.slice(earlier).map((request): Exchange => {
    const { at, server, what } = request;
    return { server, what, from: at.getTime() - start, to: (ends.get(request) ?? Number.NaN) - start };
  });
  return { exchanges, ms };
}

/** Runs the bundle on this very Node; rejects when it does not exit with 0. */
export function runBundle(
  root: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { cwd: root, env: { ...bareEnvironment, ...env } };
    execFile(process.execPath, [BUNDLE, ...command], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command.join(" ")}: ${stdout}${stderr}`, { cause: error }));
      else resolve();
    });
  });
}

/**
 * How many requests, one after the other, it took to come to this one, itself included: a request may depend on every
 * one that was answered before it began.
 */
export function depthOf(exchange: Exchange, all: readonly Exchange[]): number {
  const before = all.filter((other) => other !== exchange && other.to <= exchange.from);
  return 1 + Math.max(0, ...before.map((other) => depthOf(other, before)));
}

/** Requests that Brevo counts in its bucket of 100 an hour (facts/brevo.md section 6). */
export function inBucket(exchanges: readonly Exchange[]): number {
  return exchanges.filter(
    ({ server, what }) => server === "brevo" && !/ \/(?:contacts|smtp\/templates)\b/u.test(what),
  ).length;
}
