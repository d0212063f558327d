import type { Language, Phase } from "../settings.ts";

type Headline = "sent" | "already" | "check" | "nothing" | "preview";

const NBSP = "\u00A0";
const grouped = (count: number, by: string) => String(count).replaceAll(/\B(?=(\d{3})+$)/gu, by);
const frContacts = (count: number) => `${grouped(count, NBSP)}${NBSP}${count < 2 ? "contact" : "contacts"}`;
const enContacts = (count: number) => `${grouped(count, ",")} ${count === 1 ? "contact" : "contacts"}`;

const fr = {
  headline: {
    sent: "✅ ANNONCE PARTIE",
    already: "ℹ️ DÉJÀ FAIT",
    check: "⚠️ À VÉRIFIER : N'ENVOYEZ RIEN À LA MAIN",
    nothing: "❌ RIEN N'EST PARTI",
    preview: "👁 APERÇU : RIEN N'EST ENVOYÉ",
  } satisfies Record<Headline, string>,
  number: (count: number) => grouped(count, NBSP),
  phase: {
    outage: "début de la panne",
    recovery: "fin de la panne",
    mistaken: "fausse alerte",
  } satisfies Record<Phase | "mistaken", string>,
  nothingWanted: "Rien à envoyer : tout est à jour.",
  faultyNotAnnounced: "Une fiche est refusée : sa panne n’est PAS annoncée. Corrigez-la et enregistrez.",
  incident: (id: string, services: string) => `Incident ${id}${services === "" ? "" : ` (${services})`}`,
  alreadyDeclared: (services: string, at: string, who: string, isFinished: boolean) =>
    `${services} : déjà déclarée à ${at}${who === "" ? "" : ` par ${who}`}, ${isFinished ? "ce qui manquait vient de partir" : "rien n’a été renvoyé"}.`,
  notKept:
    "La cause et la phrase que vous venez de donner ne sont pas gardées : la panne était déjà déclarée. Donnez-les au moment de la fin, ou corrigez la fiche.",
  rerun: "Cette exécution a déjà eu lieu (« Re-run jobs ») : rien de nouveau n’est déclaré.",
  alreadyResolved: (services: string, at: string, isFinished: boolean, isMistaken: boolean) =>
    `${services} : ${isMistaken ? "fausse alerte" : "fin"} déjà déclarée (${at}), ${isFinished ? "ce qui manquait vient de partir" : "rien n’a été renvoyé"}.`,
  causeOfNone: "La cause que vous avez donnée n’est pas gardée : une fausse alerte n’en a pas.",
  endStands: (services: string) =>
    `${services} : la fin était déjà déclarée, elle ne devient pas une fausse alerte.`,
  stillAway: (services: string) => `Encore en panne : ${services}.`,
  chatStep: (phase: Phase, product: string, isMistaken?: boolean) =>
    phase === "outage" ? "Slack, début" : `Slack, ${isMistaken ? "fausse alerte" : "fin"} ${product}`,
  mailStep: (phase: Phase, product: string, isMistaken?: boolean) =>
    `E-mail ${phase === "outage" ? "de panne" : isMistaken ? "de fausse alerte" : "de fin"} ${product}`,
  posted: (at: string, fresh: boolean) => `${fresh ? "message publié" : "déjà publié"} à ${at}`,
  left: (at: string, list: string, contacts: number, campaign: number | undefined, fresh: boolean) =>
    `${fresh ? "parti" : "déjà parti"} à ${at} vers la liste « ${list} » (${frContacts(contacts)})${campaign === undefined ? "" : `, campagne n° ${campaign}`}`,
  line: (mark: string, label: string, text: string) => `  ${mark} ${label} : ${text}`,
  would: "à envoyer (liste inconnue sans la clé de Brevo)",
  wouldPost: "message à publier",
  wouldLeave: (list: string, contacts: number) =>
    `à envoyer à la liste « ${list} » (${frContacts(contacts)})`,
  noEndMail: "aucun, car l’e-mail de panne n’est jamais parti : les utilisateurs n’ont rien reçu",
  skipped: "trop ancien : déjà noté comme non envoyé",
  failed: "PAS PARTI",
  unknown: "ON NE SAIT PAS",
  gesture: (text: string) => `À faire : ${text}.`,
  whenOverHere: "Quand la panne est finie : formulaire « Déclarer la fin d’une indisponibilité »",
  whenOver:
    "Quand la panne est finie : formulaire « Déclarer la fin d’une indisponibilité » ou « npx runbook resolve ».",
  warning: {
    unmentioned:
      "Slack n’a pas permis de prévenir tout le canal (@canal) : le message est parti sans. Prévenez vos collègues de vive voix.",
    unverifiedPost:
      "Le robot ne peut pas relire le canal Slack : il n’a pas pu vérifier qu’il n’y a qu’un message.",
    draftByHand: (campaign: number, name: string) =>
      `Il y a dans Brevo un brouillon fait à la main, n° ${campaign} « ${name} » : supprimez-le, ne l’envoyez pas.`,
    adopted: (campaign: number) =>
      `La campagne n° ${campaign}, envoyée à la main dans Brevo, compte comme l’annonce : aucun autre e-mail n’est parti.`,
    double: (campaigns: readonly number[]) =>
      `Deux campagnes de cette panne sont parties (n° ${campaigns.join(" et n° ")}) : quelqu’un en a envoyé une à la main. N’en envoyez pas d’autre.`,
    drift: "Le fichier ou les modèles ont changé après l’envoi : l’e-mail déjà parti ne change pas.",
    stranger: (campaign: number, name: string, incident: string) =>
      `Il y a dans Brevo la campagne n° ${campaign} « ${name} », mais ce dépôt ne connaît pas la panne ${incident}. Quelqu’un l’a peut-être déclarée sur une autre machine : demandez-lui de faire « git push », ou écrivez sa fiche (incidents/${incident}.yml).`,
    reopened: (service: string) =>
      `Slack a déjà annoncé la fin ${service}, et la fiche dit de nouveau « open » : le canal n’en saura rien de plus. Prévenez l’équipe vous-même dans le canal.`,
    unannounced: (incident: string) =>
      `Cette panne est toujours ouverte et son e-mail n’est jamais parti. Pour l’envoyer quand même : « npx runbook settle --late ${incident} ». Si elle est finie : déclarez sa fin.`,
    reply: (reason: string) => `Une réponse dans le fil Slack n’est pas partie. ${reason}`,
    update: (reason: string) => `Le premier message Slack n’a pas pu être corrigé. ${reason}`,
    unshared: (reason: string) =>
      `Le journal est noté sur cette machine mais n’a pas pu être partagé sur GitHub. ${reason} Faites « git pull » puis « git push » plus tard.`,
    unrecorded: (reason: string) => `Le journal n’a pas pu être écrit. ${reason}`,
    proposed: (url: string) =>
      `La branche principale n’accepte pas les écritures du robot : la fiche et le journal attendent dans une demande de fusion. Quelqu’un doit la fusionner : ${url}`,
    proposable: (url: string) =>
      `La branche principale n’accepte pas les écritures du robot : la fiche et le journal attendent sur la branche « runbook/incidents ». Ouvrez la demande de fusion ici : ${url} (pour que le robot l’ouvre lui-même : « Settings », « Actions », « General », « Allow GitHub Actions to create and approve pull requests »).`,
  },
  doing: {
    look: "je regarde ce qui existe déjà",
    create: "je prépare la campagne",
    record: "je note",
    remove: "j’enlève un doublon ou un brouillon périmé",
    read: "je relis la campagne",
    send: "j’envoie",
    post: "je publie",
    stop: "je m’arrête : voir plus bas",
    done: "fait",
  },
  problems: (count: number) => (count === 1 ? "1 problème à corriger :" : `${count} problèmes à corriger :`),
};

const en: typeof fr = {
  headline: {
    sent: "✅ ANNOUNCEMENT SENT",
    already: "ℹ️ ALREADY DONE",
    check: "⚠️ TO CHECK: SEND NOTHING BY HAND",
    nothing: "❌ NOTHING WAS SENT",
    preview: "👁 PREVIEW: NOTHING IS SENT",
  },
  number: (count) => grouped(count, ","),
  phase: { outage: "start of the outage", recovery: "end of the outage", mistaken: "false alarm" },
  nothingWanted: "Nothing to send: all is up to date.",
  faultyNotAnnounced: "A file is refused: its outage is NOT announced. Correct it and save.",
  incident: (id, services) => `Incident ${id}${services === "" ? "" : ` (${services})`}`,
  alreadyDeclared: (services, at, who, isFinished) =>
    `${services}: already declared at ${at}${who === "" ? "" : ` by ${who}`}, ${isFinished ? "what was missing has left now" : "nothing was sent again"}.`,
  notKept:
    "The cause and the sentence that you just gave are not kept: the outage was declared before. Give them at its end, or correct the file.",
  rerun: "This run already took place (“Re-run jobs”): nothing new is declared.",
  alreadyResolved: (services, at, isFinished, isMistaken) =>
    `${services}: ${isMistaken ? "false alarm" : "end"} already declared (${at}), ${isFinished ? "what was missing has left now" : "nothing was sent again"}.`,
  causeOfNone: "The cause that you gave is not kept: a false alarm has none.",
  endStands: (services) => `${services}: the end was declared before, it does not become a false alarm.`,
  stillAway: (services) => `Still down: ${services}.`,
  chatStep: (phase, product, isMistaken) =>
    phase === "outage" ? "Slack, start" : `Slack, ${isMistaken ? "false alarm" : "end"} ${product}`,
  mailStep: (phase, product, isMistaken) =>
    `${phase === "outage" ? "Outage" : isMistaken ? "False alarm" : "End"} mail ${product}`,
  posted: (at, fresh) => `${fresh ? "message posted" : "already posted"} at ${at}`,
  left: (at, list, contacts, campaign, fresh) =>
    `${fresh ? "left" : "already left"} at ${at} for the list “${list}” (${enContacts(contacts)})${campaign === undefined ? "" : `, campaign no. ${campaign}`}`,
  line: (mark, label, text) => `  ${mark} ${label}: ${text}`,
  would: "to be sent (list unknown without Brevo’s key)",
  wouldPost: "message to post",
  wouldLeave: (list, contacts) => `to be sent to the list “${list}” (${enContacts(contacts)})`,
  noEndMail: "none, because the outage mail never left: the users got nothing",
  skipped: "too old: already noted as not sent",
  failed: "NOT SENT",
  unknown: "NOBODY KNOWS",
  gesture: (text) => `To do: ${text}.`,
  whenOverHere: "When the outage is over: the form “Déclarer la fin d’une indisponibilité”",
  whenOver:
    "When the outage is over: the form “Déclarer la fin d’une indisponibilité” or “npx runbook resolve”.",
  warning: {
    unmentioned:
      "Slack did not allow to mention the whole channel: the message left without it. Tell your colleagues.",
    unverifiedPost:
      "The robot cannot read the Slack channel: it could not check that there is only one message.",
    draftByHand: (campaign, name) =>
      `There is a draft made by hand in Brevo, no. ${campaign} “${name}”: delete it, do not send it.`,
    adopted: (campaign) =>
      `Campaign no. ${campaign}, sent by hand in Brevo, counts as the announcement: no other mail left.`,
    double: (campaigns) =>
      `Two campaigns of this outage left (no. ${campaigns.join(" and no. ")}): somebody sent one by hand. Send no other.`,
    drift: "The file or the templates changed after the mail left: the mail that left does not change.",
    stranger: (campaign, name, incident) =>
      `Brevo holds campaign no. ${campaign} “${name}”, but this repository does not know the outage ${incident}. Somebody may have declared it on another machine: ask them to “git push”, or write its file (incidents/${incident}.yml).`,
    reopened: (service) =>
      `Slack was told of the end of ${service} already, and the file says “open” again: the channel will hear no more of it. Tell the team yourself in the channel.`,
    unannounced: (incident) =>
      `This outage is still open and its mail never left. To send it all the same: “npx runbook settle --late ${incident}”. If it is over: declare its end.`,
    reply: (reason) => `A reply in the Slack thread did not leave. ${reason}`,
    update: (reason) => `The first Slack message could not be corrected. ${reason}`,
    unshared: (reason) =>
      `The journal is kept on this machine but could not be shared on GitHub. ${reason} Run “git pull”, then “git push” later.`,
    unrecorded: (reason) => `The journal could not be written. ${reason}`,
    proposed: (url) =>
      `The default branch takes no commits of the robot: the incident and its journal wait in a pull request. Somebody has to merge it: ${url}`,
    proposable: (url) =>
      `The default branch takes no commits of the robot: the incident and its journal wait on the branch “runbook/incidents”. Open the pull request here: ${url} (to let the robot open it: “Settings”, “Actions”, “General”, “Allow GitHub Actions to create and approve pull requests”).`,
  },
  doing: {
    look: "looking at what is there",
    create: "making the campaign",
    record: "writing it down",
    remove: "removing a double or an outdated draft",
    read: "reading the campaign again",
    send: "sending",
    post: "posting",
    stop: "stopping: a person is needed",
    done: "done",
  },
  problems: (count) => (count === 1 ? "1 problem to correct:" : `${count} problems to correct:`),
};

/** Every sentence of receipts and progress lines. */
export const receiptWords: Readonly<Record<Language, typeof fr>> = { fr, en };
