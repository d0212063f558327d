import { describe, expect, test } from "vitest";
import { ALREADY, idOf, openFile, paris, SENT } from "../cli/stage.ts";
import { pushEvent } from "./events.ts";
import type { JobResult, RunResult } from "./run/results.ts";
import { isAlarm, openGitHub, RP, SEND, type GitHubStage } from "./stage.ts";

const ID = idOf();
const FILE = `incidents/${ID}.yml`;
const REVIEW = `incidents/${ID}/review.md`;
const WAITING = "runbook/incidents";

/** The one job that was not skipped. */
function jobOf({ jobs }: RunResult): JobResult {
  const [job] = jobs.filter(({ result }) => result !== "skipped");
  if (!job) throw new Error("Every job was skipped.");
  return { ...job, summary: job.summary.replaceAll("\u00A0", " ") };
}
const declare = (s: GitHubStage) => s.click("declare", { service: RP, "started-at": paris(30), mode: SEND });
const resolve = (s: GitHubStage) => s.click("resolve", { service: RP, mode: SEND });
const reviews = (s: GitHubStage) =>
  s.hub.store.pulls.filter(({ head }) => head.ref.startsWith("runbook/review-"));
const alarms = (s: GitHubStage) => s.sandbox.slack.messages.filter(isAlarm);

/** A person proposes the incident, another merges it, and GitHub runs what the merge starts. */
async function propose(s: GitHubStage) {
  const pull = await s.hub.people.pull({ [FILE]: openFile() }, { branch: "panne" });
  const merged = await s.hub.people.merge(pull.number);
  return { pull, run: await s.run("settle.yml", await pushEvent(s.hub, merged)) };
}

describe("the pull request that brought an incident", () => {
  test.concurrent("gets the outcome as one comment, which the end brings up to date", async () => {
    await using s = await openGitHub();
    const { pull, run } = await propose(s);
    const told = () => s.hub.store.comments.filter(({ number }) => number === pull.number);
    expect(told()).toHaveLength(1);
    expect(told()[0]?.body).toContain(`<h2>${SENT}</h2>`);
    expect(told()[0]?.body).toMatch(/1.234.contacts/u);
    expect(jobOf(run).summary).toContain("Compte rendu écrit dans la demande de fusion");
    await s.click("settle");
    expect(told()).toHaveLength(1);
    await resolve(s);
    expect(told()).toHaveLength(1);
    expect(told()[0]?.body).toContain("E-mail de fin de Reconnect Pro");
  });

  test.concurrent("and the one that brought its end get the outcome both", async () => {
    await using s = await openGitHub();
    const { pull } = await propose(s);
    const over = `${openFile().replace("status: open", "status: resolved")}resolved_at: ${paris(1)}\n`;
    const end = await s.hub.people.pull({ [FILE]: over }, { branch: "fin" });
    await s.run("settle.yml", await pushEvent(s.hub, await s.hub.people.merge(end.number)));
    for (const number of [pull.number, end.number]) {
      const told = s.hub.store.comments.filter((comment) => comment.number === number);
      expect(told.map(({ body }) => body.includes("E-mail de fin de Reconnect Pro"))).toEqual([true]);
    }
  });

  test.concurrent("is none where the form brought it: nobody is written to", async () => {
    await using s = await openGitHub();
    await declare(s);
    expect(s.hub.store.comments).toEqual([]);
  });

  test.concurrent("that cannot be written to costs a sentence, not the run", async () => {
    await using s = await openGitHub();
    s.hub.faults.add({ kind: "500-before", what: "POST /issues/:number/comments", times: 9 });
    const { run } = await propose(s);
    expect(run.conclusion).toBe("success");
    expect(jobOf(run).summary).toContain("n’a pas pu être écrit dans la demande de fusion");
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1 });
  });
});

describe("the review of an incident that is over", () => {
  test.concurrent("is one labelled pull request; merging it sends nothing and opens nothing again", async () => {
    await using s = await openGitHub();
    await declare(s);
    expect(reviews(s)).toEqual([]);
    const end = await resolve(s);
    expect(reviews(s).map(({ head, base, state, labels }) => [head.ref, base.ref, state, labels])).toEqual([
      [`runbook/review-${ID}`, "main", "open", ["incident"]],
    ]);
    expect(jobOf(end).summary).toContain(`Revue de ${ID} à compléter`);
    const text = (await s.hub.read(REVIEW, `runbook/review-${ID}`)) ?? "";
    expect(text).toContain(`# Revue de l’incident ${ID}`);
    expect(text).toContain("lea-m");
    expect(s.hub.store.signed.has((await s.hub.log(`runbook/review-${ID}`))[0]?.sha ?? "")).toBe(true);

    await s.click("settle");
    expect(reviews(s)).toHaveLength(1);
    const before = await s.count();
    const journal = await s.hub.read(`incidents/${ID}/journal.yml`);
    const merged = await s.hub.people.merge(reviews(s)[0]?.number ?? 0);
    const run = await s.run("settle.yml", await pushEvent(s.hub, merged));
    expect(jobOf(run).summary).toContain(`<h2>${ALREADY}</h2>`);
    expect(await s.count()).toMatchObject({ messages: before.messages, mails: 2 });
    expect(await s.hub.read(`incidents/${ID}/journal.yml`)).toBe(journal);
    expect(await s.hub.read(REVIEW)).toBe(text);
    expect(reviews(s)).toHaveLength(1);
  });

  test.concurrent("that a person closed stays closed", async () => {
    await using s = await openGitHub();
    await declare(s);
    await resolve(s);
    for (const pull of reviews(s)) pull.state = "closed";
    await s.click("settle");
    expect(reviews(s)).toHaveLength(1);
  });

  test.concurrent("waits for GitHub's permission: the receipt says which, nothing fails, and it comes later", async () => {
    await using s = await openGitHub();
    s.hub.store.allowsRobotPulls = false;
    await declare(s);
    const end = await resolve(s);
    expect(end.conclusion).toBe("success");
    expect(jobOf(end).summary).toContain("Allow GitHub Actions to create and approve pull requests");
    expect(jobOf(end).summary).toContain(`/compare/main...runbook/review-${ID}?expand=1`);
    expect(reviews(s)).toEqual([]);
    s.hub.store.allowsRobotPulls = true;
    await s.click("settle");
    expect(reviews(s)).toHaveLength(1);
    expect(await s.count()).toMatchObject({ mails: 2 });
  });

  test.concurrent("is tried again by a later run when GitHub did not answer", async () => {
    await using s = await openGitHub();
    await declare(s);
    s.hub.faults.add({ kind: "500-before", what: "POST /pulls" });
    const end = await resolve(s);
    expect(end.conclusion).toBe("success");
    expect(jobOf(end).summary).toContain("le robot réessaiera");
    await s.click("settle");
    expect(reviews(s)).toHaveLength(1);
  });
});

describe("a default branch that takes only pull requests", () => {
  test.concurrent("holds up no announcement: start and end leave, and all waits in one pull request", async () => {
    await using s = await openGitHub();
    s.hub.store.requirePulls("main");
    const start = await declare(s);
    expect(start.conclusion).toBe("success");
    expect(jobOf(start).summary).toContain(`<h2>${SENT}</h2>`);
    expect(jobOf(start).summary).toContain("Quelqu’un doit la fusionner");
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1, commits: 1 });
    await declare(s);
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1 });

    const end = await resolve(s);
    expect(end.conclusion).toBe("success");
    expect(await s.count()).toMatchObject({ mails: 2, commits: 1 });
    const [pull, ...others] = s.hub.store.pulls.filter(({ head }) => head.ref === WAITING);
    expect(others).toEqual([]);
    expect(await s.hub.read(FILE, WAITING)).toContain("status: resolved");
    const told = s.hub.store.comments.filter(({ number }) => number === pull?.number);
    expect(told).toHaveLength(1);
    expect(told[0]?.body).toContain("E-mail de fin de Reconnect Pro");

    const merged = await s.hub.people.merge(pull?.number ?? 0, "squash");
    const run = await s.run("settle.yml", await pushEvent(s.hub, merged));
    expect(jobOf(run).summary).toContain(`<h2>${ALREADY}</h2>`);
    expect(await s.count()).toMatchObject({ mails: 2 });
    expect(await s.hub.store.bare.find(`refs/heads/${WAITING}`)).toBeUndefined();
  });
});

describe("a GitHub that takes nothing", () => {
  test.concurrent("holds up no announcement; the receipt gives the file to write by hand, and nothing leaves twice", async () => {
    await using s = await openGitHub();
    const isUp = s.hub.faults.add({ kind: "500-before", what: /^(?:POST|PATCH) \/git/u, times: 999 });
    const start = await declare(s);
    expect(start.conclusion).toBe("success");
    const { summary } = jobOf(start);
    expect(summary).toContain(`<h2>${SENT}</h2>`);
    expect(summary).toContain(`GitHub n’a pas gardé la trace de ce qui vient d’être fait (${ID})`);
    expect(summary).toContain("<blockquote>services: [rp]<br>status: open<br>started_at: ");
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1, commits: 1 });

    isUp();
    const push = await s.hub.people.push({ [FILE]: openFile() });
    await s.run("settle.yml", await pushEvent(s.hub, push));
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1 });
    expect(await s.hub.read(`incidents/${ID}/journal.yml`)).toContain("event: left");
  });
});

describe("a run that fails", () => {
  test.concurrent("alarms the channel with Slack's key alone; a preview alarms nobody", async () => {
    await using s = await openGitHub();
    const run = await s.click("declare", { mode: SEND });
    expect(run.conclusion).toBe("failure");
    expect(jobOf(run).steps.map(({ secrets, outcome }) => [secrets, outcome])).toEqual([
      [["GITHUB_TOKEN"], "success"],
      [["SLACK_BOT_TOKEN", "BREVO_API_KEY", "GITHUB_TOKEN"], "failure"],
      [["SLACK_BOT_TOKEN"], "success"],
    ]);
    expect(alarms(s)).toHaveLength(1);
    expect(alarms(s)[0]?.text).toContain("Vous n’avez pas choisi l’outil");
    await s.click("declare", { mode: "Aperçu, rien n’est envoyé" });
    expect(alarms(s)).toHaveLength(1);
  });

  test.concurrent("by a crash is heard too", async () => {
    await using s = await openGitHub();
    const run = await s.click(
      "declare",
      { service: RP, mode: SEND },
      { onStart: (child, step) => void (step === "runbook" && child.kill("SIGKILL")) },
    );
    expect(run.conclusion).toBe("failure");
    expect(alarms(s)).toHaveLength(1);
    expect(alarms(s)[0]?.text).toContain("Remplissez de nouveau le formulaire");
  });
});
