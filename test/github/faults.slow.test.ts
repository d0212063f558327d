import { describe, expect, test } from "vitest";
import { idOf, paris } from "../cli/stage.ts";
import { rerun } from "./events.ts";
import { openGitHub, RP, SEND, type GitHubStage } from "./stage.ts";

/** Four runs of a workflow, beside other tests. */
const LONGEST_MS = 120_000;
const ID = idOf();
const FILE = `incidents/${ID}.yml`;

/** Requests of a declaration to GitHub at which something happens; the nth of its kind. */
const PLACES = [
  ["git POST /git-upload-pack", 2],
  ["GET /git/ref/:ref", 1],
  ["POST /git/trees", 1],
  ["POST /git/commits", 1],
  ["PATCH /git/refs/:ref", 1],
  ["PATCH /git/refs/:ref", 2],
  ["PATCH /git/refs/:ref", 3],
] as const;
/** What happens there: the machine dies, or GitHub answers wrongly, once or from then on. */
const MISHAPS = ["killed before", "killed after", "lost-answer", "500-before"] as const;

const cells = PLACES.flatMap(([what, nth]) =>
  MISHAPS.filter((mishap) => mishap.startsWith("killed") || !/^git |^GET /u.test(what)).map(
    (mishap) => [mishap, what, nth] as const,
  ),
);

/** What has to be true whatever happened: each mail and message once, and everybody can read what was done. */
async function expectAllDone(s: GitHubStage): Promise<void> {
  expect(s.sandbox.brevo.deliveries.map(({ name }) => name)).toEqual([
    `Indisponibilité Reconnect Pro · ${ID}`,
    `Fin de l'indisponibilité Reconnect Pro · ${ID}`,
  ]);
  expect(await s.count()).toMatchObject({ messages: 2, mails: 2 });
  expect(await s.hub.read(FILE)).toContain("status: resolved");
  const journal = (await s.hub.read(`incidents/${ID}/journal.yml`)) ?? "";
  for (const step of ["outage/mail/rp", "recovery/mail/rp"])
    expect(journal).toMatch(new RegExp(`step: ${step}, event: (?:left|adopted)`, "u"));
  expect(journal).toMatch(/event: closed/u);
  expect(journal).not.toMatch(/<{7}|>{7}/u);
  expect(s.hub.store.pulls.filter(({ head }) => head.ref === `runbook/review-${ID}`)).toHaveLength(1);
  expect(s.hub.store.pulls.filter(({ head }) => head.ref === "runbook/incidents")).toEqual([]);
}

describe("a declaration during which GitHub or its machine fails", () => {
  test.concurrent.each(cells)(
    "%s at %s no. %i: pressed again and ended, each mail left once and all is recorded",
    async (mishap, what, nth) => {
      await using s = await openGitHub();
      let kill = (): void => undefined;
      const hook = { kind: "hook", what, nth, call: () => kill() } as const;
      if (mishap === "killed before") s.hub.faults.add({ ...hook, when: "before" });
      else if (mishap === "killed after") s.hub.faults.add({ ...hook, when: "after" });
      else s.hub.faults.add({ kind: mishap, what, nth, times: 4 });
      const inputs = { service: RP, "started-at": paris(30), mode: SEND };
      const start = await s.click("declare", inputs, {
        onStart: (child, step) => {
          if (step === "runbook") kill = () => void child.kill("SIGKILL");
        },
      });
      s.hub.faults.clear();
      await s.run("declarer-une-panne.yml", rerun(start.event));
      const end = await s.click("resolve", { service: RP, mode: SEND });
      expect(end.conclusion).toBe("success");
      await s.click("settle");
      await expectAllDone(s);
    },
    LONGEST_MS,
  );
});
