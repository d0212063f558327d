import { parse } from "yaml";
import { z } from "zod";
import type { ContactList } from "./audience.ts";
import { listIdShape } from "./campaign.ts";
import type { Check, Checkup, CheckState } from "./checkup.ts";
import { cut } from "./literal.ts";
import type { SourceFile } from "./problem.ts";
import type { Language, ListId } from "./settings.ts";
import { checkupFileWords } from "./words/checkup-file.ts";
import { yamlLine } from "./yaml-line.ts";

/** Where the last checkup is kept; only the robot writes it. */
export const CHECKUP = "incidents/checkup.yml";

/** Brevo's lists as a checkup saw them. */
export interface Snapshot {
  /** UTC. */
  readonly at: Date;
  readonly lists: readonly ContactList[];
}

/** `incidents/checkup.yml`: what the last checkup found, and what was told of it. */
export interface CheckupRecord {
  /** UTC. */
  readonly at: Date;
  /** `owner/name`: a copy of the repository brings the file of another one along. */
  readonly repository?: string;
  readonly checks: readonly Pick<Check, "id" | "state" | "finding">[];
  /** Of the last checkup that could read the lists. */
  readonly snapshot?: Snapshot;
  readonly requests: Checkup["requests"];
  /** Lists of which the channel was told that their month is over: it is told once. */
  readonly reminded: readonly ListId[];
  /** Checks that got worse without the channel having been told: a later run says it. */
  readonly unsaid: readonly string[];
}

/** More than the robot ever writes; other YAML can take minutes to refuse. */
const MOST_LETTERS = 256 * 1024;
const MOST_LISTS = 500;
const MOST_FINDING = 400;
const MOST_NAME = 300;

const instant = z.iso.datetime().transform((text) => new Date(text));
const count = z.int().min(0);
const STATES = ["ok", "warn", "bad", "skipped"] as const satisfies readonly CheckState[];
const shape = z.object({
  at: instant,
  repository: z.string().optional(),
  requests: z.object({ slack: count, brevo: count, github: count }),
  checks: z.array(z.object({ id: z.string(), state: z.enum(STATES), finding: z.string() })),
  lists_at: instant.optional(),
  lists: z
    .array(z.object({ id: listIdShape, name: z.string().max(MOST_NAME), contacts: count }))
    .max(MOST_LISTS)
    .optional(),
  reminded: z.array(listIdShape).default([]),
  unsaid: z.array(z.string()).default([]),
});

/**
 * Reads the file. One that is missing, damaged or of somebody's making is `undefined`: previews then know less, and the
 * next checkup writes it anew.
 */
export function readCheckup(file: SourceFile | undefined): CheckupRecord | undefined {
  if (!file || file.text.length > MOST_LETTERS) return undefined;
  let value: unknown;
  try {
    value = parse(file.text, { maxAliasCount: 0, uniqueKeys: false, logLevel: "error", stringKeys: true });
  } catch {
    return undefined;
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) return undefined;
  const { lists_at: at, lists, repository, ...rest } = parsed.data;
  return {
    ...rest,
    ...(repository !== undefined && { repository }),
    ...(at && lists && { snapshot: { at, lists } }),
  };
}

/** The file's text: the same record gives the same letters. */
export function formatCheckup(record: CheckupRecord, language: Language): string {
  const { at, repository, checks, snapshot, requests, reminded, unsaid } = record;
  const entries = (key: string, values: readonly unknown[]) =>
    values.length === 0 ? [`${key}: []`] : [`${key}:`, ...values.map((value) => `  - ${yamlLine(value)}`)];
  const lists = (snapshot?.lists ?? []).filter(({ name }) => name.length <= MOST_NAME);
  const lines = [
    ...checkupFileWords[language].head.map((line) => `# ${line}`),
    `at: ${at.toISOString()}`,
    ...(repository === undefined ? [] : [`repository: ${yamlLine(repository)}`]),
    `requests: ${yamlLine({ slack: requests.slack, brevo: requests.brevo, github: requests.github })}`,
    ...entries(
      "checks",
      checks.map(({ id, state, finding }) => ({ id, state, finding: cut(finding, MOST_FINDING) })),
    ),
    ...(snapshot
      ? [
          `lists_at: ${snapshot.at.toISOString()}`,
          ...entries(
            "lists",
            lists
              .toSorted((a, b) => b.id - a.id)
              .slice(0, MOST_LISTS)
              .map(({ id, name, contacts }) => ({ id, name, contacts })),
          ),
        ]
      : []),
    ...entries("reminded", reminded),
    ...entries("unsaid", unsaid),
  ];
  return `${lines.join("\n")}\n`;
}
