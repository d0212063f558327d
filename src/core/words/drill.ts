import type { DrillRefusal } from "../drill-audience.ts";
import type { Language } from "../settings.ts";
import { faultWords, type Told } from "./fault.ts";

const NBSP = "\u00A0";
const frSeconds = (seconds: number) =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

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

const fr = {
  word: "EXERCICE",
  /** At the head of a campaign, a subject, a preview. Plain spaces: Brevo's copy is compared with ours. */
  before: (text: string) => `EXERCICE : ${text}`,
  /** At the head of a Slack message. */
  mark: "EXERCICE —",
  form: "Faire un exercice",
  /** What real messages tell people to do, and what would announce an outage to users. */
  realForms: [
    "Déclarer une indisponibilité",
    "Déclarer la fin d’une indisponibilité",
    "Déclarer la fin d'une indisponibilité",
    "Exécuter les fiches d’incident",
  ],
  /** Before and after the tool's name. */
  notice: { first: "Ceci est un essai de nos alertes de panne.", afterTool: "fonctionne normalement." },
  headline: {
    passed: (seconds: number) => `✅ EXERCICE RÉUSSI en ${frSeconds(seconds)}`,
    failed: "⚠️ EXERCICE RATÉ : RIEN N'EST PARTI VERS LES UTILISATEURS",
    refused: "❌ EXERCICE REFUSÉ : RIEN N'EST PARTI",
    preview: "👁 APERÇU D'EXERCICE : RIEN N'EST ENVOYÉ",
    unset: "ℹ️ PAS D'EXERCICE : RIEN N'EST RÉGLÉ",
    done: "ℹ️ EXERCICE DÉJÀ FAIT",
  },
  refusal: frRefusal,
  refused: ({ reason, gesture }: Told) => `${reason} Rien n’a été envoyé. À faire : ${gesture}.`,
  todo: (gesture: string) => `Pour en faire : ${gesture.charAt(0).toLowerCase()}${gesture.slice(1)}.`,
  audience: (channel: string, list: string, contacts: number) =>
    `Exercice vers le canal #${channel} et la liste « ${list} » (${contacts} ${contacts < 2 ? "contact" : "contacts"}). Personne d’autre ne reçoit rien.`,
  done: (at: string) =>
    `L’exercice a déjà réussi ${at} : rien n’est renvoyé. Pour en faire un autre, lancez le formulaire « Faire un exercice ».`,
  took: (label: string, seconds: number) => `${label} : ${frSeconds(seconds)}`,
  tookTitle: "Durées",
  finished: (id: string) => `L’exercice ${id}, interrompu, a été repris et terminé.`,
  closed: (id: string) =>
    `L’exercice ${id}, resté interrompu, est abandonné : plus rien ne partira pour lui.`,
  recorded: (id: string) => `Trace : incidents/drills/${id}/journal.yml`,
  unsaved: (reason: string) => `La trace de cet exercice n’est pas sur GitHub. ${reason}`,
  broken: (id: string) =>
    `Le fichier incidents/drills/${id}.yml ou son journal ne se lit pas : il n’est pas repris. Effacez-le.`,
  verdict: {
    passed: (seconds: number) =>
      `:white_check_mark: *Exercice réussi* en ${frSeconds(seconds)}. Les utilisateurs n’ont rien reçu.`,
    failed: ":warning: *Exercice raté.* Les utilisateurs n’ont rien reçu. Le détail est dans l’exécution.",
  },
};
const en: typeof fr = {
  word: "DRILL",
  before: (text) => `DRILL: ${text}`,
  mark: "DRILL —",
  form: "Faire un exercice",
  realForms: fr.realForms,
  notice: { first: "This is a test of our outage alerts.", afterTool: "works as usual." },
  headline: {
    passed: (seconds) => `✅ DRILL PASSED in ${frSeconds(seconds)}`,
    failed: "⚠️ DRILL FAILED: NOTHING LEFT FOR USERS",
    refused: "❌ DRILL REFUSED: NOTHING LEFT",
    preview: "👁 DRILL PREVIEW: NOTHING IS SENT",
    unset: "ℹ️ NO DRILL: NOTHING IS SET UP",
    done: "ℹ️ DRILL ALREADY DONE",
  },
  refusal: enRefusal,
  refused: ({ reason, gesture }) => `${reason} Nothing was sent. To do: ${gesture}.`,
  todo: (gesture) => `To have some: ${gesture.charAt(0).toLowerCase()}${gesture.slice(1)}.`,
  audience: (channel, list, contacts) =>
    `Drill for the channel #${channel} and the list “${list}” (${contacts} ${contacts === 1 ? "contact" : "contacts"}). Nobody else gets anything.`,
  done: (at) =>
    `The drill passed already ${at}: nothing is sent again. For another one, start the form “Faire un exercice”.`,
  took: (label, seconds) => `${label}: ${frSeconds(seconds)}`,
  tookTitle: "Durations",
  finished: (id) => `The drill ${id}, which was interrupted, was taken up and finished.`,
  closed: (id) =>
    `The drill ${id}, which stayed interrupted, is given up: nothing will leave for it any more.`,
  recorded: (id) => `Record: incidents/drills/${id}/journal.yml`,
  unsaved: (reason) => `The record of this drill is not on GitHub. ${reason}`,
  broken: (id) =>
    `The file incidents/drills/${id}.yml or its journal cannot be read: it is not taken up. Delete it.`,
  verdict: {
    passed: (seconds) => `:white_check_mark: *Drill passed* in ${frSeconds(seconds)}. Users got nothing.`,
    failed: ":warning: *Drill failed.* Users got nothing. The run tells the rest.",
  },
};

/** Everything that a drill says, in every language that `runbook.yml` knows. */
export const drillWords: Readonly<Record<Language, typeof fr>> = { fr, en };
