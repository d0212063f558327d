import type { Told } from "./fault.ts";

const grouped = (n: number, by: string) => String(n).replaceAll(/\B(?=(?:\d{3})+$)/gu, by);
const frNumber = (n: number) => grouped(n, "\u00A0");
const enNumber = (n: number) => grouped(n, ",");
interface Named {
  readonly id: number;
  readonly email: string;
}

const fr = {
  labels: {
    key: "Clé de Brevo",
    ip: "Adresses autorisées par Brevo",
    sender: "Expéditeur",
    credits: "Crédits d’envoi",
    budget: "Demandes permises par Brevo",
  },
  noSecret: "Pas regardé, car la clé manque, voir «\u00A0Clés rangées dans GitHub\u00A0».",
  see: (label: string) => `Pas regardé, voir «\u00A0${label}\u00A0».`,
  noLists: "Pas regardé, car les listes de Brevo ne se lisent pas.",
  noAudience: "Pas regardé, car il n’y a pas de liste à qui écrire.",
  notTried: "Pas essayé, car la vérification a été interrompue.",
  noSureSender: "Pas essayé, voir «\u00A0Expéditeur\u00A0».",
  blockedFirst: "Pas regardé, car Brevo bloque d’abord l’adresse de cet ordinateur.",
  busyFirst: "Pas regardé, car Brevo demande d’attendre.",
  missingKey: (): Told => ({
    reason: "La clé BREVO_API_KEY manque.",
    gesture: "Rangez-la dans le fichier .env (voir .env.example), ou demandez-la à l’équipe technique",
  }),
  known: "Brevo la reconnaît.",
  letIn: "Brevo répond à cet ordinateur.",
  sender: (name: string, email: string, id: number) => `${name} <${email}> (n° ${id}), actif.`,
  inactiveSender: (email: string, id: number): Told => ({
    reason: `L’expéditeur n° ${id} (${email}) n’est pas actif\u00A0: l’e-mail ne partirait pas.`,
    gesture:
      "Dans Brevo, «\u00A0Paramètres\u00A0», «\u00A0Expéditeurs\u00A0», vérifiez et activez cette adresse",
  }),
  unknownSender: (id: number): Told => ({
    reason: `L’expéditeur n° ${id} n’existe plus dans Brevo\u00A0: l’e-mail ne partirait pas.`,
    gesture:
      "Dans Brevo, «\u00A0Paramètres\u00A0», «\u00A0Expéditeurs\u00A0», lisez le bon numéro, et écrivez-le dans runbook.yml, à la ligne «\u00A0sender_id\u00A0»",
  }),
  noSender: (): Told => ({
    reason: "Aucun expéditeur n’est actif dans Brevo\u00A0: l’e-mail ne partirait pas.",
    gesture: "Dans Brevo, «\u00A0Paramètres\u00A0», «\u00A0Expéditeurs\u00A0», activez une adresse",
  }),
  severalSenders: (senders: readonly Named[]): Told => ({
    reason: `Plusieurs expéditeurs sont actifs (${senders.map(({ id, email }) => `n° ${id} ${email}`).join(", ")})\u00A0: le robot ne choisit pas.`,
    gesture: "Écrivez le numéro du bon expéditeur dans runbook.yml, à la ligne «\u00A0sender_id\u00A0»",
  }),
  untoldCredits: "Pas regardé, car Brevo n’a pas dit combien d’e-mails peuvent partir.",
  credits: (credits: number, all: number, isDaily: boolean) =>
    `${frNumber(credits)} e-mails ${isDaily ? "aujourd’hui" : "restent"}\u00A0; une panne de tous les outils et sa fin en prennent ${frNumber(all)}.`,
  noCredits: (credits: number, largest: number, isDaily: boolean): Told => ({
    reason: `Il reste ${frNumber(credits)} e-mails${isDaily ? " aujourd’hui (offre gratuite)" : ""}, mais une annonce en demande ${frNumber(largest)} : elle ne partirait pas, ou pas à tous.`,
    gesture: isDaily
      ? "Faites prendre à votre organisation une offre de Brevo sans limite par jour"
      : "Faites acheter des crédits d’envoi dans Brevo («\u00A0Utilisation et forfait\u00A0»)",
  }),
  fewCredits: (credits: number, all: number, isDaily: boolean): Told => ({
    reason: `Il reste ${frNumber(credits)} e-mails${isDaily ? " aujourd’hui (offre gratuite)" : ""}\u00A0; une panne de tous les outils et sa fin en demandent ${frNumber(all)}.`,
    gesture: isDaily
      ? "Prévoyez une offre de Brevo sans limite par jour"
      : "Prévoyez l’achat de crédits d’envoi dans Brevo («\u00A0Utilisation et forfait\u00A0»)",
  }),
  untoldBudget: "Pas regardé, car Brevo n’a pas dit combien de demandes il permet encore.",
  budget: (remaining: number) => `${frNumber(remaining)} demandes restent permises dans l’heure.`,
  lowBudget: (remaining: number, wanted: number): Told => ({
    reason: `Il ne reste que ${remaining} demandes dans l’heure, une annonce en prend jusqu’à ${wanted}.`,
    gesture:
      "Attendez une heure avant une autre vérification, et cherchez quel autre programme se sert de la clé",
  }),
};

const en: typeof fr = {
  labels: {
    key: "Brevo’s key",
    ip: "Addresses that Brevo lets in",
    sender: "Sender",
    credits: "Sending credits",
    budget: "Requests that Brevo allows",
  },
  noSecret: "Not looked at: the key is missing, see “Keys kept in GitHub”.",
  see: (label) => `Not looked at: see “${label}”.`,
  noLists: "Not looked at: Brevo’s lists cannot be read.",
  noAudience: "Not looked at: there is no list to write to.",
  notTried: "Not tried: the checkup was interrupted.",
  noSureSender: "Not tried: see “Sender”.",
  blockedFirst: "Not looked at: Brevo blocks this computer’s address first.",
  busyFirst: "Not looked at: Brevo asks to wait.",
  missingKey: () => ({
    reason: "The key BREVO_API_KEY is missing.",
    gesture: "Put it in the file .env (see .env.example), or ask the technical team for it",
  }),
  known: "Brevo knows it.",
  letIn: "Brevo answers this computer.",
  sender: (name, email, id) => `${name} <${email}> (no. ${id}), active.`,
  inactiveSender: (email, id) => ({
    reason: `Sender no. ${id} (${email}) is not active: the mail would not leave.`,
    gesture: "In Brevo, “Settings”, “Senders”, verify and activate this address",
  }),
  unknownSender: (id) => ({
    reason: `Sender no. ${id} is not in Brevo any more: the mail would not leave.`,
    gesture:
      "In Brevo, “Settings”, “Senders”, read the right number, and write it in runbook.yml, on the line “sender_id”",
  }),
  noSender: () => ({
    reason: "No sender is active in Brevo: the mail would not leave.",
    gesture: "In Brevo, “Settings”, “Senders”, activate an address",
  }),
  severalSenders: (senders) => ({
    reason: `Several senders are active (${senders.map(({ id, email }) => `no. ${id} ${email}`).join(", ")}): the robot does not choose.`,
    gesture: "Write the number of the right sender in runbook.yml, on the line “sender_id”",
  }),
  untoldCredits: "Not looked at: Brevo did not say how many mails may leave.",
  credits: (credits, all, isDaily) =>
    `${enNumber(credits)} mails ${isDaily ? "today" : "are left"}; an outage of all tools and its end take ${enNumber(all)}.`,
  noCredits: (credits, largest, isDaily) => ({
    reason: `${enNumber(credits)} mails are left${isDaily ? " today (free plan)" : ""}, but an announcement takes ${enNumber(largest)}: it would not leave, or not to all.`,
    gesture: isDaily
      ? "Have your organisation take a plan of Brevo without a daily limit"
      : "Have sending credits bought in Brevo (“Usage and plan”)",
  }),
  fewCredits: (credits, all, isDaily) => ({
    reason: `${enNumber(credits)} mails are left${isDaily ? " today (free plan)" : ""}; an outage of all tools and its end take ${enNumber(all)}.`,
    gesture: isDaily
      ? "Plan for an offer of Brevo without a daily limit"
      : "Plan to buy sending credits in Brevo (“Usage and plan”)",
  }),
  untoldBudget: "Not looked at: Brevo did not say how many requests it still allows.",
  budget: (remaining) => `${enNumber(remaining)} requests are left in this hour.`,
  lowBudget: (remaining, wanted) => ({
    reason: `Only ${remaining} requests are left in this hour, an announcement takes up to ${wanted}.`,
    gesture: "Wait an hour before another checkup, and find which other program uses the key",
  }),
};

/** What a checkup says of Brevo's account. */
export const checkupBrevoWords = { fr, en };
