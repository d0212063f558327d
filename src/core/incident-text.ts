import { z } from "zod";
import type { Settings } from "./settings.ts";
import { incidentWords } from "./words/incident.ts";

/** Longest message or resolution, in characters as people count them (facts/mail-and-french.md section 8). */
const LONGEST_TEXT = 200;

// Brevo's template languages, present and former, and HTML comments (facts/mail-and-french.md section 3).
const CODE = /[{}]|\[\[|\]\]|\[[A-Z_]{2,}\]|%\w+%|<[!/?a-zA-Z]/u;
const LINK =
  /\b(?:https?|ftp|mailto|tel):\S*|\bwww\.\S*|\S+@\S+\.\S+|\]\(|\b[\p{L}\p{N}-]+\.(?:fr|com|org|net|eu|io|app|info|be|ch|re|paris|gouv|link)\b/iu;
// An attack or a leak of data is the DPO's to announce (GDPR articles 33 and 34). "expiration" holds "pirat": words only.
const FOR_DPO =
  /\b(?:(?:cyber[- ]?)?attaqu\w*|(?:cyber[- ]?)?attack\w*|pirat\w*|\w*virus|rancon\w*|ransom\w*|fuites?|leak\w*|hack\w*|vols? (?:de|des|d.une partie des) (?:\w+ )?donnees|donnees volees|data theft|stolen data)\b/u;
// Invisible or turning the text around; the joiners of emoji are left.
const CONTROL = /[\p{Cc}\p{Cs}\u200B\u2028\u2029\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/u;
const STOP = /[.!?…](?:\s*[»)"”’])?$/u;

/** A whole sentence (or several) that goes to users: trimmed, or every reason why it may not leave. */
export function sentence({ language, services }: Pick<Settings, "language" | "services">) {
  const words = incidentWords[language].text;
  return z.string().transform((written, context) => {
    const text = written.trim();
    const plain = text.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll(/\s+/gu, " ").toLowerCase();
    const refuse = (message: string): void => context.addIssue({ code: "custom", message, input: written });

    if (text === "") {
      refuse(words.empty);
      return z.NEVER;
    }
    const forDpo = FOR_DPO.exec(plain);
    if (forDpo !== null) refuse(words.forDpo(forDpo[0]));
    for (const { id, name } of services) {
      const isOrdinary = new RegExp(`\\b${id}\\b`, "iu").test(name);
      const found = isOrdinary
        ? null
        : new RegExp(`(?<![\\p{L}\\p{N}])${id}(?![\\p{L}\\p{N}])`, "iu").exec(text);
      if (found !== null) refuse(words.abbreviation(found[0], name));
    }
    const link = LINK.exec(text);
    if (link !== null) refuse(words.link(link[0]));
    const code = CODE.exec(text);
    if (code !== null) refuse(words.code(code[0]));
    if (/[\n\r\u0085\u2028\u2029]/u.test(text)) refuse(words.oneLine);
    else if (CONTROL.test(text)) refuse(words.control);
    const length = Array.from(text).length;
    if (length > LONGEST_TEXT) refuse(words.tooLong(length, LONGEST_TEXT));
    if (!STOP.test(text)) refuse(words.noStop);
    return text;
  });
}
