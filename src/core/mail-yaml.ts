import { isMap, isScalar, type YAMLMap } from "yaml";
import type { Fault } from "./mail-scan.ts";
import { nearest } from "./nearest.ts";
import type { Language } from "./settings.ts";
import { fileWords } from "./words/files.ts";
import { templateWords } from "./words/templates.ts";
import { cutOff, readSyntax } from "./yaml-syntax.ts";

/** A sentence of a YAML template and where it stands in the file (offsets). */
export interface Sentence {
  readonly text: string;
  readonly range: readonly [number, number];
}

/** What one place of a YAML template may hold. */
export interface Keys {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** A map of a YAML template: its sentences and the maps inside it, by key. */
export interface Branch {
  readonly offset: number;
  readonly sentences: ReadonlyMap<string, Sentence>;
  readonly branches: ReadonlyMap<string, Branch>;
  /** Where each key is written. */
  readonly keys: ReadonlyMap<string, number>;
}

const NOTHING: Branch = { offset: 0, sentences: new Map(), branches: new Map(), keys: new Map() };

/**
 * Reads the YAML of a template: maps of sentences only, no anchor, no key twice, and no value cut by a `#`.
 * Faults go to `faults`; what can be read is returned all the same, so that every fault is told at once.
 */
export function readSentences(yaml: string, language: Language, faults: Fault[]): Branch {
  const { document, problems, blanked } = readSyntax(yaml, fileWords[language].yaml);
  faults.push(...problems);
  const root = document?.contents;
  if (isMap(root)) return branchOf(root, { yaml, language, faults, blanked });
  if (problems.length === 0) faults.push({ offset: 0, message: fileWords[language].yaml.notAMap });
  return NOTHING;
}

interface Reading {
  readonly yaml: string;
  readonly language: Language;
  readonly faults: Fault[];
  /** Keys whose value could not be read, and was told. */
  readonly blanked: ReadonlySet<string>;
}

function branchOf(map: YAMLMap, reading: Reading): Branch {
  const { yaml, language, faults, blanked } = reading;
  const words = templateWords[language];
  const sentences = new Map<string, Sentence>();
  const branches = new Map<string, Branch>();
  const keys = new Map<string, number>();
  for (const { key, value } of map.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const offset = key.range?.[0] ?? 0;
    keys.set(name, offset);
    if (isMap(value)) branches.set(name, branchOf(value, { ...reading, blanked: new Set() }));
    else if (isScalar(value) && typeof value.value === "string") {
      // An unquoted "serveur #3 de Paris" is cut at the "#": the sentence would lose its end without a word.
      const cut = cutOff(value, yaml, () => true);
      if (cut !== undefined) faults.push({ offset: cut, message: fileWords[language].yaml.cut });
      if (value.value.trim() === "") faults.push({ offset, message: words.emptyText(name) });
      const [start, end] = value.range ?? [offset, offset];
      sentences.set(name, { text: value.value, range: [start, end] });
    } else if (!blanked.has(name)) faults.push({ offset, message: words.notText(name) });
  }
  return { offset: map.range?.[0] ?? 0, sentences, branches, keys };
}

/** Tells unknown keys, with the word that was probably meant, and missing ones. */
export function checkKeys(
  branch: Branch,
  { required, optional }: Keys,
  language: Language,
): readonly Fault[] {
  const words = templateWords[language];
  const known = [...required, ...optional];
  const unknown = [...branch.keys]
    .filter(([key]) => !known.includes(key))
    .map(([key, offset]) => ({ offset, message: words.unknownKey(key, nearest(key, known), known) }));
  const missing = required
    .filter((key) => !branch.keys.has(key))
    .map((key) => ({ offset: branch.offset, message: words.missingKey(key) }));
  return [...unknown, ...missing];
}
