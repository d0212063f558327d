import { describe, expect, test } from "vitest";
import { DAY, openWorld, steps, words } from "../world.ts";

const ID = `${DAY}-rp`;
const FILE = `incidents/${ID}.yml`;
const END = "recovery/mail/rp";
const OLD = "2025-11-20-rp";
const old = (more = "") => `services: [rp]\nstatus: open\nstarted_at: 2025-11-20 14:05\n${more}`;

describe.concurrent("the age guard", () => {
  test("skips an old outage once with the way out, and --late announces it", async () => {
    await using w = await openWorld({ files: { [`incidents/${OLD}.yml`]: old() } });
    const outcome = await w.settle();
    expect([outcome.exit, steps(outcome)]).toEqual([
      2,
      { "outage/slack": "skipped", "outage/mail/rp": "skipped" },
    ]);
    expect(words(outcome)).toContain(`npx runbook settle --late ${OLD}`);
    expect([w.deliveries().length, w.channel().length]).toEqual([0, 0]);
    w.env = { SLACK_BOT_TOKEN: undefined };
    expect((await w.settle()).exit).toBe(0);
    w.env = {};
    expect((await w.settle({ late: OLD })).exit).toBe(0);
    expect([w.deliveries().length, w.channel().length]).toEqual([1, 1]);
    expect((await w.resolve()).exit).toBe(0);
    expect(w.deliveries()).toHaveLength(2);
  });

  test("takes declared_at for the instant, and --late wants an incident that is open", async () => {
    await using w = await openWorld({
      files: { [`incidents/${OLD}.yml`]: old("declared_at: 2025-11-24 13:00\n") },
    });
    expect(await w.settle({ late: "2025-11-19-rp" })).toMatchObject({ exit: 1 });
    expect((await w.settle()).exit).toBe(0);
    expect(w.deliveries()).toHaveLength(1);
  });

  test("is lifted by declare for an outage of the days before", async () => {
    await using w = await openWorld();
    expect((await w.declare({ startedAt: "vendredi 20h" })).exit).toBe(0);
    expect([w.deliveries().length, w.channel().length]).toEqual([1, 1]);
  });

  test("skips an end that is a day and a half old, and the gesture that it prints sends it", async () => {
    await using w = await openWorld();
    await w.declare();
    w.pass({ hours: 48 });
    w.edit(FILE, "status: open", `status: resolved\nresolved_at: ${DAY} 20:00`);
    const outcome = await w.settle();
    expect([outcome.exit, steps(outcome)[END], w.deliveries().length]).toEqual([2, "skipped", 1]);
    expect(words(outcome)).toContain(`npx runbook resolve ${ID}`);
    expect((await w.settle()).exit).toBe(0);
    expect((await w.resolve({ id: ID })).exit).toBe(0);
    expect(w.deliveries()).toHaveLength(2);
  });

  test("sends nothing when the whole history is played again, and needs no key for it", async () => {
    const files = Object.fromEntries(
      ["2025-02-03-rp", "2025-06-12-cfn", "2025-09-30-rp-cfn", "2025-11-22-rp"].map((id) => [
        `incidents/${id}.yml`,
        `services: [${id.slice(11).replace("-", ", ")}]\nstatus: resolved\nstarted_at: ${id.slice(0, 10)} 09:00\nresolved_at: ${id.slice(0, 10)} 11:00\n`,
      ]),
    );
    await using w = await openWorld({ files });
    w.env = { SLACK_BOT_TOKEN: undefined, BREVO_API_KEY: undefined };
    expect(await w.settle()).toMatchObject({ exit: 0, headline: "ℹ️ DÉJÀ FAIT" });
    expect(w.requests()).toEqual([]);
    expect((await w.settle()).exit).toBe(0);
  });

  test("keeps a past incident that is kept for the record silent", async () => {
    await using w = await openWorld({
      files: { [FILE]: `services: [rp]\nstatus: open\nstarted_at: ${DAY} 14:00\nnotify: false\n` },
    });
    expect((await w.settle()).exit).toBe(0);
    expect(w.requests()).toEqual([]);
  });
});
