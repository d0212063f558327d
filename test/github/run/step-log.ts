import type { Masker } from "./masker.ts";

/** A note that GitHub shows above the log and beside the lines of a pull request. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: string;
  readonly col?: string;
}

const PER_LEVEL = 10;
const LONGEST = 4096;
/** What the runner obeys when a line of the log says so. Any other `::word::` is text. */
const COMMANDS = new Set(
  "add-mask,add-matcher,remove-matcher,debug,echo,endgroup,error,group,notice,save-state,set-env,add-path,set-output,stop-commands,warning".split(
    ",",
  ),
);

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** The log of one step as people see it, and what the runner was told in it. */
export class StepLog {
  readonly annotations: Annotation[] = [];
  readonly outputs: Record<string, string> = {};
  /** An order that the runner refuses fails the step. */
  isBroken = false;
  readonly #masker: Masker;
  readonly #lines: string[] = [];
  #stoppedUntil: string | undefined;

  constructor(masker: Masker) {
    this.#masker = masker;
  }

  get text(): string {
    return this.#lines.join("\n");
  }

  /** One line that a process wrote. */
  line(text: string): void {
    if (this.#stoppedUntil !== undefined) {
      if (text.trim() === `::${this.#stoppedUntil}::`) this.#stoppedUntil = undefined;
      else this.#show(text);
      return;
    }
    const command = parseCommand(text);
    if (command) this.#obey(command);
    else this.#show(text);
  }

  /** What the runner itself has to say. */
  annotate(annotation: Annotation): void {
    const { level } = annotation;
    const cut = this.#masker.mask(annotation.message).slice(0, LONGEST);
    this.#show(`##[${level}]${annotation.message}`);
    if (this.annotations.filter((each) => each.level === level).length < PER_LEVEL)
      this.annotations.push({ ...annotation, message: cut });
  }

  #show(text: string): void {
    this.#lines.push(this.#masker.mask(text));
  }

  #obey({ name, properties, data }: Command): void {
    if (name === "add-mask") this.#masker.add(data);
    else if (name === "error" || name === "warning" || name === "notice")
      this.annotate({ ...properties, level: name, message: data });
    else if (name === "stop-commands") this.#stoppedUntil = data;
    else if (name === "set-output") this.outputs[properties["name"] ?? ""] = data;
    else if (name === "group" || name === "endgroup") this.#show(`##[${name}]${data}`);
    else if (name === "set-env" || name === "add-path") {
      this.isBroken = true;
      this.annotate({ level: "error", message: `The \`${name}\` command is disabled.` });
    }
  }
}

/** Both forms that the runner knows (runner, ActionCommand.cs): `::name k=v,k=v::data`, and `##[name k=v;]data`. */
function parseCommand(line: string): Command | undefined {
  const modern = /^\s*::(?<name>[^\s:]+)(?: (?<properties>.*?))?::(?<data>.*)$/u.exec(line)?.groups;
  if (modern && COMMANDS.has(modern["name"] ?? ""))
    return {
      name: modern["name"] ?? "",
      properties: propertiesOf(modern["properties"] ?? "", ","),
      data: unescape(modern["data"] ?? ""),
    };
  const old = /##\[(?<name>[\w-]+)(?: (?<properties>[^\]]*))?\](?<data>.*)$/u.exec(line)?.groups;
  if (old && COMMANDS.has(old["name"] ?? ""))
    return {
      name: old["name"] ?? "",
      properties: propertiesOf(old["properties"] ?? "", ";"),
      data: unescape(old["data"] ?? ""),
    };
  return undefined;
}

function propertiesOf(text: string, between: string): Record<string, string> {
  const found = text.split(between).flatMap((each) => {
    const at = each.indexOf("=");
    return at < 1 ? [] : [[each.slice(0, at).trim(), unescape(each.slice(at + 1))]];
  });
  return Object.fromEntries(found);
}

const unescape = (text: string): string =>
  text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
