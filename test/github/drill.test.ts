import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { freshSeed } from "../cli/stage.ts";
import { dispatchEvent, scheduleEvent } from "./events.ts";
import { openGitHub, RP, SEND } from "./stage.ts";

const FILE = "faire-un-exercice.yml";
const CRON = "37 10 * * 2";
const colleagues = {
  id: 12,
  name: "Essais internes (équipe)",
  folderId: 1,
  uniqueSubscribers: 4,
  createdAt: "2024-02-01T08:00:00.000Z",
};
const withDrills = readFileSync(new URL("../../runbook.yml", import.meta.url), "utf8")
  .replace(/^(?<key>\s*patience: ).*$/mu, "$<key>0.5")
  .replace(
    /^(?<key>drill:\n\s*channel_id: )""(?<rest>.*\n\s*list_id: )""/mu,
    '$<key>"C0EXERCIC1"$<rest>"12"',
  );

test.concurrent("the form plays a drill, its record is committed, and the schedule then rests for the month", async () => {
  const { brevo, ...rest } = freshSeed();
  const seed = { ...rest, brevo: { ...brevo, lists: [...(brevo?.lists ?? []), colleagues] } };
  await using s = await openGitHub({ seed, files: { "runbook.yml": withDrills } });
  const click = await dispatchEvent(s.hub, { service: RP, mode: SEND });
  const run = await s.run(FILE, click);
  expect(run).toMatchObject({ runName: `🧪 Exercice : ${RP}`, conclusion: "success" });
  const job = run.jobs.find(({ id }) => id === "drill");
  expect(job).toMatchObject({
    environment: "production",
    concurrency: { group: "runbook-send", queue: "max" },
  });
  expect(job?.summary).toMatch(/^<h2>✅ EXERCICE RÉUSSI en \d+ s<\/h2>/u);
  expect(s.sandbox.brevo.deliveries.map(({ listIds }) => listIds)).toEqual([[12], [12]]);
  expect(new Set(s.sandbox.slack.messages.map(({ channel }) => channel))).toEqual(new Set(["C0EXERCIC1"]));
  const id = `${s.sandbox.brevo.deliveries[0]?.name.split(" · ")[1]}`;
  expect(await s.hub.read(`incidents/drills/${id}/journal.yml`)).toMatch(/event: drilled, verdict: passed/u);
  expect(await s.hub.read(`incidents/drills/${id}.yml`)).toContain("status: resolved");

  const commits = (await s.hub.log()).length;
  const monthly = await s.run(FILE, await scheduleEvent(s.hub, CRON));
  expect(monthly).toMatchObject({ runName: "🧪 Exercice : chaque mois", conclusion: "success" });
  expect(monthly.jobs[0]?.summary).toContain("EXERCICE DÉJÀ FAIT");
  expect([s.sandbox.brevo.deliveries.length, (await s.hub.log()).length]).toEqual([2, commits]);
}, 60_000);

test.concurrent("a repository without drills: the schedule is green, the form is red, the real channel hears nothing", async () => {
  await using s = await openGitHub();
  const monthly = await s.run(FILE, await scheduleEvent(s.hub, CRON));
  expect(monthly.conclusion).toBe("success");
  const read = (text = "") => text.replaceAll("\u00A0", " ");
  expect(read(monthly.jobs[0]?.summary)).toContain("PAS D'EXERCICE : RIEN N'EST RÉGLÉ");
  const run = await s.run(FILE, await dispatchEvent(s.hub, { mode: SEND }));
  expect(run.conclusion).toBe("failure");
  expect(read(run.jobs[0]?.summary)).toContain("<h2>❌ EXERCICE REFUSÉ : RIEN N'EST PARTI</h2>");
  expect(await s.count()).toMatchObject({ messages: 0, alarms: 0, mails: 0 });
});
