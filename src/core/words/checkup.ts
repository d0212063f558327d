import type { Told } from "./fault.ts";

const fr = {
  headline: {
    ok: "✅ PRÊT POUR LA PROCHAINE PANNE",
    warn: "⚠️ PRÊT, MAIS QUELQUE CHOSE EST À SURVEILLER",
    bad: "❌ PAS PRÊT POUR LA PROCHAINE PANNE",
    impossible: "❌ VÉRIFICATION IMPOSSIBLE",
  },
  summary: (fine: number, warn: number, bad: number, skipped: number) =>
    [
      `${fine} ${fine > 1 ? "points sont bons" : "point est bon"}`,
      ...(warn > 0 ? [`${warn} à surveiller`] : []),
      ...(bad > 0 ? [`${bad} à réparer`] : []),
      ...(skipped > 0 ? [`${skipped} pas ${skipped > 1 ? "regardés" : "regardé"}`] : []),
    ].join(", "),
  sent: "Cette vérification n’envoie rien aux utilisateurs.",
  requests: (slack: number, brevo: number, github: number) =>
    `Demandes : ${slack} à Slack, ${brevo} à Brevo, ${github} à GitHub.`,
  groups: { texts: "Textes", checkup: "Vérification" },
  line: (mark: string, label: string, finding: string) => `  ${mark} ${label} : ${finding}`,
  remedy: (gesture: string) => `    À faire : ${gesture}.`,
  settings: "Les réglages ou les modèles sont à corriger d’abord.",
  noKey:
    "Il n’y a ni clé de Slack, ni clé de Brevo\u00A0: rien ne peut être regardé. À faire\u00A0: demandez les clés à l’équipe technique, qui les range dans GitHub (README, «\u00A0Set-up\u00A0») ou, sur un ordinateur, dans le fichier .env (voir .env.example).",
  interrupted: {
    label: "Vérification",
    told: (): Told => ({
      reason: "Elle a été interrompue avant la fin.",
      gesture: "Relancez la vérification",
    }),
  },
  texts: {
    label: (service: string) => `Textes de ${service}`,
    written: (count: number) => `Les ${count} e-mails et messages possibles s’écrivent sans faute.`,
    broken: (name: string, message: string): Told => ({
      reason: `Un texte ne peut pas s’écrire (${name}) : ${message.replace(/[.\s]+$/u, "")}.`,
      gesture: "Montrez cette ligne à l’équipe technique, qui corrige le dossier templates",
    }),
  },
};

const en: typeof fr = {
  headline: {
    ok: "✅ READY FOR THE NEXT OUTAGE",
    warn: "⚠️ READY, BUT SOMETHING IS TO BE WATCHED",
    bad: "❌ NOT READY FOR THE NEXT OUTAGE",
    impossible: "❌ THE CHECKUP CANNOT BE MADE",
  },
  summary: (fine, warn, bad, skipped) =>
    [
      `${fine} ${fine === 1 ? "point is fine" : "points are fine"}`,
      ...(warn > 0 ? [`${warn} to watch`] : []),
      ...(bad > 0 ? [`${bad} to repair`] : []),
      ...(skipped > 0 ? [`${skipped} not looked at`] : []),
    ].join(", "),
  sent: "This checkup sends nothing to users.",
  requests: (slack, brevo, github) => `Requests: ${slack} to Slack, ${brevo} to Brevo, ${github} to GitHub.`,
  groups: { texts: "Texts", checkup: "Checkup" },
  line: (mark, label, finding) => `  ${mark} ${label}: ${finding}`,
  remedy: (gesture) => `    To do: ${gesture}.`,
  settings: "Settings or templates are to be corrected first.",
  noKey:
    "There is neither a key to Slack nor one to Brevo: nothing can be looked at. To do: ask the technical team for the keys, which stand in GitHub (README, “Set-up”) or, on a computer, in the file .env (see .env.example).",
  interrupted: {
    label: "Checkup",
    told: () => ({ reason: "It was interrupted before its end.", gesture: "Run the checkup again" }),
  },
  texts: {
    label: (service) => `Texts of ${service}`,
    written: (count) => `All ${count} possible mails and messages can be written.`,
    broken: (name, message) => ({
      reason: `A text cannot be written (${name}): ${message.replace(/[.\s]+$/u, "")}.`,
      gesture: "Show this line to the technical team, who corrects the folder templates",
    }),
  },
};

/** What a checkup says of itself and of our own texts. */
export const checkupWords = { fr, en };
