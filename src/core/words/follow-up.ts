import type { Counted, Shortfall } from "../figures.ts";
import type { Language } from "../settings.ts";
import type { Told } from "./fault.ts";
import { mailWords } from "./mail.ts";

type MailKind = "outage" | "update" | "recovery" | "mistaken";
/** Where a gesture is made; texts that are links in Slack. */
interface Gestures {
  readonly end: string;
  readonly file: string;
}

const many = (language: Language, one: string, more: string) => (count: number) =>
  `${mailWords[language].number(count)} ${count < (language === "fr" ? 2 : 1) || count === 1 ? one : more}`;

/** A name inside a sentence. */
const inside = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Sent and delivered always; the rest only where there is some. */
function counted(
  { sent, delivered, ...rest }: Counted,
  say: Readonly<
    Record<
      "sent" | "delivered" | "bounced" | "unsubscribed" | "complaints" | "blocked" | "remaining",
      (count: number) => string
    >
  >,
): string {
  const others = (["bounced", "unsubscribed", "complaints", "blocked", "remaining"] as const)
    .filter((key) => rest[key] > 0)
    .map((key) => say[key](rest[key]));
  return [say.sent(sent), say.delivered(delivered), ...others].join(", ");
}

function frShortfall(why: Shortfall): Told {
  const { number } = mailWords.fr;
  const open = `Ouvrez la campagne n° ${why.campaign} dans Brevo`;
  switch (why.kind) {
    case "suspended":
      return {
        reason: `Brevo a suspendu la campagne n° ${why.campaign} : ${number(why.sent)} envoyés, ${number(why.remaining)} contacts attendent encore.`,
        gesture: `${open} : il dit pourquoi. S’il propose de reprendre l’envoi, reprenez-le ; n’en créez pas une autre`,
      };
    case "stopped":
      return {
        reason: `La campagne n° ${why.campaign} était partie, et Brevo lui donne maintenant l’état « ${why.status} ».`,
        gesture: `${open} et suivez ce qu’il affiche ; n’en créez pas une autre`,
      };
    case "stuck":
      return {
        reason: `Brevo n’a toujours pas fini d’envoyer la campagne n° ${why.campaign} (état « ${why.status} »).`,
        gesture: `${open} : si elle n’avance plus, écrivez à l’assistance de Brevo ; n’en créez pas une autre`,
      };
    case "vanished":
      return {
        reason: `La campagne n° ${why.campaign} était partie, et elle a disparu de Brevo : on ne sait plus qui l’a reçue.`,
        gesture: "Demandez si quelqu’un l’a supprimée dans Brevo ; n’en créez pas une autre",
      };
    case "few":
      return {
        reason: `La campagne n° ${why.campaign} n’est arrivée qu’à ${number(why.delivered)} des ${number(why.contacts)} contacts de sa liste.`,
        gesture: `${open}, montrez son rapport à l’équipe technique, et n’en créez pas une autre`,
      };
    default:
      return why satisfies never;
  }
}

function enShortfall(why: Shortfall): Told {
  const { number } = mailWords.en;
  const open = `Open campaign no. ${why.campaign} in Brevo`;
  switch (why.kind) {
    case "suspended":
      return {
        reason: `Brevo suspended campaign no. ${why.campaign}: ${number(why.sent)} sent, ${number(why.remaining)} contacts still wait.`,
        gesture: `${open}: it says why. If it offers to go on sending, let it; do not make another one`,
      };
    case "stopped":
      return {
        reason: `Campaign no. ${why.campaign} had left, and Brevo now shows it as “${why.status}”.`,
        gesture: `${open} and follow what it shows; do not make another one`,
      };
    case "stuck":
      return {
        reason: `Brevo has still not finished sending campaign no. ${why.campaign} (“${why.status}”).`,
        gesture: `${open}: if it does not move, write to Brevo’s support; do not make another one`,
      };
    case "vanished":
      return {
        reason: `Campaign no. ${why.campaign} had left, and it is gone from Brevo: nobody knows any more who got it.`,
        gesture: "Ask whether somebody deleted it in Brevo; do not make another one",
      };
    case "few":
      return {
        reason: `Campaign no. ${why.campaign} reached only ${number(why.delivered)} of the ${number(why.contacts)} contacts on its list.`,
        gesture: `${open}, show its report to the technical team, and do not make another one`,
      };
    default:
      return why satisfies never;
  }
}

const fr = {
  mail: (kind: MailKind, product: string) =>
    ({
      outage: "E-mail de panne",
      update: "E-mail de nouvelles",
      recovery: "E-mail de fin",
      mistaken: "E-mail de fausse alerte",
    })[kind] + ` ${product}`,
  counts: (figures: Counted) =>
    counted(figures, {
      sent: many("fr", "envoyé", "envoyés"),
      delivered: many("fr", "arrivé", "arrivés"),
      bounced: many("fr", "refusé par sa boîte", "refusés par leur boîte"),
      unsubscribed: many("fr", "désinscription", "désinscriptions"),
      complaints: many("fr", "signalé comme indésirable", "signalés comme indésirables"),
      blocked: many("fr", "contact écarté par Brevo", "contacts écartés par Brevo"),
      remaining: many("fr", "en attente", "en attente"),
    }),
  vanished: "la campagne a disparu de Brevo",
  unavailable: "Brevo ne les a pas donnés",
  told: (mail: string, counts: string, after: string) => `:bar_chart: ${mail}, ${after} après : ${counts}.`,
  alarm: (mail: string, { reason, gesture }: Told) =>
    `:warning: *${mail} : il n’est pas arrivé à tout le monde.* ${reason}\n${gesture}.`,
  shortfall: frShortfall,
  open: (products: string, lasted: string, { end, file }: Gestures) =>
    `:alarm_clock: Rappel : la panne ${products} a commencé il y a ${lasted}, et sa fin n’est pas déclarée.\n` +
    `• Tout fonctionne ? ${end}.\n• Toujours en panne ? Rien à faire. Vous connaissez l’heure du retour ? Donnez-la dans ${file}.`,
  late: (products: string, hour: string, { end, file }: Gestures) =>
    `:alarm_clock: Rappel : le retour ${products} était prévu pour ${hour}, et la fin de la panne n’est pas déclarée.\n` +
    `• Tout fonctionne ? ${end}.\n• Toujours en panne ? Donnez une nouvelle heure de retour, ou enlevez l’ancienne, dans ${file}.`,
  doubt: (mail: string, hour: string, again: string) =>
    `:warning: *${mail} : on ne sait toujours pas s’il est parti* (depuis ${hour}). Plus haut dans ce fil, un message dit quoi regarder dans Brevo. N’envoyez rien à la main. C’est regardé ? ${again} : rien ne partira deux fois.`,
  failed: (mail: string, hour: string, again: string) =>
    `:warning: *${mail} : il n’est toujours pas parti* (depuis ${hour}). Plus haut dans ce fil, un message dit pourquoi et quoi faire. C’est fait ? ${again} : rien ne partira deux fois.`,
  endHere: (form: string) => `Remplissez ${form}`,
  endForm: "🟢 Déclarer la fin d’une indisponibilité",
  endCommand: "Lancez « npx runbook resolve »",
  againHere: (form: string) => `Relancez ${form}`,
  againForm: "Exécuter les fiches d’incident",
  againCommand: "Lancez « npx runbook settle »",
  file: (incident: string) => `la fiche ${incident}`,
  receipt: {
    figures: (mail: string) => `Chiffres de l’${inside(mail)}`,
    reminder: { open: "Rappel (panne toujours ouverte)", late: "Rappel (heure de retour passée)" },
    doubt: "Rappel (e-mail à vérifier)",
    posted: "publié dans le fil Slack",
    wouldPost: "à publier dans le fil Slack",
    short: (counts: string) => `PAS ARRIVÉ À TOUT LE MONDE${counts === "" ? "" : ` : ${counts}`}`,
    unread: (reason: string) =>
      `Les chiffres d’un e-mail n’ont pas pu être lus dans Brevo : le robot réessaiera à sa prochaine exécution. ${reason}`,
    noKeys: (keys: string) =>
      `Des rappels ou des chiffres attendent : sans ${keys}, ils ne sont ni lus ni publiés d’ici.`,
    crashed: (reason: string) =>
      `Des rappels ou des chiffres n’ont pas pu être traités : le robot réessaiera. Si cela recommence, montrez ce message à l’équipe technique. ${reason}`,
    elsewhere:
      "Des rappels ou des chiffres attendent : ils ne sont publiés que depuis la branche principale.",
  },
  table: {
    title: "Ce que les e-mails sont devenus",
    columns: [
      "E-mail",
      "Relevé",
      "Envoyés",
      "Arrivés",
      "Refusés",
      "Désinscrits",
      "Indésirables",
      "Écartés",
      "En attente",
    ],
    after: (lasted: string) => `${lasted} après`,
    legend:
      "Refusés : la boîte n’existe plus ou est pleine. Écartés : Brevo n’écrit plus à ces contacts (désinscrits ou bloqués).",
  },
};

const en: typeof fr = {
  mail: (kind, product) =>
    ({ outage: "Outage mail", update: "News mail", recovery: "End mail", mistaken: "False alarm mail" })[
      kind
    ] + ` of ${product}`,
  counts: (figures) =>
    counted(figures, {
      sent: many("en", "sent", "sent"),
      delivered: many("en", "delivered", "delivered"),
      bounced: many("en", "bounced", "bounced"),
      unsubscribed: many("en", "unsubscribed", "unsubscribed"),
      complaints: many("en", "called it spam", "called it spam"),
      blocked: many("en", "contact left out by Brevo", "contacts left out by Brevo"),
      remaining: many("en", "still waiting", "still waiting"),
    }),
  vanished: "the campaign is gone from Brevo",
  unavailable: "Brevo did not give them",
  told: (mail, counts, after) => `:bar_chart: ${mail}, ${after} later: ${counts}.`,
  alarm: (mail, { reason, gesture }) =>
    `:warning: *${mail}: it did not reach everybody.* ${reason}\n${gesture}.`,
  shortfall: enShortfall,
  open: (products, lasted, { end, file }) =>
    `:alarm_clock: Reminder: the outage of ${products} began ${lasted} ago, and its end is not declared.\n` +
    `• It works again? ${end}.\n• Still down? Nothing to do. You know when it will be back? Write it in ${file}.`,
  late: (products, hour, { end, file }) =>
    `:alarm_clock: Reminder: ${products} should have been back at ${hour}, and the end of the outage is not declared.\n` +
    `• It works again? ${end}.\n• Still down? Give a new hour, or take the old one away, in ${file}.`,
  doubt: (mail, hour, again) =>
    `:warning: *${mail}: nobody knows yet whether it left* (since ${hour}). A message above in this thread says what to look at in Brevo. Send nothing by hand. You looked? ${again}: nothing will leave twice.`,
  failed: (mail, hour, again) =>
    `:warning: *${mail}: it has still not left* (since ${hour}). A message above in this thread says why and what to do. It is done? ${again}: nothing will leave twice.`,
  endHere: (form) => `Fill in ${form}`,
  endForm: "the form 🟢 “Déclarer la fin d’une indisponibilité”",
  endCommand: "Run “npx runbook resolve”",
  againHere: (form) => `Run ${form}`,
  againForm: "the workflow “Exécuter les fiches d’incident”",
  againCommand: "Run “npx runbook settle”",
  file: (incident) => `the file ${incident}`,
  receipt: {
    figures: (mail) => `Figures of the ${inside(mail)}`,
    reminder: { open: "Reminder (outage still open)", late: "Reminder (past the promised hour)" },
    doubt: "Reminder (mail to check)",
    posted: "posted in the Slack thread",
    wouldPost: "to be posted in the Slack thread",
    short: (counts) => `IT DID NOT REACH EVERYBODY${counts === "" ? "" : `: ${counts}`}`,
    unread: (reason) =>
      `The figures of a mail could not be read from Brevo: the robot will try again at its next run. ${reason}`,
    noKeys: (keys) =>
      `Reminders or figures are waiting: without ${keys}, they are neither read nor posted from here.`,
    crashed: (reason) =>
      `Reminders or figures could not be dealt with: the robot will try again. If it happens again, show this message to the technical team. ${reason}`,
    elsewhere: "Reminders or figures are waiting: they are posted from the default branch only.",
  },
  table: {
    title: "What became of the mails",
    columns: [
      "Mail",
      "Read",
      "Sent",
      "Delivered",
      "Bounced",
      "Unsubscribed",
      "Called spam",
      "Left out",
      "Waiting",
    ],
    after: (lasted) => `${lasted} later`,
    legend:
      "Bounced: the mailbox is gone or full. Left out: Brevo does not write to these contacts any more (unsubscribed or blocked).",
  },
};

/** What is said after an announcement: reminders, and what became of its mails. */
export const followUpWords: Readonly<Record<Language, typeof fr>> = { fr, en };
