import { type Fault, scan } from "./mail-scan.ts";
import { checkKeys, readSentences } from "./mail-yaml.ts";
import type { Language } from "./settings.ts";
import { templateWords } from "./words/templates.ts";

/** Every sentence of `templates/slack.yml`, and the placeholders that each may hold. */
const PLACEHOLDERS = {
  outage_one: ["Les_produits", "depuis"],
  outage_many: ["Les_produits", "depuis"],
  cause: ["cause"],
  cause_free: ["cause"],
  cause_unknown: [],
  list: ["nom", "contacts"],
  contacts_one: ["nombre"],
  contacts_many: ["nombre"],
  number_2: [],
  number_3: [],
  mail_one: ["liste"],
  mail_many: ["nombre", "listes"],
  mail_preparing_one: [],
  mail_preparing_many: ["nombre"],
  mail_none: [],
  mail_of: ["de_produit", "liste"],
  mail_preparing_of: ["de_produit"],
  mail_none_of: ["de_produit"],
  by_hand: [],
  declared_by: ["qui"],
  follow: ["lien"],
  follow_link: ["fiche"],
  technical_question: [],
  recovery: ["Le_produit", "le_produit", "depuis", "duree"],
  recovery_mail: [],
  recovery_no_mail: [],
  mistaken: ["Le_produit", "le_produit", "de_heure"],
  mistaken_mail: [],
  mistaken_no_mail: [],
  update: ["Les_produits", "message"],
  update_mail: [],
  update_mail_of: ["produits"],
  update_no_mail: [],
  update_by: ["qui"],
  over_down: ["Le_produit", "le_produit", "debut"],
  over_up: ["Le_produit", "le_produit", "periode", "duree"],
  over_mistaken: ["Le_produit", "le_produit"],
  mail_left: ["objet", "heure", "nom", "contacts"],
  mail_failed: ["de_produit", "raison", "geste"],
  mail_in_doubt_outage: ["de_produit", "campagne"],
  mail_in_doubt_recovery: ["de_produit", "campagne"],
  mail_in_doubt_mistaken: ["de_produit", "campagne"],
  mail_in_doubt_update: ["de_produit", "campagne"],
  campaign_number: ["numero"],
  campaign_name: ["nom"],
  mail_text: ["objet"],
  checkup_worse: [],
  checkup_line: ["quoi", "constat", "geste"],
  checkup_due: [],
  checkup_list: ["de_produit", "nom", "mois"],
  checkup_follow: ["lien"],
  checkup_follow_link: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The key of a sentence of `slack.yml`. */
export type ChatKey = keyof typeof PLACEHOLDERS;

/** `templates/slack.yml`, checked: it holds every key. */
export type ChatSentences = ReadonlyMap<ChatKey, string>;

/** Reads `slack.yml`; faults go to `faults`, at their offset in `source`. */
export function readChat(source: string, language: Language, faults: Fault[]): ChatSentences {
  const words = templateWords[language];
  const root = readSentences(source, language, faults);
  faults.push(...checkKeys(root, { required: Object.keys(PLACEHOLDERS), optional: [] }, language));
  for (const key of root.branches.keys()) {
    faults.push({ offset: root.keys.get(key) ?? 0, message: words.notText(key) });
  }
  const chat = new Map<ChatKey, string>();
  for (const [key, { text, range }] of root.sentences) {
    if (!isChatKey(key)) continue;
    faults.push(...scan(source, range, PLACEHOLDERS[key], language));
    chat.set(key, text);
  }
  return chat;
}

function isChatKey(key: string): key is ChatKey {
  return Object.hasOwn(PLACEHOLDERS, key);
}
