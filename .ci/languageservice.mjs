// Reads every workflow and the action with GitHub's own language service, the one of the editor on github.com.
// Usage: node .ci/languageservice.mjs <folder where @actions/languageservice is installed>
import { readdirSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

// The package imports JSON without saying so, which Node refuses.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context),
});

const home = resolve(import.meta.dirname, "..");
const tools = join(resolve(process.argv[2] ?? ".ci/tools/languageservice"), "node_modules");
/** @param {string} path */
const load = (path) => import(pathToFileURL(join(tools, path)).href);
const { TextDocument } = await load("vscode-languageserver-textdocument/lib/esm/main.js");
const { validate, registerLogger } = await load("@actions/languageservice/dist/index.js");

const problems = [];
// What it stumbles over it only logs, and then it finds nothing.
const logger = { error: (text) => void problems.push(`It gave up: ${text}`), warn() {}, info() {}, log() {} };
registerLogger(logger);

const action = join(home, ".github/actions/runbook/action.yml");
const folder = join(home, ".github/workflows");
const files = [action, ...readdirSync(folder).map((name) => join(folder, name))];
const BAD =
  "on: push\njobs:\n  a:\n    runs-on: x\n    if: nothing.x\n    steps: [{ uses: $/.github/actions/runbook, with: { no: 1 } }]\n";

/** `./` is `$/` with another commit: told so, the service checks the inputs of our own action. */
const config = {
  fileProvider: {
    /** @param {{ path: string }} reference */
    getFileContent: async ({ path }) => ({ name: path, content: readFileSync(join(home, path), "utf8") }),
  },
};
/** @param {string} path @param {string} text */
function findingsIn(path, text) {
  const asked = text.replaceAll("uses: ./.github/actions/", "uses: $/.github/actions/");
  const document = TextDocument.create(pathToFileURL(path).href, "yaml", 1, asked);
  return validate(document, config);
}

for (const path of files) {
  for (const { message, range } of await findingsIn(path, readFileSync(path, "utf8")))
    problems.push(`${relative(home, path)}:${range.start.line + 1}:${range.start.character + 1}: ${message}`);
}
// A service that finds nothing in a bad file would let everything through.
const bad = await findingsIn(join(folder, "bad.yml"), BAD);
for (const wanted of ["nothing", "Invalid action input 'no'", "Missing required input `command`"]) {
  if (!bad.some(({ message }) => message.includes(wanted)))
    problems.push(`It does not see a bad file: ${wanted}`);
}
for (const problem of problems) console.error(problem);
console.log(`${files.length} files read by the language service, ${problems.length} findings`);
process.exitCode = problems.length === 0 ? 0 : 1;
