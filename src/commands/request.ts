import { parseIncident, type CauseId, type Incident } from "../core/incident.ts";
import { nearest } from "../core/nearest.ts";
import type { SourceFile } from "../core/problem.ts";
import type { Service, Settings } from "../core/settings.ts";
import { formatWallClock, parseSpokenTime } from "../core/time.ts";
import { commandWords } from "../core/words/command.ts";
import { formWords } from "../core/words/form.ts";
import type { Project } from "./project.ts";
import { Refusal } from "./refusal.ts";

/** What a form or a command line may say about an outage, as it was written. */
export interface Request {
  readonly services: readonly string[];
  readonly startedAt?: string;
  readonly resolvedAt?: string;
  readonly cause?: string;
  readonly message?: string;
  readonly resolution?: string;
  readonly falseAlarm?: boolean;
  readonly dryRun?: boolean;
  readonly id?: string;
  readonly late?: string;
  /** News: also by mail, and its hour. */
  readonly mail?: boolean;
  readonly at?: string;
}

const AHEAD_MS = 10 * 60_000;
const BACK_MS = 7 * 24 * 3_600_000;

/** The services that were asked for, by id, in the order of the settings. Refuses an unknown one. */
export function readServices({ services }: Request, settings: Settings): readonly Service[] {
  const words = commandWords[settings.language];
  const known = settings.services.map(({ id, name }) => `${id} (${name})`).join(", ");
  const isInert = services.some((text) => text.trim() === formWords[settings.language].chooseTool);
  if (isInert) throw new Refusal(words.chooseTool);
  const asked = services.flatMap((text) => text.split(/[\s,]+/u)).filter((text) => text !== "");
  for (const text of asked) {
    if (!settings.services.some(({ id }) => id === text.toLowerCase()))
      throw new Refusal(words.unknownTool(text, known));
  }
  const ids = new Set(asked.map((text) => text.toLowerCase()));
  return settings.services.filter(({ id }) => ids.has(id));
}

/** A start: now when nothing was written, at most ten minutes ahead, at most seven days back (design sections 2, 4.9). */
export function readStart({ startedAt }: Request, settings: Settings, now: Date): Date {
  const words = commandWords[settings.language];
  const at = readHour("started_at", startedAt, settings, now);
  if (now.getTime() - at.getTime() > BACK_MS)
    throw new Refusal(words.tooOldStart(formatWallClock(at, settings.timeZone)));
  return at;
}

/** An hour as people write it, to the minute; now when nothing was written. */
export function readHour(
  field: "started_at" | "resolved_at" | "at",
  text: string | undefined,
  settings: Settings,
  now: Date,
): Date {
  const words = commandWords[settings.language];
  if (text === undefined || text.trim() === "") return new Date(Math.floor(now.getTime() / 60_000) * 60_000);
  const when = parseSpokenTime(text, settings.timeZone, now, settings.language);
  if (!when.ok) throw new Refusal(words.badHour(words.fields[field], when.reason));
  if (when.at.getTime() - now.getTime() > AHEAD_MS)
    throw new Refusal(words.future(formatWallClock(when.at, settings.timeZone)));
  return when.at;
}

/** A cause by its id or by its label on the form; nothing when nobody knows. */
export function readCause({ cause }: Request, { settings, templates }: Project): CauseId | undefined {
  if (cause === undefined || cause.trim() === "") return undefined;
  const text = cause.trim();
  const all = [...templates.causes.values()];
  const found = all.find(({ id, label }) => id === text || label === text);
  if (found) return found.id;
  const known = all.map(({ id, label }) => `${id} (${label})`);
  const close = nearest(
    text,
    all.map(({ id }) => id),
  );
  throw new Refusal(
    commandWords[settings.language].unknownCause(text, close === undefined ? known.join(", ") : close),
  );
}

/** Reads a file that the program is about to write, so that a form's text is refused like a committed one. */
export function readWritten(file: SourceFile, { context, settings }: Project, now: Date): Incident<"real"> {
  const parsed = parseIncident(file, { ...context, now });
  if (parsed.ok) return parsed.value;
  // The file is not there yet: the person knows the field that was filled in, not a line of it.
  const words = commandWords[settings.language];
  const lines = file.text.split("\n");
  const fields = new Map<string, string>(Object.entries(words.fields));
  const told = parsed.problems.map(({ line, message }) => {
    const key = lines[line - 1]?.split(":")[0]?.replace(/^[\s-]+/u, "") ?? "";
    return `${fields.get(key) ?? key}${words.colon}${message}`;
  });
  throw new Refusal([words.refusedFields, ...new Set(told)].join("\n"));
}
