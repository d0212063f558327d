import type { Fault } from "../fault.ts";
import type { Hindrance } from "../report.ts";
import type { Language, Phase, Service } from "../settings.ts";

/** A sentence that says what is wrong, and one that says what to do next. */
export interface Told {
  readonly reason: string;
  readonly gesture: string;
}

/** What a hindrance is about, for the sentences. */
export interface About {
  readonly service?: Service;
  readonly incident: string;
  readonly phase: Phase;
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
      "Un administrateur recrée le jeton « xoxb- » de l’application Slack, le range dans les secrets, puis relancez",
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
    gesture: "Un administrateur de Brevo crée une clé d’API, la range dans les secrets, puis relancez",
  }),
  brevoIp: () => ({
    reason: "Brevo bloque l’adresse de cet ordinateur.",
    gesture:
      "Dans Brevo : « Paramètres », « Sécurité », « Adresses IP autorisées », désactivez le blocage, puis relancez",
  }),
  credits: () => ({
    reason: "Il n’y a plus assez de crédits d’envoi dans Brevo.",
    gesture: "Achetez des crédits dans Brevo, ou attendez le renouvellement, puis relancez",
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

function frHindrance(hindrance: Hindrance, { service, incident, phase }: About): Told {
  const product = service?.grammar.de ?? "";
  const open = (campaign: number) =>
    `Ouvrez dans Brevo la campagne n° ${campaign}. « Envoyée » : ne faites rien. « Brouillon » : relancez, rien ne partira deux fois`;
  switch (hindrance.on) {
    case "interrupted":
      return {
        reason: "Le travail a été interrompu avant la fin.",
        gesture: "Relancez la même commande ou le même formulaire : rien ne partira deux fois",
      };
    case "bug":
      return {
        reason: `Le robot s’est arrêté sur une erreur imprévue (${hindrance.message}).`,
        gesture:
          "Relancez : rien ne partira deux fois. Si cela recommence, montrez ce message à l’équipe technique",
      };
    case "outage-undecided":
      return {
        reason: "L’e-mail de fin attend : on ne sait pas encore si l’e-mail de début est parti.",
        gesture: "Réglez d’abord l’e-mail de début (ligne au-dessus), puis relancez",
      };
    case "file": {
      const file = `incidents/${incident}.yml`;
      const told: Record<typeof hindrance.why.kind, Told> = {
        "service-removed": {
          reason: `L’e-mail ${product} est déjà parti, mais l’outil n’est plus dans ${file}.`,
          gesture: `Remettez « ${hindrance.why.service} » à la ligne « services » du fichier, puis relancez`,
        },
        silenced: {
          reason: `L’e-mail ${product} est déjà parti, mais ${file} dit « notify: false ».`,
          gesture: "Enlevez la ligne « notify », puis relancez",
        },
        reopened: {
          reason: `L’e-mail de fin ${product} est déjà parti : cette panne ne peut pas être rouverte.`,
          gesture: "Remettez le fichier comme il était et déclarez un nouvel incident",
        },
        deleted: {
          reason: `L’e-mail ${product} est déjà parti, mais ${file} a été supprimé : la fin ne serait jamais annoncée.`,
          gesture: `Remettez le fichier (« git checkout » de la version d’avant), puis déclarez la fin`,
        },
      };
      return told[hindrance.why.kind];
    }
    case "chat": {
      const { why } = hindrance;
      switch (why.kind) {
        case "fault":
          return frFault[kindOf(why.fault)](why.fault);
        case "unknown":
          return {
            reason: `On ne sait pas si le message Slack est parti : ${frFault[kindOf(why.fault)](why.fault).reason}`,
            gesture: "Regardez le canal. Le message y est : ne faites rien. Il n’y est pas : relancez",
          };
        case "doubt":
          return {
            reason:
              "On ne sait pas si un message Slack est parti plus tôt, et le robot ne peut pas lire le canal.",
            gesture:
              "Regardez le canal. Si le message n’y est pas, écrivez-le à la main, et donnez au robot le droit de lire (channels:history)",
          };
        case "too-old":
          return {
            reason:
              phase === "outage"
                ? `La panne a commencé il y a plus de ${why.hours} heures et n’a jamais été annoncée sur Slack.`
                : `La panne est finie depuis plus de ${why.hours} heures et sa fin n’a jamais été annoncée sur Slack.`,
            gesture: tooOldGesture(incident, phase),
          };
        default:
          return why satisfies never;
      }
    }
    case "mail": {
      const { why } = hindrance;
      switch (why.kind) {
        case "fault":
          return frFault[kindOf(why.fault)](why.fault);
        case "undrafted":
          return { reason: why.reason, gesture: "Corrigez, puis relancez : rien ne partira deux fois" };
        case "unknown":
          return {
            reason: `On ne sait pas si l’e-mail est parti : ${frFault[kindOf(why.fault)](why.fault).reason}`,
            gesture:
              why.campaign === undefined
                ? "Attendez deux minutes, puis relancez : le robot regarde d’abord dans Brevo, rien ne partira deux fois"
                : open(why.campaign),
          };
        case "accepted-only":
          return {
            reason: `Brevo a accepté la campagne n° ${why.campaign}, mais la montre encore comme un brouillon.`,
            gesture: `Attendez dix minutes, puis relancez : rien ne partira deux fois`,
          };
        case "vanished":
          return {
            reason: `La campagne n° ${why.campaign} a disparu de Brevo.`,
            gesture: "Demandez si quelqu’un l’a supprimée dans Brevo, puis relancez",
          };
        case "odd":
          return {
            reason: `Dans Brevo, la campagne n° ${why.campaign} a l’état « ${why.status} ». ${oddFr(why.status)}`,
            gesture: `Ouvrez la campagne n° ${why.campaign} dans Brevo et suivez ce qu’il affiche ; n’en créez pas une autre`,
          };
        case "renamed":
          return {
            reason: `Dans Brevo, la campagne n° ${why.campaign} de cette panne a un nom inattendu : « ${why.name} ».`,
            gesture: "Redonnez-lui son nom d’origine, ou supprimez-la si c’est un brouillon, puis relancez",
          };
        case "other-incident":
          return {
            reason: `La panne ${why.incident} ${product} a déjà été annoncée par e-mail et n’est pas terminée.`,
            gesture: `Déclarez d’abord la fin de ${why.incident}, ou continuez avec elle`,
          };
        case "hand-list":
          return {
            reason: `Dans Brevo, la campagne n° ${why.campaign} « ${why.name} », envoyée à la main, n’est pas partie à une seule liste de cet outil.`,
            gesture: `Si c’est bien l’annonce, ajoutez « · ${incident} » à la fin de son nom dans Brevo, puis relancez. Sinon, changez son nom, puis relancez`,
          };
        case "daily-limit":
          return {
            reason: `Déjà ${why.limit} annonces de panne par e-mail aujourd’hui : c’est la limite de sécurité.`,
            gesture: "Vérifiez ce qui se passe ; la limite est dans runbook.yml (campaigns_per_day)",
          };
        case "too-old":
          return {
            reason: `Cette annonce a plus de ${why.hours} heures et l’e-mail n’est jamais parti.`,
            gesture: tooOldGesture(incident, phase),
          };
        case "differs":
          return {
            reason: `Brevo a changé le texte de la campagne n° ${why.campaign} : elle n’est pas partie.`,
            gesture:
              "Montrez ce message à l’équipe technique : le brouillon est gardé dans Brevo pour comparer",
          };
        default:
          return why satisfies never;
      }
    }
    default:
      return hindrance satisfies never;
  }
}

/** `--late` is for what is open; an end that came late is declared again. */
function tooOldGesture(incident: string, phase: Phase): string {
  const command = phase === "outage" ? `settle --late ${incident}` : `resolve ${incident}`;
  return `Pour l’annoncer quand même : « npx runbook ${command} ». Pour ne rien envoyer : ne faites rien`;
}

function oddFr(status: string): string {
  switch (status) {
    case "suspended":
      return "Brevo a arrêté l’envoi : une partie des personnes n’a peut-être rien reçu.";
    case "in_review":
    case "inReview":
      return "Brevo vérifie l’envoi : il partira peut-être plus tard.";
    default:
      return "L’envoi n’est pas sûr.";
  }
}

function enHindrance(hindrance: Hindrance, { service, incident, phase }: About): Told {
  const product = service?.name ?? "";
  const command = phase === "outage" ? `settle --late ${incident}` : `resolve ${incident}`;
  const late = `To announce it all the same: “npx runbook ${command}”. To send nothing: do nothing`;
  switch (hindrance.on) {
    case "interrupted":
      return {
        reason: "The work was interrupted before its end.",
        gesture: "Run the same command or form again: nothing will leave twice",
      };
    case "bug":
      return {
        reason: `The robot stopped on an unforeseen error (${hindrance.message}).`,
        gesture:
          "Run again: nothing will leave twice. If it happens again, show this message to the technical team",
      };
    case "outage-undecided":
      return {
        reason: "The end mail waits: it is not known yet whether the first mail left.",
        gesture: "Settle the first mail (line above), then run again",
      };
    case "file": {
      const file = `incidents/${incident}.yml`;
      const told: Record<typeof hindrance.why.kind, Told> = {
        "service-removed": {
          reason: `The mail about ${product} already left, but the service is not in ${file} any more.`,
          gesture: `Put “${hindrance.why.service}” back on the line “services”, then run again`,
        },
        silenced: {
          reason: `The mail about ${product} already left, but ${file} says “notify: false”.`,
          gesture: "Remove the line “notify”, then run again",
        },
        reopened: {
          reason: `The end mail about ${product} already left: this outage cannot be reopened.`,
          gesture: "Put the file back as it was and declare a new incident",
        },
        deleted: {
          reason: `The mail about ${product} already left, but ${file} was deleted: its end would never be told.`,
          gesture: "Put the file back (“git checkout” of the version before), then declare the end",
        },
      };
      return told[hindrance.why.kind];
    }
    case "chat": {
      const { why } = hindrance;
      switch (why.kind) {
        case "fault":
          return enFault[kindOf(why.fault)](why.fault);
        case "unknown":
          return {
            reason: `Nobody knows whether the Slack message left: ${enFault[kindOf(why.fault)](why.fault).reason}`,
            gesture: "Look at the channel. The message is there: do nothing. It is not: run again",
          };
        case "doubt":
          return {
            reason:
              "Nobody knows whether a Slack message left earlier, and the robot cannot read the channel.",
            gesture:
              "Look at the channel. If the message is missing, write it by hand, and let the robot read (channels:history)",
          };
        case "too-old":
          return {
            reason: `This news is over ${why.hours} hours old and was never told on Slack.`,
            gesture: late,
          };
        default:
          return why satisfies never;
      }
    }
    case "mail": {
      const { why } = hindrance;
      switch (why.kind) {
        case "fault":
          return enFault[kindOf(why.fault)](why.fault);
        case "undrafted":
          return { reason: why.reason, gesture: "Correct it, then run again: nothing will leave twice" };
        case "unknown":
          return {
            reason: `Nobody knows whether the mail left: ${enFault[kindOf(why.fault)](why.fault).reason}`,
            gesture:
              why.campaign === undefined
                ? "Wait two minutes, then run again: the robot looks at Brevo first, nothing will leave twice"
                : `Open campaign no. ${why.campaign} in Brevo. “Sent”: do nothing. “Draft”: run again, nothing will leave twice`,
          };
        case "accepted-only":
          return {
            reason: `Brevo accepted campaign no. ${why.campaign} but still shows a draft.`,
            gesture: "Wait ten minutes, then run again: nothing will leave twice",
          };
        case "vanished":
          return {
            reason: `Campaign no. ${why.campaign} is gone from Brevo.`,
            gesture: "Ask whether somebody deleted it in Brevo, then run again",
          };
        case "odd":
          return {
            reason: `In Brevo, campaign no. ${why.campaign} is “${why.status}”: the sending is not certain.`,
            gesture: `Open campaign no. ${why.campaign} in Brevo and follow what it shows; do not make another one`,
          };
        case "renamed":
          return {
            reason: `In Brevo, campaign no. ${why.campaign} of this outage has an unexpected name: “${why.name}”.`,
            gesture: "Give it its name back, or delete it if it is a draft, then run again",
          };
        case "other-incident":
          return {
            reason: `Outage ${why.incident} of ${product} was announced by mail and is not over.`,
            gesture: `Declare the end of ${why.incident} first, or go on with it`,
          };
        case "hand-list":
          return {
            reason: `In Brevo, campaign no. ${why.campaign} “${why.name}”, sent by hand, did not go to one list of this service.`,
            gesture: `If it is the announcement, add “· ${incident}” to the end of its name in Brevo, then run again. If not, change its name, then run again`,
          };
        case "daily-limit":
          return {
            reason: `Already ${why.limit} outage mails today: that is the safety limit.`,
            gesture: "Check what is going on; the limit stands in runbook.yml (campaigns_per_day)",
          };
        case "too-old":
          return {
            reason: `This news is over ${why.hours} hours old and its mail never left.`,
            gesture: late,
          };
        case "differs":
          return {
            reason: `Brevo changed the text of campaign no. ${why.campaign}: it did not leave.`,
            gesture: "Show this message to the technical team: the draft is kept in Brevo to compare",
          };
        default:
          return why satisfies never;
      }
    }
    default:
      return hindrance satisfies never;
  }
}

/** Why a step is not delivered and what to do, without a final stop in the gesture. */
export const hindranceWords: Readonly<Record<Language, (hindrance: Hindrance, about: About) => Told>> = {
  fr: frHindrance,
  en: enHindrance,
};

/** What a tool's failure means and what to do. */
export const faultWords: Readonly<Record<Language, (fault: Fault) => Told>> = {
  fr: (fault) => frFault[kindOf(fault)](fault),
  en: (fault) => enFault[kindOf(fault)](fault),
};
