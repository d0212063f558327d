import type { Language } from "../settings.ts";

const fr = {
  chooseTool: "— choisissez l'outil —",
  /** The tool's everyday name, without the organisation's at its end. */
  tool: (name: string, users: string) => `${name.replace(/ Reconnect$/u, "")} (${users})`,
  allTools: "Les deux outils",
  /** The end form only: whatever is down, one incident or several. */
  allDown: "Tous les outils en panne",
  noCause: "je ne sais pas",
  send: "Envoyer",
  preview: "Aperçu, rien n’est envoyé",
};
const en: typeof fr = {
  chooseTool: "— choose the tool —",
  tool: (name, users) => `${name.replace(/ Reconnect$/u, "")} (${users})`,
  allTools: "Both tools",
  allDown: "All tools that are down",
  noCause: "I don’t know",
  send: "Send",
  preview: "Preview, nothing is sent",
};

/** Labels of the "Run workflow" forms. */
export const formWords: Readonly<Record<Language, typeof fr>> = { fr, en };
