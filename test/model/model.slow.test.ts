import * as fc from "fast-check";
import { expect, test } from "vitest";
import { histories } from "./history.ts";
import { brokenIn } from "./play.ts";

/**
 * `MODEL_RUNS=5000 MODEL_MINUTES=480 MODEL_SEED=$RANDOM npm run test:faults -- test/model` fills a night. A failure
 * prints its seed and path; with both as `MODEL_SEED` and `MODEL_PATH` that history is played again, and made smaller.
 */
const { MODEL_RUNS, MODEL_SEED, MODEL_MINUTES, MODEL_PATH: path } = process.env;
const numRuns = Number(MODEL_RUNS ?? 240);
const seed = Number(MODEL_SEED ?? 2025);
const minutes = Number(MODEL_MINUTES ?? 1);

/** Most of a history is waiting for git and for patience: three go side by side. */
const LANES = path === undefined ? [0, 1, 2] : [0];

test.concurrent.for(LANES)(
  "random histories keep every promise, lane %i",
  { timeout: (minutes + 2) * 60_000 },
  async (lane) => {
    const kept = fc.asyncProperty(histories(9), async (history) => {
      expect(await brokenIn(history)).toBe("");
    });
    await fc.assert(kept, {
      seed: seed + lane,
      numRuns: Math.ceil(numRuns / LANES.length),
      // Ends the search, and the making smaller of what it found.
      interruptAfterTimeLimit: minutes * 60_000,
      ...(path !== undefined && { path }),
    });
  },
);
