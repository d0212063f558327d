import { describe, expect, test } from "vitest";
import { idOf, openFile, paris } from "../cli/stage.ts";
import { pullEvent, rerun } from "./events.ts";
import type { JobResult, RunResult } from "./run/results.ts";
import { openGitHub, RP, SEND, type GitHubStage } from "./stage.ts";

const ID = idOf();
const FILE = `incidents/${ID}.yml`;

function jobOf({ jobs }: RunResult): JobResult {
  const [job] = jobs.filter(({ result }) => result !== "skipped");
  if (!job) throw new Error("Every job was skipped.");
  return { ...job, summary: job.summary.replaceAll("\u00A0", " ") };
}
const read = async (s: GitHubStage, number: number) => s.run("relire.yml", await pullEvent(s.hub, number));
const said = (s: GitHubStage, number: number) =>
  s.hub.store.comments.filter((comment) => comment.number === number).map(({ body }) => body);

describe("a proposed incident", () => {
  test.concurrent("gets one comment with what merging sends, brought up to date at each push", async () => {
    await using s = await openGitHub();
    const pull = await s.hub.people.pull({ [FILE]: openFile() }, { branch: "panne" });
    const first = await read(s, pull.number);
    expect(first.conclusion).toBe("success");
    expect(said(s, pull.number)).toHaveLength(1);
    expect(said(s, pull.number)[0]).toMatch(/^<!-- .* -->\n### 📣 Fusionner enverra 1 message/u);
    expect(jobOf(first).summary).toContain("### 📣 Fusionner enverra 1 message");
    expect(jobOf(first).summary).not.toContain("n’a pas pu être écrit");
    expect(first.artifacts.map(({ name }) => name)).toEqual(["runbook-review"]);

    await s.hub.people.push({ [FILE]: `${openFile()}notify: false\n` }, { branch: "panne" });
    await read(s, pull.number);
    expect(said(s, pull.number)).toHaveLength(1);
    expect(said(s, pull.number)[0]).toContain("### 🤐 Fusionner n’enverra rien");
    expect(s.sandbox.requests).toEqual([]);
  });

  test.concurrent("leaves a comment alone that a person wrote with the robot's mark", async () => {
    await using s = await openGitHub();
    const pull = await s.hub.people.pull({ [FILE]: openFile() }, { branch: "panne" });
    await read(s, pull.number);
    const [own = ""] = said(s, pull.number);
    await fetch(`${s.hub.apiUrl}/repos/reconnect/outages/issues/${pull.number}/comments`, {
      method: "POST",
      headers: { authorization: `token ${s.hub.store.personToken("paul")}` },
      body: JSON.stringify({ body: `${own.split("\n")[0] ?? ""}\nÀ moi.` }),
    });
    for (const comment of s.hub.store.comments.splice(0, 1)) expect(comment.body).toBe(own);
    await read(s, pull.number);
    expect(said(s, pull.number).map((body) => body.includes("À moi."))).toEqual([true, false]);
  });

  test.concurrent("from a fork is read without running any of it; the page replaces the comment", async () => {
    await using s = await openGitHub();
    const evil = "process.stdout.write('PWNED\\n');";
    const pull = await s.hub.people.pull(
      { [FILE]: openFile(), ".github/actions/runbook/runbook.mjs": evil, "package.json": "{}" },
      { branch: "panne", fork: "somebody" },
    );
    const run = await read(s, pull.number);
    expect(run.conclusion).toBe("success");
    const job = jobOf(run);
    expect(job.steps.map(({ log }) => log).join("\n")).not.toContain("PWNED");
    expect(job.summary).toContain("### 📣 Fusionner enverra 1 message");
    expect(job.summary).toContain("n’a pas pu être écrit");
    expect(said(s, pull.number)).toEqual([]);
  });

  test.concurrent("is compared with what it starts from: the robot's newer journal is no line taken away", async () => {
    await using s = await openGitHub();
    await s.click("declare", { service: RP, "started-at": paris(30), mode: SEND });
    const text = (await s.hub.read(FILE)) ?? "";
    const over = text.replace("status: open", "status: resolved").concat(`resolved_at: ${paris(1)}\n`);
    const pull = await s.hub.people.pull({ [FILE]: over }, { branch: "fin" });
    const event = await pullEvent(s.hub, pull.number);
    expect((await s.run("relire.yml", event)).conclusion).toBe("success");
    const journal = `incidents/${ID}/journal.yml`;
    await s.hub.people.push({ [journal]: `${(await s.hub.read(journal)) ?? ""}# encore\n` });
    const again = await s.run("relire.yml", rerun(event));
    expect(again.conclusion).toBe("success");
    expect(said(s, pull.number)[0]).toMatch(
      /^### 📣 Fusionner enverra 1 message dans .+ et 1 e-mail à 1.234.personnes$/mu,
    );
  });

  test.concurrent.each(["menage", "runbook/menage"])(
    "with a journal that a person touched on branch %s is refused on that file",
    async (branch) => {
      await using s = await openGitHub();
      await s.click("declare", { service: RP, "started-at": paris(30), mode: SEND });
      const journal = `incidents/${ID}/journal.yml`;
      const pull = await s.hub.people.pull({ [journal]: "" }, { branch });
      const run = await read(s, pull.number);
      expect(run.conclusion).toBe("failure");
      expect(jobOf(run).annotations.map(({ file }) => file)).toContain(journal);
      expect(said(s, pull.number)[0]).toContain("### ❌ À corriger avant de fusionner");
    },
  );

  test.concurrent("of the robot itself, and its review of an incident, send nothing", async () => {
    await using s = await openGitHub();
    s.hub.store.requirePulls("main");
    await s.click("declare", { service: RP, "started-at": paris(30), mode: SEND });
    await s.click("resolve", { service: RP, mode: SEND });
    for (const { number } of s.hub.store.pulls) {
      const run = await read(s, number);
      expect(run.conclusion).toBe("success");
      expect(said(s, number).some((body) => body.includes("### 🤐 Fusionner n’enverra rien"))).toBe(true);
    }
    expect(s.hub.store.pulls).toHaveLength(2);
  });
});
