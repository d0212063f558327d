import { expect, test } from "vitest";
import { ALREADY, idOf, openFile } from "../cli/stage.ts";
import { pushEvent } from "./events.ts";
import { openGitHub, RP, SEND, type GitHubStage } from "./stage.ts";

const ID = idOf();
const FILE = `incidents/${ID}.yml`;
const JOURNAL = `incidents/${ID}/journal.yml`;

/** The robot's lines as if it had written them so long ago: its clock is the machine's. */
async function age(s: GitHubStage, minutes: number) {
  const text = (await s.hub.read(JOURNAL)) ?? "";
  const older = (at: string) => new Date(Date.parse(at) - minutes * 60_000).toISOString();
  await s.hub.people.push({ [JOURNAL]: text.replaceAll(/(?<=\{at: )[\d:.TZ-]+/gu, older) });
}

test("the figures of a closed incident stand in one comment of its pull request, and of its review", async () => {
  await using s = await openGitHub();
  const pull = await s.hub.people.pull({ [FILE]: openFile() }, { branch: "panne" });
  const merged = await s.hub.people.merge(pull.number);
  await s.run("settle.yml", await pushEvent(s.hub, merged));
  await s.click("resolve", { service: RP, mode: SEND });
  const [review] = s.hub.store.pulls.filter(({ head }) => head.ref === `runbook/review-${ID}`);
  const told = (number = 0) =>
    s.hub.store.comments
      .filter((comment) => comment.number === number && comment.body.includes("runbook figures"))
      .map(({ body }) => body.replaceAll("\u00A0", " "));
  const outcome = () => s.hub.store.comments.filter(({ body }) => body.includes("runbook outcome"));
  const announced = outcome().map(({ body }) => body);

  for (const minutes of [70, 24 * 60]) {
    await age(s, minutes);
    const { jobs, conclusion } = await s.click("settle");
    expect(conclusion).toBe("success");
    expect(jobs[0]?.summary.replaceAll("\u00A0", " ")).toContain(ALREADY);
  }
  const journal = (await s.hub.read(JOURNAL)) ?? "";
  expect(journal.match(/event: figures/gu)).toHaveLength(4);
  expect(journal.trimEnd().split("\n").at(-1)).toContain("event: closed");
  for (const comments of [told(pull.number), told(review?.number)]) {
    expect(comments).toHaveLength(1);
    expect(
      comments[0]?.match(/^\| E-mail de (?:panne|fin) de Reconnect Pro \| .* \| 1 234 \| 1 234 \|/gmu),
    ).toHaveLength(4);
  }
  expect(outcome().map(({ body }) => body)).toEqual(announced);

  const before = [await s.hub.log(), s.sandbox.requests.length];
  await s.click("settle");
  expect([await s.hub.log(), s.sandbox.requests.length]).toEqual(before);
  expect(s.sandbox.brevo.deliveries).toHaveLength(2);
});
