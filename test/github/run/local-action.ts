import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { runInStep, type StepEnd, type StepRun } from "./step.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const ActionFile = z.looseObject({
  inputs: z.record(z.string(), z.looseObject({ default: scalar.optional() })).default({}),
  runs: z.looseObject({ using: z.string(), main: z.string() }),
});

/** An action of the checked-out repository: its defaults, then its bundle, as the runner starts it. */
export async function runLocalAction(
  step: StepRun,
  uses: string,
  evaluateText: (text: string) => string,
): Promise<StepEnd> {
  const { machine, inputs, log } = step;
  const fail = (reason: string): StepEnd => {
    log.annotate({ level: "error", message: reason });
    return { outcome: "failure", reason };
  };
  const folder = join(machine.workspace, uses);
  const file = ["action.yml", "action.yaml"]
    .map((name) => join(folder, name))
    .find((path) => existsSync(path));
  if (file === undefined)
    return fail(
      `Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '${folder}'. Did you forget to run actions/checkout before running your local action?`,
    );
  const parsed = ActionFile.safeParse(parse(readFileSync(file, "utf8")));
  if (!parsed.success) return fail(`Unable to read ${uses}/action.yml: ${parsed.error.message}`);
  const { inputs: declared, runs } = parsed.data;
  if (!/^node\d+$/u.test(runs.using) || "pre" in runs || "post" in runs)
    return { outcome: "not-run", reason: `an action that runs ${runs.using} is not played` };
  const known = Object.keys(declared).map((name) => name.toLowerCase());
  const strange = Object.keys(inputs).filter((name) => !known.includes(name.toLowerCase()));
  if (strange.length > 0)
    log.annotate({
      level: "warning",
      message: `Unexpected input(s) '${strange.join("', '")}', valid inputs are ['${known.join("', '")}']`,
    });
  const defaults = Object.entries(declared).map(([name, input]) => [
    name,
    evaluateText(String(input.default ?? "")),
  ]);
  const given = Object.entries({ ...Object.fromEntries(defaults), ...inputs });
  const seen = Object.fromEntries(
    given.map(([name, value]) => [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, String(value)]),
  );
  const isDone = await runInStep(step, process.execPath, [join(folder, runs.main)], { more: seen });
  return { outcome: isDone ? "success" : "failure", seen };
}
