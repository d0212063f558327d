import type { Language } from "../settings.ts";

interface SenderTold {
  readonly id: number;
  readonly name: string;
  readonly email: string;
}

const fr = {
  listNumber: (id: number) => `liste n° ${id}`,
  chooseSender: (senders: readonly SenderTold[]) =>
    senders.length === 0
      ? "Brevo n’a aucun expéditeur actif. Dans Brevo, ouvrez « Expéditeurs », validez celui de l’organisation, puis relancez."
      : `Brevo a plusieurs expéditeurs et je ne choisis pas à votre place : ${senders
          .map(({ id, name, email }) => `${id} = ${name} (${email})`)
          .join(", ")}. Écrivez le bon numéro dans runbook.yml, à la ligne « sender_id », puis relancez.`,
  noList:
    "Le journal ne dit pas à quelle liste l’e-mail de début est parti. Regardez la campagne dans Brevo et écrivez son numéro de liste dans le fichier, à la ligne « lists ».",
  damagedJournal:
    "Cette ligne n’est pas du robot. Le journal ne se modifie jamais à la main : remettez le fichier comme il était (« git checkout »).",
};
const en: typeof fr = {
  listNumber: (id) => `list no. ${id}`,
  chooseSender: (senders) =>
    senders.length === 0
      ? "Brevo has no active sender. In Brevo, open “Senders”, verify the organisation’s sender, then run again."
      : `Brevo has several senders and I do not choose for you: ${senders
          .map(({ id, name, email }) => `${id} = ${name} (${email})`)
          .join(", ")}. Write the right number in runbook.yml, on the line “sender_id”, then run again.`,
  noList:
    "The journal does not say to which list the first mail went. Look at the campaign in Brevo and write the number of its list in the file, on the line “lists”.",
  damagedJournal:
    "The robot did not write this line. A journal is never edited by hand: put the file back as it was (“git checkout”).",
};

/** What settling says inside its own reasons and files. */
export const settleWords: Readonly<Record<Language, typeof fr>> = { fr, en };
