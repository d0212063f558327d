import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { WAITING } from "../../src/adapters/waiting.ts";
import { FILE, ID, JOURNAL, OPEN, openOffice, OVER, record, type Desk } from "./desk.ts";

describe("a branch that takes only pull requests", () => {
  /** What a run does: it looks, writes the incident and a record. */
  async function declare(desk: Desk) {
    await desk.repo.sync(10_000);
    await desk.repo.create(FILE, OPEN, `Declare ${ID}, asked by lea-m`);
    return record(desk, "outage/slack");
  }

  test.concurrent("is left alone: the change waits in one labelled pull request, which later records join", async () => {
    await using s = await openOffice();
    s.hub.store.requirePulls("main");
    const desk = await s.desk();
    const { reach, proposal } = await declare(desk);
    expect([reach, proposal?.isOpen]).toEqual(["shared", true]);
    await record(desk, "outage/mail/rp");
    const again = await s.desk();
    await again.repo.sync(10_000);
    await record(again, "recovery/slack/rp");
    expect(
      s.hub.store.pulls.map(({ head, base, state, labels }) => [head.ref, base.ref, state, labels]),
    ).toEqual([[WAITING, "main", "open", ["incident"]]]);
    expect(proposal?.url).toMatch(/\/reconnect\/outages\/pull\/1$/u);
    expect(await s.lines(WAITING)).toHaveLength(3);
    expect(await s.hub.log("main")).toHaveLength(1);
    expect(s.hub.store.signed.has((await s.hub.log(WAITING))[0]?.sha ?? "")).toBe(true);
  });

  test.concurrent("is read with what waits: a later run knows the incident, and can end it", async () => {
    await using s = await openOffice();
    s.hub.store.requirePulls("main");
    await declare(await s.desk());
    const later = await s.desk();
    expect(later.repo.read(FILE)).toBeUndefined();
    await later.repo.sync(10_000);
    expect(later.repo.read(FILE)?.text).toBe(OPEN);
    await later.repo.write(FILE, OVER, `Resolve ${ID}`);
    expect(await later.repo.share(FILE)).toBe("shared");
    expect(await s.hub.read(FILE, WAITING)).toBe(OVER);
  });

  test.concurrent("gets no new commit from a run that has nothing new", async () => {
    await using s = await openOffice();
    s.hub.store.requirePulls("main");
    await declare(await s.desk());
    const before = await s.hub.log(WAITING);
    const later = await s.desk();
    expect(await later.repo.sync(10_000)).toBe("shared");
    expect(await s.hub.log(WAITING)).toHaveLength(before.length);
  });

  test.concurrent.each(["merge", "squash"] as const)(
    "is read alone again after a person chose %s, and the waiting branch goes",
    async (how) => {
      await using s = await openOffice();
      s.hub.store.requirePulls("main");
      await declare(await s.desk());
      await s.hub.people.merge(1, how);
      const later = await s.desk();
      await later.repo.sync(10_000);
      expect(later.repo.read(FILE)?.text).toBe(OPEN);
      expect(await later.repo.tidyUp()).toBeUndefined();
      expect(await s.hub.store.bare.find(`refs/heads/${WAITING}`)).toBeUndefined();
      await record(later, "recovery/slack/rp");
      expect(s.hub.store.pulls.map(({ state }) => state)).toEqual(["closed", "open"]);
      expect(await s.lines(WAITING)).toHaveLength(2);
    },
  );

  test.concurrent("and a person who corrects the same incident there lose nothing of each other", async () => {
    await using s = await openOffice();
    await s.hub.people.push({ [FILE]: `${OPEN}# une note\n` });
    s.hub.store.requirePulls("main");
    const desk = await s.desk();
    await desk.repo.write(FILE, `${OVER}# une note\n`, `Resolve ${ID}`);
    await desk.repo.share(FILE);
    await s.hub.people.push({ [FILE]: `${OPEN.replace("14:05", "14:00")}cause: hosting\n# une note\n` });
    const later = await s.desk();
    await later.repo.sync(10_000);
    expect(parse(later.repo.read(FILE)?.text ?? "")).toEqual({
      services: ["rp"],
      status: "resolved",
      started_at: "2026-11-23 14:00",
      resolved_at: "2026-11-23 16:40",
      cause: "hosting",
    });
    expect(later.repo.read(FILE)?.text).toContain("# une note");
  });

  test.concurrent("whose pull request is squashed while a run ends the incident: the end is not lost", async () => {
    await using s = await openOffice();
    s.hub.store.requirePulls("main");
    await declare(await s.desk());
    const desk = await s.desk();
    await desk.repo.sync(10_000);
    await s.hub.people.merge(1, "squash");
    await desk.repo.write(FILE, OVER, `Resolve ${ID}`);
    await desk.repo.share(FILE);
    const later = await s.desk();
    await later.repo.sync(10_000);
    expect(later.repo.read(FILE)?.text).toBe(OVER);
  });

  test.concurrent("whose pull request is merged in the middle of a run: somebody is asked to merge the rest", async () => {
    await using s = await openOffice();
    s.hub.store.requirePulls("main");
    const desk = await s.desk();
    await declare(desk);
    await s.hub.people.merge(1);
    const { proposal } = await record(desk, "outage/mail/rp");
    expect(proposal?.url).toMatch(/\/pull\/2$/u);
    expect(s.hub.store.pulls.map(({ state }) => state)).toEqual(["closed", "open"]);
    expect((await (await s.desk()).repo.tidyUp())?.url).toBeUndefined();
  });

  test.concurrent("asks nobody again whose pull request a person closed", async () => {
    await using s = await openOffice();
    s.hub.store.requirePulls("main");
    await declare(await s.desk());
    for (const pull of s.hub.store.pulls) pull.state = "closed";
    const later = await s.desk();
    await later.repo.sync(10_000);
    expect(later.repo.read(FILE)?.text).toBe(OPEN);
    expect(await later.repo.tidyUp()).toBeUndefined();
    expect(s.hub.store.pulls).toHaveLength(1);
  });

  test.concurrent("with a file that is no text beside the journal: the journal keeps its lines", async () => {
    await using s = await openOffice();
    s.hub.store.requirePulls("main");
    await declare(await s.desk());
    const latin = Buffer.from("Panne r\u00e9seau \u00e9tendue\n", "latin1");
    await s.hub.people.push({ [`incidents/${ID}/outage.cfn.txt`]: latin }, { branch: WAITING });
    const later = await s.desk();
    await later.repo.sync(10_000);
    await record(later, "outage/mail/rp");
    expect(await s.lines(WAITING)).toHaveLength(2);
  });

  test.concurrent("with a name that is no incident's takes nothing from it", async () => {
    await using s = await openOffice();
    s.hub.store.requirePulls("main");
    await declare(await s.desk());
    await s.hub.people.push(
      { "incidents/\u0001.yml": "x\n", "incidents/a b.yml": "x\n" },
      { branch: WAITING },
    );
    const later = await s.desk();
    await later.repo.sync(10_000);
    const held = await later.git("ls-tree", "-r", "--name-only", "HEAD");
    expect(held.split("\n").toSorted()).toEqual([
      ".gitattributes",
      "README.md",
      FILE,
      JOURNAL,
      "runbook.yml",
    ]);
  });

  test.concurrent.each([
    "Repository rule violations found\n\nChanges must be made through a pull request.",
    'Required status check "CI" is expected.',
    "At least 1 approving review is required by reviewers with write access.",
    "You're not authorized to push to this branch.",
    "Changes must be made through the merge queue",
  ])("is known as such by any refusal: %s", async (said) => {
    await using s = await openOffice();
    s.hub.store.requirePulls("main", true, said);
    const { reach, proposal } = await declare(await s.desk());
    expect([reach, proposal?.isOpen]).toEqual(["shared", true]);
  });

  test.concurrent("takes nothing from the waiting branch but incidents, also from a clone of depth 1", async () => {
    await using s = await openOffice();
    s.hub.store.requirePulls("main");
    await declare(await s.desk());
    await s.hub.people.push({ "docs/other.md": "x\n" });
    await s.hub.people.push(
      {
        "runbook.yml": "a: 2\n",
        "src/evil.ts": "x",
        ".github/workflows/evil.yml": "x",
        "incidents/evil.sh": "x",
        "incidents/2026-11-24-cfn.yml": "services: [cfn]\n",
      },
      { branch: WAITING },
    );
    const later = await s.desk();
    await later.repo.sync(10_000);
    expect(later.repo.read("runbook.yml")?.text).toBe("a: 1\n");
    const taken = ["src/evil.ts", ".github/workflows/evil.yml", "incidents/evil.sh"].filter(
      (path) => later.repo.read(path) !== undefined,
    );
    expect(taken).toEqual([]);
    expect(later.repo.read("incidents/2026-11-24-cfn.yml")?.text).toBe("services: [cfn]\n");
    expect(later.repo.read(FILE)?.text).toBe(OPEN);
  });

  test.concurrent("with pull requests of robots forbidden: the branch is there, and the page that opens one", async () => {
    await using s = await openOffice();
    s.hub.store.requirePulls("main");
    s.hub.store.allowsRobotPulls = false;
    const { reach, fault, proposal } = await declare(await s.desk());
    expect([reach, fault?.code, proposal?.isOpen]).toEqual(["shared", "pulls_forbidden", false]);
    expect(proposal?.url).toMatch(/\/reconnect\/outages\/compare\/main\.\.\.runbook\/incidents\?expand=1$/u);
    expect(await s.lines(WAITING)).toHaveLength(1);
  });

  test.concurrent("takes commits again when the rule is gone, with all that waited", async () => {
    await using s = await openOffice();
    s.hub.store.requirePulls("main");
    await declare(await s.desk());
    s.hub.store.requirePulls("main", false);
    const later = await s.desk();
    await later.repo.sync(10_000);
    await record(later, "recovery/slack/rp");
    expect(await s.hub.read(FILE)).toBe(OPEN);
    expect(await s.lines()).toHaveLength(2);
  });
});
