const braces = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(" ");

/** What maintainers read when a file of `templates/` is faulty. */
const fr = {
  missingFile: "Ce fichier manque. Remettez-le depuis l’historique du dépôt.",
  unknownFile: (near: string | undefined) =>
    `Ce fichier ne sert à rien ici.${near === undefined ? " Supprimez-le." : ` Voulez-vous dire «\u00A0${near}\u00A0»\u00A0?`}`,
  unknownPlaceholder: (name: string, near: string | undefined, known: readonly string[]) =>
    near !== undefined
      ? `{${name}} n’existe pas ici. Voulez-vous dire {${near}}\u00A0?`
      : known.length === 0
        ? `{${name}} n’existe pas ici\u00A0: aucun mot entre accolades n’est permis.`
        : `{${name}} n’existe pas ici. Mots permis\u00A0: ${braces(known)}.`,
  missingPlaceholder: (name: string) =>
    `{${name}} manque\u00A0: ce que dit la fiche d’incident serait perdu. Remettez-le dans le texte.`,
  userText: (name: string) =>
    `{${name}} ne peut pas servir dans l’aperçu\u00A0: c’est une phrase libre. Mettez-le dans le texte.`,
  brace: (brace: string) =>
    `Accolade «\u00A0${brace}\u00A0» seule. Un mot à remplacer s’écrit {debut}\u00A0; sinon, enlevez l’accolade.`,
  brevoCode: (code: string) =>
    `«\u00A0${code}\u00A0» est un code de Brevo\u00A0: il serait exécuté à l’envoi. Enlevez-le.`,
  html: (code: string) =>
    `«\u00A0${code}\u00A0» est du HTML. Écrivez du texte, ou **gras**, *italique*, une liste, un lien.`,
  image:
    "Les images sont interdites\u00A0: beaucoup de boîtes les bloquent, et elles suivent les lecteurs. Enlevez-la.",
  link: (href: string) => `Le lien «\u00A0${href}\u00A0» doit commencer par https://.`,
  linkTitle: "Un lien n’a pas de titre\u00A0: écrivez [texte](https://adresse).",
  unsupported: (kind: string) =>
    `Mise en forme non permise (${kind}). Permis\u00A0: un titre, des paragraphes, **gras**, *italique*, listes, liens.`,
  kinds: {
    heading: "sous-titre",
    table: "tableau",
    code: "bloc de code",
    codespan: "code",
    blockquote: "citation",
    hr: "ligne de séparation",
    del: "texte barré",
    checkbox: "case à cocher",
    def: "définition de lien",
    list: "liste dans une liste",
    other: "autre",
  },
  noTitle: "Le texte doit commencer par un seul titre\u00A0: «\u00A0# {titre}\u00A0».",
  secondTitle: "Un seul titre (#) par e-mail.",
  noFrontMatter:
    "Le fichier doit commencer par «\u00A0---\u00A0», puis preheader, band, tone, puis «\u00A0---\u00A0».",
  notText: (key: string) => `«\u00A0${key}\u00A0» doit être une phrase entre guillemets droits doubles.`,
  notMap: (key: string) => `«\u00A0${key}\u00A0» doit être une suite de «\u00A0clé: "phrase"\u00A0».`,
  unknownKey: (key: string, near: string | undefined, known: readonly string[]) =>
    `Clé «\u00A0${key}\u00A0» inconnue. ${near === undefined ? `Clés permises\u00A0: ${known.join(", ")}.` : `Voulez-vous dire «\u00A0${near}\u00A0»\u00A0?`}`,
  missingKey: (key: string) => `La clé «\u00A0${key}\u00A0» manque.`,
  emptyText: (key: string) => `«\u00A0${key}\u00A0» est vide.`,
  badTone: (tone: string, known: readonly string[]) =>
    `Ton «\u00A0${tone}\u00A0» inconnu. Choisissez\u00A0: ${known.join(", ")}.`,
  badCauseId: (id: string) =>
    `Le nom de cause «\u00A0${id}\u00A0» doit être en minuscules sans accent\u00A0: «\u00A0panne-reseau\u00A0».`,
  otherHasText:
    "«\u00A0other\u00A0» n’a qu’un label\u00A0: sa cause est la phrase «\u00A0message\u00A0» de la fiche d’incident.",
  sensitive: (word: string) =>
    `«\u00A0${word}\u00A0»\u00A0: parlez-en d’abord à la personne chargée de la protection des données. Ce mot n’est jamais écrit ici.`,
  abbreviation: (word: string) =>
    `«\u00A0${word}\u00A0»\u00A0: écrivez le nom complet de l’outil, les lecteurs ne connaissent pas ce sigle.`,
  noFinalPoint: "La phrase doit finir par un point.",
  layoutCount: (name: string, count: number) =>
    `${name} doit être là exactement une fois (trouvé\u00A0: ${count}).`,
  layoutCode: (code: string) => `«\u00A0${code}\u00A0» est interdit dans la mise en page.`,
  tooLong: (bytes: number, limit: number) => `Ce fichier fait ${bytes} octets\u00A0; la limite est ${limit}.`,
};

const en: typeof fr = {
  missingFile: "This file is missing. Restore it from the repository's history.",
  unknownFile: (near) =>
    `This file has no use here.${near === undefined ? " Delete it." : ` Did you mean "${near}"?`}`,
  unknownPlaceholder: (name, near, known) =>
    near !== undefined
      ? `{${name}} does not exist here. Did you mean {${near}}?`
      : known.length === 0
        ? `{${name}} does not exist here: no word in braces is allowed.`
        : `{${name}} does not exist here. Allowed words: ${braces(known)}.`,
  missingPlaceholder: (name) =>
    `{${name}} is missing: what the incident file says would be lost. Put it back into the text.`,
  userText: (name) => `{${name}} cannot be used in the preview: it is free text. Put it into the body.`,
  brace: (brace) => `Lone brace "${brace}". A word to replace is written {debut}; else remove the brace.`,
  brevoCode: (code) => `"${code}" is one of Brevo's codes: it would run when the mail is sent. Remove it.`,
  html: (code) => `"${code}" is HTML. Write text, or **bold**, *italics*, a list, a link.`,
  image: "Images are not allowed: many mailboxes block them, and they track readers. Remove it.",
  link: (href) => `The link "${href}" must begin with https://.`,
  linkTitle: "A link has no title: write [text](https://address).",
  unsupported: (kind) =>
    `Formatting not allowed (${kind}). Allowed: one title, paragraphs, **bold**, *italics*, lists, links.`,
  kinds: {
    heading: "sub-title",
    table: "table",
    code: "code block",
    codespan: "code",
    blockquote: "quote",
    hr: "rule",
    del: "struck text",
    checkbox: "check box",
    def: "link definition",
    list: "list inside a list",
    other: "other",
  },
  noTitle: 'The text must begin with one single title: "# {titre}".',
  secondTitle: "Only one title (#) per mail.",
  noFrontMatter: 'The file must begin with "---", then preheader, band, tone, then "---".',
  notText: (key) => `"${key}" must be a sentence in straight double quotes.`,
  notMap: (key) => `"${key}" must be a list of \`key: "sentence"\`.`,
  unknownKey: (key, near, known) =>
    `Unknown key "${key}". ${near === undefined ? `Allowed keys: ${known.join(", ")}.` : `Did you mean "${near}"?`}`,
  missingKey: (key) => `The key "${key}" is missing.`,
  emptyText: (key) => `"${key}" is empty.`,
  badTone: (tone, known) => `Unknown tone "${tone}". Choose: ${known.join(", ")}.`,
  badCauseId: (id) => `The cause name "${id}" must be lower case without accents: "network-failure".`,
  otherHasText: '"other" has a label only: its cause is the sentence "message" of the incident file.',
  sensitive: (word) =>
    `"${word}": talk to the data protection officer first. This word is never written here.`,
  abbreviation: (word) => `"${word}": write the tool's whole name, readers don't know this abbreviation.`,
  noFinalPoint: "The sentence must end with a full stop.",
  layoutCount: (name, count) => `${name} must be there exactly once (found: ${count}).`,
  layoutCode: (code) => `"${code}" is not allowed in the layout.`,
  tooLong: (bytes, limit) => `This file has ${bytes} bytes; the limit is ${limit}.`,
};

export const templateWords = { fr, en };
