import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveIncidentText } from "../../src/core/incident-edit.ts";
import type { IncidentContext } from "../../src/core/incident.ts";
import { readIncident } from "../../src/core/incident-read.ts";
import type { ServiceId } from "../../src/core/settings.ts";
import { causeId, cfn, paris, rp, settings } from "./reconnect.ts";
import { mergeIncidentTexts } from "../../src/core/incident-merge.ts";

const context: IncidentContext = {
  settings,
  causes: [{ id: causeId("hosting"), needsMessage: false }],
  now: paris("2026-11-23 21:00"),
};
const TWO = "services: [rp, cfn]\nstatus: open # en panne\nstarted_at: 2026-11-23 14:05\n";
const BASE = "services: [rp]\nstatus: open # en panne\nstarted_at: 2026-11-23 14:05\n";

describe("an incident file that two sides changed", () => {
  it.each([
    ["nothing", BASE, BASE],
    ["what only the other one changed", `${BASE}cause: hosting\n`, BASE],
    ["what nobody can read in theirs", `${BASE}cause: hosting\n`, "- a\n"],
  ])("keeps ours for %s", (_what, ours, theirs) => {
    expect(mergeIncidentTexts(BASE, ours, theirs)).toBe(ours);
  });

  it("takes keys that only the other side changed, added or took away, and keeps our comments", () => {
    const ours = BASE.replace("14:05", "14:00");
    const theirs = `${BASE.replace("open", "resolved")}resolved_at: { rp: 2026-11-23 16:40 }\n`;
    expect(mergeIncidentTexts(BASE, ours, theirs)).toBe(
      "services: [rp]\nstatus: resolved # en panne\nstarted_at: 2026-11-23 14:00\nresolved_at: { rp: 2026-11-23 16:40 }\n",
    );
    const noted = `${BASE}notify: false\n`;
    expect(mergeIncidentTexts(noted, `${noted}cause: network\n`, BASE)).toBe(`${BASE}cause: network\n`);
  });

  it("leaves a key as ours that both changed", () => {
    const ours = BASE.replace("14:05", "14:00");
    const theirs = `${BASE.replace("14:05", "14:10").replace("open", "resolved")}resolved_at: 2026-11-23 16:40\n`;
    expect(mergeIncidentTexts(BASE, ours, theirs)).toContain("started_at: 2026-11-23 14:00");
    expect(mergeIncidentTexts(BASE, ours, theirs)).toContain("status: resolved");
  });
  const rpEnd = `${TWO}resolved_at: { rp: 2026-11-23 15:00 } # vu\n`;
  const over = TWO.replace("open", "resolved");

  it.each([
    [
      "two ends of two tools",
      rpEnd,
      `${TWO}resolved_at: { cfn: 2026-11-23 15:10 }\n`,
      `${over}resolved_at: { rp: 2026-11-23 15:00, cfn: 2026-11-23 15:10 } # vu\n`,
    ],
    [
      "one end of one tool, and one for all",
      rpEnd,
      `${over}resolved_at: 2026-11-23 15:10\n`,
      `${over}resolved_at: { rp: 2026-11-23 15:00, cfn: 2026-11-23 15:10 } # vu\n`,
    ],
    [
      "an end and a false alarm",
      rpEnd,
      `${TWO}resolved_at: { cfn: 2026-11-23 15:10 }\nmistaken: [cfn]\n`,
      `${over}resolved_at: { rp: 2026-11-23 15:00, cfn: 2026-11-23 15:10 } # vu\nmistaken: [cfn]\n`,
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
      `${TWO}resolved_at: { rp: 2026-11-23 15:00 } # vu\nresolution: { rp: "Un.", cfn: Deux. }\n`,
    ],
    [
      "one false alarm, and one of all",
      `${TWO}mistaken: [rp]\n`,
      TWO.replace("open", "mistaken"),
      `${TWO.replace("open", "mistaken")}mistaken: [rp, cfn]\n`,
    ],
    [
      "the false alarm of all, and one",
      TWO.replace("open", "mistaken"),
      `${TWO}mistaken: [rp]\n`,
      `${TWO.replace("open", "mistaken")}mistaken: [rp, cfn]\n`,
    ],
    [
      "notes inside a map over several lines",
      `${TWO}resolved_at:\n  rp: 2026-11-23 15:00 # Karim\n# fin\n`,
      `${TWO}resolved_at: { cfn: 2026-11-23 15:10 }\n`,
      `${over}resolved_at:\n  rp: 2026-11-23 15:00 # Karim\n  cfn: 2026-11-23 15:10\n# fin\n`,
    ],
    ["two hours of one tool", rpEnd, rpEnd.replace("15:00", "15:10"), rpEnd],
  ])("keeps %s", (_what, ours, theirs, united) => {
    expect(mergeIncidentTexts(TWO, ours, theirs)).toBe(united);
  });

  it("keeps both ends where nobody can read what they had in common", () => {
    const theirs = `${TWO}resolved_at: { cfn: 2026-11-23 15:10 }\n`;
    const united = mergeIncidentTexts("<<<<<<< HEAD\n", rpEnd, theirs);
    expect(united).toContain("{ rp: 2026-11-23 15:00, cfn: 2026-11-23 15:10 } # vu");
  });

  it("is left to a person where nobody can read ours: the end in theirs would be lost", () => {
    expect(mergeIncidentTexts(TWO, "services: [rp\n", rpEnd)).toBeUndefined();
  });
});

const minutes = fc
  .integer({ min: 1, max: 120 })
  .map((after) => new Date(paris("2026-11-23 15:00").getTime() + after * 60_000));
const tools = fc.constantFrom([rp.id], [cfn.id], [rp.id, cfn.id]);
/** What `resolve` writes, for one tool or all of them, an end or a false alarm. */
const ending = fc
  .record({
    tools,
    at: minutes,
    isMistaken: fc.boolean(),
    says: fc.option(fc.constantFrom("Réparé : oui.", 'C\'est "fini" # ou presque.')),
  })
  .map(({ tools: ids, at, isMistaken, says }) => (text: string) => {
    const read = readIncident({ path: "", text }, context);
    const away = read.ok
      ? ids.filter(
          (id) =>
            read.value.status === "open" && !read.value.resolvedAt.has(id) && !read.value.mistaken.has(id),
        )
      : [];
    if (away.length === 0) return text;
    return resolveIncidentText(
      text,
      {
        ...(isMistaken && { mistaken: away }),
        resolvedAt: new Map(away.map((id) => [id, at])),
        ...(says !== null && { resolution: new Map(away.map((id) => [id, says])) }),
      },
      context,
    );
  });
/** What people write beside it. */
const note = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.replace("status: open", "status: open   # suivi par Karim"),
  (text) => `${text}# appelé l'hébergeur\n`,
  (text) => `${text}cause: hosting # dit Karim\n`,
  (text) => `${text}data_safe: true\n`,
  (text) => `${text}expected_end: 2026-11-23 19:00\n`,
  (text) => text.replace("started_at: ", "# vu par Léa\nstarted_at: "),
);
const side = fc.tuple(note, ending, ending).map(
  ([noted, first, second]) =>
    (text: string) =>
      second(first(noted(text))),
);
const commentsIn = (text: string) =>
  [...text.matchAll(/# (?:suivi|appelé|dit|vu) [^\r\n]*/gu)].map(([one]) => one);

describe("two sides that each end what they see away", () => {
  it.each(["\n", "\r\n"])(
    "make one file that is valid, holds both ends and our notes (line end %j)",
    (eol) => {
      const base = `${TWO.replace(" # en panne", "")}message: >\n  Nous cherchons.\n`.replaceAll("\n", eol);
      fc.assert(
        fc.property(side, side, (one, other) => {
          const [ours, theirs] = [one(base), other(base)];
          const united = mergeIncidentTexts(base, ours, theirs) ?? "";
          const [mine, their, both] = [ours, theirs, united].map((text) =>
            readIncident({ path: "", text }, context),
          );
          expect(mine?.ok && their?.ok && both).toMatchObject({ ok: true });
          if (!mine?.ok || !their?.ok || !both?.ok) return;
          const isBack = ({ status, resolvedAt, mistaken }: typeof both.value, id: ServiceId) =>
            status !== "open" || resolvedAt.has(id) || mistaken.has(id);
          for (const { id } of [rp, cfn]) {
            expect(isBack(both.value, id)).toBe(isBack(mine.value, id) || isBack(their.value, id));
            expect(both.value.resolvedAt.get(id)).toEqual(
              mine.value.resolvedAt.get(id) ?? their.value.resolvedAt.get(id),
            );
          }
          expect(commentsIn(united)).toEqual(expect.arrayContaining(commentsIn(ours)));
        }),
        { numRuns: 80 },
      );
    },
  );
});
