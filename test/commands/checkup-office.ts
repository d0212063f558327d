import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { recordCheckup } from "../../src/commands/checkup-record.ts";
import type { Outcome } from "../../src/commands/outcome.ts";
import type { Machine } from "../../src/commands/run.ts";
import { limitsOf } from "../../src/commands/stop.ts";
import { CHECKUP, formatCheckup, readCheckup } from "../../src/core/checkup-file.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import type { SlackMessage } from "../../src/sandbox/slack/entities.ts";
import { BREVO_KEY, GENERAL, SLACK_TOKEN } from "../cli/stage.ts";
import { openOffice, type DeskOptions } from "../github/desk.ts";
import type { Permissions } from "../github/entities.ts";

const HOME = resolve(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(HOME, path), "utf8");

/** As verifier.yml grants it. */
export const GRANTED: Permissions = {
  contents: "write",
  issues: "write",
  "pull-requests": "write",
  actions: "read",
};

/** What differs in one run from the weekly one. */
export interface Run extends DeskOptions {
  readonly isScheduled?: boolean;
  readonly env?: Machine["env"];
  readonly interrupted?: AbortSignal;
  /** Runs beside the checkup, when its clone is there. */
  readonly meanwhile?: () => Promise<unknown>;
}

/** GitHub with the shipped settings and texts, Slack and Brevo, a clock, and the weekly job. */
export async function openCheckups(now = "2026-11-02T06:17:00Z", lists = ["RP Nov 26", "CFN Nov 26"]) {
  let at = Date.parse(now);
  const clock = () => new Date(at);
  const office = await openOffice();
  const { hub } = office;
  const templates = readdirSync(join(HOME, "templates")).map((name) => `templates/${name}`);
  const files = [...templates, ".gitattributes", "incidents/README.md"].map((path) => [path, read(path)]);
  await hub.people.push({
    ...Object.fromEntries(files),
    "runbook.yml": read("runbook.yml").replace("patience: 1 ", "patience: 0.01 "),
  });
  const sandbox = await startSandbox({
    now: clock,
    seed: {
      slack: { token: SLACK_TOKEN },
      brevo: {
        key: BREVO_KEY,
        lists: lists.map((name, index) => listOf(47 + index, `Utilisateurs ${name}`, clock())),
      },
    },
  });
  let runs = 4710;
  return {
    hub,
    sandbox,
    pass(days: number) {
      at += days * 86_400_000;
    },
    /** A person makes a list in Brevo. */
    addList(id: number, name: string) {
      sandbox.brevo.lists.push(listOf(id, `Utilisateurs ${name}`, clock()));
    },
    /** What a checkup of now would leave that found all well. */
    leaveRecord: () =>
      hub.people.push({
        [CHECKUP]: formatCheckup(
          {
            at: clock(),
            repository: hub.store.fullName,
            checks: [],
            requests: { slack: 0, brevo: 0, github: 0 },
            reminded: [],
            unsaid: [],
          },
          "fr",
        ),
      }),
    /** The job, in a clone of its own. */
    async checkup({
      isScheduled = true,
      env = {},
      meanwhile,
      interrupted = new AbortController().signal,
      ...options
    }: Run = {}): Promise<Outcome> {
      const desk = await office.desk({ permissions: GRANTED, ...options });
      hub.store.workflows.set("settle.yml", { state: "active", lastScheduled: clock() });
      await meanwhile?.();
      runs += 1;
      return recordCheckup({
        repo: desk.repo,
        github: desk.github,
        env: {
          GITHUB_ACTIONS: "true",
          GITHUB_REPOSITORY: hub.store.fullName,
          GITHUB_SERVER_URL: hub.serverUrl,
          GITHUB_API_URL: hub.apiUrl,
          GITHUB_TOKEN: hub.store.robotToken(options.permissions ?? GRANTED),
          GITHUB_RUN_ID: String(runs),
          SLACK_BOT_TOKEN: SLACK_TOKEN,
          BREVO_API_KEY: BREVO_KEY,
          SLACK_CHANNEL_ID: GENERAL,
          SLACK_API_URL: sandbox.slackUrl,
          BREVO_API_URL: sandbox.brevoUrl,
          ...env,
        },
        now: clock,
        limits: limitsOf(0.01, interrupted),
        actor: "lea-m",
        runId: `${runs}/1`,
        onProgress: () => undefined,
        isScheduled,
      });
    },
    messages: (): readonly SlackMessage[] => sandbox.slack.messages.filter(({ tombstone }) => !tombstone),
    /** The committed file, read. */
    async record() {
      const text = await hub.read(CHECKUP);
      return text === undefined ? undefined : readCheckup({ path: CHECKUP, text });
    },
    /** "open: title", for each issue. */
    issues: () => hub.store.issues.map(({ state, title }) => `${state}: ${title}`),
    comments: () => hub.store.comments.map(({ number, body }) => `${number}: ${plain(body)}`),
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      await office[Symbol.asyncDispose]();
    },
  };
}

function listOf(id: number, name: string, at: Date) {
  return { id, name, folderId: 1, uniqueSubscribers: 1234, createdAt: at.toISOString() };
}

/** Markdown's entities and no-break signs as people see them. */
export const plain = (text = ""): string =>
  text
    .replaceAll(/&#(?<code>\d+);/gu, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/[\u00A0\u202F]/gu, " ")
    .replaceAll("\u2060", "");
