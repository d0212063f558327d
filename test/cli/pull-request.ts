import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { marked } from "marked";
import { expect } from "vitest";
import { expectNoSecret, idOf, openFile, type Run, type Stage } from "./stage.ts";

export const FORK = { ref: "patch-1", repo: { full_name: "somebody/copy" } };
export const ROBOT = { ref: "runbook/incidents", repo: { full_name: "reconnect/runbook" } };

export interface Reviewed extends Run {
  readonly summary: string;
  /** What a reader of the page sees, outside of literals. */
  readonly prose: string;
  /** The page's first line. */
  readonly verdict: string;
  readonly annotations: readonly string[];
  /** The artifact, by name. */
  readonly artifact: Readonly<Record<string, string>>;
}

/** What a pull request would make of the stage's repository, before anything is changed in it. */
export function propose(s: Stage): (path: string, text: string | undefined) => void {
  for (const name of ["incidents", "templates", "runbook.yml"])
    cpSync(join(s.root, name), join(s.root, "proposal", name), { recursive: true });
  return (path, text) => {
    if (text === undefined) rmSync(join(s.root, "proposal", path), { recursive: true });
    else s.write(`proposal/${path}`, text);
  };
}

/** The job of a pull request as GitHub runs it: no key of Slack or Brevo, and no token. */
export async function reviewOn(
  s: Stage,
  head: unknown = FORK,
  env: Record<string, string> = {},
): Promise<Reviewed> {
  const hidden = (name: string) => join(s.root, ".git", name);
  const event = { pull_request: { number: 7, head, base: { repo: { full_name: "reconnect/runbook" } } } };
  writeFileSync(hidden("event.json"), JSON.stringify(event));
  for (const name of ["summary.md", "output"]) writeFileSync(hidden(name), "");
  const before = s.world();
  const run = await s.run([], {
    env: {
      SLACK_BOT_TOKEN: undefined,
      BREVO_API_KEY: undefined,
      GITHUB_ACTIONS: "true",
      GITHUB_EVENT_PATH: hidden("event.json"),
      GITHUB_STEP_SUMMARY: hidden("summary.md"),
      GITHUB_OUTPUT: hidden("output"),
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "reconnect/runbook",
      GITHUB_RUN_ID: "4711",
      RUNNER_TEMP: join(s.root, ".git"),
      INPUT_COMMAND: "review",
      INPUT_PROPOSAL: "proposal",
      ...env,
    },
  });
  expect(s.world()).toEqual(before);
  const summary = readFileSync(hidden("summary.md"), "utf8");
  expectNoSecret(summary, "the page");
  expectDead(summary);
  const orders = run.stdout.split("\n").filter((line) => /^[\s\u0085]*::|##\[/u.test(line));
  for (const order of orders) expect(order).toMatch(/^::error file=[^,]+,line=\d+,col=\d+::/u);
  const folder = hidden("runbook-review");
  const names = readdirSync(folder);
  expect(readFileSync(hidden("output"), "utf8")).toContain(`\n${folder}\n`);
  const seen = seenIn(summary);
  return {
    ...run,
    summary,
    prose: seen,
    verdict: plain(summary.split("\n")[0] ?? ""),
    annotations: orders.map((line) => line.replaceAll("\u00A0", " ").slice("::error file=".length)),
    artifact: Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")])),
  };
}

const plain = (markdown: string): string => seenIn(markdown).trim();

/** The text that a browser shows, with ordinary spaces and without the joiners. */
function seenIn(markdown: string): string {
  return marked
    .parse(markdown, { async: false })
    .replaceAll(/<[^>]+>/gu, "")
    .replaceAll(/&#(?<code>\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll("\u2060", "")
    .replaceAll("\u00A0", " ");
}

/** Nothing that people wrote came to life: outside of literals there is no mention, reference, link or tag of theirs. */
function expectDead(markdown: string): void {
  const html = marked.parse(markdown, { async: false });
  const open = html.replaceAll(/<code[\s\S]*?<\/code>/gu, "");
  const tags = new Set(Array.from(open.matchAll(/<\/?([a-z0-9]+)/giu), ([, name]) => name));
  const ours = ["a", "br", "details", "h3", "h4", "li", "p", "pre", "strong", "sub", "summary"];
  const ofTables = ["table", "tbody", "td", "th", "thead", "tr", "ul"];
  expect([...tags].filter((name) => ![...ours, ...ofTables].includes(name ?? ""))).toEqual([]);
  const links = Array.from(open.matchAll(/href="([^"]*)"/gu), ([, href]) => href);
  expect(links.filter((href) => href !== "https://github.com/reconnect/runbook/actions/runs/4711")).toEqual(
    [],
  );
  const text = open
    .replaceAll(/<[^>]+>/gu, "")
    .replaceAll(/&#(?<code>\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)));
  expect(text).not.toMatch(/@\w|#\d|\bgh-\d|:\/\/|www\.|\b[0-9a-f]{7,40}\b/iu);
}

const ID = "2026-01-05-rp";
const FILE = `incidents/${ID}.yml`;
const left = (phase: string, at: string, list: string, service = "rp") =>
  `- {at: ${at}, step: ${phase}/mail/${service}, event: left, campaign: 7, list: {id: 47, name: ${list}, contacts: 1234}}\n`;

/** An outage of long ago that was announced and ended, to a list of this name. */
export function past(s: Stage, list = thisMonth()): void {
  s.write(
    FILE,
    "services: [rp]\nstatus: resolved\nstarted_at: 2026-01-05 09:00\nresolved_at: 2026-01-05 10:00\n",
  );
  s.write(
    `incidents/${ID}/journal.yml`,
    left("outage", "2026-01-05T08:10:00.000Z", list) + left("recovery", "2026-01-05T09:10:00.000Z", list),
  );
}

export function thisMonth(): string {
  const month = new Intl.DateTimeFormat("fr-FR", { month: "long" }).format(new Date());
  return `Utilisateurs RP ${month} ${String(new Date().getUTCFullYear())}`;
}

/** An outage of half an hour ago whose mail left. */
export function announced(s: Stage, more = ""): { id: string; file: string; journal: string } {
  const id = idOf();
  const [file, journal] = [`incidents/${id}.yml`, `incidents/${id}/journal.yml`];
  const at = new Date(Date.now() - 20 * 60_000).toISOString();
  s.write(file, openFile("rp", 30, more));
  s.write(
    journal,
    `- {at: ${at}, step: outage/slack, event: posted, channel: C0GENERAL1, ts: "1.1"}\n${left("outage", at, "Utilisateurs RP Mars 2026")}`,
  );
  return { id, file, journal };
}

/** A run of which only the log counts. */
export function logOf(s: Stage, env: Record<string, string> = {}): Promise<Run> {
  const event = join(s.root, ".git", "event.json");
  writeFileSync(
    event,
    JSON.stringify({ pull_request: { number: 7, head: FORK, base: { repo: { full_name: "a/b" } } } }),
  );
  const job = {
    SLACK_BOT_TOKEN: undefined,
    BREVO_API_KEY: undefined,
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_PATH: event,
    INPUT_COMMAND: "review",
    INPUT_PROPOSAL: "proposal",
  };
  return s.run([], { env: { ...job, ...env } });
}
