import { PRODUCT } from "./mail-causes.ts";
import { type Block, readMarkdown } from "./mail-markdown.ts";
import { abbreviation, type Fault, scan } from "./mail-scan.ts";
import { checkKeys, type Keys, readSentences } from "./mail-yaml.ts";
import type { Language } from "./settings.ts";
import { templateWords } from "./words/templates.ts";

/** The colour of the band; its label says the same in words. */
export type Tone = "alert" | "good" | "neutral";

/** One of the mails, as its file says: `templates/<name>.md`. */
export interface MailTemplate {
  readonly preheader: string;
  readonly band: { readonly label: string; readonly tone: Tone };
  readonly blocks: readonly Block[];
}

/** What each mail may hold, beside the tool's name and {titre}. Without the required ones it would lose facts. */
const CONTENTS = {
  "outage.known": { required: ["debut", "cause", "message", "donnees", "retour_prevu"], optional: [] },
  "outage.unknown": { required: ["debut", "message", "donnees", "retour_prevu"], optional: [] },
  "recovery.known": {
    required: ["moment", "cause_passee", "hebergeur", "resolution", "donnees"],
    optional: ["debut", "periode", "duree"],
  },
  "recovery.unknown": {
    required: ["moment", "resolution", "donnees"],
    optional: ["debut", "periode", "duree"],
  },
  "recovery.mistaken": { required: ["de_heure"], optional: ["resolution"] },
  update: { required: ["debut", "message", "donnees", "retour_prevu"], optional: [] },
} as const satisfies Readonly<Record<string, Keys>>;

/** The mails, by the name of their file without `.md`. */
export type MailName = keyof typeof CONTENTS;
export const MAIL_NAMES = [
  "outage.known",
  "outage.unknown",
  "recovery.known",
  "recovery.unknown",
  "recovery.mistaken",
  "update",
] as const satisfies readonly MailName[];

const TONES: readonly Tone[] = ["alert", "good", "neutral"];
const FRONT_MATTER = { required: ["preheader", "band", "tone"], optional: [] } as const satisfies Keys;
/** Free text of the incident file. Brevo runs the preview as a template, and nothing can be encoded there. */
const FREE_TEXT: readonly string[] = ["cause", "cause_passee", "message", "resolution", "hebergeur"];

/** Reads a mail's front matter and Markdown; faults go to `faults`, at their offset in `source`. */
export function readMail(name: MailName, source: string, language: Language, faults: Fault[]): MailTemplate {
  const words = templateWords[language];
  const contents: Keys = CONTENTS[name];
  const allowed = [...PRODUCT, "titre", ...contents.required, ...contents.optional];
  const front = /^---\n[\s\S]*?\n(?=---(?:\n|$))/u.exec(source)?.[0] ?? "";
  if (front === "") faults.push({ offset: 0, message: words.noFrontMatter });

  const bodyStart = front === "" ? 0 : front.length + "---".length;
  const body = readMarkdown(source, bodyStart, allowed, language);
  faults.push(...body.faults);
  for (const required of contents.required) {
    if (!source.includes(`{${required}}`, bodyStart)) {
      faults.push({ offset: bodyStart, message: words.missingPlaceholder(required) });
    }
  }
  const short = abbreviation(source.slice(bodyStart));
  if (short !== undefined) {
    const offset = bodyStart + source.slice(bodyStart).search(/\b(?:RP|CFN)\b/u);
    faults.push({ offset, message: words.abbreviation(short) });
  }
  const empty = { preheader: "", band: { label: "", tone: "neutral" as const } };
  return {
    ...(front === "" ? empty : readFrontMatter(front, allowed, language, faults)),
    blocks: body.blocks,
  };
}

function readFrontMatter(
  front: string,
  allowed: readonly string[],
  language: Language,
  faults: Fault[],
): Omit<MailTemplate, "blocks"> {
  const words = templateWords[language];
  const { sentences, ...rest } = readSentences(front, language, faults);
  faults.push(...checkKeys({ sentences, ...rest, offset: 0 }, FRONT_MATTER, language));
  const preheader = sentences.get("preheader");
  const band = sentences.get("band");
  const tone = sentences.get("tone");
  if (preheader) {
    const free = FREE_TEXT.find((name) => preheader.text.includes(`{${name}}`));
    const sure = allowed.filter((name) => !FREE_TEXT.includes(name));
    if (free === undefined) faults.push(...scan(front, preheader.range, sure, language));
    else faults.push({ offset: preheader.range[0], message: words.userText(free) });
  }
  if (band) faults.push(...scan(front, band.range, [], language));
  const known = TONES.find((one) => one === tone?.text);
  if (tone && known === undefined) {
    faults.push({ offset: tone.range[0], message: words.badTone(tone.text, TONES) });
  }
  return { preheader: preheader?.text ?? "", band: { label: band?.text ?? "", tone: known ?? "neutral" } };
}
