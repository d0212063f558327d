import type { Told } from "./fault.ts";

const grouped = (n: number, by: string) => String(n).replaceAll(/\B(?=(?:\d{3})+$)/gu, by);
const frPeople = (n: number) => `${grouped(n, "\u00A0")}\u00A0contact${n >= 2 ? "s" : ""}`;
const enPeople = (n: number) => `${grouped(n, ",")} contact${n === 1 ? "" : "s"}`;
const SHOWN = 3;
const frList = (names: readonly string[]) =>
  `${names
    .slice(0, SHOWN)
    .map((name) => `« ${name} »`)
    .join(", ")}${names.length > SHOWN ? "…" : ""}`;
const enList = (names: readonly string[]) =>
  `${names
    .slice(0, SHOWN)
    .map((name) => `“${name}”`)
    .join(", ")}${names.length > SHOWN ? "…" : ""}`;

const fr = {
  labels: {
    list: (service: string) => `Liste de ${service}`,
    size: (service: string) => `Taille de la liste de ${service}`,
    blocked: (service: string) => `Contacts bloqués de ${service}`,
    names: (service: string) => `Noms des listes de ${service}`,
  },
  noList: "Pas regardé, car il n’y a pas de liste à qui écrire.",
  see: (label: string) => `Pas regardé, voir «\u00A0${label}\u00A0».`,
  list: (name: string, id: number, people: number, age: number) =>
    `«\u00A0${name}\u00A0» (n° ${id}), ${frPeople(people)}, ${age === 0 ? "du mois" : `${age} mois`}.`,
  none: (doubts: readonly string[], example: string): Told => ({
    reason:
      doubts.length === 0
        ? "Aucune liste de Brevo ne porte un nom que le robot comprend."
        : `Aucune liste de Brevo ne porte un nom que le robot comprend\u00A0; il a vu ${frList(doubts)}.`,
    gesture: `Dans Brevo, «\u00A0Contacts\u00A0», «\u00A0Listes\u00A0», donnez à la bonne liste un nom comme «\u00A0${example}\u00A0»\u00A0: l’outil, le mois, l’année`,
  }),
  empty: (name: string): Told => ({
    reason: `La liste «\u00A0${name}\u00A0» est vide\u00A0: l’e-mail ne partirait pas.`,
    gesture:
      "Dans Brevo, «\u00A0Contacts\u00A0», «\u00A0Listes\u00A0», remplissez-la, ou supprimez-la si c’est une erreur",
  }),
  stale: (name: string, age: number, most: number, isBlocked: boolean, example: string): Told => ({
    reason: `La liste «\u00A0${name}\u00A0» a ${age} mois (le maximum est ${most})\u00A0: ${isBlocked ? "l’e-mail ne partirait pas" : "les personnes inscrites depuis ne recevraient rien"}.`,
    gesture: `Créez dans Brevo la liste du mois, comme chaque mois\u00A0: «\u00A0${example}\u00A0»`,
  }),
  nearlyStale: (name: string, age: number, example: string): Told => ({
    reason: `La liste «\u00A0${name}\u00A0» a ${age} mois\u00A0: le mois prochain, elle sera trop ancienne.`,
    gesture: `Créez dans Brevo la liste du mois\u00A0: «\u00A0${example}\u00A0»`,
  }),
  noneBefore: "Il n’y a pas de liste précédente à comparer.",
  change: (change: number, before: string) =>
    `${change < 0 ? "-" : "+"}${grouped(Math.abs(change), "\u00A0")} par rapport à «\u00A0${before}\u00A0».`,
  shrunk: (name: string, people: number, before: string, previous: number): Told => ({
    reason: `La liste «\u00A0${name}\u00A0» a ${frPeople(people)}, la précédente, «\u00A0${before}\u00A0», ${grouped(previous, "\u00A0")}.`,
    gesture: "Vérifiez dans Brevo que la nouvelle liste est complète, sinon complétez-la",
  }),
  untoldBlocked: "Brevo n’en compte pas, ou ne le dit plus.",
  blocked: (count: number) => `${frPeople(count)}\u00A0: trop peu pour s’inquiéter.`,
  manyBlocked: (count: number, name: string): Told => ({
    reason: `${frPeople(count)} de la liste «\u00A0${name}\u00A0» ne reçoivent plus rien de Brevo (désinscrits ou en erreur).`,
    gesture:
      "Regardez dans Brevo, «\u00A0Contacts\u00A0», pourquoi ils sont bloqués, et prévenez-les autrement si besoin",
  }),
  clear: "Une seule liste par mois, et des noms que le robot comprend.",
  ties: (name: string, others: readonly string[]): Told => ({
    reason: `Plusieurs listes portent le même mois\u00A0: «\u00A0${name}\u00A0» serait prise, et non ${frList(others)}.`,
    gesture: "Dans Brevo, gardez une seule liste par mois\u00A0: renommez ou supprimez les autres",
  }),
  doubts: (doubts: readonly string[], model: string): Told => ({
    reason: `Le robot laisse de côté ${frList(doubts)} : ${doubts.length > 1 ? "ces noms sont inattendus" : "ce nom est inattendu"}.`,
    gesture: `Si c’est la bonne liste, renommez-la dans Brevo sur le modèle de «\u00A0${model}\u00A0»\u00A0; sinon, ôtez de son nom le mot «\u00A0Utilisateurs\u00A0»`,
  }),
};

const en: typeof fr = {
  labels: {
    list: (service) => `List of ${service}`,
    size: (service) => `Size of the list of ${service}`,
    blocked: (service) => `Blocked contacts of ${service}`,
    names: (service) => `Names of the lists of ${service}`,
  },
  noList: "Not looked at: there is no list to write to.",
  see: (label) => `Not looked at: see “${label}”.`,
  list: (name, id, people, age) =>
    `“${name}” (no. ${id}), ${enPeople(people)}, ${age === 0 ? "of this month" : `${age} months old`}.`,
  none: (doubts, example) => ({
    reason:
      doubts.length === 0
        ? "No list of Brevo has a name that the robot understands."
        : `No list of Brevo has a name that the robot understands; it saw ${enList(doubts)}.`,
    gesture: `In Brevo, “Contacts”, “Lists”, give the right list a name such as “${example}”: tool, month, year`,
  }),
  empty: (name) => ({
    reason: `The list “${name}” is empty: the mail would not leave.`,
    gesture: "In Brevo, “Contacts”, “Lists”, fill it, or delete it if it is a mistake",
  }),
  stale: (name, age, most, isBlocked, example) => ({
    reason: `The list “${name}” is ${age} months old (the most is ${most}): ${isBlocked ? "the mail would not leave" : "people who joined since would get nothing"}.`,
    gesture: `Create this month’s list in Brevo, as every month: “${example}”`,
  }),
  nearlyStale: (name, age, example) => ({
    reason: `The list “${name}” is ${age} months old: next month it will be too old.`,
    gesture: `Create this month’s list in Brevo: “${example}”`,
  }),
  noneBefore: "There is no earlier list to compare with.",
  change: (change, before) =>
    `${change < 0 ? "-" : "+"}${grouped(Math.abs(change), ",")} compared with “${before}”.`,
  shrunk: (name, people, before, previous) => ({
    reason: `The list “${name}” has ${enPeople(people)}, the one before, “${before}”, ${grouped(previous, ",")}.`,
    gesture: "Check in Brevo that the new list is whole, otherwise complete it",
  }),
  untoldBlocked: "Brevo counts none, or does not tell any more.",
  blocked: (count) => `${enPeople(count)}: too few to worry.`,
  manyBlocked: (count, name) => ({
    reason: `${enPeople(count)} of the list “${name}” get nothing from Brevo any more (unsubscribed or in error).`,
    gesture: "See in Brevo, “Contacts”, why they are blocked, and tell them in another way if need be",
  }),
  clear: "One list per month, and names that the robot understands.",
  ties: (name, others) => ({
    reason: `Several lists carry the same month: “${name}” would be taken, not ${enList(others)}.`,
    gesture: "In Brevo, keep one list per month: rename or delete the others",
  }),
  doubts: (doubts, model) => ({
    reason: `The robot leaves aside ${enList(doubts)}: ${doubts.length > 1 ? "these names are" : "this name is"} unexpected.`,
    gesture: `If it is the right list, rename it in Brevo after the model of “${model}”; otherwise take the word “Utilisateurs” out of its name`,
  }),
};

/** What a checkup says of the lists that mails go to. */
export const checkupListWords = { fr, en };
