import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/commands/outcome.ts";
import { DAY, expectPromiseKept, openWorld, words, type Clone, type World } from "../world.ts";

const ID = `${DAY}-rp`;
const FILE = `incidents/${ID}.yml`;
const HAND = `services: [rp]\nstatus: open\nstarted_at: ${DAY} 14:00\n`;

/** Both runs went well or say that the other one does it, and what they leave behind is whole. */
async function expectOnce(w: World, clones: readonly Clone[], outcomes: readonly Outcome[], mails: number) {
  expect(w.deliveries()).toHaveLength(mails);
  expectPromiseKept(w);
  expect(outcomes.map((outcome) => `${outcome.exit} ${outcome.exit === 0 ? "" : words(outcome)}`)).toEqual(
    outcomes.map(() => "0 "),
  );
  for (const clone of clones) expect((await clone.settle()).exit).toBe(0);
  expect(w.deliveries()).toHaveLength(mails);
  expect(new Set(w.brevo.campaigns.map(({ content }) => content.name)).size).toBe(w.brevo.campaigns.length);
  for (const clone of clones) expect(clone.git("status", "--short")).toBe("");
  const posts = clones.flatMap((clone) => clone.journal(ID)).filter(({ channel }) => channel !== undefined);
  const shown = w.channel().map(({ ts }) => ts);
  expect(posts.filter(({ ts }) => ts === undefined || !shown.includes(ts))).toEqual([]);
  const [first, ...others] = clones.map((clone) => clone.git("rev-parse", "HEAD^{tree}"));
  for (const other of others) expect(other).toBe(first);
}

describe("two processes in one clone", () => {
  test("that declare the same outage send it once", async () => {
    await using w = await openWorld();
    const outcomes = await Promise.all([w.declare(), w.declare()]);
    await expectOnce(w, [w], outcomes, 1);
    expect(w.channel()).toHaveLength(1);
  });

  test("that settle the same file send it once, and its end once", async () => {
    await using w = await openWorld();
    w.write(FILE, HAND);
    await expectOnce(w, [w], await Promise.all([w.settle(), w.settle()]), 1);
    w.pass({ hours: 1 });
    await expectOnce(w, [w], await Promise.all([w.resolve(), w.resolve()]), 2);
    expect(w.channel()).toHaveLength(2);
  });
});

describe("two clones of one remote", () => {
  test("that declare the same outage send it once", async () => {
    await using w = await openWorld({ remote: true });
    const other = w.colleague();
    await expectOnce(w, [w, other], await Promise.all([w.declare(), other.declare()]), 1);
    expect(w.channel()).toHaveLength(1);
    expect(w.remoteFile(FILE)).toContain("status: open");
  });

  test("that declare two tools send two mails", async () => {
    await using w = await openWorld({ remote: true });
    const other = w.colleague();
    const outcomes = await Promise.all([w.declare(), other.declare({ services: ["cfn"] })]);
    await expectOnce(w, [w, other], outcomes, 2);
    expect(w.channel()).toHaveLength(2);
  });

  test("that settle a pushed file send it once, and its end once", async () => {
    await using w = await openWorld({ remote: true, files: { [FILE]: HAND } });
    const other = w.colleague();
    await expectOnce(w, [w, other], await Promise.all([w.settle(), other.settle()]), 1);
    w.pass({ hours: 1 });
    await expectOnce(w, [w, other], await Promise.all([w.resolve(), other.resolve()]), 2);
    expect(w.channel()).toHaveLength(2);
  });

  // GitHub starts a run for the very commit that a laptop pushes while it goes on itself.
  test.for([1, 4, 6, 8])("when a runner settles as soon as a laptop's step %i begins", async (count) => {
    await using w = await openWorld({ remote: true });
    const runner = w.colleague();
    runner.actor = "github-actions";
    let left = count;
    let second: Promise<Outcome> | undefined;
    w.onProgress = () => {
      left -= 1;
      if (left === 0) second = runner.settle();
    };
    const first = await w.declare();
    const outcomes = second ? [first, await second] : [first];
    await expectOnce(w, [w, runner], outcomes, 1);
    expect(w.channel()).toHaveLength(1);
  });
});
