import { strykerOptions } from "./stryker.ts";

/** What acts on the decisions: each mutant is tried by whole stories. For a night, or for one file by `--mutate`. */
export default strykerOptions("world", ["src/settle.ts", "src/settle/*.ts"]);
