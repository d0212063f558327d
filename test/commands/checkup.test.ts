import { describe, expect, it } from "vitest";
import { openWorld } from "../world.ts";

describe("checkup", () => {
  it("finds a healthy world ready", async () => {
    await using world = await openWorld();
    const outcome = await world.checkup();
    expect(outcome.exit).toBe(0);
  });
});
