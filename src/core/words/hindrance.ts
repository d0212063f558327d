import { faultWords, type Told } from "./fault.ts";
import { followUpWords } from "./follow-up.ts";
import type { Hindrance } from "../report.ts";
import type { NoticeKind } from "../notice.ts";
import type { Language, Service } from "../settings.ts";
import { updateWords } from "./update.ts";

/** What a hindrance is about, for the sentences. */
export interface About {
  readonly service?: Service;
  readonly incident: string;
  readonly phase: NoticeKind;
}

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
    case "delivery":
      return followUpWords.fr.shortfall(hindrance.why);
    case "outage-untold":
      return updateWords.fr.untold;
    case "outage-unsent":
      return updateWords.fr.unsent;
    case "outage-undecided":
      if (phase === "update") return updateWords.fr.undecided;
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
          return faultWords.fr(why.fault);
        case "unknown":
          return {
            reason: `On ne sait pas si le message Slack est parti : ${faultWords.fr(why.fault).reason}`,
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
          if (phase === "update")
            return { reason: updateWords.fr.tooOld.chat(why.hours), gesture: updateWords.fr.tooOld.gesture };
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
          return faultWords.fr(why.fault);
        case "undrafted":
          return { reason: why.reason, gesture: "Corrigez, puis relancez : rien ne partira deux fois" };
        case "unknown":
          return {
            reason: `On ne sait pas si l’e-mail est parti : ${faultWords.fr(why.fault).reason}`,
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
            gesture: why.known
              ? `Déclarez d’abord la fin de ${why.incident}, ou continuez avec elle`
              : `Ce dépôt ne connaît pas cette panne. Faites « git pull ». Si elle manque encore, écrivez sa fiche (incidents/${why.incident}.yml), puis déclarez sa fin`,
          };
        case "hand-list":
          return {
            reason: `Dans Brevo, la campagne n° ${why.campaign} « ${why.name} », envoyée à la main, n’est pas partie à une seule liste de cet outil.`,
            gesture: `Si c’est bien l’annonce, ajoutez « · ${incident} » à la fin de son nom dans Brevo, puis relancez. Sinon, changez son nom, puis relancez`,
          };
        case "outrun":
          return {
            reason: `Quelqu’un annonce peut-être la même panne en ce moment : la campagne n° ${why.campaign} (${why.incident}) vient d’être préparée dans Brevo.`,
            gesture: "Attendez dix minutes, puis relancez : si elle est partie, rien ne partira deux fois",
          };
        case "other-news":
          return updateWords.fr.other(why.campaign);
        case "hourly-limit":
          return updateWords.fr.hourlyLimit(why.limit);
        case "daily-limit":
          return {
            reason:
              phase === "update"
                ? updateWords.fr.dailyLimit(why.limit)
                : `Déjà ${why.limit} annonces de panne par e-mail aujourd’hui : c’est la limite de sécurité.`,
            gesture: "Vérifiez ce qui se passe ; la limite est dans runbook.yml (campaigns_per_day)",
          };
        case "too-old":
          if (phase === "update")
            return { reason: updateWords.fr.tooOld.mail(why.hours), gesture: updateWords.fr.tooOld.gesture };
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
function tooOldGesture(incident: string, phase: NoticeKind): string {
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
    case "delivery":
      return followUpWords.en.shortfall(hindrance.why);
    case "outage-untold":
      return updateWords.en.untold;
    case "outage-unsent":
      return updateWords.en.unsent;
    case "outage-undecided":
      if (phase === "update") return updateWords.en.undecided;
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
          return faultWords.en(why.fault);
        case "unknown":
          return {
            reason: `Nobody knows whether the Slack message left: ${faultWords.en(why.fault).reason}`,
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
          if (phase === "update")
            return { reason: updateWords.en.tooOld.chat(why.hours), gesture: updateWords.en.tooOld.gesture };
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
          return faultWords.en(why.fault);
        case "undrafted":
          return { reason: why.reason, gesture: "Correct it, then run again: nothing will leave twice" };
        case "unknown":
          return {
            reason: `Nobody knows whether the mail left: ${faultWords.en(why.fault).reason}`,
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
            gesture: why.known
              ? `Declare the end of ${why.incident} first, or go on with it`
              : `This repository does not know that outage. Run “git pull”. If it is still missing, write its file (incidents/${why.incident}.yml), then declare its end`,
          };
        case "hand-list":
          return {
            reason: `In Brevo, campaign no. ${why.campaign} “${why.name}”, sent by hand, did not go to one list of this service.`,
            gesture: `If it is the announcement, add “· ${incident}” to the end of its name in Brevo, then run again. If not, change its name, then run again`,
          };
        case "outrun":
          return {
            reason: `Somebody may be announcing the same outage right now: campaign no. ${why.campaign} (${why.incident}) was just made in Brevo.`,
            gesture: "Wait ten minutes, then run again: if it left, nothing will leave twice",
          };
        case "other-news":
          return updateWords.en.other(why.campaign);
        case "hourly-limit":
          return updateWords.en.hourlyLimit(why.limit);
        case "daily-limit":
          return {
            reason:
              phase === "update"
                ? updateWords.en.dailyLimit(why.limit)
                : `Already ${why.limit} outage mails today: that is the safety limit.`,
            gesture: "Check what is going on; the limit stands in runbook.yml (campaigns_per_day)",
          };
        case "too-old":
          if (phase === "update")
            return { reason: updateWords.en.tooOld.mail(why.hours), gesture: updateWords.en.tooOld.gesture };
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
