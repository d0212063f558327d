import { existsSync } from "node:fs";
import { resolve } from "node:path";

const HOME = resolve(import.meta.dirname, "../..");
const folder = resolve(HOME, process.env["WITNESS_TOOLS"] ?? ".ci/tools");

/** Where the witnesses stand: `.ci/run` installs the tools; both places can be set by a variable. */
export const PRISM = resolve(folder, "prism/node_modules/@stoplight/prism-cli/dist/index.js");
export const EMULATE = resolve(folder, "emulate/node_modules/emulate/dist/api.js");
export const CONTRACT = resolve(
  HOME,
  process.env["BREVO_CONTRACT"] ?? "../shared/contracts/brevo-openapi.yml",
);

/** Whether all these files are on this machine; for each that is not, a line says what is skipped. */
export function arePresent(...paths: readonly string[]): boolean {
  const absent = paths.filter((path) => !existsSync(path));
  for (const path of absent) console.log(`SKIPPED: no ${path}: tests with this witness are skipped`);
  return absent.length === 0;
}
