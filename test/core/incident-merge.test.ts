import { describe, expect, it } from "vitest";
import { mergeIncidentTexts } from "../../src/core/incident-merge.ts";

const BASE = "services: [rp]\nstatus: open # en panne\nstarted_at: 2026-11-23 14:05\n";

describe("an incident file that two sides changed", () => {
  it.each([
    ["nothing", BASE, BASE],
    ["what only the other one changed", `${BASE}cause: hosting\n`, BASE],
    ["what neither can read", "- a\n", BASE],
  ])("keeps ours for %s", (_what, ours, theirs) => {
    expect(mergeIncidentTexts(BASE, ours, theirs)).toBe(ours);
  });

  it("takes keys that only the other side changed, added or took away, and keeps our comments", () => {
    const ours = BASE.replace("14:05", "14:00");
    const theirs = `${BASE.replace("open", "resolved")}resolved_at: { rp: 2026-11-23 16:40 }\n`;
    expect(mergeIncidentTexts(BASE, ours, theirs)).toBe(
      "services: [rp]\nstatus: resolved # en panne\nstarted_at: 2026-11-23 14:00\nresolved_at: {rp: 2026-11-23 16:40}\n",
    );
    const noted = `${BASE}notify: false\n`;
    expect(mergeIncidentTexts(noted, `${noted}cause: network\n`, BASE)).toBe(`${BASE}cause: network\n`);
  });

  it("leaves a key as ours that both changed", () => {
    const ours = BASE.replace("14:05", "14:00");
    const theirs = BASE.replace("14:05", "14:10").replace("open", "resolved");
    expect(mergeIncidentTexts(BASE, ours, theirs)).toContain("started_at: 2026-11-23 14:00");
    expect(mergeIncidentTexts(BASE, ours, theirs)).toContain("status: resolved");
  });

  const TWO = "services: [rp, cfn]\nstatus: open # en panne\nstarted_at: 2026-11-23 14:05\n";
  const rpEnd = `${TWO}resolved_at: { rp: 2026-11-23 15:00 } # vu\n`;
  const over = TWO.replace("open", "resolved");

  it.each([
    [
      "two ends of two tools",
      rpEnd,
      `${TWO}resolved_at: { cfn: 2026-11-23 15:10 }\n`,
      `${over}resolved_at: {rp: 2026-11-23 15:00, cfn: 2026-11-23 15:10}\n`,
    ],
    [
      "one end of one tool, and one for all",
      rpEnd,
      `${over}resolved_at: 2026-11-23 15:10\n`,
      `${over}resolved_at: {rp: 2026-11-23 15:00, cfn: 2026-11-23 15:10}\n`,
    ],
    [
      "an end and a false alarm",
      rpEnd,
      `${TWO}resolved_at: { cfn: 2026-11-23 15:10 }\nmistaken: [cfn]\n`,
      `${over}resolved_at: {rp: 2026-11-23 15:00, cfn: 2026-11-23 15:10}\nmistaken: [cfn]\n`,
    ],
    [
      "two false alarms",
      `${TWO}mistaken: rp\n`,
      `${TWO}mistaken: [cfn]\n`,
      `${TWO.replace("open", "mistaken")}mistaken: [rp, cfn]\n`,
    ],
    [
      "two sentences",
      `${rpEnd}resolution: { rp: "Un." }\n`,
      `${TWO}resolution: { cfn: "Deux." }\n`,
      `${TWO}resolved_at: {rp: 2026-11-23 15:00} # vu\nresolution: {rp: Un., cfn: Deux.}\n`,
    ],
    ["two hours of one tool", rpEnd, rpEnd.replace("15:00", "15:10"), rpEnd],
  ])("keeps %s", (_what, ours, theirs, united) => {
    expect(mergeIncidentTexts(TWO, ours, theirs)).toBe(united);
  });
});
