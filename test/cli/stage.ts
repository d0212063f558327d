import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect } from "vitest";
import { startSandbox, type Sandbox } from "../../src/sandbox/sandbox.ts";
import type { Seed } from "../../src/sandbox/seed.ts";

const HOME = resolve(import.meta.dirname, "../..");
export const BUNDLE = join(HOME, ".github/actions/runbook/runbook.mjs");
export const GENERAL = "C0GENERAL1";
export const SLACK_TOKEN = "xoxb-4471-tresSecretDeSlack";
export const BREVO_KEY = "xkeysib-9d5f-tresSecretDeBrevo";
export const GITHUB_TOKEN = "ghs_tresSecretDeGitHub0123456789";

export const SENT = "✅ ANNONCE PARTIE";
export const ALREADY = "ℹ️ DÉJÀ FAIT";
export const CHECK = "⚠️ À VÉRIFIER : N'ENVOYEZ RIEN À LA MAIN";
export const NOTHING = "❌ RIEN N'EST PARTI";
export const PREVIEW = "👁 APERÇU : RIEN N'EST ENVOYÉ";

export type Env = Readonly<Record<string, string | undefined>>;

/** What one run of the program left behind. */
export interface Run {
  readonly exit: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What stdout says, with ordinary spaces. */
  readonly text: string;
  readonly lines: readonly string[];
  readonly headline: string;
  readonly ms: number;
}

export interface RunOptions {
  readonly env?: Env;
  readonly cwd?: string;
  readonly node?: string;
  readonly bundle?: string;
  /** When a run that hangs is ended; 40 s. */
  readonly longestMs?: number;
  /** Is told the process as soon as it runs, to signal it from a hook of the sandbox. */
  readonly onStart?: (child: ChildProcess) => void;
}

export interface StageOptions {
  /** Text of `runbook.yml` from the shipped one. */
  readonly settings?: (shipped: string) => string;
  readonly seed?: Seed;
  /** Begins where another stage stands: its clone, its channel, its campaigns. */
  readonly like?: Stage;
}

/** A clone with the shipped settings and templates, and the two services that it talks to. */
export interface Stage extends AsyncDisposable {
  readonly root: string;
  readonly sandbox: Sandbox;
  readonly env: Env;
  run(args: readonly string[], options?: RunOptions): Promise<Run>;
  write(path: string, text: string): void;
  read(path: string): string;
  git(...args: string[]): string;
  commit(message?: string): void;
  /** Everything that a run may change: commits, files, what the two services hold and were asked to write. */
  world(): unknown;
  incidents(): string[];
}

/** A person's own settings. Thousands of runs: git tidies up and syncs nothing for repositories that live a second. */
const GIT_CONFIG =
  "[user]\n\tname = Léa Martin\n\temail = lea@reconnect.example\n[core]\n\tfsync = none\n" +
  "[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[receive]\n\tautogc = false\n";

/** Opens a stage; everything it made is gone at the end of the block, when nothing in it names a secret. */
export async function stage(options: StageOptions = {}): Promise<Stage> {
  const base = mkdtempSync(join(tmpdir(), "runbook-cli-"));
  const root = join(base, "clone");
  const temporary = join(base, "tmp");
  mkdirSync(join(root, "incidents"), { recursive: true });
  mkdirSync(temporary);
  const sandbox = await startSandbox({ seed: freshSeed(options.seed) });
  const env: Env = {
    PATH: process.env["PATH"],
    HOME: base,
    TMPDIR: temporary,
    GIT_CONFIG_NOSYSTEM: "1",
    SLACK_BOT_TOKEN: SLACK_TOKEN,
    BREVO_API_KEY: BREVO_KEY,
    SLACK_CHANNEL_ID: GENERAL,
    SLACK_API_URL: sandbox.slackUrl,
    BREVO_API_URL: sandbox.brevoUrl,
  };
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root, env, encoding: "utf8", stdio: "pipe" }).trimEnd();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  writeFileSync(join(base, ".gitconfig"), GIT_CONFIG);
  if (options.like) {
    cpSync(options.like.root, root, { recursive: true });
    copyWorld(options.like.sandbox, sandbox);
  } else build(write, git, root, options.settings);

  const self: Stage = {
    root,
    sandbox,
    env,
    git,
    write,
    read: (path) => readFileSync(join(root, path), "utf8"),
    commit(message = "By hand") {
      git("add", "--all");
      git("commit", "--quiet", "--message", message);
    },
    async run(args, given = {}) {
      const run = await spawnProgram(args, { cwd: root, ...given, env: { ...env, ...given.env } });
      expectDecent(run);
      return run;
    },
    world: () => ({
      commits: git("log", "--all", "--format=%H"),
      status: git("--no-optional-locks", "status", "--porcelain"),
      files: filesUnder(root, [".git"]),
      messages: sandbox.slack.messages.map(({ ts, text }) => `${ts} ${text}`),
      campaigns: sandbox.brevo.campaigns.map(({ id, accepted }) => `${id} ${String(accepted)}`),
      deliveries: sandbox.brevo.deliveries.map(({ name }) => name),
      writes: writesOf(sandbox),
    }),
    incidents: () =>
      readdirSync(join(root, "incidents"))
        .filter((name) => name.endsWith(".yml"))
        .toSorted(),
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      try {
        expectNoSecret(recorded(root, git), "git history");
        expectNoSecret(JSON.stringify(filesUnder(base, [".git"])), "files");
      } finally {
        rmSync(base, { recursive: true, force: true });
      }
    },
  };
  return self;
}

/** A new clone with what is shipped. */
function build(
  write: Stage["write"],
  git: Stage["git"],
  root: string,
  settings: (shipped: string) => string = (shipped) => shipped,
): void {
  const shipped = readFileSync(join(HOME, "runbook.yml"), "utf8").replace(
    /^(?<key>\s*patience: ).*$/mu,
    "$<key>0.02",
  );
  write("runbook.yml", settings(shipped));
  cpSync(join(HOME, "templates"), join(root, "templates"), { recursive: true });
  cpSync(join(HOME, ".gitattributes"), join(root, ".gitattributes"));
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--quiet", "--message", "Start");
}

function copyWorld(from: Sandbox, to: Sandbox): void {
  const campaigns = structuredClone(from.brevo.campaigns);
  // Each one made uses up one number, so that later campaigns get numbers of their own.
  for (const { content } of campaigns) to.brevo.create(content);
  to.brevo.campaigns.splice(0, campaigns.length, ...campaigns);
  to.brevo.deliveries.push(...structuredClone(from.brevo.deliveries));
  to.slack.messages.push(...structuredClone(from.slack.messages));
}

/** The procedure's world with this month's lists, so that no list is too old whenever the tests run. */
export function freshSeed(seed: Seed = {}): Seed {
  const at = new Date();
  const month = new Intl.DateTimeFormat("fr-FR", { month: "long" }).format(at);
  const year = String(at.getUTCFullYear()).slice(2);
  const createdAt = new Date(at.getTime() - 3_600_000).toISOString();
  const list = (id: number, name: string, uniqueSubscribers: number) => ({
    id,
    name: `${name} ${month} ${year}`,
    folderId: 1,
    uniqueSubscribers,
    createdAt,
  });
  return {
    slack: { token: SLACK_TOKEN, ...seed.slack },
    brevo: {
      key: BREVO_KEY,
      lists: [list(47, "Utilisateurs RP", 1234), list(48, "Utilisateurs CFN", 5678)],
      ...seed.brevo,
    },
  };
}

/** Requests that change something, as `what` of the sandbox's own record. */
export function writesOf({ requests }: Sandbox): string[] {
  return requests
    .filter(({ server, method, what }) => (server === "brevo" ? method !== "GET" : isChatWrite(what)))
    .map(({ what }) => what);
}

const isChatWrite = (what: string): boolean =>
  ["chat.postMessage", "chat.update", "chat.delete", "conversations.join"].includes(what);

/** Runs the bundle as a person or GitHub would, and ends it when it takes too long: a test must not hang. */
export function spawnProgram(
  args: readonly string[],
  { env = {}, cwd, node = process.execPath, bundle = BUNDLE, longestMs = 40_000, onStart }: RunOptions,
): Promise<Run> {
  return new Promise((done, fail) => {
    const began = Date.now();
    const child = spawn(node, [bundle, ...args], {
      env,
      ...(cwd !== undefined && { cwd }),
      stdio: ["ignore", "pipe", "pipe"],
      timeout: longestMs,
      killSignal: "SIGKILL",
    });
    onStart?.(child);
    const texts = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => void (texts.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => void (texts.stderr += text));
    child.on("error", fail);
    child.on("close", (exit, signal) => {
      const text = texts.stdout.replaceAll("\u00A0", " ");
      const lines = text.trimEnd().split("\n");
      done({ exit, signal, ...texts, text, lines, headline: lines[0] ?? "", ms: Date.now() - began });
    });
  });
}

/** Holds for every run whatever happens to it: no trace, no code, no secret, no terminal codes in a pipe. */
function expectDecent({ stdout, stderr }: Run): void {
  for (const [name, text] of [
    ["stdout", stdout],
    ["stderr", stderr],
  ] as const) {
    expect(text, `${name} shows a stack`).not.toMatch(
      /^\s+at .+:\d+|\b[A-Z]\w*Error\b|^Error:|node:internal|\.mjs:\d|\.ts:\d|undefined|\[object /mu,
    );
    expect(text, `${name} holds terminal codes`).not.toContain("\u001B");
    // `::add-mask::` must name the secret: the runner swallows the line.
    expectNoSecret(text.replaceAll(/^::add-mask::.*$/gmu, ""), name);
  }
}

/** The secrets in every form in which they could be read back: plain, in a URL, in base64 at any offset. */
export function expectNoSecret(text: string, where: string): void {
  for (const secret of [SLACK_TOKEN, BREVO_KEY, GITHUB_TOKEN]) {
    const forms = [
      secret,
      encodeURIComponent(secret),
      ...[0, 1, 2].map((shift) =>
        Buffer.from(`${"x".repeat(shift)}${secret}`)
          .toString("base64")
          .slice(4, -4),
      ),
    ];
    for (const form of forms) expect(text.includes(form), `${where} names a secret (${form})`).toBe(false);
  }
}

/** Every object and reference of the repository, and its configuration. */
function recorded(root: string, git: (...args: string[]) => string): string {
  if (!existsSync(join(root, ".git"))) return "";
  return [
    git("cat-file", "--batch-all-objects", "--batch", "--buffer"),
    git("config", "--list"),
    git("log", "--all", "--walk-reflogs", "--format=%gs"),
  ].join("\n");
}

function filesUnder(folder: string, without: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !without.some((name) => path.includes(`/${name}/`)))
      .map((path) => [path, readFileSync(path, "utf8")]),
  );
}

/** Wall clock in Paris as an incident file writes it, some minutes ago. */
export function paris(minutesAgo = 0): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Paris",
    dateStyle: "short",
    timeStyle: "short",
  });
  return parts.format(new Date(Date.now() - minutesAgo * 60_000));
}

/** Id of an incident that began some minutes ago. */
export const idOf = (services = "rp", minutesAgo = 30): string =>
  `${paris(minutesAgo).slice(0, 10)}-${services}`;

/** An open incident as a person writes it. */
export function openFile(services = "rp", minutesAgo = 30, more = ""): string {
  return `services: [${services}]\nstatus: open\nstarted_at: ${paris(minutesAgo)}\n${more}`;
}
