/** « 14 h 05 » → « de 14 h 05 », « hier à… » → « d’hier à… », « le samedi… » → « du samedi… ». */
function afterDe(since: string): string {
  if (since.startsWith("le ")) return `du ${since.slice("le ".length)}`;
  return since.startsWith("hier") ? `d’${since}` : `de ${since}`;
}

/** « A », « A et B », « A, B et C ». */
function listed(items: readonly string[], and: string): string {
  const before = items.slice(0, -1).join(", ");
  return before === "" ? items.join() : `${before} ${and} ${items.at(-1) ?? ""}`;
}

function grouped(n: number, between: string): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/gu, between);
}

/** The few words that the program itself puts into a mail or says of it, and of a chat message; the texts stand in `templates/`. */
const fr = {
  ofTime: afterDe,
  list: (items: readonly string[]) => listed(items, "et"),
  number: (n: number) => grouped(n, "\u00A0"),
  mirrorLink: "\u00A0: lien propre à chaque e-mail",
  unsubscribeLink: "\u00A0: lien propre à chaque personne",
  brevoCode: (found: readonly string[]) =>
    `L’e-mail contiendrait un code que Brevo exécuterait (${found.join(" ")}). Il n’a pas été préparé.`,
};

const en: typeof fr = {
  ofTime: (since) => `of ${since}`,
  list: (items) => listed(items, "and"),
  number: (n) => grouped(n, ","),
  mirrorLink: ": each mail has its own link",
  unsubscribeLink: ": each person has their own link",
  brevoCode: (found) => `The mail would hold a code that Brevo runs (${found.join(" ")}). It was not made.`,
};

export const mailWords = { fr, en };
