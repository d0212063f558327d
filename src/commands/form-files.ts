import { parse } from "yaml";
import { z } from "zod";
import type { Tree } from "../adapters/tree.ts";
import type { Problem } from "../core/problem.ts";
import type { Settings } from "../core/settings.ts";
import type { Templates } from "../core/templates.ts";
import { commandWords } from "../core/words/command.ts";
import { formChoices } from "./form.ts";

/** The workflow files of the forms. */
const FORMS = {
  declare: "declarer-une-panne.yml",
  resolve: "declarer-la-fin.yml",
  drill: "faire-un-exercice.yml",
  update: "donner-des-nouvelles.yml",
} as const;

const options = z.object({ options: z.array(z.string()) });
const form = z.object({
  on: z.object({
    workflow_dispatch: z.object({ inputs: z.object({ service: options, cause: options.optional() }) }),
  }),
});

/**
 * Choices of the forms that settings or causes do not know any more, as problems of the file that has to agree: a click
 * on such a choice would be refused on the day of an outage. A repository without the forms has none.
 */
export function formProblems(
  { read }: Pick<Tree, "read">,
  settings: Settings,
  { causes }: Templates,
): readonly Problem[] {
  const words = commandWords[settings.language];
  const choices = formChoices(settings, [...causes.values()]);
  return (["declare", "resolve", "update", "drill"] as const).flatMap((command): Problem[] => {
    const path = `.github/workflows/${FORMS[command]}`;
    const text = read(path)?.text;
    const parsed = text === undefined ? undefined : form.safeParse(quietly(text));
    if (!parsed?.success) return [];
    const { service, cause } = parsed.data.on.workflow_dispatch.inputs;
    const compare = (file: string, ours: readonly string[], theirs: readonly string[]): Problem[] => {
      const lost = theirs.filter((label) => !ours.includes(label));
      const fresh = ours.filter((label) => !theirs.includes(label));
      if (lost.length === 0 && fresh.length === 0) return [];
      return [{ file, line: 1, col: 1, message: words.formDiffers(path, lost, fresh) }];
    };
    return [
      ...compare("runbook.yml", choices.services[command], service.options),
      ...(command === "update" || command === "drill" || !cause
        ? []
        : compare("templates/causes.yml", choices.causes[command], cause.options)),
    ];
  });
}

function quietly(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
