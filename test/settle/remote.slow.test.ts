import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DAY, openWorld, steps, words, type World } from "../world.ts";

const ID = `${DAY}-rp`;
const FILE = `incidents/${ID}.yml`;
const JOURNAL = `incidents/${ID}/journal.yml`;

/** Somebody commits and pushes, before the robot's next push. */
function push(clone: ReturnType<World["colleague"]>, path: string, text: string): void {
  clone.write(path, text);
  clone.git("add", path);
  clone.git("commit", "--quiet", "--message", `Write ${path}`);
  clone.git("pull", "--quiet", "--no-rebase", "--no-edit");
  clone.git("push", "--quiet");
}

/** A hook of a git folder that says no, with this word. */
function refuse(git: string, name: string, word: string): () => void {
  mkdirSync(join(git, "hooks"), { recursive: true });
  const hook = join(git, "hooks", name);
  writeFileSync(hook, `#!/bin/sh\necho '${word}' >&2\nexit 1\n`);
  chmodSync(hook, 0o755);
  return () => rmSync(hook);
}

describe("with a remote", () => {
  test("everything that was done is on the remote when the command ends", async () => {
    await using w = await openWorld({ remote: true });
    await w.declare();
    w.pass({ hours: 1 });
    await w.resolve();
    expect(w.remoteFile(FILE)).toBe(w.read(FILE));
    expect(w.remoteFile(JOURNAL)).toBe(w.read(JOURNAL));
    expect(w.remoteFile(`incidents/${ID}/outage.rp.html`)).toBe(w.deliveries()[0]?.html);
  });

  test("that refuses pushes the mail leaves all the same: a warning, exit 0, and the journal follows later", async () => {
    await using w = await openWorld({ remote: true, ownGit: true });
    const allow = refuse(w.bare, "pre-receive", "GH006: Protected branch update failed");
    const outcome = await w.declare();
    expect([outcome.exit, outcome.headline]).toEqual([0, "✅ ANNONCE PARTIE"]);
    expect([w.deliveries().length, w.channel().length]).toEqual([1, 1]);
    expect(words(outcome)).toContain("n’a pas pu être partagé sur GitHub");
    allow();
    w.pass({ hours: 1 });
    expect((await w.resolve()).exit).toBe(0);
    expect(w.remoteFile(JOURNAL)).toBe(w.read(JOURNAL));
    expect(w.deliveries()).toHaveLength(2);
  });

  test("that is gone the mail leaves all the same: a warning, exit 0", async () => {
    await using w = await openWorld({ remote: true, ownGit: true });
    rmSync(w.bare, { recursive: true });
    const outcome = await w.declare();
    expect([outcome.exit, w.deliveries().length, w.channel().length]).toEqual([0, 1, 1]);
    expect(words(outcome)).toContain("n’a pas pu être partagé");
    expect((await w.settle()).exit).toBe(0);
    expect(w.deliveries()).toHaveLength(1);
  });

  test("that got a commit of somebody else meanwhile nothing is lost on either side", async () => {
    await using w = await openWorld({ remote: true, ownGit: true });
    const other = w.colleague();
    w.sandbox.faults.add({
      what: "POST /emailCampaigns",
      kind: "hook",
      when: "after",
      call: () => push(other, "notes.md", "Une note\n"),
    });
    const outcome = await w.declare();
    expect([outcome.exit, words(outcome).includes("⚠ ")]).toEqual([0, false]);
    expect(w.remoteFile("notes.md")).toBe("Une note\n");
    expect(w.remoteFile(JOURNAL)).toBe(w.read(JOURNAL));
    expect(w.journal(ID).filter(({ event }) => event === "left")).toHaveLength(1);
  });

  test("that got a line of the same journal meanwhile both stay", async () => {
    await using w = await openWorld({ remote: true });
    const other = w.colleague();
    const line = `- {at: 2025-11-24T13:11:00.500Z, step: incident, event: figures, actor: Karim, run: other}\n`;
    w.sandbox.faults.add({
      what: "POST /emailCampaigns",
      kind: "hook",
      when: "after",
      call: () => push(other, JOURNAL, line),
    });
    expect((await w.declare()).exit).toBe(0);
    expect(w.remoteFile(JOURNAL)).toContain(line);
    expect(
      w
        .journal(ID)
        .map(({ event }) => event)
        .toSorted(),
    ).toEqual(["accepted", "drafted", "figures", "left", "posted", "posted"]);
  });

  test("whose history fits no more with a commit that was never pushed, the outage is announced all the same", async () => {
    await using w = await openWorld({ remote: true, ownGit: true });
    const other = w.colleague();
    push(other, "notes.md", "La leur\n");
    w.write("notes.md", "La mienne\n");
    w.git("add", "notes.md");
    w.git("commit", "--quiet", "--message", "Never pushed");
    const outcome = await w.declare();
    expect([outcome.exit, steps(outcome)]).toEqual([0, { "outage/slack": "done", "outage/mail/rp": "done" }]);
    expect([w.deliveries().length, w.channel().length]).toEqual([1, 1]);
    expect(w.read("notes.md")).toBe("La mienne\n");
    expect(w.git("log", "--format=%s")).toContain("Never pushed");
  });

  test("a declaration that a colleague pushed a moment ago is the one that is settled", async () => {
    await using w = await openWorld({ remote: true });
    const other = w.colleague();
    push(other, FILE, `services: [rp]\nstatus: open\nstarted_at: ${DAY} 14:00\ndeclared_at: ${DAY} 14:09\n`);
    const outcome = await w.declare();
    expect([outcome.exit, w.deliveries().length]).toEqual([0, 1]);
    expect(words(outcome)).toContain("Reconnect Pro : déjà déclarée à 14 h 09");
    expect(w.remoteFile(FILE)).toContain("14:09");
  });

  test("another branch than the remote's own is refused by every sending command", async () => {
    await using w = await openWorld({ remote: true });
    w.git("switch", "--quiet", "--create", "essai");
    w.write(FILE, `services: [rp]\nstatus: open\nstarted_at: ${DAY} 14:00\n`);
    for (const outcome of [await w.declare({ services: ["cfn"] }), await w.settle(), await w.resolve()]) {
      expect(outcome.exit).toBe(1);
      expect(words(outcome)).toContain("branche « essai »");
    }
    expect(w.requests().filter((what) => !what.startsWith("GET "))).toEqual([]);
  });

  test("a hook of the person, or a signature that cannot be made, stops nothing", async () => {
    await using w = await openWorld({ remote: true, ownGit: true });
    for (const name of ["pre-commit", "commit-msg", "pre-push"]) refuse(join(w.root, ".git"), name, "non");
    w.git("config", "commit.gpgsign", "true");
    w.git("config", "gpg.program", "/nonexistent");
    expect((await w.declare()).exit).toBe(0);
    expect(w.remoteFile(JOURNAL)).toContain("event: left");
  });

  test("what the person was about to commit is neither swept up nor lost", async () => {
    await using w = await openWorld({ remote: true });
    w.write("notes.md", "Pas encore\n");
    w.git("add", "notes.md");
    w.write("templates/outage.known.md", w.read("templates/outage.known.md"));
    expect((await w.declare()).exit).toBe(0);
    expect(w.git("status", "--short")).toBe("A  notes.md\n");
    expect(() => w.remoteFile("notes.md")).toThrow("notes.md");
  });
});
