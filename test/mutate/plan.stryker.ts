import { strykerOptions } from "./stryker.ts";

/** The decisions: a thousand mutants in ten minutes. */
export default strykerOptions("plan", ["src/core/plan.ts", "src/core/plan-mail.ts", "src/core/plan-chat.ts"]);
