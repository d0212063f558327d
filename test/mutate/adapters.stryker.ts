import { strykerOptions } from "./stryker.ts";

/** What speaks to Slack and Brevo: six hundred mutants in ten minutes. */
export default strykerOptions("adapters", [
  "src/adapters/brevo.ts",
  "src/adapters/slack.ts",
  "src/adapters/exchange.ts",
]);
