import { describe, expect, test } from "vitest";
import { ALREADY, idOf, NOTHING, openFile, paris, PREVIEW, SENT } from "../cli/stage.ts";
import { dispatchEvent, pullEvent, pushEvent, rerun, scheduleEvent } from "./events.ts";
import type { JobResult, RunResult } from "./run/results.ts";
import { LOOK, openGitHub, RP, SEND } from "./stage.ts";

const KEYS = ["SLACK_BOT_TOKEN", "BREVO_API_KEY", "GITHUB_TOKEN"];
const FILE = `incidents/${idOf()}.yml`;

/** The one job that was not skipped. */
function jobOf({ jobs }: RunResult): JobResult {
  const [job] = jobs.filter(({ result }) => result !== "skipped");
  if (!job) throw new Error("Every job was skipped.");
  return { ...job, summary: job.summary.replaceAll("\u00A0", " ") };
}

const plain = (text = ""): string => text.replaceAll("\u00A0", " ");

describe("the forms", () => {
  test.concurrent("announce an outage and its end once, whatever is pressed again", async () => {
    await using s = await openGitHub();
    const start = await s.click("declare", { service: RP, "started-at": paris(30), mode: SEND });
    expect(start).toMatchObject({ runName: `🔴 Début de panne : ${RP}`, conclusion: "success" });
    const job = jobOf(start);
    expect(job).toMatchObject({
      id: "declare",
      environment: "production",
      permissions: { contents: "write", "pull-requests": "write" },
      concurrency: { group: "runbook-send", queue: "max" },
      steps: [
        { secrets: ["GITHUB_TOKEN"] },
        { secrets: KEYS },
        { outcome: "skipped", inputs: {}, secrets: [] },
      ],
    });
    expect(job.summary).toMatch(new RegExp(`^<h2>${SENT}</h2>`, "u"));
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1 });
    expect(await s.hub.read(FILE)).toContain("status: open");
    expect(await s.hub.read(`incidents/${idOf()}/journal.yml`)).toMatch(
      new RegExp(`actor: lea-m, run: "?${start.event.runId}/1`, "u"),
    );

    const again = await s.run("declarer-une-panne.yml", rerun(start.event, "paul"));
    expect(jobOf(again).summary).toContain(`<h2>${ALREADY}</h2>`);
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1 });

    const look = await s.click("resolve", { service: RP, mode: LOOK });
    expect(look.runName).toBe(`👁 Aperçu d’une fin de panne : ${RP}`);
    expect(jobOf(look).summary).toContain(`<h2>${PREVIEW}</h2>`);
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1 });
    expect(await s.hub.read(FILE)).toContain("status: open");

    const end = await s.click("resolve", { service: RP, mode: SEND });
    expect(end).toMatchObject({ runName: `🟢 Fin de panne : ${RP}`, conclusion: "success" });
    expect(jobOf(end).summary).toContain(`<h2>${SENT}</h2>`);
    expect(s.sandbox.brevo.deliveries).toHaveLength(2);
    expect(await s.hub.read(FILE)).toContain("status: resolved");

    const before = await s.count();
    const late = await s.run("declarer-une-panne.yml", rerun(start.event));
    expect(late.conclusion).toBe("success");
    expect(await s.count()).toMatchObject({ messages: before.messages, mails: 2 });
  });

  test.concurrent("news between the two reach the thread, and users when the box is ticked", async () => {
    await using s = await openGitHub();
    await s.click("declare", { service: RP, "started-at": paris(30), mode: SEND });
    const message = "Nous remplaçons une pièce.";
    const told = await s.click("update", { service: RP, message, mode: SEND });
    expect(told).toMatchObject({ runName: `📣 Nouvelles : ${RP}`, conclusion: "success" });
    expect(jobOf(told).summary).toMatch(new RegExp(`^<h2>${SENT}</h2>`, "u"));
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1 });
    expect(await s.hub.read(FILE)).toContain(`message: "${message}"`);

    const mailed = await s.click("update", { service: RP, message, mail: "true", mode: SEND });
    expect(mailed.runName).toBe(`📣 Nouvelles, avec un e-mail : ${RP}`);
    expect(jobOf(mailed).summary).toContain(`<h2>${SENT}</h2>`);
    expect(s.sandbox.brevo.deliveries.map(({ listIds }) => listIds)).toEqual([[47], [47]]);
  });

  test.concurrent("« Aperçu » of an outage: shown, and nothing else", async () => {
    await using s = await openGitHub();
    const before = await s.count();
    const run = await s.click("declare", { service: RP, mode: LOOK });
    expect(run).toMatchObject({ runName: `👁 Aperçu d’un début de panne : ${RP}`, conclusion: "success" });
    expect(jobOf(run).summary).toContain(`<h2>${PREVIEW}</h2>`);
    expect(await s.count()).toEqual(before);
  });

  test.concurrent("a careless click is red and sends nothing", async () => {
    await using s = await openGitHub();
    const before = await s.count();
    const run = await s.click("declare");
    expect(run.conclusion).toBe("failure");
    expect(plain(jobOf(run).summary)).toMatch(/Vous n’avez pas choisi l’outil/u);
    expect(jobOf(run).annotations).toMatchObject([
      { level: "error", title: NOTHING, message: expect.stringContaining("pas choisi l’outil") },
      {},
    ]);
    expect(await s.count()).toEqual({ ...before, alarms: 1 });
  });
});

describe("another branch than the default one", () => {
  test.concurrent.each(["declare", "resolve", "update"] as const)(
    "the form that says « %s » is red, says why and shows nobody a key",
    async (form) => {
      await using s = await openGitHub();
      await s.hub.people.push({ "note.txt": "x" }, { branch: "essai" });
      const before = await s.count();
      const sentence = form === "update" ? { message: "Nous cherchons." } : {};
      const run = await s.click(form, { service: RP, mode: SEND, ...sentence }, { branch: "essai" });
      expect(run.conclusion).toBe("failure");
      expect(jobOf(run)).toMatchObject({ id: "wrong-branch" });
      expect(jobOf(run).annotations[0]).toEqual({
        level: "error",
        title: NOTHING,
        message: expect.stringMatching(/^Vous avez choisi [^]+ « Use workflow from »\.$/u),
      });
      expect(jobOf(run).summary).toMatch(
        /## ❌ RIEN N'EST PARTI\n\nVous avez choisi une autre branche que « main »/u,
      );
      expect(run.jobs.flatMap(({ steps }) => steps.flatMap(({ secrets }) => secrets))).toEqual([]);
      expect(s.sandbox.requests).toEqual([]);
      expect(await s.count()).toEqual(before);
    },
  );

  test.concurrent("where the workflow itself was changed: the environment keeps its keys", async () => {
    await using s = await openGitHub();
    const path = ".github/workflows/declarer-une-panne.yml";
    const text = (await s.hub.read(path)) ?? "";
    const changed = text.replaceAll(/^ +if: github\.ref [!=]= .+$/gmu, "    if: always()");
    await s.hub.people.push({ [path]: changed }, { branch: "essai" });
    const run = await s.click("declare", { service: RP, mode: SEND }, { branch: "essai" });
    expect(run.jobs[0]).toMatchObject({ id: "declare", result: "failure", steps: [] });
    expect(run.jobs[0]?.reason).toContain('Branch "essai" is not allowed to deploy to production');
    expect(s.sandbox.requests).toEqual([]);
  });
});

describe("a copy without keys", () => {
  test.concurrent("says « Pas encore configuré », and sends nothing", async () => {
    await using s = await openGitHub();
    const before = await s.count();
    const run = await s.click("declare", { service: RP, mode: SEND }, { environments: {} });
    expect(run.conclusion).toBe("failure");
    expect(plain(jobOf(run).summary)).toContain(`<h2>${NOTHING}</h2>`);
    expect(plain(jobOf(run).summary)).toMatch(
      /Pas encore configuré : il manque SLACK_BOT_TOKEN, BREVO_API_KEY/u,
    );
    expect(s.sandbox.requests).toEqual([]);
    expect(await s.count()).toEqual(before);
  });

  test.concurrent("its first push, which a template makes by itself, is quiet", async () => {
    await using s = await openGitHub();
    const push = await s.hub.people.push({ "incidents/README.md": "x" });
    const run = await s.run("settle.yml", await pushEvent(s.hub, push), { environments: {} });
    expect(run.conclusion).toBe("success");
    expect(s.sandbox.requests).toEqual([]);
  });
});

describe("an incident file that a person writes", () => {
  test.concurrent("is announced when it is pushed, once, and the robot's commits start nothing", async () => {
    await using s = await openGitHub();
    const push = await s.hub.people.push({ [FILE]: openFile() });
    const event = await pushEvent(s.hub, push);
    expect(await s.run("ci.yml", event)).toMatchObject({ started: false });
    const run = await s.run("settle.yml", event);
    expect(run.conclusion).toBe("success");
    expect(jobOf(run)).toMatchObject({
      id: "settle",
      steps: [{}, { secrets: KEYS }, { outcome: "skipped" }],
    });
    expect(jobOf(run).summary).toContain(`<h2>${SENT}</h2>`);
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1 });
    const [last] = await s.hub.log();
    expect(last?.sha).not.toBe(push.after);
    const robot = { ref: push.ref, before: push.after, after: last?.sha ?? "" };
    const own = await pushEvent(s.hub, robot, "github-actions[bot]");
    expect(await s.run("settle.yml", own)).toMatchObject({ started: false });
    await s.run("settle.yml", rerun(event));
    await s.click("settle");
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1 });
  });

  test.concurrent("on another branch or elsewhere in the tree, it starts nothing", async () => {
    await using s = await openGitHub();
    const branch = await s.hub.people.push({ [FILE]: openFile() }, { branch: "essai" });
    expect(await s.run("settle.yml", await pushEvent(s.hub, branch))).toMatchObject({ started: false });
    const elsewhere = await s.hub.people.push({ "docs/incidents/a.yml": openFile() });
    expect(await s.run("settle.yml", await pushEvent(s.hub, elsewhere))).toMatchObject({ started: false });
  });

  test.concurrent("in a pull request: a fault stands beside its line, nobody sees a key, merging announces", async () => {
    await using s = await openGitHub();
    const bad = openFile().replace("status: open", "status: opne");
    const pull = await s.hub.people.pull({ [FILE]: bad }, { branch: "panne", fork: "somebody" });
    const event = await pullEvent(s.hub, pull.number);
    expect(await s.run("ci.yml", event)).toMatchObject({ started: false });
    const run = await s.run("relire.yml", event);
    expect(run).toMatchObject({ conclusion: "failure", concurrency: { group: `relire-${pull.number}` } });
    expect(jobOf(run).annotations).toMatchObject([{ level: "error", file: FILE, line: "2" }, {}]);
    expect(jobOf(run).steps.map(({ secrets }) => secrets)).toEqual([
      ["GITHUB_TOKEN"],
      ["GITHUB_TOKEN"],
      [],
      ["GITHUB_TOKEN"],
      [],
    ]);

    const good = await s.hub.people.pull({ [FILE]: openFile() }, { branch: "panne" });
    const checked = await s.run("relire.yml", await pullEvent(s.hub, good.number));
    expect(checked.conclusion).toBe("success");
    expect(s.sandbox.requests).toEqual([]);
    const merged = await s.hub.people.merge(good.number, "squash");
    await s.run("settle.yml", await pushEvent(s.hub, merged));
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1 });
  });

  test.concurrent("a rule against pushes to main stops no announcement", async () => {
    await using s = await openGitHub();
    s.hub.store.requirePulls("main");
    const { commits } = await s.count();
    const run = await s.click("declare", { service: RP, "started-at": paris(30), mode: SEND });
    expect(jobOf(run).summary).toContain(`<h2>${SENT}</h2>`);
    expect(await s.count()).toEqual({ messages: 1, alarms: 0, mails: 1, commits });
  });
});

describe("the weekly checkup", () => {
  test.concurrent("commits what it found; when something breaks it is red, in one issue and one message", async () => {
    await using s = await openGitHub();
    const clock = () => scheduleEvent(s.hub, "47 8 * * 1");
    const first = await s.run("verifier.yml", await clock());
    expect(first).toMatchObject({ conclusion: "success" });
    expect(jobOf(first)).toMatchObject({
      id: "checkup",
      environment: "production",
      permissions: { contents: "write", issues: "write", "pull-requests": "write", actions: "read" },
      concurrency: { group: "runbook-send", queue: "max" },
      steps: [
        { secrets: ["GITHUB_TOKEN"] },
        { secrets: KEYS },
        { outcome: "skipped", inputs: {}, secrets: [] },
      ],
    });
    expect(jobOf(first).summary).toMatch(/^## [✅⚠]/u);
    expect(await s.hub.read("incidents/checkup.yml")).toMatch(/^# Écrit par le robot[^]*\nlists:\n/u);
    const before = await s.count();
    expect([before.messages, before.mails, s.hub.store.issues]).toEqual([0, 0, []]);

    s.sandbox.brevo.senders.length = 0;
    const broken = await s.run("verifier.yml", await clock());
    const event = await dispatchEvent(s.hub, {});
    const again = await s.run("verifier.yml", event);
    expect([broken, again].map(({ conclusion }) => conclusion)).toEqual(["failure", "failure"]);
    // It told what there is to tell: no alarm besides.
    expect(jobOf(broken).steps[2]).toMatchObject({ outcome: "skipped" });
    expect(jobOf(broken).annotations[0]?.message).toContain("Expéditeur");
    expect(await s.count()).toMatchObject({ messages: 1, alarms: 0, mails: 0 });
    expect(s.hub.store.issues).toMatchObject([{ state: "open" }]);
    expect(s.hub.store.issues[0]?.body).toContain("Expéditeur");
  });

  test.concurrent("that cannot be made tells the channel that, and speaks of no announcement", async () => {
    await using s = await openGitHub({ files: { "runbook.yml": "language: fr\n" } });
    const run = await s.run("verifier.yml", await scheduleEvent(s.hub, "47 8 * * 1"));
    expect(run.conclusion).toBe("failure");
    expect(await s.count()).toMatchObject({ messages: 0, alarms: 1 });
    expect(plain(s.sandbox.slack.messages[0]?.text)).toMatch(
      /^:warning: \*La vérification de la semaine n’a pas pu se faire\.\* .*runbook\.yml:/u,
    );
  });

  test.concurrent("of a copy without keys stays green, and says so", async () => {
    await using s = await openGitHub();
    const run = await s.run("verifier.yml", await scheduleEvent(s.hub, "47 8 * * 1"), { environments: {} });
    expect(run.conclusion).toBe("success");
    expect(plain(jobOf(run).summary)).toContain("Pas encore configuré");
    expect(s.sandbox.requests).toEqual([]);
    expect(await s.hub.read("incidents/checkup.yml")).toBeUndefined();
  });
});
