import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { expectNoSecret, GITHUB_TOKEN, type Run, type Stage } from "./stage.ts";

/** Each click is a run of its own. */
let runs = 4710;

/** The job as GitHub runs it: no argument, inputs and context in the environment, a page for the receipt. */
export async function runJob(s: Stage, inputs: Record<string, string>, env: Record<string, string> = {}) {
  const page = join(s.root, ".git", "summary.md");
  const answers = join(s.root, ".git", "output.txt");
  const job: Record<string, string> = {
    GITHUB_ACTIONS: "true",
    GITHUB_STEP_SUMMARY: page,
    GITHUB_OUTPUT: answers,
    GITHUB_ACTOR: "somebody-else",
    GITHUB_TRIGGERING_ACTOR: "lea-m",
    GITHUB_RUN_ID: String((runs += 1)),
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_TOKEN,
  };
  for (const [name, value] of Object.entries(inputs)) job[`INPUT_${name.toUpperCase()}`] = value;
  s.write(".git/summary.md", "");
  s.write(".git/output.txt", "");
  const run = await s.run([], { env: { ...job, ...env } });
  const summary = existsSync(page) ? readFileSync(page, "utf8") : "";
  expectNoSecret(summary, "the summary");
  expectObedient(run);
  return {
    ...run,
    summary: summary.replaceAll("\u00A0", " "),
    log: logOf(run),
    outputs: outputsOf(readFileSync(answers, "utf8")),
  };
}

/** What a step answers to later ones: `name<<EOF`, the value, `EOF`. */
function outputsOf(text: string): Record<string, string> {
  const found = text.matchAll(/^(?<name>[\w-]+)<<(?<end>\S+)\n(?<value>[\s\S]*?)\n\k<end>$/gmu);
  return Object.fromEntries(
    [...found].map(({ groups }) => [groups?.["name"] ?? "", groups?.["value"] ?? ""]),
  );
}

/** The runner obeys lines that begin with `::`: only ours may. */
function expectObedient({ stdout, stderr }: Run): void {
  const orders = `${stdout}\n${stderr}`.split("\n").filter((line) => /^[\s\u0085]*::|##\[/u.test(line));
  for (const order of orders)
    expect(order).toMatch(/^::(add-mask::|error (?:file=\S+,line=\d+,col=\d+|title=[^,:]+)::)/u);
}

/** What people see of the log: the lines that are no orders. */
const logOf = ({ text }: Run): string[] =>
  text.split("\n").filter((line) => !line.startsWith("::") && line !== "");
