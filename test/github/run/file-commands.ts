import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NAMES = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"] as const;

/** The files in which one step tells the runner its outputs, variables and page. */
export interface FileCommands {
  readonly env: Readonly<Record<(typeof NAMES)[number], string>>;
  outputs(): Record<string, string>;
  variables(): Record<string, string>;
  paths(): readonly string[];
  summary(): string;
}

/** Makes the files of one step. */
export function makeFileCommands(temporary: string): FileCommands {
  const folder = join(temporary, "_runner_file_commands");
  mkdirSync(folder, { recursive: true });
  const made = (name: string) => {
    const path = join(folder, `${name.toLowerCase()}_${randomUUID()}`);
    writeFileSync(path, "");
    return path;
  };
  const env = {
    GITHUB_OUTPUT: made("output"),
    GITHUB_ENV: made("env"),
    GITHUB_PATH: made("path"),
    GITHUB_STATE: made("state"),
    GITHUB_STEP_SUMMARY: made("summary"),
  };
  const read = (name: keyof typeof env) => readFileSync(env[name], "utf8");
  return {
    env,
    outputs: () => parsePairs(read("GITHUB_OUTPUT")),
    variables: () => parsePairs(read("GITHUB_ENV")),
    paths: () => read("GITHUB_PATH").split("\n").filter(Boolean),
    summary: () => read("GITHUB_STEP_SUMMARY"),
  };
}

/** `name=value` and `name<<END … END`. Throws for anything else, as the runner does. */
function parsePairs(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/u);
  const pairs: Record<string, string> = {};
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const { name, end, value } = /^(?<name>[^=<]+)(?:<<(?<end>.+)|=(?<value>.*))$/u.exec(line)?.groups ?? {};
    if (name === undefined) throw new Error(`Invalid format '${line}'`);
    if (end === undefined) {
      pairs[name] = value ?? "";
      continue;
    }
    const last = lines.indexOf(end, at + 1);
    if (last < 0) throw new Error(`Invalid value. Matching delimiter not found '${end}'`);
    pairs[name] = lines.slice(at + 1, last).join("\n");
    at = last;
  }
  return pairs;
}
