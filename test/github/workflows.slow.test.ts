import { describe, expect, test } from "vitest";
import { ALREADY, CHECK, idOf, paris, SENT } from "../cli/stage.ts";
import { rerun } from "./events.ts";
import { openGitHub, RP } from "./stage.ts";

const DECLARE = "declarer-une-panne.yml";
/** Whichever way the robot commits. */
const COMMIT = /^git POST .*receive-pack$|^PATCH \/git\/refs/u;
const PLACES: readonly (readonly [name: string, what: string | RegExp])[] = [
  ["the message", "chat.postMessage"],
  ["the new campaign", "POST /emailCampaigns"],
  ["the sending", "POST /emailCampaigns/:id/sendNow"],
  ["the commit", COMMIT],
];
const summaryOf = (run: { jobs: readonly { summary: string }[] }): string =>
  run.jobs
    .map(({ summary }) => summary)
    .join("")
    .replaceAll("\u00A0", " ");

describe("« Cancel run » in the middle", () => {
  test.concurrent.each(PLACES)(
    "at %s: said in words, and « Re-run jobs » finishes once",
    async (_name, what) => {
      await using s = await openGitHub();
      const person = new AbortController();
      const cancel = {
        kind: "hook",
        when: "before",
        what,
        call: () => person.abort(),
      } as const;
      s.sandbox.faults.add(cancel);
      s.hub.faults.add(cancel);
      const cut = await s.click(
        "declare",
        { service: RP, "started-at": paris(30) },
        { cancelled: person.signal },
      );
      expect(cut.conclusion).toBe("cancelled");
      expect(summaryOf(cut)).toMatch(new RegExp(`<h2>(?:${CHECK}|${SENT})</h2>`, "u"));
      expect(await s.run(DECLARE, rerun(cut.event))).toMatchObject({ conclusion: "success" });
      expect(await s.count()).toMatchObject({ messages: 1, mails: 1 });
    },
  );
});

describe("a runner that is lost in the middle", () => {
  test.concurrent.each(PLACES)("at %s: « Re-run jobs » finishes once", async (_name, what) => {
    await using s = await openGitHub();
    let kill = (): void => undefined;
    const lost = {
      kind: "hook",
      when: "after",
      what,
      call: () => kill(),
    } as const;
    s.sandbox.faults.add(lost);
    s.hub.faults.add(lost);
    const dead = await s.click(
      "declare",
      { service: RP, "started-at": paris(30) },
      {
        onStart: (child, step) => {
          if (step === "runbook") kill = () => void child.kill("SIGKILL");
        },
      },
    );
    expect(dead.conclusion).toBe("failure");
    expect(await s.run(DECLARE, rerun(dead.event))).toMatchObject({ conclusion: "success" });
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1 });
  });
});

describe("GitHub that does not take what the robot writes", () => {
  test.concurrent("stops no announcement; declared again, it is found and noted, and its end is announced", async () => {
    await using s = await openGitHub();
    const { commits } = await s.count();
    const forget = s.hub.faults.add({
      kind: "500-before",
      what: /receive-pack|^(?:POST|PATCH) \/git\//u,
      times: 99,
    });
    const inputs = { service: RP, "started-at": paris(30) };
    expect(summaryOf(await s.click("declare", inputs))).toContain(`<h2>${SENT}</h2>`);
    expect(await s.count()).toEqual({ messages: 1, alarms: 0, mails: 1, commits });
    forget();
    expect(summaryOf(await s.click("declare", inputs))).toContain(`<h2>${ALREADY}</h2>`);
    expect(await s.hub.read(`incidents/${idOf()}.yml`)).toContain("status: open");
    expect(await s.count()).toMatchObject({ messages: 1, mails: 1 });
    expect(await s.click("resolve", { service: RP })).toMatchObject({ conclusion: "success" });
    expect(s.sandbox.brevo.deliveries).toHaveLength(2);
  });

  test.concurrent("because the branch moves each time: all of it is written in the end", async () => {
    await using s = await openGitHub();
    let moves = 0;
    const call = async (): Promise<void> => {
      moves += 1;
      await s.hub.people.push({ "note.txt": String(moves) });
    };
    s.hub.faults.add({ kind: "hook", when: "before", what: COMMIT, times: 3, call });
    const run = await s.click("declare", { service: RP, "started-at": paris(30) });
    expect(summaryOf(run)).toContain(`<h2>${SENT}</h2>`);
    expect(moves).toBe(3);
    expect(await s.hub.read(`incidents/${idOf()}/journal.yml`)).toMatch(/accepted|sent/u);
    expect(await s.hub.read("note.txt")).toBe("3");
  });
});
