import type { CheckState } from "../checkup.ts";
import type { Language } from "../settings.ts";

const fr = {
  badge: (at: string) => `Vérification faite ${at}\u00A0:`,
  table: { what: "Quoi", found: "Ce qui a été trouvé", remedy: "À faire" },
  state: {
    ok: "en ordre",
    warn: "à regarder",
    bad: "à réparer",
    skipped: "pas regardé",
  } satisfies Record<CheckState, string>,
  requests: (slack: number, brevo: number, github: number) =>
    `Questions posées\u00A0: ${slack} à Slack, ${brevo} à Brevo, ${github} à GitHub.`,
  commit: {
    label: "Enregistrement dans GitHub",
    waits:
      "Le robot ne peut pas écrire dans la branche principale\u00A0: cette vérification attend une fusion.",
    merge: (url: string) =>
      `Fusionnez ${url}, et laissez la branche principale ouverte au robot (README, «\u00A0Set-up\u00A0», partie 1)`,
    failed: (reason: string) => `Le résultat de cette vérification n’a pas pu être enregistré. ${reason}`,
  },
  note: {
    contended:
      "Une autre vérification vient d’être enregistrée\u00A0: elle reste, celle-ci est seulement sur cette page.",
    told: "Le canal Slack est prévenu de ce qui a changé.",
    known: "Le canal Slack le sait déjà\u00A0: pas de second message.",
    untold: (reason: string) =>
      `Le canal Slack n’a pas pu être prévenu de ce qui a changé\u00A0: la prochaine vérification le dira. ${reason}`,
    noChannel: "Il manque la clé de Slack ou l’identifiant du canal.",
    opened: (url: string) => `Un ticket suit ce qui est à réparer — ${url}`,
    updated: (url: string) => `Le ticket est à jour — ${url}`,
    reopened: (url: string) => `Le ticket est rouvert — ${url}`,
    closed: (url: string) => `Plus rien n’est à réparer\u00A0: le ticket est fermé — ${url}`,
    issueFailed: (reason: string) => `Le ticket GitHub n’a pas pu être mis à jour. ${reason}`,
  },
  issue: {
    title: "Tout n’est pas prêt pour la prochaine panne",
    body: "La vérification de chaque semaine a trouvé ce qui suit. Tant que ce n’est pas réparé, la prochaine annonce en souffrira. Ce ticket se met à jour et se ferme tout seul\u00A0; pour ne pas attendre, relancez-la\u00A0:",
    form: "Vérifier que tout est prêt",
    watch: "À regarder aussi",
    closed: "À la dernière vérification, plus rien n’est à réparer\u00A0: ce ticket se ferme.",
    reopened: "Quelque chose est de nouveau à réparer\u00A0: voyez la liste en haut de ce ticket.",
  },
  crashed: "Elle s’est arrêtée avant la fin, sans dire ce qu’elle a trouvé.",
  alarm: ({ reason, run }: { readonly reason: string; readonly run: string }) =>
    `:warning: *La vérification de la semaine n’a pas pu se faire.* ${reason} Relancez «\u00A0Vérifier que tout est prêt\u00A0»\u00A0; si cela recommence, prévenez l’équipe technique. Détails\u00A0: ${run}`,
  notSetUp: "⚪ PAS ENCORE CONFIGURÉ",
  unconfigured:
    "Pas encore configuré\u00A0: ce dépôt n’a pas les clés de Slack et de Brevo, il n’y a donc rien à vérifier. Si c’est une copie, c’est normal. Sinon\u00A0: README, «\u00A0Set-up\u00A0».",
};

const en: typeof fr = {
  badge: (at) => `Checkup made ${at}:`,
  table: { what: "What", found: "What was found", remedy: "To do" },
  state: { ok: "fine", warn: "to look at", bad: "to mend", skipped: "not looked at" },
  requests: (slack, brevo, github) =>
    `Questions asked: ${slack} to Slack, ${brevo} to Brevo, ${github} to GitHub.`,
  commit: {
    label: "Recording on GitHub",
    waits: "The robot may not write to the default branch: this checkup waits for a merge.",
    merge: (url) => `Merge ${url}, and leave the default branch open to the robot (README, “Set-up”, part 1)`,
    failed: (reason) => `What this checkup found could not be recorded. ${reason}`,
  },
  note: {
    contended: "Another checkup was recorded just now: that one stays, this one is on this page only.",
    told: "The Slack channel knows what has changed.",
    known: "The Slack channel knows it already: no second message.",
    untold: (reason) =>
      `The Slack channel could not be told what has changed: the next checkup will say it. ${reason}`,
    noChannel: "Slack’s key or the channel’s id is missing.",
    opened: (url) => `An issue follows what is to mend — ${url}`,
    updated: (url) => `The issue is up to date — ${url}`,
    reopened: (url) => `The issue is open again — ${url}`,
    closed: (url) => `Nothing is to mend any more: the issue is closed — ${url}`,
    issueFailed: (reason) => `The issue on GitHub could not be brought up to date. ${reason}`,
  },
  issue: {
    title: "Not all is ready for the next outage",
    body: "The weekly checkup found what follows. As long as it is not mended, the next announcement will suffer. This issue keeps itself up to date and closes by itself; not to wait, run the checkup again:",
    form: "Vérifier que tout est prêt (checkup)",
    watch: "To look at too",
    closed: "By the last checkup nothing is to mend any more: this issue closes.",
    reopened: "Something is to mend again: see the list at the top of this issue.",
  },
  crashed: "It stopped before its end, without a word of what it found.",
  alarm: ({ reason, run }) =>
    `:warning: *The weekly checkup could not be made.* ${reason} Run “Vérifier que tout est prêt” again; if it happens again, tell the technical team. Details: ${run}`,
  notSetUp: "⚪ NOT SET UP YET",
  unconfigured:
    "Not set up yet: this repository has no keys of Slack and Brevo, so there is nothing to check. If it is a copy, that is as it should be. Otherwise: README, “Set-up”.",
};

/** What is told of a checkup on GitHub: the page of its run, the issue, what was kept. */
export const checkupToldWords: Readonly<Record<Language, typeof fr>> = { fr, en };
