import { strykerOptions } from "./stryker.ts";

/**
 * What acts on the decisions: 1400 mutants, each tried by whole stories, side by side as always. For a night, or for a
 * part of a file by `--mutate src/settle/chat.ts:60-130`.
 */
export default {
  ...strykerOptions("world", ["src/settle.ts", "src/settle/*.ts"]),
  testRunner: "command",
  commandRunner: { command: "vitest run --config test/mutate/world.vitest.ts --bail 1" },
  coverageAnalysis: "off",
};
