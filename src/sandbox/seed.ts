import type { BrevoSeed } from "./brevo/entities.ts";
import type { SlackSeed } from "./slack/entities.ts";

/** What differs from {@link procedureSeed}; a key that is given replaces the whole default of that key. */
export interface Seed {
  readonly slack?: Partial<SlackSeed>;
  readonly brevo?: Partial<BrevoSeed>;
}

const folderId = 1;

/** The world of the procedure: its channel, its Brevo lists and its template. */
export const procedureSeed: { readonly slack: SlackSeed; readonly brevo: BrevoSeed } = {
  slack: {
    team: { id: "T0RECONNEC", name: "Reconnect", url: "https://reconnect.slack.com/" },
    bot: {
      userId: "U0BOTALERT",
      botId: "B0BOTALERT",
      appId: "A0BOTALERT",
      name: "Alerte indisponibilité",
    },
    token: "xoxb-sandbox",
    scopes: ["chat:write", "channels:read", "channels:history", "channels:join", "team.preferences:read"],
    channels: [
      { id: "C0GENERAL1", name: "général", isGeneral: true },
      { id: "C0TECHNIQ1", name: "technique" },
      { id: "C0EXERCIC1", name: "exercices" },
    ],
  },
  brevo: {
    key: "xkeysib-sandbox",
    credits: 50_000,
    senders: [{ id: 1, name: "Reconnect", email: "ne-pas-repondre@reconnect.example", active: true }],
    lists: [
      list(35, "Utilisateurs RP Dec 24", 1012, "2024-12-03"),
      list(36, "Tous utilisateurs RP Janv 25", 1048, "2025-01-07"),
      list(39, "Utilisateurs RP Février 25", 1067, "2025-02-04"),
      list(40, "Tous les utilisateurs RP Mars 25", 1093, "2025-03-04"),
      list(44, "Utilisateurs CFN Sept 25", 5391, "2025-09-02"),
      list(46, "Newsletter acc-num Nov 25", 842, "2025-11-04"),
      list(47, "Utilisateurs RP Nov 25", 1234, "2025-11-05"),
      list(48, "Utilisateur CFN Nov 25", 5678, "2025-11-05"),
      list(12, "Essais internes (équipe)", 4, "2024-02-01"),
    ],
    templates: [
      {
        id: 99,
        name: "indisponibilité ReconnectPro - 130825",
        subject: "Indisponibilité temporaire de Reconnect Pro",
        senderId: 1,
        isActive: true,
        createdAt: "2025-08-13T09:12:00.000Z",
        htmlContent:
          "<!DOCTYPE html><html><body><p>Bonjour,</p><p>Reconnect Pro est indisponible depuis ce matin.</p>" +
          '<p><a href="{{ unsubscribe }}">Se désinscrire</a></p></body></html>',
      },
    ],
    contacts: ["equipe@reconnect.example"],
  },
};

function list(id: number, name: string, uniqueSubscribers: number, day: string) {
  return { id, name, folderId, uniqueSubscribers, createdAt: `${day}T08:00:00.000Z` };
}
