import type { Told } from "./fault.ts";

const fr = {
  labels: {
    token: "Clé de Slack",
    scopes: "Droits de l’application Slack",
    channel: "Canal Slack",
    name: "Nom du canal",
    member: "Robot dans le canal",
    history: "Relecture du canal",
    posting: "Écriture dans le canal",
    general: "Règles de l’espace Slack",
  },
  noToken: "Pas regardé, voir «\u00A0Clé de Slack\u00A0».",
  noSecret: "Pas regardé, car la clé manque, voir «\u00A0Clés rangées dans GitHub\u00A0».",
  noScope: "Pas regardé, car il manque un droit, voir «\u00A0Droits de l’application Slack\u00A0».",
  noChannel: "Pas regardé, voir «\u00A0Canal Slack\u00A0».",
  noMember: "Pas regardé, car le robot n’est pas dans le canal.",
  missingKey: (): Told => ({
    reason: "La clé SLACK_BOT_TOKEN manque.",
    gesture: "Rangez-la dans le fichier .env (voir .env.example), ou demandez-la à l’équipe technique",
  }),
  known: (team: string, bot: string) =>
    `Slack la reconnaît (espace «\u00A0${team}\u00A0», robot «\u00A0${bot}\u00A0»).`,
  scopes: (scopes: readonly string[]) => `L’application a les droits qu’il faut (${scopes.join(", ")}).`,
  untoldScopes: "Pas regardé, car Slack n’a pas dit quels droits l’application a.",
  missingScopes: (scopes: readonly string[]): Told => ({
    reason: `Il manque ${scopes.length > 1 ? "des droits" : "un droit"} à l’application : ${scopes.join(", ")}.`,
    gesture: `Un administrateur de Slack ajoute ${scopes.join(", ")} à l’application («\u00A0OAuth & Permissions\u00A0», «\u00A0Bot Token Scopes\u00A0»), puis la réinstalle`,
  }),
  noChannelId: (): Told => ({
    reason: "Le canal n’est pas réglé.",
    gesture:
      "Dans Slack, cliquez sur le nom du canal, copiez l’identifiant tout en bas de la fenêtre (C…), et écrivez-le dans runbook.yml, à la ligne «\u00A0channel_id\u00A0»",
  }),
  channel: (id: string) => `Le canal ${id} existe et n’est pas archivé.`,
  archived: (name: string): Told => ({
    reason: `Le canal #${name} est archivé\u00A0: personne ne peut plus y écrire.`,
    gesture:
      "Dans Slack, désarchivez le canal (nom du canal, «\u00A0Paramètres\u00A0»), ou écrivez l’identifiant d’un autre canal dans runbook.yml",
  }),
  name: (name: string) => `C’est bien #${name}.`,
  renamed: (name: string, wanted: string): Told => ({
    reason: `Le robot écrirait dans #${name}, mais les réglages disent #${wanted}.`,
    gesture: `Si c’est le bon canal, écrivez «\u00A0${name}\u00A0» dans runbook.yml, à la ligne «\u00A0channel_name\u00A0»\u00A0; sinon, corrigez l’identifiant du canal («\u00A0channel_id\u00A0» ou SLACK_CHANNEL_ID)`,
  }),
  member: "Le robot en est membre.",
  history: "Le robot peut relire les messages\u00A0: il n’annonce rien deux fois.",
  posting: "Le canal n’est fermé à personne.",
  readOnly: (): Told => ({
    reason: "Le canal est en lecture seule\u00A0: l’annonce serait refusée.",
    gesture: "Un administrateur de Slack autorise le robot à écrire dans ce canal, dans les règles du canal",
  }),
  threadOnly: (): Told => ({
    reason: "Le canal n’accepte que des réponses\u00A0: l’annonce serait refusée.",
    gesture: "Un administrateur de Slack autorise les nouveaux messages, dans les règles du canal",
  }),
  notGeneral:
    "Rien ne limite ce canal ici. Qui peut écrire @canal, Slack ne le dit pas\u00A0; si c’est refusé, l’annonce part sans.",
  everybody:
    "Tout le monde peut écrire dans le canal général. Qui peut écrire @canal, Slack ne le dit pas\u00A0; si c’est refusé, l’annonce part sans.",
  untoldGeneral:
    "Pas regardé, car Slack ne dit pas qui peut écrire dans le canal général (droit team.preferences:read).",
  someOnly: (who: string): Told => ({
    reason: `Seules certaines personnes peuvent écrire dans le canal général («\u00A0${who}\u00A0»)\u00A0: le robot n’en fait pas partie.`,
    gesture:
      "Un propriétaire de Slack autorise tout le monde à écrire dans le canal général («\u00A0Paramètres de l’espace\u00A0», «\u00A0Autorisations\u00A0», «\u00A0Messagerie\u00A0»)",
  }),
};

const en: typeof fr = {
  labels: {
    token: "Slack’s key",
    scopes: "Rights of the Slack app",
    channel: "Slack channel",
    name: "Name of the channel",
    member: "Robot in the channel",
    history: "Reading the channel",
    posting: "Posting in the channel",
    general: "Rules of the workspace",
  },
  noToken: "Not looked at: see “Slack’s key”.",
  noSecret: "Not looked at: the key is missing, see “Keys kept in GitHub”.",
  noScope: "Not looked at: a right is missing, see “Rights of the Slack app”.",
  noChannel: "Not looked at: see “Slack channel”.",
  noMember: "Not looked at: the robot is not in the channel.",
  missingKey: () => ({
    reason: "The key SLACK_BOT_TOKEN is missing.",
    gesture: "Put it in the file .env (see .env.example), or ask the technical team for it",
  }),
  known: (team, bot) => `Slack knows it (workspace “${team}”, robot “${bot}”).`,
  scopes: (scopes) => `The app has the rights that it needs (${scopes.join(", ")}).`,
  untoldScopes: "Not looked at: Slack did not say which rights the app has.",
  missingScopes: (scopes) => ({
    reason: `The app lacks ${scopes.length > 1 ? "rights" : "a right"}: ${scopes.join(", ")}.`,
    gesture: `A Slack administrator adds ${scopes.join(", ")} to the app (“OAuth & Permissions”, “Bot Token Scopes”) and reinstalls it`,
  }),
  noChannelId: () => ({
    reason: "The channel is not set.",
    gesture:
      "In Slack, click on the channel’s name, copy the id at the very bottom (C…), and write it in runbook.yml, on the line “channel_id”",
  }),
  channel: (id) => `The channel ${id} exists and is not archived.`,
  archived: (name) => ({
    reason: `The channel #${name} is archived: nobody can post there any more.`,
    gesture:
      "In Slack, unarchive the channel (its name, “Settings”), or write the id of another one in runbook.yml",
  }),
  name: (name) => `It is #${name}, as expected.`,
  renamed: (name, wanted) => ({
    reason: `The robot would post in #${name}, but the settings say #${wanted}.`,
    gesture: `If it is the right channel, write “${name}” in runbook.yml, on the line “channel_name”; otherwise correct the channel’s id (“channel_id” or SLACK_CHANNEL_ID)`,
  }),
  member: "The robot is a member.",
  history: "The robot can read the messages: it announces nothing twice.",
  posting: "The channel is closed to nobody.",
  readOnly: () => ({
    reason: "The channel is read-only: the announcement would be refused.",
    gesture: "A Slack administrator allows the robot to post in this channel, in the channel’s rules",
  }),
  threadOnly: () => ({
    reason: "The channel takes replies only: the announcement would be refused.",
    gesture: "A Slack administrator allows new messages, in the channel’s rules",
  }),
  notGeneral:
    "Nothing limits this channel here. Slack does not tell who may write @channel; if it is refused, the announcement leaves without.",
  everybody:
    "Everybody may post in the general channel. Slack does not tell who may write @channel; if it is refused, the announcement leaves without.",
  untoldGeneral:
    "Not looked at: Slack does not tell who may post in the general channel (scope team.preferences:read).",
  someOnly: (who) => ({
    reason: `Only some people may post in the general channel (“${who}”): the robot is not one of them.`,
    gesture:
      "A Slack owner allows everybody to post in the general channel (“Workspace settings”, “Permissions”, “Messaging”)",
  }),
};

/** What a checkup says of Slack. */
export const checkupSlackWords = { fr, en };
