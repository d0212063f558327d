import type { MailName } from "../mail-template.ts";
import type { ChatName } from "../review-samples.ts";
import type { ReviewedIncident, Silence, Tally } from "../review.ts";
import type { Language } from "../settings.ts";
import { updateWords } from "./update.ts";

const NBSP = "\u00A0";
const grouped = (count: number, by: string) => String(count).replaceAll(/\B(?=(\d{3})+$)/gu, by);
const frCount = (count: number, one: string, many: string) =>
  `${grouped(count, NBSP)} ${count < 2 ? one : many}`;
const enCount = (count: number, one: string, many: string) =>
  `${grouped(count, ",")} ${count === 1 ? one : many}`;
const frPeople = (count: number, isExact: boolean) =>
  `${isExact ? "" : `≈${NBSP}`}${frCount(count, "personne", "personnes")}`;
const enPeople = (count: number, isExact: boolean) =>
  `${isExact ? "" : `≈${NBSP}`}${enCount(count, "person", "people")}`;

/** Plain text, all of it: the page escapes every sentence, because most of them quote somebody. */
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const fr = {
  verdict: {
    sends: ({ messages, mails, people, isExact, unknown }: Tally, channel: string) => {
      const readers =
        unknown === mails
          ? " (nombre de personnes inconnu)"
          : ` à ${unknown > 0 ? "au moins " : ""}${frPeople(people, isExact)}`;
      const parts = [
        ...(messages > 0 ? [`${frCount(messages, "message", "messages")} dans #${channel}`] : []),
        ...(mails > 0 ? [`${frCount(mails, "e-mail", "e-mails")}${readers}`] : []),
      ];
      return `Fusionner enverra ${parts.join(" et ")}`;
    },
    silent: "Fusionner n’enverra rien",
    correct: (count: number) => `À corriger avant de fusionner (${count})`,
  },
  anyway: {
    blocked: "Si quelqu’un fusionne quand même, plus aucune panne ne pourra être annoncée comme il faut.",
    unannounced: (verdict: string) =>
      `Si quelqu’un fusionne quand même\u00A0: ${lower(verdict)}, et la fiche refusée ne sera pas annoncée.`,
    rest: (verdict: string) => `Si quelqu’un fusionne quand même\u00A0: ${lower(verdict)}.`,
  },
  tooManyWanted: (count: number) =>
    `Cette demande annoncerait ${grouped(count, NBSP)} pannes à la fois\u00A0: c’est trop. Faites plusieurs demandes de fusion.`,
  tooManyFiles: (count: number, most: number) =>
    `Cette demande change ${grouped(count, NBSP)} fiches à la fois\u00A0; la limite est ${most}. Faites plusieurs demandes de fusion.`,
  nothingOurs: "Aucune fiche, aucun modèle, aucun réglage ne change.",
  problems: { title: "À corriger", file: "Fichier", line: "Ligne", what: "Ce qui ne va pas" },
  moreProblems: (count: number) =>
    `… et ${frCount(count, "autre problème", "autres problèmes")}\u00A0: voyez la page de l’exécution.`,
  noSettings: "Ce fichier manque\u00A0: sans lui, le robot ne sait rien. Remettez-le.",
  touched:
    "Seul le robot écrit ce fichier\u00A0: c’est sa mémoire de ce qui est parti, et à qui. Annulez cette modification (remettez le fichier comme sur la branche principale).",
  contradiction: (reason: string, gesture: string) =>
    `${reason} À faire avant de fusionner\u00A0: ${gesture}.`,
  incident: (id: string, change: ReviewedIncident["change"]) =>
    `Incident ${id} · ${
      {
        new: "nouvelle fiche",
        changed: "fiche modifiée",
        deleted: "fiche effacée",
        settings: "concerné par les nouveaux réglages",
      }[change]
    }`,
  table: { what: "Quoi", whom: "Pour qui", fate: "À la fusion" },
  readers: {
    exact: (list: string, contacts: number) =>
      `${frPeople(contacts, true)}, la liste «\u00A0${list}\u00A0» de l’e-mail de début`,
    estimate: (list: string, contacts: number, asOf: string | undefined) =>
      asOf === undefined
        ? `${frPeople(contacts, false)}, d’après la liste «\u00A0${list}\u00A0» de la dernière annonce`
        : `${frPeople(contacts, false)}, la liste «\u00A0${list}\u00A0» ${asOf}`,
    unknown: "nombre inconnu\u00A0: la liste est choisie à l’envoi",
    forced: (id: number) => `nombre inconnu\u00A0: la liste n° ${id}, imposée par la fiche`,
  },
  fate: {
    leaves: "part",
    left: (at: string) => `déjà parti${at === "" ? "" : ` (${at})`}, ne repart pas`,
    waits: "ne part pas",
    dropped: "trop ancien, déjà noté comme non envoyé",
  },
  silence: {
    deleted: "Rien ne part\u00A0: la fiche est effacée.",
    faulty: "Rien ne part\u00A0: cette fiche est refusée tant qu’elle n’est pas corrigée.",
    quiet: "Rien ne part\u00A0: la fiche dit «\u00A0notify: false\u00A0», elle est gardée pour mémoire.",
    told: "Rien ne part\u00A0: l’annonce est déjà partie.",
    unheard:
      "Rien ne part\u00A0: la panne est finie sans avoir été annoncée, personne n’attend de nouvelles.",
    old: "Rien ne part\u00A0: la panne est finie depuis longtemps et n’a jamais été annoncée.",
    stopped: "Rien ne part\u00A0: voyez pourquoi ci-dessous.",
  } satisfies Record<Silence, string>,
  waits: (label: string, reason: string, gesture: string) =>
    `${label}\u00A0: ${reason} À faire\u00A0: ${gesture}.`,
  declareLate: (at: string) =>
    `pour l’annoncer quand même, ajoutez à la fiche la ligne «\u00A0declared_at: ${at}\u00A0»\u00A0; pour ne rien envoyer, ne faites rien`,
  deadline: (at: string) =>
    `Fusionnez avant ${at}\u00A0: après, l’annonce sera trop ancienne et ne partira plus toute seule.`,
  caution: {
    forced: (service: string, id: number, name: string | undefined) =>
      `La fiche impose la liste n° ${id}${name === undefined ? "" : ` («\u00A0${name}\u00A0»)`}\u00A0: le robot ne prendra pas la plus récente. Si ce n’est pas voulu, enlevez la ligne «\u00A0lists: { ${service}: ${id} }\u00A0».`,
    stale: (list: string, months: number, most: number) =>
      `Liste ancienne\u00A0: la dernière liste connue, «\u00A0${list}\u00A0», a ${months} mois (le maximum est ${most}). Créez la liste du mois dans Brevo avant de fusionner, sinon les personnes inscrites depuis ne recevront rien.`,
    staleBlocked: (list: string, months: number, most: number) =>
      `Liste trop ancienne\u00A0: la dernière liste connue, «\u00A0${list}\u00A0», a ${months} mois (le maximum est ${most}), et runbook.yml interdit de s’en servir. Créez la liste du mois dans Brevo avant de fusionner, sinon l’e-mail ne partira pas.`,
    lateOutage: (product: string, at: string) =>
      `L’e-mail de panne ${product} est déjà parti (${at})\u00A0: cette modification ne le change pas, ses lecteurs ne la verront pas. L’e-mail de fin prendra le bon texte. Si l’annonce était une erreur\u00A0: «\u00A0status: mistaken\u00A0».`,
    lateRecovery: (product: string, at: string) =>
      `L’e-mail de fin ${product} est déjà parti (${at})\u00A0: cette modification ne le change pas, et aucun autre e-mail ne suivra.`,
  },
  mail: (label: string, subject: string) => `✉️ ${label}\u00A0: ${subject}`,
  post: (label: string) => `💬 Texte du message · ${label}`,
  fields: { subject: "Objet", preview: "Aperçu dans la boîte de réception", whom: "Pour qui" },
  label: (text: string) => `${text}\u00A0:`,
  cutText: "(La suite est coupée ici\u00A0: voyez le HTML.)",
  samples: {
    title: "Modèles et réglages",
    nothingSent:
      "Changer un modèle ou un réglage n’envoie rien. Les e-mails déjà partis ne changent pas\u00A0; les prochains prendront ces textes.",
    ending: (ids: readonly string[]) =>
      `Les e-mails de fin des pannes ouvertes prendront aussi ces textes\u00A0: ${ids.join(", ")}.`,
    none: "Aucun texte d’exemple ne change.",
    looks: "Le texte reste le même, seule la mise en page change\u00A0: voyez le HTML.",
    sample: (name: MailName | ChatName, product: string) =>
      `${
        {
          "outage.unknown": "E-mail de panne, cause inconnue",
          "outage.known": "E-mail de panne, cause confirmée",
          "recovery.unknown": "E-mail de fin, cause inconnue",
          "recovery.known": "E-mail de fin, cause confirmée",
          "recovery.mistaken": "E-mail de fausse alerte",
          update: updateWords.fr.sample,
          "slack.update": updateWords.fr.sampleChat,
          "slack.outage": "Slack, début",
          "slack.recovery": "Slack, fin",
          "slack.mistaken": "Slack, fausse alerte",
        }[name]
      } · ${product}`,
  },
  more: (count: number) =>
    `✂️ ${frCount(count, "partie ne tient", "parties ne tiennent")} pas dans ce commentaire\u00A0: voyez les fichiers HTML et la page de l’exécution.`,
  closing: {
    read: (at: string) => `Relu ${at}. Cette relecture n’envoie rien.`,
    html: "Les e-mails en HTML\u00A0: «\u00A0runbook-review\u00A0», sous «\u00A0Artifacts\u00A0» en bas de",
    page: "la page de cette exécution",
  },
  unsaid: "Le commentaire de la demande de fusion n’a pas pu être écrit\u00A0: cette page le remplace.",
  noPullRequest:
    "Cette commande relit une demande de fusion, et il n’y en a pas ici. Elle sert au workflow «\u00A0Relire une fiche proposée\u00A0» seulement.",
  noProposal: (folder: string) =>
    `Le dossier «\u00A0${folder}\u00A0» avec les fichiers proposés manque. Il est préparé par le workflow (champ «\u00A0proposal\u00A0»).`,
  index: {
    title: "Les e-mails de cette demande de fusion",
    nothing: "Aucun e-mail ne partirait, aucun ne change.",
  },
};

const en: typeof fr = {
  verdict: {
    sends: ({ messages, mails, people, isExact, unknown }, channel) => {
      const readers =
        unknown === mails
          ? " (number of people unknown)"
          : ` to ${unknown > 0 ? "at least " : ""}${enPeople(people, isExact)}`;
      const parts = [
        ...(messages > 0 ? [`${enCount(messages, "message", "messages")} to #${channel}`] : []),
        ...(mails > 0 ? [`${enCount(mails, "mail", "mails")}${readers}`] : []),
      ];
      return `Merging sends ${parts.join(" and ")}`;
    },
    silent: "Merging sends nothing",
    correct: (count) => `To correct before merging (${count})`,
  },
  anyway: {
    blocked: "If somebody merges all the same, no outage can be announced as it should be any more.",
    unannounced: (verdict) =>
      `If somebody merges all the same: ${lower(verdict)}, and the refused incident will not be announced.`,
    rest: (verdict) => `If somebody merges all the same: ${lower(verdict)}.`,
  },
  tooManyWanted: (count) =>
    `This pull request would announce ${grouped(count, ",")} outages at once: that is too much. Make several pull requests.`,
  tooManyFiles: (count, most) =>
    `This pull request changes ${grouped(count, ",")} incident files at once; the limit is ${most}. Make several pull requests.`,
  nothingOurs: "No incident, no template and no setting changes.",
  problems: { title: "To correct", file: "File", line: "Line", what: "What is wrong" },
  moreProblems: (count) =>
    `… and ${enCount(count, "more problem", "more problems")}: see the page of the run.`,
  noSettings: "This file is missing: without it the robot knows nothing. Put it back.",
  touched:
    "Only the robot writes this file: it is its memory of what left, and to whom. Undo this change (put the file back as it is on the default branch).",
  contradiction: (reason, gesture) => `${reason} To do before merging: ${gesture}.`,
  incident: (id, change) =>
    `Incident ${id} · ${
      {
        new: "new file",
        changed: "file edited",
        deleted: "file deleted",
        settings: "concerned by the new settings",
      }[change]
    }`,
  table: { what: "What", whom: "To whom", fate: "On merging" },
  readers: {
    exact: (list, contacts) => `${enPeople(contacts, true)}, the list “${list}” of the first mail`,
    estimate: (list, contacts, asOf) =>
      asOf === undefined
        ? `${enPeople(contacts, false)}, after the list “${list}” of the last announcement`
        : `${enPeople(contacts, false)}, the list “${list}” ${asOf}`,
    unknown: "number unknown: the list is chosen when the mail leaves",
    forced: (id) => `number unknown: list no. ${id}, forced by the file`,
  },
  fate: {
    leaves: "leaves",
    left: (at) => `already left${at === "" ? "" : ` (${at})`}, not sent again`,
    waits: "does not leave",
    dropped: "too old, already noted as not sent",
  },
  silence: {
    deleted: "Nothing leaves: the file is deleted.",
    faulty: "Nothing leaves: this file is refused as long as it is not corrected.",
    quiet: "Nothing leaves: the file says “notify: false”, it is kept for the record.",
    told: "Nothing leaves: all that this file says was announced already.",
    unheard: "Nothing leaves: the outage ended without having been announced, nobody waits for news.",
    old: "Nothing leaves: the outage ended long ago and was never announced.",
    stopped: "Nothing leaves: see below why.",
  },
  waits: (label, reason, gesture) => `${label}: ${reason} To do: ${gesture}.`,
  declareLate: (at) =>
    `to announce it all the same, add the line “declared_at: ${at}” to the file; to send nothing, do nothing`,
  deadline: (at) =>
    `Merge before ${at}: after that the announcement is too old and does not leave by itself any more.`,
  caution: {
    forced: (service, id, name) =>
      `The file forces list no. ${id}${name === undefined ? "" : ` (“${name}”)`}: the robot does not take the newest one. If that is not meant, remove the line “lists: { ${service}: ${id} }”.`,
    stale: (list, months, most) =>
      `Old list: the last known list, “${list}”, is ${months} months old (the most allowed is ${most}). Create this month’s list in Brevo before merging, or people who joined since then get nothing.`,
    staleBlocked: (list, months, most) =>
      `List too old: the last known list, “${list}”, is ${months} months old (the most allowed is ${most}), and runbook.yml forbids to use it. Create this month’s list in Brevo before merging, or the mail does not leave.`,
    lateOutage: (product, at) =>
      `The outage mail of ${product} already left (${at}): this edit does not change it, its readers will not see it. The end mail takes the right text. If the announcement was a mistake: “status: mistaken”.`,
    lateRecovery: (product, at) =>
      `The end mail of ${product} already left (${at}): this edit does not change it, and no other mail follows.`,
  },
  mail: (label, subject) => `✉️ ${label}: ${subject}`,
  post: (label) => `💬 Text of the message · ${label}`,
  fields: { subject: "Subject", preview: "Line in the mailbox", whom: "To whom" },
  label: (text) => `${text}:`,
  cutText: "(The rest is cut off here: see the HTML.)",
  samples: {
    title: "Templates and settings",
    nothingSent:
      "Changing a template or a setting sends nothing. Mails that left already do not change; the next ones take these texts.",
    ending: (ids) => `The end mails of open outages take these texts too: ${ids.join(", ")}.`,
    none: "No sample text changes.",
    looks: "The text stays the same, only the looks change: see the HTML.",
    sample: (name, product) =>
      `${
        {
          "outage.unknown": "Outage mail, cause unknown",
          "outage.known": "Outage mail, cause confirmed",
          "recovery.unknown": "End mail, cause unknown",
          "recovery.known": "End mail, cause confirmed",
          "recovery.mistaken": "Mail of a false alarm",
          update: updateWords.en.sample,
          "slack.update": updateWords.en.sampleChat,
          "slack.outage": "Slack, start",
          "slack.recovery": "Slack, end",
          "slack.mistaken": "Slack, false alarm",
        }[name]
      } · ${product}`,
  },
  more: (count) =>
    `✂️ ${enCount(count, "part does", "parts do")} not fit into this comment: see the HTML files and the page of the run.`,
  closing: {
    read: (at) => `Read ${at}. This review sends nothing.`,
    html: "The mails as HTML: “runbook-review”, under “Artifacts” at the bottom of",
    page: "the page of this run",
  },
  unsaid: "The comment of the pull request could not be written: this page replaces it.",
  noPullRequest:
    "This command reviews a pull request, and there is none here. It is for the workflow “Relire une fiche proposée” only.",
  noProposal: (folder) =>
    `The folder “${folder}” with the proposed files is missing. The workflow prepares it (input “proposal”).`,
  index: {
    title: "The mails of this pull request",
    nothing: "No mail would leave, none changes.",
  },
};

/** Every sentence of the review of a pull request. */
export const reviewWords: Readonly<Record<Language, typeof fr>> = { fr, en };
