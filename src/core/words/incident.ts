import type { Language } from "../settings.ts";
import { short } from "./files.ts";

const meant = (word: string | undefined, say: (word: string) => string, otherwise: string): string =>
  word === undefined ? otherwise : say(word);

/** What a person reads about the content of an incident file. `example` is a line to copy. */
const fr = {
  examples: { services: "services: [rp]", status: "status: open" },
  unknownService: (value: string, known: readonly string[], near?: string) =>
    `«\u00A0${short(value)}\u00A0» n’est pas un outil connu (${known.join(", ")})${meant(near, (word) => `\u00A0: voulez-vous dire «\u00A0${word}\u00A0»\u00A0?`, ".")}`,
  listOfServices: (example: string) => `Pour plusieurs outils, écrivez une liste\u00A0: ${example}`,
  noService: (example: string) => `Il faut au moins un outil. Exemple\u00A0: ${example}`,
  serviceTwice: (id: string) => `«\u00A0${id}\u00A0» est écrit deux fois\u00A0: gardez-le une seule fois.`,
  notOfThisIncident: (id: string) =>
    `«\u00A0${id}\u00A0» n’est pas dans «\u00A0services\u00A0»\u00A0: enlevez-le d’ici, ou ajoutez-le à «\u00A0services\u00A0».`,
  wantedTime: (example: string) => `Il faut une date et une heure ici, comme ${example}.`,
  startAhead: (now: string) =>
    `Le début de la panne est dans le futur (il est ${now}). Vérifiez la date et l’heure.`,
  declaredAhead: (now: string) =>
    `L’heure de déclaration est dans le futur (il est ${now}). Vérifiez la date et l’heure.`,
  endAhead: (now: string) =>
    `La fin de la panne est dans le futur (il est ${now}). Vérifiez la date et l’heure, ou attendez la fin de la panne.`,
  endBeforeStart: (start: string) =>
    `La fin de la panne doit être après son début (${start}). Vérifiez les deux heures.`,
  expectedBeforeStart: (start: string) => `La fin prévue doit être après le début de la panne (${start}).`,
  unknownCause: (value: string, known: readonly string[], near?: string) =>
    `«\u00A0${short(value)}\u00A0» n’est pas une cause connue (${known.join(", ")})${meant(near, (word) => `\u00A0: voulez-vous dire «\u00A0${word}\u00A0»\u00A0?`, ". Pour une phrase à vous, écrivez-la dans «\u00A0message\u00A0».")}`,
  causeNeedsMessage: (cause: string) =>
    `Avec la cause «\u00A0${cause}\u00A0», écrivez aussi une phrase pour les utilisateurs\u00A0: message: "…"`,
  resolvedWithoutTime: (example: string) =>
    `La panne est finie, mais il manque l’heure de la fin. Ajoutez la ligne\u00A0: ${example}`,
  resolvedButSome: (missing: string, example: string) =>
    `Il manque l’heure de la fin pour ${missing}. Ajoutez-la (${example}), ou laissez «\u00A0status: open\u00A0» tant que tout n’est pas revenu.`,
  openButOver:
    "L’heure de la fin est écrite\u00A0: écrivez «\u00A0status: resolved\u00A0», ou enlevez la ligne «\u00A0resolved_at\u00A0».",
  openButAllOver:
    "Tous les outils de ce fichier ont déjà une fin\u00A0: écrivez «\u00A0status: resolved\u00A0», ou enlevez la fin de celui qui est encore en panne.",
  openButOneForAll: (example: string) =>
    `Une heure seule vaut pour tous les outils\u00A0: écrivez «\u00A0status: resolved\u00A0», ou nommez celui qui est revenu, comme\u00A0: ${example}`,
  colonMissing: (example: string) =>
    `Il faut deux-points et une espace après le nom de l’outil, comme\u00A0: ${example}`,
  allMistaken:
    "Tous les outils de ce fichier sont dans «\u00A0mistaken\u00A0»\u00A0: écrivez «\u00A0status: mistaken\u00A0», et enlevez la ligne «\u00A0mistaken\u00A0».",
  someMistaken: (named: string) =>
    `«\u00A0status: mistaken\u00A0» veut dire une fausse alerte pour tous les outils, et cette ligne n’en nomme que certains (${named}). Enlevez cette ligne, ou écrivez «\u00A0status: resolved\u00A0».`,
  noList: (example: string) => `Il faut le numéro d’une liste pour chaque outil, comme\u00A0: ${example}`,
  listNumber: "Il faut le numéro d’une liste Brevo, sans «\u00A0#\u00A0», comme 47.",
  text: {
    empty: "Ce texte est vide\u00A0: écrivez une phrase, ou effacez la ligne.",
    tooLong: (length: number, most: number) => `Ce texte a ${length} caractères\u00A0: ${most} au plus.`,
    noStop: "Terminez le texte par un point, «\u00A0!\u00A0» ou «\u00A0?\u00A0».",
    oneLine: "Écrivez le texte sur une seule ligne.",
    control: "Ce texte contient un caractère invisible\u00A0: tapez-le à nouveau au lieu de le copier.",
    code: (found: string) =>
      `Ce texte ne peut pas contenir «\u00A0${short(found)}\u00A0»\u00A0: dans un e-mail, c’est une commande.`,
    link: (found: string) =>
      `Ce texte ne peut pas contenir de lien ni d’adresse («\u00A0${short(found)}\u00A0»).`,
    abbreviation: (found: string, name: string) =>
      `Écrivez «\u00A0${name}\u00A0» en entier au lieu de «\u00A0${found}\u00A0»\u00A0: les utilisateurs ne connaissent pas ce sigle.`,
    forDpo: (found: string) =>
      `Ce texte ne peut pas contenir «\u00A0${short(found)}\u00A0». Parlez-en d’abord à la personne chargée de la protection des données.`,
  },
};

const en: typeof fr = {
  examples: { services: "services: [rp]", status: "status: open" },
  unknownService: (value, known, near) =>
    `“${short(value)}” is not a known service (${known.join(", ")})${meant(near, (word) => `: did you mean “${word}”?`, ".")}`,
  listOfServices: (example) => `For several services, write a list: ${example}`,
  noService: (example) => `At least one service is wanted. Example: ${example}`,
  serviceTwice: (id) => `“${id}” stands here twice: keep it once.`,
  notOfThisIncident: (id) => `“${id}” is not in “services”: remove it here, or add it to “services”.`,
  wantedTime: (example) => `A date and a time are wanted here, such as ${example}.`,
  startAhead: (now) => `The outage begins in the future (it is ${now}). Check the date and the time.`,
  declaredAhead: (now) => `The declaration is in the future (it is ${now}). Check the date and the time.`,
  endAhead: (now) =>
    `The outage ends in the future (it is ${now}). Check the date and the time, or wait until it is over.`,
  endBeforeStart: (start) => `The outage must end after it begins (${start}). Check both times.`,
  expectedBeforeStart: (start) => `The expected end must be after the beginning of the outage (${start}).`,
  unknownCause: (value, known, near) =>
    `“${short(value)}” is not a known cause (${known.join(", ")})${meant(near, (word) => `: did you mean “${word}”?`, ". Write a sentence of your own in “message”.")}`,
  causeNeedsMessage: (cause) =>
    `With the cause “${cause}”, also write a sentence for the users: message: "…"`,
  resolvedWithoutTime: (example) =>
    `The outage is over, but the time of its end is missing. Add the line: ${example}`,
  resolvedButSome: (missing, example) =>
    `The time of the end is missing for ${missing}. Add it (${example}), or keep “status: open” until everything is back.`,
  openButOver: "The end is written: write “status: resolved”, or remove the line “resolved_at”.",
  openButAllOver:
    "Every service of this file has an end: write “status: resolved”, or remove the end of the one that is still away.",
  openButOneForAll: (example) =>
    `One hour alone stands for every service: write “status: resolved”, or name the one that is back, such as: ${example}`,
  colonMissing: (example) =>
    `A colon and a space are wanted after the name of the service, such as: ${example}`,
  allMistaken:
    "Every service of this file is in “mistaken”: write “status: mistaken”, and remove the line “mistaken”.",
  someMistaken: (named) =>
    `“status: mistaken” means a false alarm for every service, and this line names only some (${named}). Remove this line, or write “status: resolved”.`,
  noList: (example) => `The number of a list is wanted for each service, such as: ${example}`,
  listNumber: "The number of a Brevo list is wanted, without “#”, such as 47.",
  text: {
    empty: "This text is empty: write a sentence, or delete the line.",
    tooLong: (length, most) => `This text has ${length} characters: ${most} at most.`,
    noStop: "End the text with a full stop, “!” or “?”.",
    oneLine: "Write the text on a single line.",
    control: "This text contains an invisible character: type it again instead of copying it.",
    code: (found) => `This text cannot contain “${short(found)}”: in a mail, it is a command.`,
    link: (found) => `This text cannot contain a link or an address (“${short(found)}”).`,
    abbreviation: (found, name) =>
      `Write “${name}” in full instead of “${found}”: users do not know this abbreviation.`,
    forDpo: (found) =>
      `This text cannot contain “${short(found)}”. Talk first to the person in charge of data protection.`,
  },
};

/** Sentences about incident files, in every language that `runbook.yml` knows. */
export const incidentWords: Readonly<Record<Language, typeof fr>> = { fr, en };
