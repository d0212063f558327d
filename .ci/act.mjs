// Runs the workflows that hold the keys with act, as GitHub would: forms, a push, the schedules, against the embedded
// Slack and Brevo. Usage: node .ci/act.mjs <path of act>
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { checkupWords } from "../src/core/words/checkup.ts";
import { drillWords } from "../src/core/words/drill.ts";
import { receiptWords } from "../src/core/words/receipt.ts";
import { withDrills } from "../src/demo/drills.ts";
import { sandboxEnvironment } from "../src/demo/environment.ts";
import { startSandbox } from "../src/sandbox/sandbox.ts";

const home = resolve(import.meta.dirname, "..");
const act = resolve(process.argv[2] ?? ".ci/tools/act");
const LONGEST_MS = 120_000;
const timed = ["settle.yml", "faire-un-exercice.yml", "verifier.yml"];
const workflows = ["declarer-une-panne.yml", "declarer-la-fin.yml", "donner-des-nouvelles.yml", ...timed];

/**
 * What act 0.2.87 does not know, and its checkout: there is no GitHub to clone from, and act skips the one of the
 * repository that it runs in when no `ref` is asked for.
 * @type {readonly (readonly [what: string, pattern: RegExp, files: readonly string[]])[]}
 */
const UNKNOWN = [
  ["queue", /, queue: max(?= \})/gu, workflows],
  ["deployment", /, deployment: false(?= \})/gu, workflows],
  ["timezone", /^ +timezone: .*\n/gmu, timed],
  ["checkout's ref", /^ +ref: \$\{\{ github\.event\.repository\.default_branch \}\}.*\n/gmu, workflows],
];

/** @param {string} name */
function workflowForAct(name) {
  let text = readFileSync(join(home, ".github/workflows", name), "utf8");
  for (const [what, pattern, files] of UNKNOWN) {
    const found = text.match(pattern)?.length ?? 0;
    const wanted = files.includes(name) ? 1 : 0;
    if (found !== wanted) throw new Error(`${name}: ${what} stands there ${found} times, not ${wanted}.`);
    text = text.replace(pattern, "");
  }
  return text;
}

const base = mkdtempSync(join(tmpdir(), "runbook-act-"));
const clone = join(base, "clone");
const sandbox = await startSandbox();
/** @type {Record<string, string | undefined>} */
const env = {
  PATH: process.env["PATH"],
  HOME: base,
  TMPDIR: base,
  XDG_CACHE_HOME: join(base, "cache"),
  GIT_CONFIG_NOSYSTEM: "1",
  SLACK_API_URL: sandbox.slackUrl,
  BREVO_API_URL: sandbox.brevoUrl,
};
/** @param {string[]} args */
const git = (...args) =>
  execFileSync("git", args, { cwd: clone, env, encoding: "utf8", stdio: "pipe" }).trim();
/** @param {string} path @param {string} text */
const write = (path, text) => writeFileSync(join(clone, path), text);

mkdirSync(join(clone, ".github/workflows"), { recursive: true });
mkdirSync(join(clone, "incidents"));
writeFileSync(join(base, ".gitconfig"), "[user]\n\tname = Act\n\temail = act@example.org\n");
for (const path of [".gitattributes", "templates", ".github/actions"])
  cpSync(join(home, path), join(clone, path), { recursive: true });
write(
  "runbook.yml",
  withDrills(readFileSync(join(home, "runbook.yml"), "utf8")).replace(/patience: 1/u, "patience: 0.02"),
);
for (const name of workflows) write(`.github/workflows/${name}`, workflowForAct(name));
execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", join(base, "shared.git")], {
  env,
});
git("init", "--quiet", "--initial-branch=main");
git("remote", "add", "origin", join(base, "shared.git"));
git("remote", "add", "github", "https://github.com/example/outage-runbook.git");
git("add", "--all");
git("commit", "--quiet", "--message", "Start");
git("push", "--quiet", "--set-upstream", "origin", "main");

/** The make-believe keys, as the environment `production` holds them. */
const keys = new Map(sandboxEnvironment(sandbox.slackUrl, sandbox.brevoUrl));
let number = 0;

/** @param {string} event @param {string} workflow @param {Record<string, string>} inputs */
function run(event, workflow, inputs = {}) {
  git("pull", "--quiet"); // act's checkout copies this clone, so it has to be what the branch holds now
  const payload = join(base, "event.json");
  writeFileSync(payload, JSON.stringify({ inputs, repository: { default_branch: "main" } }));
  const args = [event, "--workflows", `.github/workflows/${workflow}`, "--eventpath", payload];
  args.push("--platform", "ubuntu-24.04=-self-hosted", "--action-offline-mode", "--pull=false");
  args.push("--remote-name", "github", "--actor", "lea-m", "--env", `GITHUB_RUN_ID=${(number += 1)}`);
  for (const name of ["SLACK_BOT_TOKEN", "BREVO_API_KEY"]) args.push("--secret", `${name}=${keys.get(name)}`);
  args.push("--var", `SLACK_CHANNEL_ID=${keys.get("SLACK_CHANNEL_ID")}`, "--no-cache-server");
  return new Promise((done, fail) => {
    const child = spawn(act, args, {
      cwd: clone,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LONGEST_MS,
    });
    let log = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => void (log += text));
    child.on("error", fail);
    child.on("close", (exit) => done({ exit, log }));
  });
}

const { headline } = receiptWords.fr;
const rp = { service: "Reconnect Pro (professionnels)", cause: "je ne sais pas" };
const paris = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Paris",
  dateStyle: "short",
  timeStyle: "short",
});
const started = paris.format(new Date());
const failures = [];

/**
 * Runs one workflow and counts what left, replies in a thread aside.
 * @param {string} what @param {string} wanted @param {readonly [posts: number, mails: number]} left
 * @param {Parameters<typeof run>} job
 */
async function expectRun(what, wanted, left, ...job) {
  const before = [postsThere(), sandbox.brevo.deliveries.length];
  const began = Date.now();
  const { exit, log } = await run(...job);
  const [posts, mails] = [postsThere() - before[0], sandbox.brevo.deliveries.length - before[1]];
  const isGood =
    exit === 0 && log.includes(wanted) && posts === left[0] && mails === left[1] && !ALARM.test(log);
  tell(isGood, `${what}: ${posts} message, ${mails} mail, ${Date.now() - began} ms`, log);
}
const postsThere = () => sandbox.slack.messages.filter(({ threadTs }) => threadTs === undefined).length;

/** Stands in for a program that fails, in the way that its environment says, and says what the alarm sees. */
const FAILING = `import { appendFileSync } from "node:fs";
const { INPUT_COMMAND, TOLD, GITHUB_OUTPUT, ...env } = process.env;
const seen = ["SLACK_BOT_TOKEN", "BREVO_API_KEY", "GITHUB_TOKEN"].filter((name) => env[name]);
if (INPUT_COMMAND === "alarm") console.log("alarm with " + seen.join());
else if (TOLD === "yes") appendFileSync(GITHUB_OUTPUT, "alarm=no\\n");
process.exitCode = INPUT_COMMAND === "alarm" ? 0 : 7;
`;
const ALARM = /Run Main Donner l’alerte/u;

/** @param {string} what @param {boolean} wanted @param {Parameters<typeof run>} job */
async function expectAlarm(what, wanted, ...job) {
  const { exit, log } = await run(...job);
  const isGood =
    exit !== 0 && ALARM.test(log) === wanted && /alarm with SLACK_BOT_TOKEN$/mu.test(log) === wanted;
  tell(isGood, `${what}: ${wanted ? "an alarm, with Slack's key alone" : "no alarm"}`, log);
}

/** @param {boolean} isGood @param {string} line @param {string} log */
function tell(isGood, line, log) {
  console.log(`${isGood ? "ok" : "FAILED"}  ${line}`);
  if (!isGood) failures.push(`${line}\n${log}`);
}

/** @param {string} message */
function push(message) {
  git("pull", "--quiet", "--rebase", "--autostash");
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
  git("push", "--quiet");
}

try {
  const start = { ...rp, "started-at": "", message: "" };
  const end = { ...rp, "resolved-at": "", resolution: "", "false-alarm": "false" };
  const preview = "Aperçu, rien n’est envoyé";
  const begins = "declarer-une-panne.yml";
  const ends = "declarer-la-fin.yml";
  const news = "donner-des-nouvelles.yml";
  const form = "workflow_dispatch";
  await expectRun("start, preview", headline.preview, [0, 0], form, begins, { ...start, mode: preview });
  await expectRun("start", headline.sent, [1, 1], form, begins, { ...start, mode: "Envoyer" });
  await expectRun("start again", headline.already, [0, 0], form, begins, { ...start, mode: "Envoyer" });
  const told = { service: rp.service, message: "Nos équipes y travaillent.", mail: "true" };
  await expectRun("news", headline.sent, [0, 1], form, news, { ...told, mode: "Envoyer" });
  await expectRun("end", headline.sent, [1, 1], form, ends, { ...end, mode: "Envoyer" });
  const id = `${started.slice(0, 10)}-cfn`;
  write(`incidents/${id}.yml`, `services: [cfn]\nstatus: open\nstarted_at: ${started}\n`);
  push("Declare by hand");
  await expectRun("push", headline.sent, [1, 1], "push", "settle.yml");
  await expectRun("hourly run", headline.already, [0, 0], "schedule", "settle.yml");
  // The sandbox's lists are of another year: those of this month, as the checkup would ask for.
  const month = new Intl.DateTimeFormat("fr", { timeZone: "Europe/Paris", month: "long", year: "numeric" });
  for (const [index, tool] of ["RP", "CFN"].entries())
    sandbox.brevo.lists.push({
      ...sandbox.brevo.list(47 + index),
      id: 90 + index,
      name: `Utilisateurs ${tool} ${month.format(new Date())}`,
    });
  await expectRun("checkup", checkupWords.fr.headline.ok, [0, 0], "schedule", "verifier.yml");
  const [passed = ""] = drillWords.fr.headline.passed(0).split(" en ");
  await expectRun("drill", passed, [3, 4], "schedule", "faire-un-exercice.yml");
  await expectRun(
    "drill of this month",
    drillWords.fr.headline.done,
    [0, 0],
    "schedule",
    "faire-un-exercice.yml",
  );
  const journal = ["show", `main:incidents/${id}/journal.yml`];
  const shown = spawnSync("git", journal, { cwd: join(base, "shared.git"), env, encoding: "utf8" });
  if (!shown.stdout.includes("event: left")) failures.push(`The journal was not pushed: ${shown.stderr}`);

  write(".github/actions/runbook/runbook.mjs", FAILING);
  push("Break the program");
  await expectAlarm("a crash", true, form, begins, { ...start, mode: "Envoyer" });
  await expectAlarm("a crash of the end", true, form, ends, { ...end, mode: "Envoyer" });
  await expectAlarm("a crash by the hour", true, "schedule", "settle.yml");
  await expectAlarm("a crash of a preview", false, form, begins, { ...start, mode: preview });
  env["TOLD"] = "yes";
  await expectAlarm("a failure that was told", false, "push", "settle.yml");
} finally {
  await sandbox.close();
  rmSync(base, { recursive: true, force: true });
}
for (const failure of failures) console.error(`\n${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
