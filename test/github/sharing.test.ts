import { describe, expect, test } from "vitest";
import { WAITING } from "../../src/adapters/waiting.ts";
import type { Entry } from "../../src/core/journal.ts";
import { openDesk, type Desk } from "./desk.ts";
import { ROBOT } from "./entities.ts";
import { startGitHub } from "./server.ts";

const ID = "2026-11-23-rp";
const FILE = `incidents/${ID}.yml`;
const JOURNAL = `incidents/${ID}/journal.yml`;
const OPEN = "services: [rp]\nstatus: open\nstarted_at: 2026-11-23 14:05\n";
const OVER = `${OPEN.replace("open", "resolved")}resolved_at: 2026-11-23 16:40\n`;
const ATTRIBUTES = "incidents/*/journal.yml merge=union\n";

/** A repository as it is shipped, as far as sharing sees it. */
async function open() {
  const hub = await startGitHub();
  await hub.people.push({
    "README.md": "# Runbook\n",
    ".gitattributes": ATTRIBUTES,
    "runbook.yml": "a: 1\n",
  });
  return {
    hub,
    desk: () => openDesk(hub),
    lines: async (branch?: string) => (await hub.read(JOURNAL, branch))?.trimEnd().split("\n") ?? [],
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}

let minutes = 0;
const entry = (step: string): Entry => {
  minutes += 1;
  return {
    at: new Date(Date.UTC(2026, 10, 23, 13, minutes)),
    step,
    event: "posted",
    actor: "lea-m",
    run: "4711/1",
  };
};
const record = ({ repo }: Desk, step: string, files: readonly { path: string; text: string }[] = []) =>
  repo.record(ID, [entry(step)], files);

describe("what the robot records", () => {
  test.concurrent("becomes a commit that GitHub signed, on the branch, with who asked in its message", async () => {
    await using s = await open();
    const desk = await s.desk();
    await desk.repo.create(FILE, OPEN, `Declare ${ID}, asked by lea-m`);
    const recorded = await record(desk, "outage/slack", [
      { path: `incidents/${ID}/outage.rp.txt`, text: "Bonjour à toutes et à tous,\n\nsans fin de ligne" },
    ]);
    expect(recorded).toEqual({ reach: "shared", foreign: [] });
    const [commit] = await s.hub.log();
    expect(commit?.message).toBe(
      `Declare ${ID}, asked by lea-m\n\nRecord ${ID}: outage/slack posted\n\nAsked by lea-m`,
    );
    expect(s.hub.store.signed.has(commit?.sha ?? "")).toBe(true);
    expect(commit?.author.name).toBe(ROBOT);
    expect(await s.hub.read(FILE)).toBe(OPEN);
    expect(await s.hub.read(`incidents/${ID}/outage.rp.txt`)).toBe(
      "Bonjour à toutes et à tous,\n\nsans fin de ligne",
    );
    expect(s.hub.requests.filter(({ what }) => what.includes("receive-pack"))).toEqual([]);
  });

  test.concurrent("follows what it recorded before, without asking git again", async () => {
    await using s = await open();
    const desk = await s.desk();
    const before = s.hub.requests.length;
    for (const step of ["outage/slack", "outage/mail/rp", "recovery/slack/rp"]) await record(desk, step);
    expect(await s.lines()).toHaveLength(3);
    expect(await s.hub.log()).toHaveLength(4);
    const asked = s.hub.requests.slice(before).map(({ what }) => what);
    expect(asked).toEqual(
      Array.from({ length: 3 }).flatMap(() => [
        "POST /git/trees",
        "POST /git/commits",
        "PATCH /git/refs/:ref",
      ]),
    );
  });

  test.concurrent("keeps a deleted file deleted, and an executable one of people as it is", async () => {
    await using s = await open();
    await s.hub.people.push({ [FILE]: OPEN, "tool.sh": "#!/bin/sh\n" });
    const desk = await s.desk();
    await desk.repo.remove(FILE, "Withdraw it");
    expect(await s.hub.read(FILE)).toBeUndefined();
    expect(await s.hub.store.bare.git(["ls-tree", "refs/heads/main", "tool.sh"])).toMatch(/^100755 /u);
  });

  test.concurrent("comes after what people pushed meanwhile, and both are there", async () => {
    await using s = await open();
    const desk = await s.desk();
    await record(desk, "outage/slack");
    await s.hub.people.push({ "templates/a.md": "Bonjour\n", [FILE]: OPEN });
    expect((await record(desk, "outage/mail/rp")).reach).toBe("shared");
    await s.hub.people.push({ "templates/b.md": "Au revoir\n" });
    expect((await record(desk, "recovery/slack/rp")).reach).toBe("shared");
    expect(await s.lines()).toHaveLength(3);
    expect([await s.hub.read("templates/a.md"), await s.hub.read("templates/b.md")]).toEqual([
      "Bonjour\n",
      "Au revoir\n",
    ]);
    expect(desk.repo.read(FILE)?.text).toBe(OPEN);
    expect(await desk.git("status", "--porcelain")).toBe("");
  });

  test.concurrent("unites with what another run wrote into the same journal, and tells it", async () => {
    await using s = await open();
    const [one, two] = await Promise.all([s.desk(), s.desk()]);
    for (const desk of [one, two]) await desk.repo.journalFile(ID);
    await record(one, "outage/slack");
    await record(one, "outage/mail/rp");
    const { foreign } = await record(two, "recovery/slack/rp");
    expect(foreign.map(({ step }) => step)).toEqual(["outage/slack", "outage/mail/rp"]);
    await record(one, "recovery/mail/rp");
    expect((await s.lines()).map((line) => /step: (\S+),/u.exec(line)?.[1] ?? "").toSorted()).toEqual([
      "outage/mail/rp",
      "outage/slack",
      "recovery/mail/rp",
      "recovery/slack/rp",
    ]);
  });

  test.concurrent.each([
    ["lost-answer", "PATCH /git/refs/:ref"],
    ["500-before", "PATCH /git/refs/:ref"],
    ["500-after", "PATCH /git/refs/:ref"],
    ["cut-body", "POST /git/commits"],
    ["200-html", "POST /git/trees"],
    ["502-html", "POST /git/trees"],
  ] as const)("survives %s at %s: it is asked again, and recorded once", async (kind, what) => {
    await using s = await open();
    const desk = await s.desk();
    s.hub.faults.add({ kind, what });
    expect((await record(desk, "outage/slack")).reach).toBe("shared");
    await record(desk, "outage/mail/rp");
    expect(await s.lines()).toHaveLength(2);
  });

  test.concurrent("that may or may not be there is looked for at the next record", async () => {
    await using s = await open();
    const desk = await s.desk();
    s.hub.faults.add({ kind: "lost-answer", what: "PATCH /git/refs/:ref", times: 3 });
    expect((await record(desk, "outage/slack")).reach).toBe("local");
    const other = await s.desk();
    await record(other, "outage/mail/rp");
    await desk.repo.shareAtLast();
    await record(desk, "recovery/slack/rp");
    expect(new Set(await s.lines()).size).toBe(3);
    expect(await s.lines()).toHaveLength(3);
  });

  test.concurrent("is shared at last when GitHub came back", async () => {
    await using s = await open();
    const desk = await s.desk();
    s.hub.faults.add({ kind: "500-before", what: /^(?:POST|PATCH) \/git/u, times: 6 });
    expect((await record(desk, "outage/slack")).reach).toBe("local");
    expect((await record(desk, "outage/mail/rp")).reach).toBe("local");
    expect(await s.lines()).toEqual([]);
    expect(await desk.repo.shareAtLast()).toEqual({ reach: "shared" });
    expect(await s.lines()).toHaveLength(2);
  });

  test.concurrent("with a token that may only read stays here, and says why", async () => {
    await using s = await open();
    const desk = await openDesk(s.hub, { contents: "read", "pull-requests": "none", issues: "none" });
    const { reach, fault } = await record(desk, "outage/slack");
    expect([reach, fault?.code]).toEqual(["local", "permission_denied"]);
  });
});

describe("two runs that write the same new file", () => {
  test.concurrent("leave the one that GitHub had first; the other is told, and takes it over", async () => {
    await using s = await open();
    const [one, two] = await Promise.all([s.desk(), s.desk()]);
    await one.repo.create(FILE, OPEN, `Declare ${ID}`);
    expect(await one.repo.share(FILE)).toBe("shared");
    await two.repo.create(FILE, OPEN.replace("14:05", "14:09"), `Declare ${ID}`);
    expect(await two.repo.share(FILE)).toBe("taken");
  });
});

describe("a branch that takes only pull requests", () => {
  /** What a run does: it looks, writes the incident and a record. */
  async function declare(desk: Desk) {
    await desk.repo.sync(10_000);
    await desk.repo.create(FILE, OPEN, `Declare ${ID}, asked by lea-m`);
    return record(desk, "outage/slack");
  }

  test.concurrent("is left alone: the change waits in one labelled pull request, which later records join", async () => {
    await using s = await open();
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
    await using s = await open();
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
    await using s = await open();
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
      await using s = await open();
      s.hub.store.requirePulls("main");
      await declare(await s.desk());
      await s.hub.people.merge(1, how);
      const later = await s.desk();
      await later.repo.sync(10_000);
      expect(later.repo.read(FILE)?.text).toBe(OPEN);
      expect(await s.hub.store.bare.find(`refs/heads/${WAITING}`)).toBeUndefined();
      await record(later, "recovery/slack/rp");
      expect(s.hub.store.pulls.map(({ state }) => state)).toEqual(["closed", "open"]);
      expect(await s.lines(WAITING)).toHaveLength(2);
    },
  );

  test.concurrent("is newer where a person changed the same incident there meanwhile", async () => {
    await using s = await open();
    await s.hub.people.push({ [FILE]: OPEN });
    s.hub.store.requirePulls("main");
    const desk = await s.desk();
    await desk.repo.write(FILE, OVER, `Resolve ${ID}`);
    await desk.repo.share(FILE);
    const corrected = OPEN.replace("14:05", "14:00");
    await s.hub.people.push({ [FILE]: corrected, "templates/a.md": "Bonjour\n" });
    const later = await s.desk();
    await later.repo.sync(10_000);
    expect(later.repo.read(FILE)?.text).toBe(corrected);
  });

  test.concurrent("takes nothing from the waiting branch but incidents, also from a clone of depth 1", async () => {
    await using s = await open();
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
    await using s = await open();
    s.hub.store.requirePulls("main");
    s.hub.store.allowsRobotPulls = false;
    const { reach, fault, proposal } = await declare(await s.desk());
    expect([reach, fault?.code, proposal?.isOpen]).toEqual(["shared", "pulls_forbidden", false]);
    expect(proposal?.url).toMatch(/\/reconnect\/outages\/compare\/main\.\.\.runbook\/incidents\?expand=1$/u);
    expect(await s.lines(WAITING)).toHaveLength(1);
  });

  test.concurrent("takes commits again when the rule is gone, with all that waited", async () => {
    await using s = await open();
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
