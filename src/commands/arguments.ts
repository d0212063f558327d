import { parseArgs } from "node:util";
import { commandWords } from "../core/words/command.ts";
import { Refusal } from "./refusal.ts";
import type { Request } from "./request.ts";

const COMMANDS = [
  "declare",
  "resolve",
  "update",
  "settle",
  "preview",
  "check",
  "checkup",
  "drill",
  "demo",
  "sandbox",
] as const;
export type Command = (typeof COMMANDS)[number] | "help";

/** What was asked for, by a command line or by a form. */
export interface Invocation {
  readonly command: Command;
  readonly request: Request;
  readonly files: readonly string[];
  readonly json: boolean;
}

const TEXT = ["started-at", "resolved-at", "cause", "message", "resolution", "late", "at"] as const;
const FLAGS: Readonly<Record<Command, readonly string[]>> = {
  declare: ["service", "started-at", "cause", "message", "dry-run", "json", "help"],
  resolve: ["service", "resolved-at", "cause", "resolution", "false-alarm", "dry-run", "json", "help"],
  update: ["service", "message", "mail", "at", "dry-run", "json", "help"],
  settle: ["late", "dry-run", "json", "help"],
  preview: ["json", "help"],
  check: ["json", "help"],
  checkup: ["json", "help"],
  drill: ["service", "dry-run", "json", "help"],
  demo: ["help"],
  sandbox: ["help"],
  help: ["help"],
};

const EXAMPLES: Readonly<Record<string, string>> & { readonly service: string } = {
  service: "npx runbook declare --service rp",
  "started-at": "npx runbook declare --service rp --started-at 14h05",
  "resolved-at": "npx runbook resolve --resolved-at 16h40",
  cause: "npx runbook declare --service rp --cause hosting",
  message: 'npx runbook declare --service rp --message "…"',
  resolution: 'npx runbook resolve --resolution "…"',
  late: "npx runbook settle --late 2026-11-23-rp",
  at: 'npx runbook update --message "…" --at 15h10',
};

/** Reads a command line. Refuses, in words, whatever it does not know. */
export function readArguments(argv: readonly string[]): Invocation {
  const words = commandWords.fr;
  const [first = "help", ...rest] = argv;
  if (["help", "--help", "-h"].includes(first) || rest.includes("--help") || rest.includes("-h"))
    return { command: "help", request: { services: [] }, files: [], json: false };
  const command = COMMANDS.find((each) => each === first);
  if (command === undefined) throw new Refusal(words.unknownCommand(first, COMMANDS.join(", ")));
  const { values, positionals } = parse(rest);
  for (const name of Object.keys(values)) {
    if (!FLAGS[command].includes(name)) throw new Refusal(words.unknownFlag(`--${name}`));
  }
  const text = (name: (typeof TEXT)[number]) => values[name];
  const [id, ...more] = positionals;
  const takesId = command === "resolve" || command === "update" || command === "preview";
  const extra = command === "check" ? undefined : takesId ? more[0] : id;
  if (extra !== undefined && command === "declare")
    throw new Refusal(words.missingFlag("--service", EXAMPLES.service));
  if (extra !== undefined) throw new Refusal(words.unknownFlag(extra));
  return {
    command,
    json: values.json === true,
    files: command === "check" ? positionals : [],
    request: {
      services: values.service ?? [],
      ...optional("startedAt", text("started-at")),
      ...optional("resolvedAt", text("resolved-at")),
      ...optional("cause", text("cause")),
      ...optional("message", text("message")),
      ...optional("resolution", text("resolution")),
      ...optional("late", text("late")),
      ...optional("at", text("at")),
      ...optional("id", takesId ? id : undefined),
      falseAlarm: values["false-alarm"] === true,
      mail: values.mail === true,
      dryRun: values["dry-run"] === true,
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        service: { type: "string", multiple: true },
        "started-at": { type: "string" },
        "resolved-at": { type: "string" },
        cause: { type: "string" },
        message: { type: "string" },
        resolution: { type: "string" },
        late: { type: "string" },
        at: { type: "string" },
        mail: { type: "boolean" },
        "false-alarm": { type: "boolean" },
        "dry-run": { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    // Node's own words are English and about code; the option is what the person typed.
    const flag = /'(?<flag>-[^' ]*)/u.exec(error instanceof Error ? error.message : "")?.groups?.["flag"];
    const name = flag?.replace(/^--/u, "") ?? "";
    throw new Refusal(
      code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE"
        ? commandWords.fr.missingValue(`--${name}`, EXAMPLES[name] ?? EXAMPLES.service)
        : commandWords.fr.unknownFlag(flag ?? args.join(" ")),
    );
  }
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  const record: { [P in K]?: string } = {};
  if (value !== undefined && value !== "") record[key] = value;
  return record;
}
