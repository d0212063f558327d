import { describe, expect, test } from "vitest";
import { words } from "../world.ts";
import { DRILL, openDrilling, sent, wholeCycle } from "./drilling.ts";

const WRITES = [
  { what: "chat.postMessage", nth: 1 },
  { what: "POST /emailCampaigns", nth: 1 },
  { what: "POST /emailCampaigns/:id/sendNow", nth: 1 },
] as const;
/** One fault of each sort: without an effect, with one, and with one that is late. */
const KINDS = ["500-before", "lost-answer", "slow-after"] as const;
const table = [
  ...WRITES.flatMap((request) => KINDS.map((kind) => ({ ...request, kind }))),
  // The mail of the end, which follows in the same command.
  { what: "POST /emailCampaigns/:id/sendNow", nth: 2, kind: "lost-answer" } as const,
  { what: "POST /emailCampaigns/:id/sendNow", nth: 2, kind: "500-before" } as const,
];

describe.concurrent("whatever becomes of one write of a drill", { timeout: 60_000 }, () => {
  test.for(table)("$what $nth, $kind: no mail leaves twice, and the next drill is whole", async (fault) => {
    await using w = await openDrilling();
    w.sandbox.faults.add(fault);
    const first = await w.drill({ services: ["rp"] });
    expect(words(first)).not.toMatch(/ {4}at |undefined|\[object/u);
    expect(first.exit === 0 || first.headline.startsWith("⚠️")).toBe(true);
    const whole = wholeCycle(DRILL, ["rp"]);
    expect(first.exit === 0 ? sent(w).drill : whole).toEqual(whole);
    w.pass({ minutes: 20 });
    expect((await w.drill({ services: ["rp"] })).exit).toBe(0);
    const { drill, real } = sent(w);
    expect(real).toEqual([]);
    // Those of the first one that left, once each, and a whole other drill unless that one was played on.
    expect(new Set(drill).size).toBe(drill.length);
    expect(drill.length).toBeGreaterThanOrEqual(whole.length);
    expect(w.brevo.campaigns).toHaveLength(drill.length);
  });
});
