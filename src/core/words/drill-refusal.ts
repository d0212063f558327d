import type { DrillRefusal } from "../drill-audience.ts";
import type { Language } from "../settings.ts";
import { faultWords, type Told } from "./fault.ts";

const NBSP = "\u00A0";

const frRefusal = (why: DrillRefusal): Told => {
  switch (why.kind) {
    case "unset":
      return {
        reason: `Les exercices ne sont pas réglés${NBSP}: runbook.yml ne dit pas vers quel canal et quelle liste ils vont.`,
        gesture: `Faites dans Slack un canal d’essai et dans Brevo une liste de quelques collègues, puis écrivez leurs numéros dans runbook.yml, sous «${NBSP}drill${NBSP}» (channel_id et list_id)`,
      };
    case "same-channel":
      return {
        reason: `Le canal des exercices (${why.channel}) est celui des vraies annonces.`,
        gesture: `Écrivez l’identifiant d’un canal d’essai dans runbook.yml, sous «${NBSP}drill${NBSP}», à la ligne «${NBSP}channel_id${NBSP}»`,
      };
    case "real-name":
      return {
        reason: `Le canal des exercices s’appelle #${why.name}, comme le canal des vraies annonces.`,
        gesture: `Écrivez l’identifiant d’un canal d’essai dans runbook.yml, sous «${NBSP}drill${NBSP}», à la ligne «${NBSP}channel_id${NBSP}»`,
      };
    case "general":
      return {
        reason: `Le canal des exercices (#${why.name}) est celui de toute l’organisation.`,
        gesture: `Écrivez l’identifiant d’un canal d’essai dans runbook.yml, sous «${NBSP}drill${NBSP}», à la ligne «${NBSP}channel_id${NBSP}»`,
      };
    case "shared":
      return {
        reason: `Le canal des exercices (#${why.name}) est partagé avec une autre organisation.`,
        gesture: `Écrivez l’identifiant d’un canal d’essai dans runbook.yml, sous «${NBSP}drill${NBSP}», à la ligne «${NBSP}channel_id${NBSP}»`,
      };
    case "archived":
      return {
        reason: `Le canal des exercices (#${why.name}) est archivé.`,
        gesture: "Désarchivez-le dans Slack, ou donnez un autre canal d’essai dans runbook.yml",
      };
    case "not-member":
      return {
        reason: `Le robot n’est pas dans le canal des exercices (#${why.name}).`,
        gesture: `Dans ce canal, écrivez «${NBSP}/invite @Alerte indisponibilité${NBSP}», puis relancez`,
      };
    case "channel-fault":
      return why.fault.code === "channel_not_found"
        ? {
            reason: `Le robot ne trouve pas dans Slack le canal des exercices (${why.channel}).`,
            gesture: `Vérifiez son identifiant dans runbook.yml, sous «${NBSP}drill${NBSP}», et invitez le robot dans ce canal (/invite @Alerte indisponibilité)`,
          }
        : faultWords.fr(why.fault);
    case "list-fault":
      return faultWords.fr(why.fault);
    case "list-unknown":
      return {
        reason: `Brevo ne connaît pas la liste des exercices (n° ${why.list}).`,
        gesture: `Vérifiez son numéro dans Brevo, puis corrigez-le dans runbook.yml, sous «${NBSP}drill${NBSP}», à la ligne «${NBSP}list_id${NBSP}»`,
      };
    case "list-empty":
      return {
        reason: `La liste des exercices «${NBSP}${why.list.name}${NBSP}» (n° ${why.list.id}) est vide.`,
        gesture: "Ajoutez-y quelques collègues dans Brevo, puis relancez",
      };
    case "list-large":
      return {
        reason: `La liste des exercices «${NBSP}${why.list.name}${NBSP}» (n° ${why.list.id}) a ${why.list.contacts} contacts, et un exercice ne va jamais à plus de ${why.most} personnes.`,
        gesture: `Faites dans Brevo une liste de quelques collègues, et donnez son numéro dans runbook.yml, sous «${NBSP}drill${NBSP}», à la ligne «${NBSP}list_id${NBSP}»`,
      };
    case "list-of-service":
      return {
        reason: `La liste des exercices «${NBSP}${why.list.name}${NBSP}» (n° ${why.list.id}) porte le nom d’un outil (${why.service})${NBSP}: c’est peut-être une vraie liste d’utilisateurs.`,
        gesture: `Donnez-lui dans Brevo un nom sans outil, comme «${NBSP}Essais internes (équipe)${NBSP}», ou donnez une autre liste dans runbook.yml`,
      };
    case "real-campaign":
      return {
        reason: `Dans runbook.yml, une vraie campagne commence par «${NBSP}EXERCICE${NBSP}» («${NBSP}${why.name}${NBSP}»).`,
        gesture: "Changez ce nom, pour que personne ne confonde une panne et un exercice",
      };
    default:
      return why satisfies never;
  }
};

const enRefusal = (why: DrillRefusal): Told => {
  const otherChannel =
    "Write the id of a test channel into runbook.yml, under “drill”, on the line “channel_id”";
  switch (why.kind) {
    case "unset":
      return {
        reason: "Drills are not set up: runbook.yml does not say to which channel and list they go.",
        gesture:
          "Make a test channel in Slack and a list of a few colleagues in Brevo, then write their ids into runbook.yml, under “drill” (channel_id and list_id)",
      };
    case "same-channel":
      return {
        reason: `The channel of drills (${why.channel}) is the one of real announcements.`,
        gesture: otherChannel,
      };
    case "real-name":
      return {
        reason: `The channel of drills is called #${why.name}, like the channel of real announcements.`,
        gesture: otherChannel,
      };
    case "general":
      return {
        reason: `The channel of drills (#${why.name}) is the one of the whole organisation.`,
        gesture: otherChannel,
      };
    case "shared":
      return {
        reason: `The channel of drills (#${why.name}) is shared with another organisation.`,
        gesture: otherChannel,
      };
    case "archived":
      return {
        reason: `The channel of drills (#${why.name}) is archived.`,
        gesture: "Unarchive it in Slack, or give another test channel in runbook.yml",
      };
    case "not-member":
      return {
        reason: `The robot is not in the channel of drills (#${why.name}).`,
        gesture: "In that channel, write “/invite @Alerte indisponibilité”, then run again",
      };
    case "channel-fault":
      return why.fault.code === "channel_not_found"
        ? {
            reason: `The robot does not find the channel of drills (${why.channel}) in Slack.`,
            gesture:
              "Check its id in runbook.yml, under “drill”, and invite the robot there (/invite @Alerte indisponibilité)",
          }
        : faultWords.en(why.fault);
    case "list-fault":
      return faultWords.en(why.fault);
    case "list-unknown":
      return {
        reason: `Brevo does not know the list of drills (no. ${why.list}).`,
        gesture:
          "Check its number in Brevo, then correct it in runbook.yml, under “drill”, on the line “list_id”",
      };
    case "list-empty":
      return {
        reason: `The list of drills “${why.list.name}” (no. ${why.list.id}) is empty.`,
        gesture: "Add a few colleagues to it in Brevo, then run again",
      };
    case "list-large":
      return {
        reason: `The list of drills “${why.list.name}” (no. ${why.list.id}) has ${why.list.contacts} contacts, and a drill never goes to more than ${why.most} people.`,
        gesture:
          "Make a list of a few colleagues in Brevo, and give its number in runbook.yml, under “drill”, on the line “list_id”",
      };
    case "list-of-service":
      return {
        reason: `The list of drills “${why.list.name}” (no. ${why.list.id}) carries the name of a service (${why.service}): it may be a real list of users.`,
        gesture:
          "Give it a name without a service in Brevo, such as “Internal tests (team)”, or another list in runbook.yml",
      };
    case "real-campaign":
      return {
        reason: `In runbook.yml, a real campaign begins with “DRILL” (“${why.name}”).`,
        gesture: "Change that name, so that nobody takes an outage for a drill",
      };
    default:
      return why satisfies never;
  }
};

/** Why there is nobody to play a drill to, and what to do. */
export const drillRefusalWords: Readonly<Record<Language, (why: DrillRefusal) => Told>> = {
  fr: frRefusal,
  en: enRefusal,
};
