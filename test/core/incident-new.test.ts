import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { incidentId, newIncidentText } from "../../src/core/incident-new.ts";
import { parseIncident } from "../../src/core/incident.ts";
import { causeId, cfn, paris, rp, settings } from "./reconnect.ts";

const startedAt = paris("2026-11-23 14:05");
const causes = [{ id: causeId("hosting"), needsMessage: false }];

describe("newIncidentText", () => {
  it("writes the shape of the design, key by key", () => {
    const text = newIncidentText(
      {
        services: [rp.id, cfn.id],
        startedAt,
        declaredAt: paris("2026-11-23 14:11"),
        cause: causeId("hosting"),
        message: 'Le "câble" #3 : coupé.',
        expectedEnd: paris("2026-11-23 18:00"),
        dataSafe: true,
        notify: false,
      },
      settings,
    );
    expect(text).toBe(
      [
        "services: [rp, cfn]",
        "status: open",
        "started_at: 2026-11-23 14:05",
        "declared_at: 2026-11-23 14:11",
        "cause: hosting",
        'message: "Le \\"câble\\" #3 : coupé."',
        "expected_end: 2026-11-23 18:00",
        "data_safe: true",
        "notify: false",
        "",
      ].join("\n"),
    );
  });

  it("writes nothing that was not said", () => {
    expect(newIncidentText({ services: [rp.id], startedAt }, settings)).toBe(
      "services: [rp]\nstatus: open\nstarted_at: 2026-11-23 14:05\n",
    );
  });

  it("keeps any message whatever, letter for letter", () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          '"',
          "'",
          "\\",
          "#",
          ": ",
          "\n",
          "\r",
          "\t",
          "{",
          "}",
          "&",
          "*",
          "!",
          "|",
          ">",
          "%",
          "@",
          "---\n",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "\u0000",
        ),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(hostile, (message) => {
        const text = newIncidentText({ services: [rp.id], startedAt, message }, settings);
        expect(parse(text)).toEqual({
          services: ["rp"],
          status: "open",
          started_at: "2026-11-23 14:05",
          message,
        });
      }),
      { numRuns: 200 },
    );
  });

  it("is read back as it was meant, in winter, in summer and in the doubled hour", () => {
    const minutes = fc.integer({ min: Date.UTC(2026, 9, 24) / 60_000, max: Date.UTC(2026, 9, 26) / 60_000 });
    const letters = fc.string({
      unit: fc.constantFrom("a", " ", '"', "'", "#", ":", "\\", "-", "é", "&", "*", ","),
    });
    fc.assert(
      fc.property(minutes, letters, fc.boolean(), (minute, words, dataSafe) => {
        const at = new Date(minute * 60_000);
        const message = `Début ${words}.`;
        const text = newIncidentText({ services: [rp.id], startedAt: at, message, dataSafe }, settings);
        const now = new Date(at.getTime() + 60_000);
        const parsed = parseIncident(
          { path: "incidents/2026-10-25-rp.yml", text },
          { settings, causes, now },
        );
        expect(parsed).toMatchObject({ ok: true, value: { startedAt: at, message, dataSafe } });
      }),
    );
  });
});

describe("incidentId", () => {
  it.each([
    ["the day in Paris and the service", "2026-11-23 14:05", [rp.id], [], "2026-11-23-rp"],
    ["services in the settings' order", "2026-11-23 14:05", [cfn.id, rp.id], [], "2026-11-23-rp-cfn"],
    ["the day that begins at midnight in Paris", "2026-11-24 00:05", [rp.id], [], "2026-11-24-rp"],
    [
      "the first free number",
      "2026-11-23 14:05",
      [rp.id],
      ["2026-11-23-rp", "2026-11-23-rp-3"],
      "2026-11-23-rp-2",
    ],
    [
      "a third of the day",
      "2026-11-23 14:05",
      [rp.id],
      ["2026-11-23-rp", "2026-11-23-rp-2"],
      "2026-11-23-rp-3",
    ],
    ["its own series for other services", "2026-11-23 14:05", [cfn.id], ["2026-11-23-rp"], "2026-11-23-cfn"],
  ])("gives %s", (_, wall, services, taken, id) => {
    expect(incidentId(paris(wall), services, taken, settings)).toBe(id);
  });
});
