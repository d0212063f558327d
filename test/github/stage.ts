import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterAll } from "vitest";
import { startSandbox, type Sandbox } from "../../src/sandbox/sandbox.ts";
import type { Seed } from "../../src/sandbox/seed.ts";
import type { SlackMessage } from "../../src/sandbox/slack/entities.ts";
import { BREVO_KEY, expectNoSecret, freshSeed, GENERAL, SLACK_TOKEN } from "../cli/stage.ts";
import type { Scalar } from "./dispatch-inputs.ts";
import { dispatchEvent, type WorkflowEvent } from "./events.ts";
import type { Files } from "./people.ts";
import { runWorkflow, type RunOptions } from "./runner.ts";
import type { RunResult } from "./run/results.ts";
import { startGitHub, type GitHubServer } from "./server.ts";

const HOME = resolve(import.meta.dirname, "../..");

/** The shipped forms, by what they do. */
const FORMS = {
  declare: "declarer-une-panne.yml",
  resolve: "declarer-la-fin.yml",
  update: "donner-des-nouvelles.yml",
  settle: "settle.yml",
} as const;

export const SEND = "Envoyer";
export const LOOK = "Aperçu, rien n’est envoyé";
export const RP = "Reconnect Pro (professionnels)";

/** The keys as README's set-up leaves them: in an environment that only `main` may use. */
const ENVIRONMENTS = {
  production: {
    branches: ["main"],
    secrets: { SLACK_BOT_TOKEN: SLACK_TOKEN, BREVO_API_KEY: BREVO_KEY },
    vars: { SLACK_CHANNEL_ID: GENERAL },
  },
};

type More = Partial<RunOptions> & { readonly branch?: string };

/** GitHub with the shipped repository, and the Slack and Brevo that its workflows reach. */
export interface GitHubStage extends AsyncDisposable {
  readonly hub: GitHubServer;
  readonly sandbox: Sandbox;
  /** Plays one of the shipped workflow files for an event. */
  run(file: string, event: WorkflowEvent, more?: Partial<RunOptions>): Promise<RunResult>;
  /** Fills in a form and presses the button; gives the event too, to press "Re-run jobs". */
  click(
    form: keyof typeof FORMS,
    inputs?: Readonly<Record<string, Scalar>>,
    more?: More,
  ): Promise<RunResult & { readonly event: WorkflowEvent }>;
  /** Announcements (without replies), alarms, deliveries and commits so far. */
  count(): Promise<Readonly<Record<"messages" | "alarms" | "mails" | "commits", number>>>;
}

/** Opens a stage. Everything it made is gone at the end of the block, when its repository names no secret. */
export async function openGitHub(
  options: { readonly seed?: Seed; readonly files?: Files } = {},
): Promise<GitHubStage> {
  const sandbox = await startSandbox({ seed: freshSeed(options.seed) });
  const hub = await startGitHub({ like: await shipped() });
  if (options.files) await hub.people.push(options.files);
  const machine = {
    SLACK_API_URL: sandbox.slackUrl,
    BREVO_API_URL: sandbox.brevoUrl,
    // A third of the program's start is the reading of its own text.
    NODE_COMPILE_CACHE: join(tmpdir(), "runbook-compile-cache"),
  };
  const run: GitHubStage["run"] = (file, event, more = {}) =>
    runWorkflow({ file, event, hub, machine, environments: ENVIRONMENTS, ...more });
  return {
    hub,
    sandbox,
    run,
    async click(form, inputs = {}, { branch = "main", ...more } = {}) {
      const event = await dispatchEvent(hub, inputs, { branch });
      return { ...(await run(FORMS[form], event, more)), event };
    },
    count: async () => ({
      messages: sandbox.slack.messages.filter(
        (message) => message.threadTs === undefined && !isAlarm(message),
      ).length,
      alarms: sandbox.slack.messages.filter(isAlarm).length,
      mails: sandbox.brevo.deliveries.length,
      commits: (await hub.log()).length,
    }),
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      try {
        const all = ["cat-file", "--batch-all-objects", "--batch", "--buffer"];
        expectNoSecret((await hub.store.bare.bytes(all)).toString("latin1"), "the repository");
      } finally {
        await hub[Symbol.asyncDispose]();
      }
    },
  };
}

/** A message that tells of a failed run; it announces nothing. */
export const isAlarm = ({ metadata }: SlackMessage): boolean =>
  metadata?.event_payload["incident"] === "alarm";

let first: Promise<GitHubServer> | undefined;
afterAll(async () => (await first)?.[Symbol.asyncDispose]());

/** The repository as it is pushed once: the real `.github` with its bundle, settings, templates, the two manuals. */
function shipped(): Promise<GitHubServer> {
  first ??= (async () => {
    const hub = await startGitHub();
    await hub.people.push(shippedFiles(), { message: "Start" });
    return hub;
  })();
  return first;
}

function shippedFiles(): Files {
  const under = (folder: string) =>
    readdirSync(join(HOME, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(HOME, join(entry.parentPath, entry.name)));
  const paths = [
    ...under(".github"),
    ...under("templates"),
    "incidents/README.md",
    "incidents/PROCEDURE.md",
    ".gitattributes",
  ];
  const files = paths.map((path): [string, Buffer] => [path, readFileSync(join(HOME, path))]);
  const settings = readFileSync(join(HOME, "runbook.yml"), "utf8");
  const hurried = settings.replace(/^(?<key>\s*patience: ).*$/mu, "$<key>0.02");
  return { ...Object.fromEntries(files), "runbook.yml": hurried };
}
