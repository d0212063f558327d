import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { drill } from "../../src/commands/drill.ts";
import { parseSettings } from "../../src/core/settings.ts";
import { withDrills } from "../../src/demo/drills.ts";
import { setStage } from "../../src/demo/stage.ts";

const root = join(import.meta.dirname, "../..");
const shipped = readFileSync(join(root, "runbook.yml"), "utf8");
const drillOf = (text: string) => {
  const parsed = parseSettings({ path: "runbook.yml", text });
  return parsed.ok ? parsed.value.drill : parsed.problems;
};

describe("the clone for training", () => {
  it.each([
    ["as they are shipped", shipped],
    ["without drills", shipped.replace(/^drill:\n(?: +.*\n)+/mu, "")],
    [
      "with an audience of their own",
      shipped.replace(/^(drill:\n.*channel_id: )""(.*\n.*list_id: )""/mu, '$1"C0REALTEST"$2"77"'),
    ],
  ])("has the sandbox's audience, from settings %s", (_what, text) => {
    expect(drillOf(withDrills(text))).toEqual({ channelId: "C0EXERCIC1", listId: 12 });
  });

  it("plays a drill without any set-up", async () => {
    const stage = await setStage(root, process.env);
    try {
      const outcome = await drill(
        stage.machine(() => undefined),
        { services: ["rp"] },
      );
      expect(outcome.exit).toBe(0);
      expect(stage.sandbox.brevo.deliveries.map(({ listIds }) => listIds)).toEqual([[12], [12]]);
    } finally {
      await stage.strike();
    }
  });
});
