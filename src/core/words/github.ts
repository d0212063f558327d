import type { Language } from "../settings.ts";

interface Alarm {
  readonly actor: string;
  readonly reason: string;
  readonly run: string;
  readonly procedure: string;
}

const fr = {
  open: "ouvrir",
  proposal: {
    title: "Fiches d’incident à enregistrer",
    body: "Le robot n’a pas le droit d’écrire dans la branche principale. Les fiches d’incident et les journaux attendent ici : **fusionnez, cela n’envoie rien de plus.** Les annonces, elles, sont déjà parties ; le journal dit lesquelles.\n\nTant que cette demande est ouverte, le robot lit ces fiches ici : la fin de la panne se déclare comme d’habitude.",
  },
  review: {
    title: (id: string) => `Revue de l’incident ${id}`,
    body: "L’incident est terminé. Le robot a écrit la chronologie ; complétez les questions avec ceux qui étaient là, puis fusionnez. **Fusionner n’envoie rien.**",
    opened: (id: string, url: string) => `Revue de ${id} à compléter quand vous aurez le temps — ${url}`,
    forbidden: (id: string, url: string) =>
      `La revue de ${id} est prête, mais GitHub ne permet pas au robot d’ouvrir une demande de fusion : « Settings », « Actions », « General », cochez « Allow GitHub Actions to create and approve pull requests ». En attendant, ouvrez-la vous-même — ${url}`,
    failed: (id: string, reason: string) =>
      `La revue de ${id} n’a pas pu être proposée : le robot réessaiera. ${reason}`,
  },
  lost: (id: string, reason: string) =>
    `⚠ GitHub n’a pas enregistré ce qui vient d’être fait pour ${id}. ${reason} Dans quelques minutes, regardez si le fichier incidents/${id}.yml existe sur GitHub et dit ceci ; sinon créez-le ou corrigez-le (« Add file »), rien ne partira deux fois :`,
  told: (url: string) => `Compte rendu écrit dans la demande de fusion — ${url}`,
  untold: (reason: string) => `Le compte rendu n’a pas pu être écrit dans la demande de fusion. ${reason}`,
  alarm: ({ actor, reason, run, procedure }: Alarm) =>
    `:rotating_light: *Le robot d’annonce n’a pas fini son travail*${actor === "" ? "" : ` (lancé par ${actor})`}. ${reason === "" ? "Il s’est arrêté sans dire pourquoi : une annonce n’est peut-être pas partie." : reason}\n1. Ouvrez le reçu, il dit quoi faire : ${run}\n2. Le reçu ne suffit pas ? La procédure à la main : ${procedure}\nN’envoyez rien dans Brevo avant d’avoir lu le reçu.`,
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
    opened: (id, url) => `Review of ${id}, to complete when you have time — ${url}`,
    forbidden: (id, url) =>
      `The review of ${id} is ready, but GitHub does not let the robot open a pull request: “Settings”, “Actions”, “General”, tick “Allow GitHub Actions to create and approve pull requests”. Until then, open it yourself — ${url}`,
    failed: (id, reason) => `The review of ${id} could not be proposed: the robot will try again. ${reason}`,
  },
  lost: (id, reason) =>
    `⚠ GitHub did not record what was just done for ${id}. ${reason} In a few minutes, look whether the file incidents/${id}.yml exists on GitHub and says this; otherwise create or correct it (“Add file”), nothing will leave twice:`,
  told: (url) => `Outcome written in the pull request — ${url}`,
  untold: (reason) => `The outcome could not be written in the pull request. ${reason}`,
  alarm: ({ actor, reason, run, procedure }) =>
    `:rotating_light: *The announcing robot did not finish its work*${actor === "" ? "" : ` (started by ${actor})`}. ${reason === "" ? "It stopped without saying why: an announcement may not have left." : reason}\n1. Open the receipt, it says what to do: ${run}\n2. Not enough? The procedure by hand: ${procedure}\nSend nothing in Brevo before you have read the receipt.`,
  alarmSent: "The Slack channel knows that this run did not finish.",
  alarmKnown: "The Slack channel knows it already: no second message.",
  alarmUnsent: (reason) =>
    `The Slack channel could not be told. ${reason} Tell the team in person: the procedure by hand is in incidents/PROCEDURE.md.`,
  unconfigured:
    "Not set up yet: this repository has no keys of Slack and Brevo, so nothing is sent from here. If it is a copy, that is as it should be. Otherwise: README, “Set-up”.",
};

/** What the robot says around an announcement on GitHub: pull requests, their comments, the alarm. */
export const githubWords: Readonly<Record<Language, typeof fr>> = { fr, en };
