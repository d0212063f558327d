const NBSP = "\u00A0";

/** Addresses must stay as they are: a space or an apostrophe inside one breaks the link. */
const ADDRESS = /(https?:\/\/\S+|[\w.+-]+@[\w-]+\.[\w.-]+)/u;

const MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre";

/** What French typography wants, in the order in which it is applied. Everything is idempotent. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/\u202F/gu, NBSP],
  [/'/gu, "’"],
  [/"([^"]*)"/gu, `«${NBSP}$1${NBSP}»`],
  [/\.\.\./gu, "…"],
  [/«[ \u00A0]*/gu, `«${NBSP}`],
  [/[ \u00A0]*»/gu, `${NBSP}»`],
  [/[ \u00A0]+([:;!?%])/gu, `${NBSP}$1`],
  [/(?<=[\p{L}\p{N})’»])([:;!?]+)(?=\s|$)/gu, `${NBSP}$1`],
  [/(?<=\d)%(?!\w)/gu, `${NBSP}%`],
  [/\b(\d{1,2})\s?[hH]\s?(\d{2})\b/gu, `$1${NBSP}h${NBSP}$2`],
  [/\b(\d{1,2})\s?h\b/gu, `$1${NBSP}h`],
  [new RegExp(`\\b(\\d{1,2}|1er) (?=(?:${MONTHS})(?!\\p{L}))`, "giu"), `$1${NBSP}`],
  [/(?<=\d) (?=(?:minute|heure|jour|semaine|mois|contact|personne)s?(?!\p{L}))/gu, NBSP],
  [/(?<=\d) (?=\d{3}(?!\d))/gu, NBSP],
  [/(?<=n°) ?(?=\d)/gu, NBSP],
  [/\bReconnect Pro\b/gu, `Reconnect${NBSP}Pro`],
  [/(^|[.!?…]\s+)A(?= )/gu, "$1À"],
  [/(?<!\p{L})E(?=(?:quipe|cran|cole|tat|lectri|tape|v[éè]nement|chec|change|nergie)(?:s|nt)?)/gu, "É"],
];

function correct(text: string): string {
  return RULES.reduce((done, [wrong, right]) => done.replace(wrong, right), text);
}

/**
 * Sets French body text as a printer would: ’, « », É and À, and a no-break space (U+00A0) before `: ; ! ? » %`,
 * in `14 h 05`, `23 novembre` and `Reconnect Pro`. Addresses are left alone.
 * Never call it on a subject, a campaign name or a URL: they are compared byte for byte.
 */
export function typographie(text: string): string {
  return text
    .split(ADDRESS)
    .map((part, index) => (index % 2 === 1 ? part : correct(part)))
    .join("");
}
