import type { Language } from "../settings.ts";

/** For a key or a value that is quoted inside a sentence: one line, cut. */
export const short = (text: string): string => {
  const letters = Array.from(text.replaceAll(/[\s\p{C}]+/gu, " "));
  return letters.length > 60 ? `${letters.slice(0, 60).join("")}…` : letters.join("");
};

const maybe = (text: string | undefined, say: (text: string) => string): string =>
  text === undefined ? "" : say(text);

/** Everything that a person reads about the form of a file: YAML, keys, `runbook.yml`, names under `incidents/`. */
const fr = {
  yaml: {
    tooLarge: (kilobytes: number) =>
      `Ce fichier dépasse ${kilobytes}\u00A0Ko. Un fichier si long est refusé\u00A0: enlevez ce qui n’en fait pas partie.`,
    notAMap: "Ce fichier doit contenir des lignes «\u00A0clé: valeur\u00A0».",
    empty: "Ce fichier est vide.",
    colonInside: 'Le texte contient «\u00A0:\u00A0»\u00A0: mettez le texte entre guillemets ("…").',
    startsWith: (sign: string) =>
      `Le texte commence par «\u00A0${sign}\u00A0»\u00A0: mettez le texte entre guillemets ("…").`,
    indented:
      "Cette ligne est décalée\u00A0: faites-la commencer sous la ligne du dessus, sans espace en plus.",
    misaligned:
      "Cette ligne n’est pas alignée avec les clés du même groupe\u00A0: mettez le même nombre d’espaces devant.",
    noColon:
      "Cette ligne n’est pas de la forme «\u00A0clé: valeur\u00A0»\u00A0: il faut deux-points, puis une espace ordinaire.",
    quoteOpen:
      "Ce guillemet ouvrant n’est jamais fermé\u00A0: ajoutez le guillemet fermant à la fin du texte.",
    bracketOpen:
      "Ce crochet ou cette accolade n’est jamais fermé\u00A0: ajoutez «\u00A0]\u00A0» ou «\u00A0}\u00A0» à la fin.",
    afterValue:
      'Il y a du texte après la fin de la valeur\u00A0: mettez tout le texte entre guillemets doubles ("…"), avec \\" pour un guillemet à l’intérieur.',
    badEscape:
      "Cette suite avec «\u00A0\\\u00A0» n’existe pas\u00A0: écrivez «\u00A0\\\\\u00A0» pour une barre oblique inverse.",
    tab: "Cette ligne commence par une tabulation\u00A0: remplacez-la par des espaces.",
    duplicate: (key: string) =>
      `La clé «\u00A0${short(key)}\u00A0» est écrite deux fois\u00A0: gardez une seule ligne.`,
    manyDocuments:
      "Un second document commence ici («\u00A0---\u00A0»)\u00A0: un fichier n’en contient qu’un.",
    notATextKey: 'Cette clé n’est pas un texte simple\u00A0: mettez la valeur entre guillemets ("…").',
    unreadable: (detail: string) => `Ce passage n’est pas du YAML lisible (${detail}).`,
    cut: 'La suite est perdue\u00A0: après une espace, «\u00A0#\u00A0» commence un commentaire. Mettez toute la valeur entre guillemets ("…"), ou enlevez «\u00A0#\u00A0».',
    badKey: (key: string) => `La clé «\u00A0${short(key)}\u00A0» est refusée.`,
    unknownKey: (key: string, near?: string) =>
      `La clé «\u00A0${short(key)}\u00A0» n’existe pas${maybe(near, (word) => `\u00A0: voulez-vous dire «\u00A0${word}\u00A0»\u00A0?`) || "."}`,
    missing: (key: string, example?: string) =>
      `Il manque la clé «\u00A0${short(key)}\u00A0».${maybe(example, (line) => ` Ajoutez une ligne comme\u00A0: ${line}`)}`,
    emptyValue: "Cette clé n’a pas de valeur\u00A0: écrivez-en une, ou effacez la ligne.",
    wanted: {
      string: 'Il faut un texte ici\u00A0: mettez-le entre guillemets ("…").',
      number: "Il faut un nombre ici, sans guillemets.",
      boolean: "Il faut true (oui) ou false (non) ici.",
      array: "Il faut une liste ici, comme\u00A0: [a, b].",
      map: "Il faut des lignes «\u00A0clé: valeur\u00A0» ici.",
    },
    notOneOf: (value: string, choices: readonly string[], near?: string) =>
      `«\u00A0${short(value)}\u00A0» n’est pas une valeur possible (${choices.join(", ")})${maybe(near, (word) => `\u00A0: voulez-vous dire «\u00A0${word}\u00A0»\u00A0?`) || "."}`,
  },
  settings: {
    zone: (value: string) =>
      `Le fuseau horaire «\u00A0${short(value)}\u00A0» n’existe pas. Exemple\u00A0: "Europe/Paris".`,
    channelId: (value: string) =>
      `«\u00A0${short(value)}\u00A0» n’est pas un identifiant de canal Slack. Dans Slack, cliquez sur le nom du canal\u00A0: l’identifiant (C0123ABCD) est tout en bas de la fenêtre.`,
    contact: (value: string) =>
      `«\u00A0${short(value)}\u00A0» n’est pas une mention Slack. Écrivez "<@U0123ABCD>" (une personne) ou "<!subteam^S0123ABCD>" (un groupe).`,
    senderId: 'Il faut le numéro de l’expéditeur dans Brevo, comme 3, ou "".',
    email: (value: string) => `«\u00A0${short(value)}\u00A0» n’est pas une adresse e-mail.`,
    serviceId: (value: string) =>
      `«\u00A0${short(value)}\u00A0» ne peut pas être le nom court d’un outil\u00A0: 2 à 12 lettres minuscules ou chiffres, une lettre d’abord.`,
    noServices: "Il faut au moins un outil sous «\u00A0services\u00A0».",
    noWords: "Il faut au moins un nom, celui que portent les listes de Brevo.",
    emptyText: "Ce texte est vide.",
    signs:
      "Ce texte ne peut pas contenir { } [ ] % < > ni de retour à la ligne\u00A0: Brevo les prendrait pour une commande.",
    mark: "Ce nom ne peut pas contenir «\u00A0·\u00A0»\u00A0: ce signe sépare le nom de la campagne et l’incident.",
    sameCampaign: (name: string) =>
      `Deux campagnes auraient le même nom «\u00A0${name}\u00A0»\u00A0: chaque outil et chaque moment doit avoir le sien.`,
    sameListWord: (word: string) =>
      `«\u00A0${word}\u00A0» désigne déjà les listes d’un autre outil\u00A0: le message partirait aux mauvaises personnes.`,
    positive: "Il faut un nombre plus grand que zéro.",
    whole: "Il faut un nombre entier plus grand que zéro.",
    hours: "Il faut des heures, comme [4, 24].",
    listId: 'Il faut le numéro de la liste dans Brevo, comme 12, ou "".',
    // Names that the settings may leave out.
    derived: {
      update: (text: string) => `Nouvelles\u00A0: ${text}`,
      mistaken: (le: string) => `Fausse alerte\u00A0: ${le} fonctionne normalement`,
    },
  },
  tree: {
    rename: (right: string) =>
      `Le nom d’un incident s’écrit en minuscules et finit par «\u00A0.yml\u00A0». Renommez ce fichier en ${right}.`,
    name: "Ce n’est pas un nom d’incident. Le nom est la date, puis l’outil, comme incidents/2026-11-23-rp.yml. Renommez ce fichier.",
    date: (date: string) =>
      `La date ${date} n’existe pas. Renommez ce fichier avec la date de la panne, comme incidents/2026-11-23-rp.yml.`,
    folder: (right: string) =>
      `Un incident s’écrit directement dans le dossier «\u00A0incidents\u00A0». Déplacez ce fichier vers ${right}.`,
    robot:
      "Seul le robot écrit dans ce dossier, et ce fichier n’est pas de lui. Effacez-le ou rangez-le hors du dossier «\u00A0incidents\u00A0».",
    drill: (right: string) =>
      `Ce nom est celui d’un exercice, et seul le robot écrit un exercice. Déplacez ce fichier vers ${right}. Si c’est une vraie panne, enlevez «\u00A0exercice\u00A0» de son nom.`,
    strayDrill:
      "Seul le robot écrit dans le dossier «\u00A0incidents/drills\u00A0», et ce fichier n’est pas de lui. Effacez-le ou rangez-le hors du dossier «\u00A0incidents\u00A0».",
    stray:
      "Ce fichier n’est pas un incident. Un incident s’appelle par exemple incidents/2026-11-23-rp.yml\u00A0; le reste se range hors du dossier «\u00A0incidents\u00A0».",
  },
};

const en: typeof fr = {
  yaml: {
    tooLarge: (kilobytes) =>
      `This file is over ${kilobytes} KB, which is refused: remove what does not belong in it.`,
    notAMap: "This file must hold lines of the form “key: value”.",
    empty: "This file is empty.",
    colonInside: 'The text contains “: ”: put the text in quotes ("…").',
    startsWith: (sign) => `The text begins with “${sign}”: put the text in quotes ("…").`,
    indented: "This line is indented: make it begin under the line above, without extra spaces.",
    misaligned:
      "This line is not aligned with the keys of its group: put the same number of spaces before it.",
    noColon: "This line is not of the form “key: value”: a colon is needed, then an ordinary space.",
    quoteOpen: "This opening quote is never closed: add the closing quote at the end of the text.",
    bracketOpen: "This bracket or brace is never closed: add “]” or “}” at the end.",
    afterValue:
      'There is text after the end of the value: put the whole text in double quotes ("…"), with \\" for a quote inside.',
    badEscape: "This sequence with “\\” does not exist: write “\\\\” for a backslash.",
    tab: "This line begins with a tab: replace it with spaces.",
    duplicate: (key) => `The key “${short(key)}” stands here twice: keep one line.`,
    manyDocuments: "A second document begins here (“---”): a file holds only one.",
    notATextKey: 'This key is not a plain text: put the value in quotes ("…").',
    unreadable: (detail) => `This passage is not readable YAML (${detail}).`,
    cut: 'The rest is lost: after a space, “#” begins a comment. Put the whole value in quotes ("…"), or remove “#”.',
    badKey: (key) => `The key “${short(key)}” is refused.`,
    unknownKey: (key, near) =>
      `The key “${short(key)}” does not exist${maybe(near, (word) => `: did you mean “${word}”?`) || "."}`,
    missing: (key, example) =>
      `The key “${short(key)}” is missing.${maybe(example, (line) => ` Add a line such as: ${line}`)}`,
    emptyValue: "This key has no value: write one, or delete the line.",
    wanted: {
      string: 'A text is wanted here: put it in quotes ("…").',
      number: "A number is wanted here, without quotes.",
      boolean: "true or false is wanted here.",
      array: "A list is wanted here, such as: [a, b].",
      map: "Lines of the form “key: value” are wanted here.",
    },
    notOneOf: (value, choices, near) =>
      `“${short(value)}” is not a possible value (${choices.join(", ")})${maybe(near, (word) => `: did you mean “${word}”?`) || "."}`,
  },
  settings: {
    zone: (value) => `The time zone “${short(value)}” does not exist. Example: "Europe/Paris".`,
    channelId: (value) =>
      `“${short(value)}” is not the id of a Slack channel. In Slack, click the channel's name: the id (C0123ABCD) is at the very bottom of the window.`,
    contact: (value) =>
      `“${short(value)}” is not a Slack mention. Write "<@U0123ABCD>" (a person) or "<!subteam^S0123ABCD>" (a group).`,
    senderId: 'The sender\'s number in Brevo is wanted, such as 3, or "".',
    email: (value) => `“${short(value)}” is not a mail address.`,
    serviceId: (value) =>
      `“${short(value)}” cannot be the short name of a service: 2 to 12 small letters or digits, a letter first.`,
    noServices: "At least one service is wanted under “services”.",
    noWords: "At least one name is wanted, the one that the Brevo lists carry.",
    emptyText: "This text is empty.",
    signs: "This text cannot contain { } [ ] % < > or a line break: Brevo would take them for a command.",
    mark: "This name cannot contain “·”: that sign separates the campaign's name from the incident.",
    sameCampaign: (name) =>
      `Two campaigns would have the same name “${name}”: each service and each moment needs its own.`,
    sameListWord: (word) =>
      `“${word}” already names the lists of another service: the message would go to the wrong people.`,
    positive: "A number above zero is wanted.",
    whole: "A whole number above zero is wanted.",
    hours: "Hours are wanted, such as [4, 24].",
    listId: 'The list\'s number in Brevo is wanted, such as 12, or "".',
    derived: {
      update: (text) => `News: ${text}`,
      mistaken: (le) => `False alarm: ${le} works normally`,
    },
  },
  tree: {
    rename: (right) =>
      `An incident's name is in small letters and ends in “.yml”. Rename this file to ${right}.`,
    name: "This is not an incident's name. The name is the date, then the service, such as incidents/2026-11-23-rp.yml. Rename this file.",
    date: (date) =>
      `The date ${date} does not exist. Rename this file with the date of the outage, such as incidents/2026-11-23-rp.yml.`,
    folder: (right) => `An incident stands directly in the folder “incidents”. Move this file to ${right}.`,
    robot:
      "Only the robot writes in this folder, and this file is not its own. Delete it or keep it outside “incidents”.",
    drill: (right) =>
      `This is the name of a drill, and only the robot writes drills. Move this file to ${right}. If it is a real outage, take “exercice” out of its name.`,
    strayDrill:
      "Only the robot writes in the folder “incidents/drills”, and this file is not its own. Delete it or keep it outside “incidents”.",
    stray:
      "This file is not an incident. An incident is called for example incidents/2026-11-23-rp.yml; keep the rest outside “incidents”.",
  },
};

/** Sentences about files, in every language that `runbook.yml` knows. */
export const fileWords: Readonly<Record<Language, typeof fr>> = { fr, en };
export type FileWords = typeof fr;
