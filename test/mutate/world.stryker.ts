import { strykerOptions } from "./stryker.ts";

/**
 * What acts on the decisions: 1400 mutants, each tried by whole stories. For a night, or for a part of a file by
 * `--mutate src/settle/chat.ts:60-130`. No score of the whole is known yet.
 */
export default strykerOptions("world", ["src/settle.ts", "src/settle/*.ts"]);
