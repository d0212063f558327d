import { strykerOptions } from "./stryker.ts";

/** What acts on the decisions: two thousand mutants, each tried by whole stories. For a night, or for one file by `--mutate`. */
export default strykerOptions("world", [
  "src/settle.ts",
  "src/settle/*.ts",
  "src/adapters/brevo.ts",
  "src/adapters/slack.ts",
  "src/adapters/exchange.ts",
]);
