import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect } from "vitest";
import { z } from "zod";
import { githubAccess } from "../src/adapters/actions.ts";
import { openGitHub } from "../src/adapters/github.ts";
import { openGit, type Git } from "../src/adapters/git.ts";
import { openRepository } from "../src/adapters/repository.ts";
import { openTree } from "../src/adapters/tree.ts";
import { checkup } from "../src/commands/checkup.ts";
import { declare } from "../src/commands/declare.ts";
import { drill } from "../src/commands/drill.ts";
import { refusedOutcome, type Outcome } from "../src/commands/outcome.ts";
import { Refusal } from "../src/commands/refusal.ts";
import type { Request } from "../src/commands/request.ts";
import { resolve } from "../src/commands/resolve.ts";
import type { Machine } from "../src/commands/run.ts";
import { settle } from "../src/commands/settle.ts";
import { update } from "../src/commands/update.ts";
import { limitsOf } from "../src/commands/stop.ts";
import { parseJournal, type Entry } from "../src/core/journal.ts";
import { startSandbox, type Sandbox } from "../src/sandbox/sandbox.ts";
import type { Delivery } from "../src/sandbox/brevo/entities.ts";
import type { Seed } from "../src/sandbox/seed.ts";
import type { SlackMessage } from "../src/sandbox/slack/entities.ts";
import { openShell } from "./settle/shell-git.ts";

export const GENERAL = "C0GENERAL1";
/** A Monday of November 2025, 14:11 in Paris: the newest lists of the procedure are of this month. */
const NOON = "2025-11-24T13:11:00.000Z";
export const DAY = "2025-11-24";

const PROJECT = join(import.meta.dirname, "..");
const GIT_MS = 10_000;
const PATIENCE = 0.01;
const KEYS = { SLACK_BOT_TOKEN: "xoxb-sandbox", BREVO_API_KEY: "xkeysib-sandbox" };
type Env = Readonly<Record<string, string | undefined>>;
type Command = (machine: Machine, request: Request) => Promise<Outcome>;
type Ask = Partial<Request>;

export interface WorldOptions {
  /** ISO, UTC. */
  readonly now?: string;
  /** A bare remote that the clone follows. */
  readonly remote?: boolean;
  /** Git through the adapter, a process for each command; the default is `openShell`. */
  readonly ownGit?: boolean;
  /** Text replacements in runbook.yml, over `patience: 0.01`; each must be found. */
  readonly settings?: readonly (readonly [from: string, to: string])[];
  readonly seed?: Seed;
  /** Files under the repository's root, as committed before the story begins. */
  readonly files?: Readonly<Record<string, string>>;
}

/** One clone of the repository and everything that a person does in it. Each command is a process of its own. */
export interface Clone {
  readonly root: string;
  /** Variables that differ from a well set-up machine; `undefined` takes one away. */
  env: Env;
  actor: string;
  /** Called with each step that a command is about to take. */
  onProgress: Machine["onProgress"];
  interrupted: AbortSignal;
  /** Milliseconds for one request, where a whole other run takes place during one; else `limits.patience` tells. */
  requestMs: number | undefined;
  /** Names the coming runs in the journal, as GitHub does: `77/2` is a second attempt. Else each gets its own name. */
  runId: string | undefined;
  /** How far this machine's clock is ahead of everybody else's. */
  minutesAhead: number;
  /** The coming runs have the time that they have in earnest: two at once on a busy machine may need it. */
  hasTime: boolean;
  /** GitHub's clock starts the coming runs, and no person. */
  isScheduled: boolean;
  declare(request?: Ask): Promise<Outcome>;
  resolve(request?: Ask): Promise<Outcome>;
  update(request?: Ask): Promise<Outcome>;
  settle(request?: Ask): Promise<Outcome>;
  checkup(): Promise<Outcome>;
  /** Any other command, as this clone's machine would run it. */
  run(command: Command, request?: Ask): Promise<Outcome>;
  drill(request?: Ask): Promise<Outcome>;
  git(...args: readonly string[]): string;
  /** A hand edit: nothing is committed. */
  write(path: string, text: string): void;
  /** A hand edit of a file that is there; the text must be found. */
  edit(path: string, from: string, to: string): void;
  read(path: string): string;
  remove(path: string): void;
  journal(id: string): readonly Entry[];
}

export interface World extends Clone, AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly brevo: Sandbox["brevo"];
  readonly slack: Sandbox["slack"];
  /** The bare repository; there only with `remote`. */
  readonly bare: string;
  readonly now: () => Date;
  /** Lets time pass for the robot, Slack and Brevo alike. */
  pass(span: { readonly minutes?: number; readonly hours?: number }): void;
  deliveries(): readonly Delivery[];
  /** Top-level messages of the channel, oldest first, without tombstones. */
  channel(): readonly SlackMessage[];
  /** Replies in the thread of a message, oldest first. */
  thread(message: SlackMessage | undefined): readonly SlackMessage[];
  /** Requests since the last call of this: "GET /contacts/lists", "chat.postMessage" … */
  requests(): readonly string[];
  /** A second clone of the remote, as a colleague's machine or a runner has one. */
  colleague(): Clone;
  /** Files of a commit of the remote's branch. */
  remoteFile(path: string): string;
  /** Ends the world without asking about the promise: for stories in which people send campaigns of their own. */
  close(): Promise<void>;
}

/** What became of each step, by the `--json` form of the outcome. */
export function steps(outcome: Outcome): Record<string, string> {
  return Object.fromEntries(reports(outcome).map(({ step, state }) => [step, state]));
}

/** What is said of one step: reason and next gesture, empty when there is nothing to say. */
export function said(outcome: Outcome, step: string): string {
  const report = reports(outcome).find((each) => each.step === step);
  return plain([report?.reason, report?.next].filter((text) => text !== undefined).join(" → "));
}

/** Everything that the person reads. */
export function words({ headline, lines }: Outcome): string {
  return plain([headline, ...lines].join("\n"));
}

/** Text with plain spaces where French wants no-break ones: « 14 h 05 ». */
export function plain(text = ""): string {
  return text.replaceAll(/[\u00A0\u202F]|&nbsp;|&#160;/gu, " ");
}

const Json = z.object({
  incidents: z.array(
    z.object({
      id: z.string(),
      steps: z.array(
        z.object({
          step: z.string(),
          state: z.string(),
          reason: z.string().optional(),
          next: z.string().optional(),
        }),
      ),
    }),
  ),
});
const reports = ({ json }: Outcome) => Json.parse(json).incidents.flatMap((incident) => incident.steps);

/**
 * A temporary git repository with the project's own settings and templates, a Slack and a Brevo, and a clock. At its
 * end it checks the promise: no campaign name was ever delivered twice, no step stands twice in the channel.
 */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  let at = Date.parse(options.now ?? NOON);
  const now = () => new Date(at);
  const folder = mkdtempSync(join(tmpdir(), "runbook-world-"));
  const bare = join(folder, "bare.git");
  const sandbox = await startSandbox({ now, ...(options.seed && { seed: options.seed }) });
  const gitEnv = gitEnvironment(folder);
  const shell = openShell(folder, gitEnv);
  const openOwn = (path: string) => openGit(path, gitEnv, { ms: GIT_MS });
  const around: Around = { sandbox, now, gitEnv, openGit: options.ownGit === true ? openOwn : shell.git };
  const root = layRepository(folder, bare, options, around.gitEnv);
  const { brevo, slack, requests } = sandbox;
  let clones = 0;
  let counted = 0;
  const world: World = {
    ...openClone(root, "Léa Martin", around),
    sandbox,
    brevo,
    slack,
    bare,
    now,
    pass({ minutes = 0, hours = 0 }) {
      at += minutes * 60_000 + hours * 3_600_000;
    },
    deliveries: () => brevo.deliveries,
    channel: () => slack.messages.filter(({ threadTs, tombstone }) => threadTs === undefined && !tombstone),
    thread: (message) => (message ? slack.repliesTo(message) : []),
    requests() {
      const since = requests.slice(counted).map(({ what }) => what);
      counted = requests.length;
      return since;
    },
    colleague() {
      clones += 1;
      const path = join(folder, `clone-${clones}`);
      run(folder, around.gitEnv, ["clone", "--quiet", bare, path]);
      writeFileSync(join(path, ".git", "config"), configOf(bare));
      return openClone(path, `Collègue ${clones}`, around);
    },
    remoteFile: (path) => run(bare, around.gitEnv, ["show", `main:${path}`]),
    async close() {
      await sandbox.close();
      shell.close();
      await rm(folder, { recursive: true, force: true });
    },
    async [Symbol.asyncDispose]() {
      await world.close();
      expectPromiseKept(world);
    },
  };
  return world;
}

/** At most one mail per incident, phase or news, and service ever left; one message per step stands in the channel. */
export function expectPromiseKept(world: World): void {
  expect(doubles(world.deliveries().map(({ name }) => name))).toEqual([]);
  expect(doubles(world.channel().flatMap(stepOf))).toEqual([]);
  const replies = world.channel().flatMap((message) => world.thread(message));
  const news = replies.filter(({ tombstone }) => !tombstone).flatMap(stepOf);
  expect(doubles(news.filter((step) => / update\/[^/]+\/slack$/u.test(step)))).toEqual([]);
}

/** "2025-11-24-rp outage/slack", for a message of the robot. */
export function stepOf({ metadata }: SlackMessage): string[] {
  if (metadata?.event_type !== "outage_notice") return [];
  return [`${String(metadata.event_payload["incident"])} ${String(metadata.event_payload["step"])}`];
}

const doubles = (all: readonly string[]): string[] => all.filter((each, index) => all.indexOf(each) < index);

interface Around {
  readonly sandbox: Sandbox;
  readonly now: () => Date;
  readonly gitEnv: Env;
  readonly openGit: (root: string) => Git;
}

let runs = 0;

function openClone(root: string, actor: string, around: Around): Clone {
  const { sandbox, now, gitEnv } = around;
  const absolute = (path: string) => join(root, path);
  const read = (path: string) => readFileSync(absolute(path), "utf8");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(absolute(path)), { recursive: true });
    writeFileSync(absolute(path), text);
  };
  async function start(this: Clone, command: Command, request: Ask): Promise<Outcome> {
    runs += 1;
    // A drill is a beginning and an end in one command: on a busy machine it has the time that it has in earnest.
    const whole = this.hasTime || command === drill ? limitsOf(1, this.interrupted) : undefined;
    const { soft, hard, end, ...waits } = limitsOf(PATIENCE, this.interrupted);
    const limits = { ...waits, soft: whole?.soft ?? soft, hard: whole?.hard ?? hard, end: whole?.end ?? end };
    const github = githubAccess(this.env);
    const machine: Machine = {
      repo: openRepository(openTree(root), around.openGit(root), GIT_MS),
      env: {
        ...KEYS,
        SLACK_CHANNEL_ID: GENERAL,
        SLACK_API_URL: sandbox.slackUrl,
        BREVO_API_URL: sandbox.brevoUrl,
        ...this.env,
      },
      now: () => new Date(now().getTime() + this.minutesAhead * 60_000),
      limits: { ...limits, requestMs: this.requestMs ?? limits.requestMs },
      actor: this.actor,
      runId: this.runId ?? `run-${runs}`,
      onProgress: (event, known) => this.onProgress(event, known),
      ...(github && {
        github: openGitHub({ ...github, requestMs: 5_000, signal: limits.hard, wait: limits.wait }),
      }),
      isScheduled: this.isScheduled,
    };
    try {
      return await command(machine, { services: [], ...request });
    } catch (error) {
      // As `main` does; anything else is a bug and fails the test.
      if (error instanceof Refusal) return refusedOutcome(error.message, error.problems, "fr");
      throw error;
    }
  }
  return {
    root,
    env: {},
    actor,
    onProgress: () => undefined,
    interrupted: new AbortController().signal,
    requestMs: undefined,
    runId: undefined,
    minutesAhead: 0,
    hasTime: false,
    isScheduled: false,
    declare(request = {}) {
      return start.call(this, declare, { services: ["rp"], ...request });
    },
    resolve(request = {}) {
      return start.call(this, resolve, request);
    },
    update(request = {}) {
      return start.call(this, update, request);
    },
    settle(request = {}) {
      return start.call(this, settle, request);
    },
    checkup() {
      return start.call(this, checkup, {});
    },
    run(command, request = {}) {
      return start.call(this, command, request);
    },
    drill(request = {}) {
      return start.call(this, drill, request);
    },
    git: (...args) => run(root, gitEnv, args),
    write,
    edit(path, from, to) {
      const text = read(path);
      if (!text.includes(from)) throw new Error(`${path} has no ${JSON.stringify(from)}:\n${text}`);
      write(path, text.replace(from, to));
    },
    read,
    remove: (path) => rmSync(absolute(path), { recursive: true }),
    journal(id) {
      const path = `incidents/${id}/journal.yml`;
      const text = existsSync(absolute(path)) ? read(path) : "";
      const parsed = parseJournal({ path, text }, "en");
      if (!parsed.ok) throw new Error(`Damaged journal: ${JSON.stringify(parsed.problems)}\n${text}`);
      return parsed.value;
    },
  };
}

/** Git as on a machine that nobody set up: no HOME, no system configuration. */
function gitEnvironment(folder: string): Env {
  return {
    PATH: process.env["PATH"],
    HOME: join(folder, "no-home"),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
  };
}

function configOf(remote: string | undefined): string {
  const upstream =
    `[remote "origin"]\n\turl = ${remote}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n` +
    `[branch "main"]\n\tremote = origin\n\tmerge = refs/heads/main\n`;
  return (
    "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tfsync = none\n" +
    `[user]\n\tname = Léa Martin\n\temail = lea@reconnect.example\n[gc]\n\tauto = 0\n${remote === undefined ? "" : upstream}`
  );
}

/** Repositories that stories begin with, laid once for a test file and copied. */
const laid = new Map<string, string>();
afterAll(() => {
  for (const folder of laid.values()) rmSync(folder, { recursive: true, force: true });
});

function layRepository(folder: string, bare: string, options: WorldOptions, env: Env): string {
  const { settings = [], files = {}, remote = false } = options;
  const key = JSON.stringify({ settings, files });
  const base = laid.get(key) ?? layBase(settings, files, env);
  laid.set(key, base);
  const root = join(folder, "clone");
  cpSync(base, root, { recursive: true });
  if (!remote) return root;
  cpSync(join(base, ".git"), bare, { recursive: true });
  writeFileSync(join(bare, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
  writeFileSync(join(root, ".git", "config"), configOf(bare));
  const head = readFileSync(join(root, ".git", "refs", "heads", "main"));
  const refs = join(root, ".git", "refs", "remotes", "origin");
  mkdirSync(refs, { recursive: true });
  writeFileSync(join(refs, "main"), head);
  writeFileSync(join(refs, "HEAD"), "ref: refs/remotes/origin/main\n");
  return root;
}

function layBase(
  replacements: NonNullable<WorldOptions["settings"]>,
  files: Readonly<Record<string, string>>,
  env: Env,
): string {
  const root = mkdtempSync(join(tmpdir(), "runbook-base-"));
  cpSync(join(PROJECT, "templates"), join(root, "templates"), { recursive: true });
  cpSync(join(PROJECT, ".gitattributes"), join(root, ".gitattributes"));
  let settings = readFileSync(join(PROJECT, "runbook.yml"), "utf8");
  for (const [from, to] of [["patience: 1 ", `patience: ${PATIENCE} `], ...replacements] as const) {
    if (!settings.includes(from)) throw new Error(`runbook.yml has no ${JSON.stringify(from)}.`);
    settings = settings.replace(from, to);
  }
  for (const [path, text] of Object.entries({ ...files, "runbook.yml": settings })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  run(root, env, ["init", "--quiet", "--initial-branch=main", "--template="]);
  writeFileSync(join(root, ".git", "config"), configOf(undefined));
  run(root, env, ["add", "--all"]);
  run(root, env, ["commit", "--quiet", "--message", "Lay the house"]);
  return root;
}

function run(cwd: string, env: Env, args: readonly string[]): string {
  return execFileSync("git", args, {
    cwd,
    env: { ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
