const quotedList = (name: string, id: number): string => `«\u00A0${name}\u00A0» (n°\u00A0${id})`;
const englishList = (name: string, id: number): string => `“${name}” (no.\u00A0${id})`;
const grouped = (n: number, separator: string): string =>
  String(n).replaceAll(/\B(?=(?:\d{3})+$)/gu, separator);
/** « de mars 2025 », « d’octobre 2025 » */
const frOf = (month: string): string => (/^[aeiou]/u.test(month) ? `d’${month}` : `de ${month}`);
const frPeople = (n: number): string => `${grouped(n, "\u00A0")}\u00A0contact${n >= 2 ? "s" : ""}`;
const enPeople = (n: number): string => `${grouped(n, ",")}\u00A0contact${n === 1 ? "" : "s"}`;

const fr = {
  list: quotedList,
  listsAnd: (lists: readonly string[]): string => lists.join(", "),
  andOthers: (lists: string, n: number): string => `${lists} et ${n}\u00A0autre${n >= 2 ? "s" : ""}`,
  exampleName: (word: string, month: string, year: number): string => `Utilisateurs ${word} ${month} ${year}`,

  none: (ofService: string, example: string): string =>
    `Aucune liste Brevo ne porte un nom d’utilisateurs ${ofService} avec son mois. Dans Brevo, renommez la bonne liste «\u00A0${example}\u00A0», puis relancez.`,
  noneButDoubts: (ofService: string, doubts: string, example: string): string =>
    `Aucune liste Brevo d’utilisateurs ${ofService} n’a un nom que le programme comprend. Il a vu ${doubts}. Dans Brevo, renommez la bonne liste «\u00A0${example}\u00A0», puis relancez.`,
  empty: (list: string, service: string): string =>
    `La liste la plus récente, ${list}, est vide. Remplissez-la dans Brevo, puis relancez\u00A0; ou imposez une autre liste avec «\u00A0lists: { ${service}: numéro }\u00A0» dans le fichier de l’incident.`,
  emptyButOther: (list: string, other: string, people: number, service: string, otherId: number): string =>
    `La liste la plus récente, ${list}, est vide. Remplissez-la dans Brevo, puis relancez\u00A0; ou écrivez «\u00A0lists: { ${service}: ${otherId} }\u00A0» dans le fichier de l’incident pour prendre ${other}, ${frPeople(people)}.`,
  tooOld: (list: string, month: string, age: number, most: number, service: string, id: number): string =>
    `La liste la plus récente, ${list}, date ${frOf(month)}\u00A0: ${age}\u00A0mois, le maximum est ${most}. Créez la liste du mois dans Brevo, puis relancez\u00A0; ou écrivez «\u00A0lists: { ${service}: ${id} }\u00A0» dans le fichier de l’incident pour la prendre quand même.`,
  unknownId: (id: number, service: string): string =>
    `La liste n°\u00A0${id} n’existe pas dans Brevo. Corrigez le numéro dans «\u00A0lists: { ${service}: ${id} }\u00A0», ou retirez cette ligne pour prendre la liste la plus récente.`,
  forcedEmpty: (list: string, service: string): string =>
    `La liste imposée, ${list}, est vide. Remplissez-la dans Brevo, ou changez le numéro dans la ligne «\u00A0lists: { ${service}: … }\u00A0».`,
  forcedStranger: (list: string, ofService: string, service: string): string =>
    `Rien ne dit que la liste imposée, ${list}, contient les utilisateurs ${ofService}\u00A0: son nom ne le porte pas. Corrigez le numéro dans la ligne «\u00A0lists: { ${service}: … }\u00A0», ou renommez la liste dans Brevo.`,

  stale: (list: string, month: string, age: number, most: number): string =>
    `LISTE TROP ANCIENNE\u00A0: ${list} date ${frOf(month)}, il y a ${age}\u00A0mois (le maximum est ${most}). Les personnes inscrites depuis ne reçoivent pas l’e-mail. Créez la liste du mois dans Brevo pour la prochaine fois.`,
  tie: (list: string, others: string): string =>
    `Plusieurs listes portent le même mois\u00A0: ${list} a été prise, et non ${others}. Dans Brevo, gardez une seule liste par mois.`,
  shrunk: (list: string, people: number, previous: string, before: number): string =>
    `La liste ${list} a ${frPeople(people)}, moins de la moitié de ${previous}, qui en a ${grouped(before, "\u00A0")}. Vérifiez dans Brevo qu’elle est complète.`,
  doubts: (doubts: string, example: string): string =>
    `Listes laissées de côté, car leur nom est inattendu\u00A0: ${doubts}. Si l’une d’elles est la bonne, renommez-la dans Brevo sur le modèle de «\u00A0${example}\u00A0».`,
  forcedOlder: (list: string, newest: string, people: number): string =>
    `La liste ${list} est imposée par le fichier de l’incident. La plus récente est ${newest}, ${frPeople(people)}.`,
};

const en: typeof fr = {
  list: englishList,
  listsAnd: (lists) => lists.join(", "),
  andOthers: (lists, n) => `${lists} and ${n} more`,
  exampleName: (word, month, year) => `Utilisateurs ${word} ${month} ${year}`,

  none: (ofService, example) =>
    `No Brevo list is named after the users of ${ofService} with a month. In Brevo, rename the right list “${example}”, then run again.`,
  noneButDoubts: (ofService, doubts, example) =>
    `No Brevo list of users of ${ofService} has a name that the program understands. It saw ${doubts}. In Brevo, rename the right list “${example}”, then run again.`,
  empty: (list, service) =>
    `The newest list, ${list}, is empty. Fill it in Brevo, then run again; or force another list with “lists: { ${service}: number }” in the incident file.`,
  emptyButOther: (list, other, people, service, otherId) =>
    `The newest list, ${list}, is empty. Fill it in Brevo, then run again; or write “lists: { ${service}: ${otherId} }” in the incident file to take ${other}, ${enPeople(people)}.`,
  tooOld: (list, month, age, most, service, id) =>
    `The newest list, ${list}, is of ${month}: ${age} months old, the most allowed is ${most}. Create this month’s list in Brevo, then run again; or write “lists: { ${service}: ${id} }” in the incident file to take it all the same.`,
  unknownId: (id, service) =>
    `List no.\u00A0${id} does not exist in Brevo. Correct the number in “lists: { ${service}: ${id} }”, or remove that line to take the newest list.`,
  forcedEmpty: (list, service) =>
    `The forced list, ${list}, is empty. Fill it in Brevo, or change the number in the line “lists: { ${service}: … }”.`,
  forcedStranger: (list, ofService, service) =>
    `Nothing says that the forced list, ${list}, holds the users of ${ofService}: its name does not. Correct the number in the line “lists: { ${service}: … }”, or rename the list in Brevo.`,

  stale: (list, month, age, most) =>
    `LIST TOO OLD: ${list} is of ${month}, ${age} months ago (the most allowed is ${most}). People who joined since then do not get the mail. Create this month’s list in Brevo for the next time.`,
  tie: (list, others) =>
    `Several lists carry the same month: ${list} was taken, not ${others}. In Brevo, keep one list per month.`,
  shrunk: (list, people, previous, before) =>
    `List ${list} has ${enPeople(people)}, less than half of ${previous}, which has ${grouped(before, ",")}. Check in Brevo that it is complete.`,
  doubts: (doubts, example) =>
    `Lists left aside because their name is unexpected: ${doubts}. If one of them is the right one, rename it in Brevo after the model of “${example}”.`,
  forcedOlder: (list, newest, people) =>
    `List ${list} is forced by the incident file. The newest one is ${newest}, ${enPeople(people)}.`,
};

/** Which Brevo list a mail goes to: refusals, with the next gesture, and warnings. */
export const audienceWords = { fr, en };
