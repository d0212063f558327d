/** « Lundi 1er décembre 2025 » in Paris, UTC+1. */
const paris = (clock: string): Date => new Date(`2025-12-01T${clock}:00+01:00`);

/**
 * The Monday that the demo plays. The robot comes at the hours of its schedules: the weekly checkup at 8:47, `settle` at
 * 23 minutes past each hour, of which the day tells those that have something to do. The rest is the procedure's world.
 */
export const story = {
  checkedAt: paris("08:47"),
  began: paris("08:50"),
  declaredAt: paris("09:12"),
  clickedAgainAt: paris("09:14"),
  newsAt: paris("10:20"),
  countedAt: paris("10:23"),
  over: paris("13:00"),
  remindedAt: paris("13:23"),
  resolvedAt: paris("13:30"),
  endCountedAt: paris("15:23"),
  drilledAt: paris("16:00"),
  counts: { softBounces: 8, hardBounces: 6, unsubscriptions: 1 },
  startedAt: "8h50",
  endedAt: "13h00",
  news: "Notre hébergeur a trouvé la panne et la répare.",
  cause: "hosting",
  id: "2025-12-01-rp",
  actor: "Camille (EXEMPLE)",
  run: "exemple",
  mark: "# EXEMPLE : panne jouée par « npm run demo » sur un faux Slack et un faux Brevo. Rien n’est parti.\n",
  commitMark: "Mark the incident as an example",
  repository: "https://github.com/reconnect/outage-runbook.git",
  person: { name: "Camille", email: "camille@reconnect.example" },
  words: {
    title: "Un lundi chez Reconnect",
    checked: "Comme chaque lundi, le robot regarde si tout est prêt pour la prochaine panne.",
    checkedAs: (summary: string) => `Comme chaque lundi, le robot vérifie tout. ${summary}`,
    began: "Reconnect Pro ne répond plus.",
    declared: "Camille, qui n’est pas technicienne, déclare la panne : un formulaire, un clic.",
    slack: "L’équipe est prévenue sur Slack.",
    mail: (contacts: string) => `L’e-mail part aux ${contacts} utilisateurs.`,
    again: "Par sécurité, Camille clique une seconde fois. Rien ne repart.",
    news: "Camille donne des nouvelles, avec les mots de l’équipe technique.",
    slackNews: "Elles paraissent dans le fil et dans le canal.",
    counted: "Une heure a passé : le robot relève ce que l’e-mail est devenu, et le dit dans le fil.",
    over: "Reconnect Pro fonctionne de nouveau. Personne ne pense à le dire.",
    reminded: "Le robot rappelle dans le fil que la panne est toujours déclarée.",
    resolved: "Camille déclare la fin : un formulaire, un clic.",
    slackEnd: "L’équipe est prévenue, le premier message est corrigé.",
    mailEnd: "L’e-mail de fin part à la même liste.",
    endCounted: "Le robot relève aussi ce que l’e-mail de fin est devenu.",
    drilled: "Pour garder la main, l’équipe rejoue une panne en exercice, du début à la fin.",
    drilledAs: (mails: number, colleagues: number) =>
      `L’équipe rejoue une panne en exercice : ${mails} e-mails, vers la liste d’essai de ${colleagues} collègues. Personne d’autre ne reçoit rien.`,
    chosen: "La plus récente de Reconnect Pro",
    older: "Plus ancienne",
    other: "Une autre liste, pour un autre outil ou un autre usage",
    scene: (hour: string, title: string) => `\n${hour}  ${title}`,
    page: (path: string) => `\nLa page à montrer : ${path}`,
    account: (slack: number, brevo: number) =>
      `Bilan de la panne : ${slack} messages dans le canal, ${brevo} e-mails partis, aucun en double.`,
  },
} as const;
