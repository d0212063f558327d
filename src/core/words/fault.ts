import type { Fault } from "../fault.ts";
import type { Language } from "../settings.ts";

/** A sentence that says what is wrong, and one that says what to do next. */
export interface Told {
  readonly reason: string;
  readonly gesture: string;
}

type FaultKind =
  | "slackKey"
  | "slackScope"
  | "slackMember"
  | "slackChannel"
  | "slackArchived"
  | "slackRestricted"
  | "brevoKey"
  | "brevoIp"
  | "credits"
  | "permission"
  | "busy"
  | "unreachable"
  | "silent"
  | "broken"
  | "conflict"
  | "protected"
  | "refused";

const KINDS: Readonly<Record<string, FaultKind>> = {
  invalid_auth: "slackKey",
  not_authed: "slackKey",
  token_revoked: "slackKey",
  token_expired: "slackKey",
  account_inactive: "slackKey",
  missing_scope: "slackScope",
  not_in_channel: "slackMember",
  channel_not_found: "slackChannel",
  is_archived: "slackArchived",
  restricted_action: "slackRestricted",
  restricted_action_read_only_channel: "slackRestricted",
  restricted_action_thread_only_channel: "slackRestricted",
  unauthorized: "brevoKey",
  ip_blocked: "brevoIp",
  not_enough_credits: "credits",
  permission_denied: "permission",
  ratelimited: "busy",
  unreachable: "unreachable",
  conflict: "conflict",
  merge_blocked: "conflict",
  moved: "conflict",
  push_refused: "protected",
  timeout: "silent",
  cut: "silent",
  unparsable: "broken",
};

function kindOf({ code }: Fault): FaultKind {
  return KINDS[code] ?? (code.startsWith("http_5") || code === "http_408" ? "broken" : "refused");
}

const TOOL = { slack: "Slack", brevo: "Brevo", git: "GitHub" } as const;
const minutes = (seconds: number) => Math.max(1, Math.ceil(seconds / 60));

const frFault: Record<FaultKind, (fault: Fault) => Told> = {
  slackKey: () => ({
    reason: "Slack ne reconnaît plus le mot de passe du robot (SLACK_BOT_TOKEN).",
    gesture:
      "Prévenez l’équipe technique, qui recrée le jeton « xoxb- » de l’application Slack et le range dans les secrets, puis relancez",
  }),
  slackScope: ({ detail }) => ({
    reason: `Il manque un droit à l’application Slack${detail ? ` : ${detail}` : ""}.`,
    gesture: "Un administrateur de Slack ajoute ce droit, réinstalle l’application, puis relancez",
  }),
  slackMember: () => ({
    reason: "Le robot n’est pas membre du canal Slack.",
    gesture: "Dans le canal, écrivez « /invite @Alerte indisponibilité », puis relancez",
  }),
  slackChannel: () => ({
    reason: "Slack ne trouve pas le canal.",
    gesture:
      "Vérifiez l’identifiant du canal (SLACK_CHANNEL_ID ou runbook.yml), invitez-y le robot, puis relancez",
  }),
  slackArchived: () => ({
    reason: "Le canal Slack est archivé.",
    gesture: "Donnez l’identifiant d’un autre canal (SLACK_CHANNEL_ID ou runbook.yml), puis relancez",
  }),
  slackRestricted: () => ({
    reason: "Slack n’autorise pas le robot à écrire dans ce canal.",
    gesture: "Un administrateur de Slack autorise le robot à écrire dans le canal, puis relancez",
  }),
  brevoKey: () => ({
    reason: "Brevo ne reconnaît pas la clé (BREVO_API_KEY).",
    gesture:
      "Prévenez l’équipe technique, qui crée une clé d’API dans Brevo et la range dans les secrets, puis relancez",
  }),
  brevoIp: () => ({
    reason: "Brevo bloque l’adresse de cet ordinateur.",
    gesture:
      "Dans Brevo : « Paramètres », « Sécurité », « Adresses IP autorisées », désactivez le blocage, puis relancez",
  }),
  credits: () => ({
    reason: "Il n’y a plus assez de crédits d’envoi dans Brevo.",
    gesture:
      "Faites acheter des crédits dans Brevo aujourd’hui (après 24 heures, l’e-mail ne part plus tout seul), puis relancez",
  }),
  permission: ({ tool, detail }) => ({
    reason: `${TOOL[tool]} refuse cette action${detail ? ` (${detail})` : ""}.`,
    gesture: "Vérifiez les droits de la clé, puis relancez",
  }),
  busy: ({ tool, retryAfter }) => ({
    reason: `${TOOL[tool]} demande d’attendre : trop de demandes.`,
    gesture: `Attendez ${retryAfter === undefined ? "une heure" : `${minutes(retryAfter)} min`}, puis relancez`,
  }),
  unreachable: ({ tool }) => ({
    reason: `${TOOL[tool]} est injoignable.`,
    gesture: "Vérifiez la connexion à Internet, attendez quelques minutes, puis relancez",
  }),
  silent: ({ tool }) => ({
    reason: `${TOOL[tool]} n’a pas répondu à temps.`,
    gesture: "Attendez quelques minutes, puis relancez",
  }),
  broken: ({ tool, code }) => ({
    reason: `${TOOL[tool]} a une panne de son côté (${code.replace("http_", "erreur ")}).`,
    gesture: "Attendez quelques minutes, puis relancez",
  }),
  conflict: () => ({
    reason: "Cette copie et GitHub n’ont pas les mêmes fichiers, et je ne choisis pas à votre place.",
    gesture: "L’équipe technique fait « git pull », choisit la bonne version, puis « git push »",
  }),
  protected: () => ({
    reason: "GitHub n’autorise pas le robot à écrire dans la branche principale.",
    gesture: "L’équipe technique vérifie les droits et les règles de la branche (README, « Set-up »)",
  }),
  refused: ({ tool, code, detail }) => ({
    reason: `${TOOL[tool]} a refusé la demande (${detail ?? code}).`,
    gesture: "Montrez ce message à l’équipe technique, corrigez, puis relancez",
  }),
};

const enFault: Record<FaultKind, (fault: Fault) => Told> = {
  slackKey: () => ({
    reason: "Slack does not accept the robot’s token any more (SLACK_BOT_TOKEN).",
    gesture:
      "An administrator makes a new “xoxb-” token of the Slack app and stores it in the secrets, then run again",
  }),
  slackScope: ({ detail }) => ({
    reason: `The Slack app lacks a scope${detail ? `: ${detail}` : ""}.`,
    gesture: "A Slack administrator adds it and reinstalls the app, then run again",
  }),
  slackMember: () => ({
    reason: "The robot is not a member of the Slack channel.",
    gesture: "In the channel, write “/invite @Alerte indisponibilité”, then run again",
  }),
  slackChannel: () => ({
    reason: "Slack does not find the channel.",
    gesture: "Check the channel’s id (SLACK_CHANNEL_ID or runbook.yml), invite the robot, then run again",
  }),
  slackArchived: () => ({
    reason: "The Slack channel is archived.",
    gesture: "Give the id of another channel (SLACK_CHANNEL_ID or runbook.yml), then run again",
  }),
  slackRestricted: () => ({
    reason: "Slack does not let the robot write in this channel.",
    gesture: "A Slack administrator allows the robot to post there, then run again",
  }),
  brevoKey: () => ({
    reason: "Brevo does not accept the key (BREVO_API_KEY).",
    gesture: "A Brevo administrator makes an API key and stores it in the secrets, then run again",
  }),
  brevoIp: () => ({
    reason: "Brevo blocks this computer’s address.",
    gesture: "In Brevo: “Settings”, “Security”, “Authorized IPs”, switch the blocking off, then run again",
  }),
  credits: () => ({
    reason: "Brevo has not enough sending credits left.",
    gesture: "Buy credits in Brevo or wait for their renewal, then run again",
  }),
  permission: ({ tool, detail }) => ({
    reason: `${TOOL[tool]} refuses this${detail ? ` (${detail})` : ""}.`,
    gesture: "Check the rights of the key, then run again",
  }),
  busy: ({ tool, retryAfter }) => ({
    reason: `${TOOL[tool]} asks to wait: too many requests.`,
    gesture: `Wait ${retryAfter === undefined ? "an hour" : `${minutes(retryAfter)} min`}, then run again`,
  }),
  unreachable: ({ tool }) => ({
    reason: `${TOOL[tool]} cannot be reached.`,
    gesture: "Check the Internet connection, wait a few minutes, then run again",
  }),
  silent: ({ tool }) => ({
    reason: `${TOOL[tool]} did not answer in time.`,
    gesture: "Wait a few minutes, then run again",
  }),
  broken: ({ tool, code }) => ({
    reason: `${TOOL[tool]} has a failure of its own (${code.replace("http_", "error ")}).`,
    gesture: "Wait a few minutes, then run again",
  }),
  conflict: () => ({
    reason: "This clone and GitHub do not have the same files, and I do not choose for you.",
    gesture: "The technical team runs “git pull”, chooses the right version, then “git push”",
  }),
  protected: () => ({
    reason: "GitHub does not let the robot write to the default branch.",
    gesture: "The technical team checks the rights and the branch rules (README, “Set-up”)",
  }),
  refused: ({ tool, code, detail }) => ({
    reason: `${TOOL[tool]} refused the request (${detail ?? code}).`,
    gesture: "Show this message to the technical team, correct, then run again",
  }),
};

/** What a tool's failure means and what to do. */
export const faultWords: Readonly<Record<Language, (fault: Fault) => Told>> = {
  fr: (fault) => frFault[kindOf(fault)](fault),
  en: (fault) => enFault[kindOf(fault)](fault),
};
