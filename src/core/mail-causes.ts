import type { CauseId } from "./incident.ts";
import { abbreviation, type Fault, scan, sensitiveWord } from "./mail-scan.ts";
import { type Branch, checkKeys, type Keys, readSentences, type Sentence } from "./mail-yaml.ts";
import type { Language } from "./settings.ts";
import { templateWords } from "./words/templates.ts";

/** A cause that technical staff may confirm, and the sentences that tell it. Only `other` has none of its own. */
export interface Cause {
  readonly id: CauseId;
  /** For forms and previews. */
  readonly label: string;
  /** After « Cause : » on Slack, without capital nor point. */
  readonly slack?: string;
  /** {cause}, in the outage mail. */
  readonly cause?: string;
  /** {cause_passee}, in the first paragraph of the recovery mail. */
  readonly causePassee?: string;
  /** {hebergeur}, the last paragraph of the recovery mail. */
  readonly hebergeur?: string;
}

/** `templates/causes.yml`, checked. */
export interface Causes {
  readonly causes: ReadonlyMap<CauseId, Cause>;
  /** What the incident file may add when technical staff commits to it. */
  readonly sentences: { readonly dataSafe: string; readonly expectedEnd: string };
}

/** The cause that the incident's own `message` and `resolution` tell. */
export const OTHER = "other";

/** The tool's name with its article, allowed in every sentence. */
export const PRODUCT = ["le_produit", "Le_produit", "de_produit", "a_produit", "sur_produit"] as const;

const SENTENCES = { required: ["data_safe", "expected_end"], optional: [] } as const satisfies Keys;
const CAUSE = {
  required: ["label", "slack", "cause"],
  optional: ["cause_passee", "hebergeur"],
} as const satisfies Keys;
const EMPTY: Branch = { offset: 0, sentences: new Map(), branches: new Map(), keys: new Map() };

/** Reads `causes.yml`; faults go to `faults`, at their offset in `source`. */
export function readCauses(source: string, language: Language, faults: Fault[]): Causes {
  const words = templateWords[language];
  const root = readSentences(source, language, faults);
  faults.push(...checkKeys(root, { required: ["causes", "sentences"], optional: [] }, language));
  for (const [key, { range }] of root.sentences)
    faults.push({ offset: range[0], message: words.notMap(key) });

  const causes = new Map<CauseId, Cause>();
  const listed = root.branches.get("causes");
  for (const [id, { range }] of listed?.sentences ?? []) {
    faults.push({ offset: range[0], message: words.notMap(id) });
  }
  for (const [id, branch] of listed?.branches ?? []) {
    const offset = listed?.keys.get(id) ?? 0;
    if (isCauseId(id)) causes.set(id, causeOf(id, { ...branch, offset }, source, language, faults));
    else faults.push({ offset, message: words.badCauseId(id) });
  }
  if (listed && !listed.keys.has(OTHER)) {
    faults.push({ offset: root.keys.get("causes") ?? 0, message: words.missingKey(OTHER) });
  }

  const sentences = root.branches.get("sentences") ?? EMPTY;
  const offset = root.keys.get("sentences") ?? 0;
  if (root.branches.has("sentences"))
    faults.push(...checkKeys({ ...sentences, offset }, SENTENCES, language));
  const dataSafe = sentences.sentences.get("data_safe");
  const expectedEnd = sentences.sentences.get("expected_end");
  checkSentence(dataSafe, source, PRODUCT, language, faults);
  checkSentence(expectedEnd, source, [...PRODUCT, "retour"], language, faults);
  return { causes, sentences: { dataSafe: dataSafe?.text ?? "", expectedEnd: expectedEnd?.text ?? "" } };
}

function causeOf(id: CauseId, branch: Branch, source: string, language: Language, faults: Fault[]): Cause {
  const words = templateWords[language];
  const known: Keys = id === OTHER ? { required: ["label"], optional: CAUSE.required } : CAUSE;
  faults.push(...checkKeys(branch, known, language));
  if (id === OTHER && branch.keys.size > 1)
    faults.push({ offset: branch.offset, message: words.otherHasText });

  const { sentences } = branch;
  for (const [key, sentence] of sentences) {
    if (key === "label" || key === "slack") checkWords(sentence, source, [], language, faults);
    else checkSentence(sentence, source, PRODUCT, language, faults);
  }
  return {
    id,
    label: sentences.get("label")?.text ?? id,
    ...pick("slack", sentences.get("slack")),
    ...pick("cause", sentences.get("cause")),
    ...pick("causePassee", sentences.get("cause_passee")),
    ...pick("hebergeur", sentences.get("hebergeur")),
  };
}

function pick<K extends string>(key: K, sentence: Sentence | undefined): { readonly [P in K]?: string } {
  const none: { [P in K]?: string } = {};
  return sentence === undefined ? none : { ...none, [key]: sentence.text };
}

function checkSentence(
  sentence: Sentence | undefined,
  source: string,
  allowed: readonly string[],
  language: Language,
  faults: Fault[],
): void {
  if (!sentence) return;
  checkWords(sentence, source, allowed, language, faults);
  if (!/[.!?…]$/u.test(sentence.text.trim())) {
    faults.push({ offset: sentence.range[0], message: templateWords[language].noFinalPoint });
  }
}

function checkWords(
  { text, range }: Sentence,
  source: string,
  allowed: readonly string[],
  language: Language,
  faults: Fault[],
): void {
  const words = templateWords[language];
  faults.push(...scan(source, range, allowed, language));
  const sensitive = sensitiveWord(text);
  if (sensitive !== undefined) faults.push({ offset: range[0], message: words.sensitive(sensitive) });
  const short = abbreviation(text);
  if (short !== undefined) faults.push({ offset: range[0], message: words.abbreviation(short) });
}

function isCauseId(id: string): id is CauseId {
  return /^[a-z][a-z0-9-]{0,39}$/u.test(id);
}
