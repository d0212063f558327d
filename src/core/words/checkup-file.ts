import type { Language } from "../settings.ts";

const fr = {
  head: [
    "Écrit par le robot, chaque semaine et à chaque vérification demandée. Ne changez rien ici\u00A0: la prochaine l’efface.",
    "checks\u00A0: ce qui a été regardé (ok, warn, bad, skipped). lists\u00A0: les listes de Brevo ce jour-là, pour les aperçus.",
    "reminded\u00A0: les listes à renouveler dont Slack a été prévenu. unsaid\u00A0: ce qui reste à dire sur Slack.",
  ],
};

const en: typeof fr = {
  head: [
    "Written by the robot, every week and whenever a checkup is asked for. Change nothing here: the next one undoes it.",
    "checks: what was looked at (ok, warn, bad, skipped). lists: Brevo’s lists on that day, for previews.",
    "reminded: lists to renew that Slack was told of. unsaid: what Slack is still to be told.",
  ],
};

/** The comment at the head of `incidents/checkup.yml`. */
export const checkupFileWords: Readonly<Record<Language, typeof fr>> = { fr, en };
