import { zoned } from "../core/time-zone.ts";
import { timeWords } from "../core/words/time.ts";
import type { MomentKind } from "./data.ts";

const number = (n: number): string => String(n).replaceAll(/\B(?=(?:\d{3})+$)/gu, "\u00A0");
const plural = (n: number, one: string, many: string): string => `${number(n)}\u00A0${n < 2 ? one : many}`;
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase("fr") + text.slice(1);
const decimal = (n: number): string => (Math.round(n * 10) / 10).toString().replace(".", ",");
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} et ${names.at(-1) ?? ""}`;

const MENTIONS: Readonly<Record<string, string>> = { channel: "canal", here: "ici", everyone: "tous" };
const STEP_PHASES: Readonly<Record<string, string>> = {
  outage: "Début",
  update: "Nouvelles",
  recovery: "Fin",
  reminder: "Rappel",
};
const STEP_PARTS: Readonly<Record<string, string>> = {
  slack: "Slack",
  mail: "e-mail",
  reply: "réponse dans le fil",
  figures: "chiffres",
  open: "panne toujours ouverte",
};
const EVENTS: Readonly<Record<string, string>> = {
  posted: "publié",
  drafted: "préparé",
  accepted: "accepté par Brevo",
  left: "parti",
  unknown: "sort inconnu",
  failed: "pas parti",
  skipped: "laissé de côté",
  adopted: "repris",
  drift: "fiche modifiée ensuite",
  figures: "chiffres",
  closed: "clos",
};
const EMOJI: Readonly<Record<string, string>> = {
  red_circle: "rond rouge",
  large_green_circle: "rond vert",
  white_check_mark: "fait",
  warning: "attention",
  alarm_clock: "réveil",
  bar_chart: "graphique",
  speech_balloon: "bulle",
};

/** Every sentence of the page of the demo. French only, like the procedure that it stands beside. */
export const pageWords = {
  number,
  demo: "Démonstration",
  day: (at: Date, zone: string): string => {
    const { dayOfWeek, day, month, year } = zoned(at, zone);
    return capital(timeWords.fr.date(dayOfWeek, day, month, year));
  },
  nothingReal:
    "Tout s’est passé sur cet ordinateur, avec un Slack et un Brevo d’entraînement. Aucun vrai message n’est parti.",
  skip: "Aller au contenu",
  contents: "Sommaire",
  theme: "Apparence de la page",
  themes: { auto: "Auto", light: "Clair", dark: "Sombre" },

  summary: (services: readonly string[]): string => {
    const journey = "du premier signalement à l’e-mail de fin";
    if (services.length === 1) return `Une panne de ${services.join("")}, ${journey}.`;
    return services.length === 0 ? `Une panne, ${journey}.` : `Une panne de ${listed(services)}, ${journey}.`;
  },
  outageOf: (duration: string) => `${duration} de panne`,
  gestureNumber: (n: number) => `Geste ${n}`,
  barStart: "Début",
  barEnd: "Retour",

  figures: "En quelques chiffres",
  gestures: (n: number) => plural(n, "geste", "gestes"),
  insteadOf: (n: number) => `au lieu de ${n}`,
  gesturesNote:
    "Déclarer la panne, puis déclarer sa fin. Le reste se fait tout seul\u00A0; les nouvelles sont un plus.",
  seconds: (n: number) => `${decimal(Math.max(0.1, n))}\u00A0${n < 2 ? "seconde" : "secondes"}`,
  secondsCaption: "de la déclaration à l’e-mail accepté",
  secondsNote: "Temps mesuré ici. Sur Internet, comptez quelques secondes de plus.",
  people: (n: number) => plural(n, "personne", "personnes"),
  peopleCaption: "prévenues par e-mail",
  peopleNote: "Le nombre de contacts de la liste la plus récente, moins les personnes désinscrites.",
  mailsEach: (n: number) => plural(n, "e-mail", "e-mails"),
  mailsEachCaption: "par personne, à chaque étape",
  mailsEachNote: (n: number, both: boolean): string => {
    if (n > 1) return "Une personne ne devrait jamais en recevoir deux\u00A0: à vérifier.";
    return `${both ? "Un au début, un à la fin. " : ""}Même si la commande est relancée, rien ne part deux fois.`;
  },
  howCounted: (n: number) => `Les ${n} gestes de l’ancienne procédure`,
  /** The gestures of the page that this replaces, for one tool, one after the other (facts: procedure.md). */
  oldGestures: [
    "Ouvrir Slack sur le canal #général.",
    "Écrire le message avec @canal et l’envoyer.",
    "Créer une campagne dans Brevo.",
    "Écrire le nom de la campagne.",
    "Chercher la liste d’utilisateurs la plus récente.",
    "Écrire l’objet de l’e-mail.",
    "Choisir le bon modèle.",
    "Corriger l’heure dans le texte.",
    "Corriger la cause, ou l’effacer.",
    "Cliquer sur «\u00A0Programmer la campagne\u00A0».",
    "Cliquer sur «\u00A0Envoyer maintenant\u00A0».",
    "À la fin\u00A0: dupliquer la campagne.",
    "Changer le nom.",
    "Retrouver la même liste.",
    "Changer l’objet.",
    "Choisir le modèle de fin.",
    "Corriger le premier paragraphe.",
    "Corriger le troisième, ou l’effacer.",
    "Cliquer sur «\u00A0Programmer la campagne\u00A0».",
    "Cliquer sur «\u00A0Envoyer maintenant\u00A0».",
  ],

  timeline: "Le déroulé",
  timelineIntro: "Ce qui s’est passé, minute par minute.",
  kinds: {
    start: "Début",
    gesture: "Geste",
    news: "Nouvelles",
    slack: "Slack",
    mail: "E-mail",
    end: "Fin",
    robot: "Le robot",
    drill: "Exercice",
  } satisfies Readonly<Record<MomentKind, string>>,
  idle: "Rien à refaire",
  minutesAfterStart: (n: number) => `${plural(n, "minute", "minutes")} après le début`,
  secondsLater: (n: number) => `${plural(n, "seconde", "secondes")} après le geste`,

  slack: "Sur Slack",
  slackIntro: (channel: string) => `Ce que l’équipe lit dans le canal #${channel}.`,
  channel: (name: string) => `Canal ${name}`,
  app: "APP",
  edited: "(modifié)",
  before: "Le message au début de la panne",
  after: "Le même message à la fin",
  replies: (n: number) => plural(n, "réponse", "réponses"),
  alsoInChannel: "Aussi envoyé au canal",
  quotedText: "Lire le texte de l’e-mail",
  noMessage: "Aucun message.",
  mentions: MENTIONS,
  emoji: (code: string): string => EMOJI[code] ?? code.replaceAll("_", " "),

  mails: "Les e-mails",
  mailsIntro: "Ce que les utilisateurs reçoivent, sur un téléphone et sur un ordinateur.",
  phases: { outage: "Début de panne", recovery: "Fin de panne" },
  sent: (clock: string) => `Parti à ${clock}`,
  sentTo: (list: string, id: number, contacts: number) =>
    `vers la liste «\u00A0${list}\u00A0» (n°\u00A0${id}), ${plural(contacts, "contact", "contacts")}`,
  inbox: "Dans la boîte de réception",
  onPhone: "Sur un téléphone",
  onDesktop: "Sur un ordinateur",
  frameTitle: (subject: string, device: string) =>
    `E-mail «\u00A0${subject}\u00A0»\u00A0: ${device.toLowerCase()}`,
  toUser: "À\u00A0: une utilisatrice, un utilisateur",
  noMail: "Aucun e-mail n’est parti.",

  audience: "Les destinataires",
  audienceIntro:
    "Chaque mois, une nouvelle liste est faite dans Brevo. Le programme les lit toutes et prend la plus récente du bon outil.",
  sameList: "L’e-mail de fin est parti à la même liste que l’e-mail de début.",
  listsTable: "Listes de Brevo examinées",
  listName: "Liste",
  listContacts: "Contacts",
  listVerdict: "Décision",
  listId: (id: number) => `n°\u00A0${id}`,
  listChosen: "Choisie",
  listLeft: "Écartée",

  trace: "La trace",
  traceIntro: "Tout est gardé dans le dépôt\u00A0: qui a fait quoi, quand, et ce qui est parti.",
  incidentFile: "La fiche de l’incident",
  incidentFileIntro: "Tout ce qu’une personne a écrit. Le formulaire la remplit pour elle.",
  journal: "Le journal",
  journalIntro: "Écrit par le robot, jamais modifié.",
  journalTable: (zone: string) => `Journal de l’incident, heures de ${zone}`,
  journalAt: "Heure",
  journalStep: "Étape",
  journalEvent: "Fait",
  journalDetail: "Détail",
  stepPhases: STEP_PHASES,
  stepParts: STEP_PARTS,
  stepIncident: "Incident",
  events: EVENTS,
  commands: "Les commandes et leurs reçus",
  commandsIntro: "Les mêmes gestes se font avec les formulaires de GitHub, et le robot y vient tout seul.",
  took: (n: number) => `${decimal(n)}\u00A0s`,
  receipt: "Reçu de la commande",
  requests: "Les échanges avec Slack et Brevo",
  requestsOf: (tool: string, n: number) => `${tool}\u00A0: ${plural(n, "requête HTTP", "requêtes HTTP")}`,
  requestsTotal: (n: number) => `${plural(n, "requête HTTP", "requêtes HTTP")} en tout`,
  /** « Paris » rather than « Europe/Paris ». */
  place: (zone: string) => (zone.split("/").at(-1) ?? zone).replaceAll("_", " "),
} as const;
