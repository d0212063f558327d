import type { Language } from "../settings.ts";

const fr = {
  asOf: (day: string) => `d’après la vérification du ${day}`,
  told: (asOf: string) => `Destinataires connus ${asOf}\u00A0: la liste est choisie à l’envoi.`,
  old: (days: number) =>
    `Cette vérification a plus de ${days}\u00A0jours\u00A0: la liste a sans doute changé depuis. Relancez «\u00A0Vérifier que tout est prêt\u00A0».`,
};

const en: typeof fr = {
  asOf: (day) => `as of the checkup of ${day}`,
  told: (asOf) => `Readers known ${asOf}: the list is chosen when the mail leaves.`,
  old: (days) =>
    `That checkup is over ${days} days old: the list has probably changed since. Run “Vérifier que tout est prêt” again.`,
};

/** What is said of an audience that only the last checkup knows. */
export const snapshotWords: Readonly<Record<Language, typeof fr>> = { fr, en };
