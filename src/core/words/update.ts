import type { Language } from "../settings.ts";

/** `23/11 15h10`, as a campaign's name has it, inside a sentence. */
const frHour = (key: string): string => key.replace(/ 0?(\d+)h(\d\d)/u, " à $1\u00A0h\u00A0$2");

/** Everything that people read about news of an outage that is under way. Hours come as campaigns' names have them. */
const fr = {
  file: {
    example: (now: string) =>
      `updates:, puis sur les lignes suivantes «\u00A0  - at: ${now}\u00A0» et «\u00A0    message: "…"\u00A0»`,
    list: (example: string) => `Il faut une liste de nouvelles, comme\u00A0: ${example}.`,
    noHour: (example: string) => `Il manque l’heure de cette nouvelle. Exemple\u00A0: ${example}`,
    noMessage: 'Il manque la phrase de cette nouvelle. Exemple\u00A0: message: "Nous changeons une pièce."',
    ahead: (now: string) =>
      `L’heure de cette nouvelle est dans le futur (il est ${now}). Vérifiez la date et l’heure.`,
    beforeStart: (start: string) =>
      `L’heure de cette nouvelle doit être après le début de la panne (${start}). Vérifiez les deux heures.`,
    sameHour:
      "Deux nouvelles ont la même heure\u00A0: changez celle-ci d’une minute, ou gardez une seule des deux.",
  },
  chatStep: (at: string) => `Slack, nouvelles du ${frHour(at)}`,
  mailStep: (product: string, at: string) => `E-mail de nouvelles ${product} du ${frHour(at)}`,
  title: (at: string) => `nouvelles du ${frHour(at)}`,
  already: (at: string, isFinished: boolean) =>
    `Cette nouvelle est déjà donnée (${at}), ${isFinished ? "ce qui manquait vient de partir" : "rien n’a été renvoyé"}.`,
  untold: {
    reason: "La nouvelle attend\u00A0: on ne sait pas si le premier message est sur Slack.",
    gesture: "Réglez d’abord le premier message Slack (ligne au-dessus), puis relancez",
  },
  undecided: {
    reason: "L’e-mail de nouvelles attend\u00A0: on ne sait pas encore si l’e-mail de début est parti.",
    gesture: "Réglez d’abord l’e-mail de début (ligne au-dessus), puis relancez",
  },
  unsent: {
    reason:
      "L’e-mail de début n’est jamais parti\u00A0: les utilisateurs ne comprendraient pas un e-mail de nouvelles.",
    gesture:
      "Si les utilisateurs doivent être prévenus, faites d’abord partir l’e-mail de début (prévenez l’équipe technique), puis donnez de nouveau la nouvelle",
  },
  dailyLimit: (limit: number) =>
    `Déjà ${limit} e-mails de panne ou de nouvelles aujourd’hui\u00A0: c’est la limite de sécurité.`,
  hourlyLimit: (limit: number) => ({
    reason: `Déjà ${limit} e-mails de nouvelles en une heure\u00A0: c’est la limite de sécurité, pour que l’e-mail de fin puisse toujours partir.`,
    gesture:
      "Attendez une heure, puis relancez (ou laissez faire le robot, qui essaie chaque heure entre 6 h et 21 h)",
  }),
  other: (campaign: number) => ({
    reason: `À la même heure, une autre nouvelle est déjà partie par e-mail (campagne n° ${campaign}).`,
    gesture:
      "Si c’est la même, remettez dans la fiche la phrase qui est partie\u00A0; si la vôtre en dit plus, enlevez-la de la fiche, puis donnez-la avec d’autres mots («\u00A0Donner des nouvelles d’une panne\u00A0»)",
  }),
  tooOld: {
    mail: (hours: number) => `Cette nouvelle a plus de ${hours} heures et son e-mail n’est jamais parti.`,
    chat: (hours: number) => `Cette nouvelle a plus de ${hours} heures et n’a jamais été dite sur Slack.`,
    gesture:
      "Si elle est encore vraie, donnez-la de nouveau avec «\u00A0Donner des nouvelles d’une panne\u00A0». Pour ne rien envoyer, ne faites rien",
  },
  command: {
    noMessage:
      "Il manque la phrase à dire. Rien n’a été envoyé. Écrivez une phrase complète, avec un point à la fin.",
    ofOne: (others: string) =>
      `Cette panne concerne aussi ${others}, dont les utilisateurs liraient la même phrase. Rien n’a été envoyé. Choisissez «\u00A0Tous les outils en panne\u00A0», et écrivez une phrase qui va pour tous.`,
    over: (id: string) =>
      `La panne ${id} n’est plus ouverte\u00A0: personne n’attend de nouvelles. Rien n’a été envoyé.`,
    severalOpen: (list: readonly string[]) =>
      `Plusieurs pannes sont ouvertes. Rien n’a été envoyé. Dites de laquelle vous parlez\u00A0: ${list.join(" ou ")}.`,
    nothingOpen:
      "Aucune panne n’est ouverte. Rien n’a été envoyé. Une panne commence\u00A0? Remplissez d’abord «\u00A0Déclarer une indisponibilité\u00A0».",
    notOpenFor: (tool: string, open: string) =>
      `${tool} n’a pas de panne ouverte. Rien n’a été envoyé. ${open}`,
    rerun: "Cette exécution a déjà eu lieu («\u00A0Re-run jobs\u00A0»)\u00A0: aucune nouvelle n’est ajoutée.",
    lost: (id: string) =>
      `La nouvelle n’a pas pu être écrite dans la fiche ${id}\u00A0: quelqu’un la change en ce moment. Rien n’a été envoyé. Attendez une minute, puis relancez.`,
  },
  late: (product: string, at: string) =>
    `La nouvelle ${product} est déjà partie par e-mail (${at})\u00A0: cette modification ne la change pas, et aucun autre e-mail ne suivra. Pour corriger, donnez une autre nouvelle.`,
  sample: "E-mail de nouvelles",
  sampleChat: "Slack, nouvelles",
  sampleMessage: "Les équipes de notre hébergeur remplacent une pièce.",
  postmortem: {
    chat: (at: string) => `Message Slack de nouvelles du ${frHour(at)}`,
    mail: (product: string, at: string) => `E-mail de nouvelles ${product} du ${frHour(at)}`,
  },
};

const en: typeof fr = {
  file: {
    example: (now) => `updates:, then on the next lines “  - at: ${now}” and “    message: "…"”`,
    list: (example) => `A list of news is wanted, such as: ${example}.`,
    noHour: (example) => `The hour of this news is missing. Example: ${example}`,
    noMessage: 'The sentence of this news is missing. Example: message: "We are replacing a part."',
    ahead: (now) => `The hour of this news is in the future (it is ${now}). Check the date and the time.`,
    beforeStart: (start) =>
      `The hour of this news must be after the outage begins (${start}). Check both times.`,
    sameHour: "Two pieces of news have the same hour: change this one by a minute, or keep one of the two.",
  },
  chatStep: (at) => `Slack, news of ${at}`,
  mailStep: (product, at) => `News mail ${product} of ${at}`,
  title: (at) => `news of ${at}`,
  already: (at, isFinished) =>
    `This news was given already (${at}), ${isFinished ? "what was missing has left now" : "nothing was sent again"}.`,
  untold: {
    reason: "The news waits: it is not known whether the first message is on Slack.",
    gesture: "Settle the first Slack message (line above), then run again",
  },
  undecided: {
    reason: "The news mail waits: it is not known yet whether the first mail left.",
    gesture: "Settle the first mail (line above), then run again",
  },
  unsent: {
    reason: "The first mail never left: users would not understand a news mail.",
    gesture:
      "If users have to be told, get the first mail to leave (call the technical team), then give the news again",
  },
  dailyLimit: (limit) => `Already ${limit} outage or news mails today: that is the safety limit.`,
  hourlyLimit: (limit) => ({
    reason: `Already ${limit} news mails in an hour: that is the safety limit, so that the end mail can always leave.`,
    gesture: "Wait an hour, then run again (or leave it to the robot, which tries every hour from 6 to 21)",
  }),
  other: (campaign) => ({
    reason: `At the same hour, other news already left by mail (campaign no. ${campaign}).`,
    gesture:
      "If it is the same, put the sentence that left back into the file; if yours says more, take it out of the file, then give it in other words (“Donner des nouvelles d’une panne”)",
  }),
  tooOld: {
    mail: (hours) => `This news is over ${hours} hours old and its mail never left.`,
    chat: (hours) => `This news is over ${hours} hours old and was never told on Slack.`,
    gesture:
      "If it still holds, give it again with “Donner des nouvelles d’une panne”. To send nothing, do nothing",
  },
  command: {
    noMessage:
      "The sentence is missing. Nothing was sent. Write a whole sentence, with a full stop at its end.",
    ofOne: (others) =>
      `This outage concerns ${others} too, whose users would read the same sentence. Nothing was sent. Choose “Tous les outils en panne”, and write a sentence that holds for all.`,
    over: (id) => `Outage ${id} is not open any more: nobody waits for news. Nothing was sent.`,
    severalOpen: (list) =>
      `Several outages are open. Nothing was sent. Say which one you speak of: ${list.join(" or ")}.`,
    nothingOpen:
      "No outage is open. Nothing was sent. Does an outage begin? First fill in “Déclarer une indisponibilité”.",
    notOpenFor: (tool, open) => `${tool} has no open outage. Nothing was sent. ${open}`,
    rerun: "This run already took place (“Re-run jobs”): no news is added.",
    lost: (id) =>
      `The news could not be written into the file ${id}: somebody is changing it right now. Nothing was sent. Wait a minute, then run again.`,
  },
  late: (product, at) =>
    `The news of ${product} already left by mail (${at}): this edit does not change it, and no other mail follows. To correct it, give other news.`,
  sample: "News mail",
  sampleChat: "Slack, news",
  sampleMessage: "Our hosting provider is replacing a part.",
  postmortem: {
    chat: (at) => `Slack message with news of ${at}`,
    mail: (product, at) => `News mail of ${product} of ${at}`,
  },
};

/** Sentences about news of an outage, in every language that `runbook.yml` knows. */
export const updateWords: Readonly<Record<Language, typeof fr>> = { fr, en };
