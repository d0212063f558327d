import type { Language } from "../settings.ts";

interface Alarm {
  readonly actor: string;
  readonly reason: string;
  readonly run: string;
  readonly procedure: string;
  /** Whom to wake: a mention, or empty. */
  readonly contact: string;
}

const fr = {
  open: "ouvrir",
  proposal: {
    title: "Fiches d’incident à enregistrer",
    body: "Le robot n’a pas le droit d’écrire dans la branche principale. Les fiches d’incident et les journaux attendent ici : **fusionnez, cela n’envoie rien de plus.** Les annonces, elles, sont déjà parties ; le journal dit lesquelles.\n\nTant que cette demande est ouverte, le robot lit ces fiches ici : la fin de la panne se déclare comme d’habitude.",
  },
  review: {
    title: (id: string) => `Revue de l’incident ${id}`,
    body: "L’incident est terminé. Le robot a écrit la chronologie ; répondez aux questions avec les personnes qui étaient là, puis fusionnez. **Fusionner n’envoie rien.**",
    edit: (url: string) => `[Répondre aux questions](${url})`,
    opened: (id: string, url: string) => `Revue de ${id} à compléter quand vous aurez le temps — ${url}`,
    forbidden: (id: string, url: string) =>
      `La revue de ${id} est prête, mais GitHub ne permet pas au robot d’ouvrir une demande de fusion : « Settings », « Actions », « General », cochez « Allow GitHub Actions to create and approve pull requests ». En attendant, ouvrez-la vous-même — ${url}`,
    failed: (id: string, reason: string) =>
      `La revue de ${id} n’a pas pu être proposée : le robot réessaiera. ${reason}`,
  },
  lost: (id: string, reason: string) =>
    `⚠ GitHub n’a pas gardé la trace de ce qui vient d’être fait (${id}). ${reason} Dans dix minutes, remplissez de nouveau le même formulaire avec la même heure : rien ne partira deux fois. Sans cela, la fin ne pourra pas être annoncée. Pour l’équipe technique, le fichier incidents/${id}.yml doit dire :`,
  told: (url: string) => `Compte rendu écrit dans la demande de fusion — ${url}`,
  untold: (reason: string) => `Le compte rendu n’a pas pu être écrit dans la demande de fusion. ${reason}`,
  /** The robot stopped without a word. */
  crashed:
    "Le robot s’est arrêté avant d’écrire son reçu : une annonce n’est peut-être pas partie. Remplissez de nouveau le formulaire (sans passer par « Re-run jobs ») : il fait ce qui manque, et rien deux fois. Cela recommence ? Prévenez l’équipe technique.",
  refused: ({ actor, reason, run }: Alarm) =>
    `:warning: *La demande${actor === "" ? "" : ` de ${actor}`} a été refusée, rien n’est parti.* ${reason}\nLe reçu : ${run}`,
  alarm: ({ actor, reason, run, procedure, contact }: Alarm) =>
    `${contact === "" ? "" : `${contact} `}:rotating_light: *Le robot d’annonce n’a pas fini son travail*${actor === "" ? "" : ` (lancé par ${actor})`}. ${reason}\n1. Le reçu, sur la page de l’exécution : ${run}\n2. Il ne suffit pas ? La procédure à la main : ${procedure}\nN’envoyez rien dans Brevo avant d’avoir lu le reçu.`,
  noChannel: "Il manque la clé de Slack ou l’identifiant du canal.",
  alarmSent: "Le canal Slack est prévenu que cette exécution n’a pas fini.",
  alarmKnown: "Le canal Slack le sait déjà : pas de second message.",
  alarmUnsent: (reason: string) =>
    `Le canal Slack n’a pas pu être prévenu. ${reason} Prévenez l’équipe de vive voix : la procédure à la main est dans incidents/PROCEDURE.md.`,
  unconfigured:
    "Pas encore configuré : ce dépôt n’a pas les clés de Slack et de Brevo, donc rien n’est envoyé d’ici. Si c’est une copie, c’est normal. Sinon : README, « Set-up ».",
};

const en: typeof fr = {
  open: "open",
  proposal: {
    title: "Incident files to record",
    body: "The robot may not write to the default branch. Incident files and journals wait here: **merge, that sends nothing more.** The announcements have left already; the journal says which.\n\nWhile this pull request is open, the robot reads these files here: the end of the outage is declared as usual.",
  },
  review: {
    title: (id) => `Review of incident ${id}`,
    body: "The incident is over. The robot wrote the timeline; answer the questions with those who were there, then merge. **Merging sends nothing.**",
    edit: (url) => `[Answer the questions](${url})`,
    opened: (id, url) => `Review of ${id}, to complete when you have time — ${url}`,
    forbidden: (id, url) =>
      `The review of ${id} is ready, but GitHub does not let the robot open a pull request: “Settings”, “Actions”, “General”, tick “Allow GitHub Actions to create and approve pull requests”. Until then, open it yourself — ${url}`,
    failed: (id, reason) => `The review of ${id} could not be proposed: the robot will try again. ${reason}`,
  },
  lost: (id, reason) =>
    `⚠ GitHub did not keep what was just done (${id}). ${reason} In ten minutes, fill in the same form again with the same hour: nothing will leave twice. Without that, the end cannot be announced. For the technical team, the file incidents/${id}.yml has to say:`,
  told: (url) => `Outcome written in the pull request — ${url}`,
  untold: (reason) => `The outcome could not be written in the pull request. ${reason}`,
  crashed:
    "The robot stopped before it wrote its receipt: an announcement may not have left. Fill in the form again (not “Re-run jobs”): it does what is missing, and nothing twice. It happens again? Tell the technical team.",
  refused: ({ actor, reason, run }) =>
    `:warning: *The request${actor === "" ? "" : ` of ${actor}`} was refused, nothing left.* ${reason}\nReceipt: ${run}`,
  alarm: ({ actor, reason, run, procedure, contact }) =>
    `${contact === "" ? "" : `${contact} `}:rotating_light: *The announcing robot did not finish its work*${actor === "" ? "" : ` (started by ${actor})`}. ${reason}\n1. The receipt, on the page of the run: ${run}\n2. Not enough? The procedure by hand: ${procedure}\nSend nothing in Brevo before you have read the receipt.`,
  noChannel: "Slack’s key or the channel’s id is missing.",
  alarmSent: "The Slack channel knows that this run did not finish.",
  alarmKnown: "The Slack channel knows it already: no second message.",
  alarmUnsent: (reason) =>
    `The Slack channel could not be told. ${reason} Tell the team in person: the procedure by hand is in incidents/PROCEDURE.md.`,
  unconfigured:
    "Not set up yet: this repository has no keys of Slack and Brevo, so nothing is sent from here. If it is a copy, that is as it should be. Otherwise: README, “Set-up”.",
};

/** What the robot says around an announcement on GitHub: pull requests, their comments, the alarm. */
export const githubWords: Readonly<Record<Language, typeof fr>> = { fr, en };
