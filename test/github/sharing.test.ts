import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FILE, ID, OPEN, openOffice, record } from "./desk.ts";
import { ROBOT } from "./entities.ts";

describe("what the robot records", () => {
  test.concurrent("becomes a commit that GitHub signed, on the branch, with who asked in its message", async () => {
    await using s = await openOffice();
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
    await using s = await openOffice();
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
    await using s = await openOffice();
    await s.hub.people.push({ [FILE]: OPEN, "tool.sh": "#!/bin/sh\n" });
    const desk = await s.desk();
    await desk.repo.remove(FILE, "Withdraw it");
    expect(await s.hub.read(FILE)).toBeUndefined();
    expect(await s.hub.store.bare.git(["ls-tree", "refs/heads/main", "tool.sh"])).toMatch(/^100755 /u);
  });

  test.concurrent("comes after what people pushed meanwhile, and both are there", async () => {
    await using s = await openOffice();
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

  test.concurrent("keeps a person's edit of the very file that it wrote itself", async () => {
    await using s = await openOffice();
    const desk = await s.desk();
    await desk.repo.create(FILE, OPEN, `Declare ${ID}`);
    await record(desk, "outage/slack");
    const edited = OPEN.replace("14:05", "14:00");
    await s.hub.people.push({ [FILE]: edited });
    expect((await record(desk, "outage/mail/rp")).reach).toBe("shared");
    expect(await s.hub.read(FILE)).toBe(edited);
    expect(desk.repo.read(FILE)?.text).toBe(edited);
    expect(await s.lines()).toHaveLength(2);
  });

  test.concurrent("unites with what another run wrote into the same journal, and tells it", async () => {
    await using s = await openOffice();
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
    await using s = await openOffice();
    const desk = await s.desk();
    s.hub.faults.add({ kind, what });
    expect((await record(desk, "outage/slack")).reach).toBe("shared");
    await record(desk, "outage/mail/rp");
    expect(await s.lines()).toHaveLength(2);
  });

  test.concurrent("that may or may not be there is looked for at the next record", async () => {
    await using s = await openOffice();
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
    await using s = await openOffice();
    const desk = await s.desk({ requestMs: 3_000 });
    s.hub.faults.add({ kind: "slow-before", what: "POST /git/trees" });
    expect(await record(desk, "outage/slack")).toMatchObject({ reach: "local", fault: { code: "timeout" } });
    const asked = s.hub.requests.length;
    // The announcement does not wait for it at every line.
    expect((await record(desk, "outage/mail/rp")).reach).toBe("local");
    expect(s.hub.requests).toHaveLength(asked);
    expect(await s.lines()).toEqual([]);
    expect(await desk.repo.shareAtLast()).toEqual({ reach: "shared" });
    expect(await s.lines()).toHaveLength(2);
  });

  test.concurrent("with a token that may only read stays here, and says why", async () => {
    await using s = await openOffice();
    const desk = await s.desk({
      permissions: { contents: "read", "pull-requests": "none", issues: "none" },
    });
    const { reach, fault } = await record(desk, "outage/slack");
    expect([reach, fault?.code]).toEqual(["local", "permission_denied"]);
  });
});

describe("what could not even be committed", () => {
  test.concurrent("is committed and shared at last: nobody reads that it is kept while it is nowhere", async () => {
    await using s = await openOffice();
    const desk = await s.desk();
    const lock = join(desk.root, ".git/refs/heads/main.lock");
    writeFileSync(lock, "");
    await desk.repo.create(FILE, OPEN, `Declare ${ID}`);
    expect((await record(desk, "outage/slack")).reach).toBe("nowhere");
    expect((await desk.repo.shareAtLast()).reach).toBe("nowhere");
    expect(await s.hub.read(FILE)).toBeUndefined();
    rmSync(lock);
    expect(await desk.repo.shareAtLast()).toEqual({ reach: "shared" });
    expect(await s.hub.read(FILE)).toBe(OPEN);
    expect(await s.lines()).toHaveLength(1);
  });
});

describe("a GitHub that says nothing", () => {
  test.concurrent("holds the announcement up no longer than it was given", async () => {
    await using s = await openOffice();
    const desk = await s.desk({ requestMs: 20_000 });
    s.hub.faults.add({ kind: "slow-before", what: "GET /git/ref/:ref", times: 9 });
    const began = performance.now();
    expect(await desk.repo.sync(1_500)).toBe("shared");
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe("two runs that write the same new file", () => {
  test.concurrent("leave the one that GitHub had first; the other is told, and takes it over", async () => {
    await using s = await openOffice();
    const [one, two] = await Promise.all([s.desk(), s.desk()]);
    await one.repo.create(FILE, OPEN, `Declare ${ID}`);
    expect(await one.repo.share(FILE)).toBe("shared");
    await two.repo.create(FILE, OPEN.replace("14:05", "14:09"), `Declare ${ID}`);
    expect(await two.repo.share(FILE)).toBe("taken");
  });
});
