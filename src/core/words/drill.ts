import type { Language } from "../settings.ts";
import type { Told } from "./fault.ts";

const frSeconds = (seconds: number) =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

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
    "Donner des nouvelles d’une panne",
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
  refused: ({ reason, gesture }: Told) => `${reason} Rien n’a été envoyé. À faire : ${gesture}.`,
  todo: (gesture: string) => `Pour en faire : ${gesture.charAt(0).toLowerCase()}${gesture.slice(1)}.`,
  audience: (channel: string, list: string, contacts: number) =>
    `Exercice vers le canal #${channel} et la liste « ${list} » (${contacts} ${contacts < 2 ? "contact" : "contacts"}). Personne d’autre ne reçoit rien.`,
  done: (at: string) =>
    `L’exercice a déjà réussi ${at} : rien n’est renvoyé. Pour en faire un autre, lancez le formulaire « Faire un exercice ».`,
  took: (label: string, seconds: number) => `${label} : ${frSeconds(seconds)}`,
  tookTitle: "Durées",
  takenUp: (id: string) => `L’exercice ${id} était déjà commencé\u00A0: c’est lui qui continue.`,
  finished: (id: string) => `L’exercice ${id}, déjà commencé, a été mené à sa fin.`,
  unfinished: (id: string) =>
    `L’exercice ${id}, déjà commencé, n’a pas pu être mené à sa fin\u00A0: voyez incidents/drills/${id}/journal.yml.`,
  closed: (id: string) =>
    `L’exercice ${id}, resté interrompu, est abandonné : plus rien ne partira pour lui.`,
  recorded: (id: string) => `Trace : incidents/drills/${id}/journal.yml`,
  unrecorded: "Le résultat de cet exercice n’a pas pu être écrit.",
  unknown: (labels: readonly string[]) =>
    `On ne sait plus ce qu’est devenu\u00A0: ${labels.join(", ")}. À faire\u00A0: lancez un autre exercice.`,
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
  refused: ({ reason, gesture }) => `${reason} Nothing was sent. To do: ${gesture}.`,
  todo: (gesture) => `To have some: ${gesture.charAt(0).toLowerCase()}${gesture.slice(1)}.`,
  audience: (channel, list, contacts) =>
    `Drill for the channel #${channel} and the list “${list}” (${contacts} ${contacts === 1 ? "contact" : "contacts"}). Nobody else gets anything.`,
  done: (at) =>
    `The drill passed already ${at}: nothing is sent again. For another one, start the form “Faire un exercice”.`,
  took: (label, seconds) => `${label}: ${frSeconds(seconds)}`,
  tookTitle: "Durations",
  takenUp: (id) => `The drill ${id} had begun already: it is the one that goes on.`,
  finished: (id) => `The drill ${id}, which had begun already, was brought to its end.`,
  unfinished: (id) =>
    `The drill ${id}, which had begun already, could not be brought to its end: see incidents/drills/${id}/journal.yml.`,
  closed: (id) =>
    `The drill ${id}, which stayed interrupted, is given up: nothing will leave for it any more.`,
  recorded: (id) => `Record: incidents/drills/${id}/journal.yml`,
  unrecorded: "The result of this drill could not be written down.",
  unknown: (labels) =>
    `Nobody knows any more what became of: ${labels.join(", ")}. To do: start another drill.`,
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
