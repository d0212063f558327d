import type { Told } from "./fault.ts";

const fr = {
  /** The name must stay the same for ever: by it a later checkup finds what an interrupted one left behind. */
  probe: {
    name: "Vérification du robot des pannes (brouillon d’essai, à supprimer)",
    subject: "Brouillon d’essai du robot, ne pas envoyer : é à ç œ €",
    message:
      "Ceci est un essai, ne pas envoyer : « é à ç œ € » & < > \" ' {{ essai }} {% essai %} {essai} &eacute; — …",
  },
  labels: {
    draft: "Préparation d’un e-mail",
    readback: "Relecture de l’e-mail",
    removal: "Suppression du brouillon",
  },
  noDraft: "Pas essayé, car il n’y a pas de brouillon.",
  made: (isToNobody: boolean) =>
    `Brevo accepte un brouillon d’essai${isToNobody ? ", sans destinataire" : ", qui n’est jamais envoyé"}.`,
  same: "Brevo garde le texte, les accents, les signes et les liens tels quels.",
  differs: (): Told => ({
    reason: "Brevo a changé le brouillon d’essai\u00A0: un vrai e-mail ne partirait pas.",
    gesture: "Montrez cette ligne à l’équipe technique, qui compare un brouillon dans Brevo avec les modèles",
  }),
  removed: (leftovers: number) =>
    leftovers === 0
      ? "Le brouillon d’essai est supprimé."
      : `Le brouillon d’essai est supprimé, et ${leftovers === 1 ? "celui" : `${leftovers} autres`} d’une vérification interrompue aussi.`,
  stuck: (reason: string): Told => ({
    reason: `Le brouillon d’essai n’a pas pu être supprimé. ${reason}`,
    gesture:
      "Dans Brevo, «\u00A0Campagnes\u00A0», «\u00A0Brouillons\u00A0», supprimez «\u00A0Vérification du robot des pannes\u00A0»\u00A0; si Brevo refuse, montrez cette ligne à l’équipe technique",
  }),
};

const en: typeof fr = {
  probe: {
    name: "Checkup of the outage robot (trial draft, to be deleted)",
    subject: "Trial draft of the robot, do not send: é à ç œ €",
    message:
      "This is a trial, do not send: « é à ç œ € » & < > \" ' {{ trial }} {% trial %} {trial} &eacute; — …",
  },
  labels: {
    draft: "Preparing a mail",
    readback: "Reading the mail again",
    removal: "Deleting the draft",
  },
  noDraft: "Not tried: there is no draft.",
  made: (isToNobody) =>
    `Brevo takes a trial draft${isToNobody ? ", without recipients" : ", which is never sent"}.`,
  same: "Brevo keeps the text, the accents, the signs and the links as they are.",
  differs: () => ({
    reason: "Brevo changed the trial draft: a real mail would not leave.",
    gesture: "Show this line to the technical team, who compares a draft in Brevo with the templates",
  }),
  removed: (leftovers) =>
    leftovers === 0
      ? "The trial draft is deleted."
      : `The trial draft is deleted, and ${leftovers === 1 ? "one" : leftovers} of an interrupted checkup too.`,
  stuck: (reason) => ({
    reason: `The trial draft could not be deleted. ${reason}`,
    gesture:
      "In Brevo, “Campaigns”, “Drafts”, delete “Checkup of the outage robot”; if Brevo refuses, show this line to the technical team",
  }),
};

/** What a checkup says of the draft that it makes and deletes. */
export const checkupDraftWords = { fr, en };
