import { commandWords } from "../core/words/command.ts";
import { formWords } from "../core/words/form.ts";
import { OTHER, type Cause } from "../core/mail-causes.ts";
import type { Settings } from "../core/settings.ts";
import type { Invocation } from "./arguments.ts";
import { readArguments } from "./arguments.ts";
import { Refusal } from "./refusal.ts";

/** The choices of the "Run workflow" forms, as they must stand in the workflow files. */
export interface FormChoices {
  readonly services: Readonly<Record<"declare" | "resolve" | "update" | "drill", readonly string[]>>;
  readonly causes: Readonly<Record<"declare" | "resolve", readonly string[]>>;
  readonly modes: readonly string[];
}

/** The labels of the forms, from the settings and the causes: a test compares them with the workflow files. */
export function formChoices(settings: Settings, causes: readonly Cause[]): FormChoices {
  const words = formWords[settings.language];
  const tools = [words.chooseTool, ...settings.services.map(({ name, users }) => words.tool(name, users))];
  return {
    services: {
      declare: [...tools, words.allTools],
      resolve: [...tools, words.allDown],
      update: [...tools, words.allDown],
      // A drill reaches no user: nobody has to be kept from a careless click.
      drill: [words.allTools, ...tools.slice(1)],
    },
    causes: {
      declare: [words.noCause, ...causes.map(({ label }) => label)],
      // A cause in a sentence of its own is said at the beginning: the form of the end has no field for it.
      resolve: [words.noCause, ...causes.filter(({ id }) => id !== OTHER).map(({ label }) => label)],
    },
    modes: [words.send, words.preview],
  };
}

/**
 * Reads a form's inputs as a command line would be read. `settings` translates the tool's label; the first option of
 * the list is inert, so that a careless click announces nothing.
 */
export function readForm(input: (name: string) => string | undefined, settings: Settings): Invocation {
  const words = formWords[settings.language];
  const command = input("command") ?? "";
  const { request, ...invocation } = readArguments([command]);
  const cause = input("cause");
  const fields = {
    startedAt: input("started-at"),
    resolvedAt: input("resolved-at"),
    cause: isLabel(cause, words.noCause) ? undefined : cause,
    message: input("message"),
    resolution: input("resolution"),
    late: input("late"),
  };
  return {
    ...invocation,
    request: {
      ...request,
      ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
      services: toolsOf(input("service"), settings, command),
      falseAlarm: input("false-alarm") === "true",
      mail: input("mail") === "true",
      dryRun: isPreview(input("mode"), settings),
    },
  };
}

/** Whether a label was given, with either apostrophe: an editor or a phone may have changed it in the workflow file. */
function isLabel(given: string | undefined, label: string): boolean {
  const plain = (text: string) => text.normalize("NFC").replaceAll("’", "'").trim();
  return given !== undefined && plain(given) === plain(label);
}

/** A mode that is neither of the two may have been meant as a preview: refused, never sent. */
function isPreview(mode: string | undefined, settings: Settings): boolean {
  const words = formWords[settings.language];
  if (mode === undefined || isLabel(mode, words.send)) return false;
  if (isLabel(mode, words.preview)) return true;
  throw new Refusal(
    commandWords[settings.language].unknownMode(mode, [words.send, words.preview].join(", ")),
  );
}

function toolsOf(label: string | undefined, settings: Settings, command: string): readonly string[] {
  const words = formWords[settings.language];
  const takesTool = command === "declare" || command === "resolve" || command === "update";
  if (label === undefined || isLabel(label, words.chooseTool)) {
    if (takesTool) throw new Refusal(commandWords[settings.language].chooseTool);
    return [];
  }
  // "All that are down" says nothing about what goes down: only an end and news may mean it.
  if (isLabel(label, words.allTools) || (command !== "declare" && takesTool && isLabel(label, words.allDown)))
    return settings.services.map(({ id }) => id);
  const service = settings.services.find(({ name, users }) => isLabel(label, words.tool(name, users)));
  if (service) return [service.id];
  const ids = label.split(/[\s,]+/u);
  if (ids.every((id) => settings.services.some((each) => each.id === id))) return ids;
  const known = settings.services.map(({ name, users }) => words.tool(name, users)).join(", ");
  throw new Refusal(commandWords[settings.language].unknownTool(label, known));
}
