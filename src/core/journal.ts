import { parse } from "yaml";
import { z } from "zod";
import { campaignIdShape, listIdShape } from "./campaign.ts";
import { figuresShape } from "./figures.ts";
import type { Parsed, Problem, SourceFile } from "./problem.ts";
import { settleWords } from "./words/settle.ts";
import type { Language, Phase, ServiceId } from "./settings.ts";
import { yamlLine } from "./yaml-line.ts";

/** One thing to deliver, and the replies under it (design section 1). */
export type Step = string;
export const outageChat: Step = "outage/slack";
export const mailStep = (phase: Phase, service: string): Step => `${phase}/mail/${service}`;
export const recoveryChat = (service: ServiceId): Step => `recovery/slack/${service}`;
export const replyTo = (step: Step): Step => `${step}/reply`;
/** The step of events that concern the whole incident. */
export const wholeIncident: Step = "incident";

const EVENTS = [
  "posted",
  "drafted",
  "accepted",
  "left",
  "unknown",
  "failed",
  "skipped",
  "adopted",
  "drift",
  "figures",
  "closed",
  "drilled",
] as const;
export type Event = (typeof EVENTS)[number];

const entrySchema = z.object({
  at: z.iso.datetime().transform((text) => new Date(text)),
  step: z.string(),
  event: z.enum(EVENTS),
  actor: z.string().optional(),
  run: z.string().optional(),
  list: z.object({ id: listIdShape, name: z.string(), contacts: z.int() }).optional(),
  campaign: campaignIdShape.optional(),
  html_sha256: z.string().optional(),
  file_sha256: z.string().optional(),
  /** Of `closed`: how many lines the journal had before. */
  entries: z.int().optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
  permalink: z.string().optional(),
  figures: figuresShape.optional(),
  reason: z.string().optional(),
  /** Of `drilled`: how a drill ended, its seconds in all, and those from the beginning or the end to each step. */
  verdict: z.enum(["passed", "failed", "closed"]).optional(),
  seconds: z.int().optional(),
  took: z.record(z.string(), z.int()).optional(),
  /** Of news: its text, by which it is known again when its hour was edited. */
  message: z.string().optional(),
});

/** One line of a journal: what the robot did or found, when (UTC), asked by whom. */
export type Entry = Readonly<z.infer<typeof entrySchema>>;

/**
 * Reads a journal. Entries come in the order of their instants: two machines' lines may have been merged in any order.
 * Errors: anything that the robot would not have written, with its line (the journal is never edited by hand).
 */
export function parseJournal(file: SourceFile, language: Language): Parsed<readonly Entry[]> {
  const problem = (line: number): Problem => ({
    file: file.path,
    line,
    col: 1,
    message: settleWords[language].damagedJournal,
  });
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  const lines = file.text.split(/\r?\n/u);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const entry = readLine(line);
    // A last line without its end was cut off while it was written: the next run finds out again what it would say.
    if (entry === undefined && index === lines.length - 1) continue;
    if (entry === undefined) problems.push(problem(index + 1));
    else entries.push(entry);
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: entries.toSorted((a, b) => a.at.getTime() - b.at.getTime()) };
}

/** The robot's own lines have a few hundred letters; YAML of somebody's making can take minutes to refuse. */
const LONGEST_LINE = 50_000;

function readLine(line: string): Entry | undefined {
  if (line.length > LONGEST_LINE) return undefined;
  try {
    const parsed = z.tuple([entrySchema]).safeParse(parse(line));
    return parsed.success ? parsed.data[0] : undefined;
  } catch {
    return undefined;
  }
}

/** The entry as one line of YAML, so that `merge=union` keeps whole entries. Ends with a line feed. */
export function formatEntry(entry: Entry): string {
  const { at, ...rest } = entry;
  return `- ${yamlLine({ at: at.toISOString(), ...rest })}\n`;
}

/**
 * The incident file's SHA-256 in the journal's last line, when that line is `closed` and knew of every other one: such a
 * folder is not opened again while the hash still fits. A line that another machine wrote meanwhile may stand before it.
 * Reads text only, because there may be thousands of journals.
 */
export function closedHash(journal: string): string | undefined {
  const lines = journal.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const end = lines.at(-1) ?? "";
  if (!/\bstep: incident, event: closed\b/u.test(end)) return undefined;
  const known = /\bentries: (?<count>\d+)\b/u.exec(end)?.groups?.["count"];
  if (known !== undefined && Number(known) !== lines.length - 1) return undefined;
  return /\bfile_sha256: "?([0-9a-f]{64})\b/u.exec(end)?.[1];
}

/**
 * When a closed journal was closed, UTC; nothing in it is younger. Reads text only, as {@link closedHash} does.
 */
export function closedAt(journal: string): Date | undefined {
  const end = journal.trimEnd().split("\n").at(-1) ?? "";
  const at = /^- \{at: (?<at>[\d:.TZ-]+), step: incident, event: closed\b/u.exec(end)?.groups?.["at"];
  const date = new Date(at ?? "");
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The last entry of a step with one of the events. */
export function last(journal: readonly Entry[], step: Step, ...events: readonly Event[]): Entry | undefined {
  return journal.findLast((entry) => entry.step === step && events.includes(entry.event));
}

/** The mail left: seen at Brevo, or one that a person sent by hand and that we took over. */
export function leftEntry(journal: readonly Entry[], phase: Phase, service: ServiceId): Entry | undefined {
  return leftBy(journal, mailStep(phase, service));
}

/** The mail of this step left. */
export function leftBy(journal: readonly Entry[], step: Step): Entry | undefined {
  return last(journal, step, "left", "adopted");
}
