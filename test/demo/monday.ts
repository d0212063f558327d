import {
  mailLeft,
  mailText,
  outageOver,
  outagePost,
  recoveryPost,
  technicalQuestion,
} from "../../src/core/chat.ts";
import type { Incident } from "../../src/core/incident.ts";
import { writeMail } from "../../src/core/mail.ts";
import type { DemoData } from "../../src/demo/page.ts";
import { causeId, outage, rp, settings, templates } from "../core/reconnect.ts";

const at = (clock: string): Date => new Date(`2026-11-23T${clock}+01:00`);
const shipped = templates();
const startedAt = at("08:05:00");
const resolvedAt = at("10:20:00");
const incident: Incident = {
  ...outage,
  startedAt,
  declaredAt: at("08:11:00"),
  status: "resolved",
  resolvedAt: new Map([[rp.id, resolvedAt]]),
  cause: causeId("hosting"),
};
const service = rp;
const list = { id: 47, name: "Utilisateurs RP Nov 25", contacts: 1234 };
const begin = writeMail({ phase: "outage", service, incident, now: at("08:11:02") }, shipped, settings);
const end = writeMail({ phase: "recovery", service, incident, now: at("10:22:01") }, shipped, settings);
const bot = "Alerte indisponibilité";
const from = "Reconnect <ne-pas-repondre@reconnect.example>";
const fileUrl = "https://github.com/reconnect/runbook/blob/main/incidents/2026-11-23-rp.yml";

/** A Monday morning at Reconnect as the demo plays it, in the words of the product itself. */
export const monday: DemoData = {
  title: "Un lundi matin chez Reconnect",
  organisation: "Reconnect",
  timeZone: "Europe/Paris",
  scenes: [
    {
      at: at("08:11:00"),
      command: "npx runbook declare --service rp --started-at 8h05 --cause hosting",
      receipt:
        "✅ ANNONCE PARTIE\nReconnect Pro est indisponible depuis 8 h 05.\n  Slack    #général, 8 h 11\n  E-mail   « Indisponibilité temporaire de Reconnect Pro »\n           liste « Utilisateurs RP Nov 25 » (n° 47), 1 234 contacts\nÀ la fin de la panne : npx runbook resolve",
      seconds: 1.84,
    },
    {
      at: at("08:30:00"),
      command: "npx runbook declare --service rp",
      receipt: "ℹ️ DÉJÀ FAIT\nDéjà déclarée à 8 h 11 par Léa Martin, rien n’a été renvoyé.",
      seconds: 0.62,
    },
    {
      at: at("10:22:00"),
      command: "npx runbook resolve --resolved-at 10h20",
      receipt:
        "✅ ANNONCE PARTIE\nReconnect Pro fonctionne de nouveau depuis 10 h 20.\n  E-mail   même liste (n° 47), 1 234 contacts",
      seconds: 1.71,
    },
  ],
  timeline: [
    { at: at("07:47:00"), text: "Le robot vérifie que tout est prêt.", kind: "robot" },
    { at: startedAt, text: "Reconnect Pro ne répond plus.", kind: "start" },
    { at: at("08:11:00"), text: "Léa Martin déclare la panne.", kind: "gesture" },
    { at: at("08:11:01"), text: "L’équipe est prévenue sur #général.", kind: "slack" },
    { at: at("08:11:02"), text: "L’e-mail part vers 1 234 contacts.", kind: "mail" },
    { at: at("09:00:00"), text: "Léa Martin donne des nouvelles.", kind: "news" },
    { at: at("09:00:01"), text: "Elles paraissent dans le canal.", kind: "slack" },
    { at: resolvedAt, text: "Reconnect Pro fonctionne de nouveau.", kind: "end" },
    { at: at("10:22:00"), text: "Karim Benali déclare la fin de la panne.", kind: "gesture" },
    { at: at("10:22:01"), text: "L’équipe est prévenue, le premier message est mis à jour.", kind: "slack" },
    { at: at("10:22:02"), text: "L’e-mail de fin part vers la même liste.", kind: "mail" },
    { at: at("16:00:00"), text: "L’équipe joue un exercice.", kind: "drill" },
  ],
  channel: {
    name: "général",
    messages: [
      {
        at: at("08:11:01"),
        author: bot,
        before: outagePost(
          {
            incident,
            services: [rp],
            audiences: new Map([[rp.id, { kind: "list", ...list }]]),
            mention: true,
            now: at("08:11:01"),
            declaredBy: "Léa Martin",
            fileUrl,
          },
          shipped,
          settings,
        ),
        text: outageOver({ incident, services: [rp], declaredBy: "Léa Martin", fileUrl }, shipped, settings),
        edited: true,
        replies: [
          { at: at("08:11:01"), author: bot, text: mailText(begin, shipped, settings), broadcast: false },
          {
            at: at("08:11:03"),
            author: bot,
            text: technicalQuestion(shipped, settings) ?? "",
            broadcast: true,
          },
          {
            at: at("08:11:04"),
            author: bot,
            text: mailLeft({ subject: begin.subject, leftAt: at("08:11:02"), list }, shipped, settings),
            broadcast: false,
          },
        ],
      },
      {
        at: at("10:22:01"),
        author: bot,
        text: recoveryPost(
          {
            incident,
            service,
            startedAt,
            resolvedAt,
            mailWanted: true,
            mention: false,
            now: at("10:22:01"),
            fileUrl,
          },
          shipped,
          settings,
        ),
        edited: false,
        replies: [
          {
            at: at("10:22:04"),
            author: bot,
            text: mailLeft({ subject: end.subject, leftAt: at("10:22:02"), list }, shipped, settings),
            broadcast: false,
          },
        ],
      },
    ],
  },
  mails: [
    { ...begin, phase: "outage", service: rp.name, from, sentAt: at("08:11:02"), list },
    { ...end, phase: "recovery", service: rp.name, from, sentAt: at("10:22:02"), list },
  ],
  lists: [
    { ...list, verdict: "La plus récente des listes de Reconnect Pro : novembre 2025.", chosen: true },
    {
      id: 40,
      name: "Tous les utilisateurs RP Mars 25",
      contacts: 1093,
      verdict: "Mars 2025 : plus ancienne.",
      chosen: false,
    },
    {
      id: 39,
      name: "Utilisateurs RP Février 25",
      contacts: 1067,
      verdict: "Février 2025 : plus ancienne.",
      chosen: false,
    },
    {
      id: 36,
      name: "Tous utilisateurs RP Janv 25",
      contacts: 1048,
      verdict: "Janvier 2025 : plus ancienne.",
      chosen: false,
    },
    {
      id: 35,
      name: "Utilisateurs RP Dec 24",
      contacts: 1012,
      verdict: "Décembre 2024 : plus ancienne.",
      chosen: false,
    },
    { id: 48, name: "Utilisateur CFN Nov 25", contacts: 5678, verdict: "Un autre outil.", chosen: false },
    {
      id: 46,
      name: "Newsletter acc-num Nov 25",
      contacts: 842,
      verdict: "Ce n’est pas une liste d’utilisateurs.",
      chosen: false,
    },
  ],
  incidentFile: {
    path: "incidents/2026-11-23-rp.yml",
    text: '# Panne de Reconnect Pro\nservices: [rp]\nstatus: resolved\nstarted_at: 2026-11-23 08:05\ndeclared_at: 2026-11-23 08:11\ncause: hosting                 # confirmée par Karim\nresolved_at: 2026-11-23 10:20\nresolution: "Tout est rétabli # 1."\n',
  },
  journal: [
    { at: at("08:11:01"), step: "outage/slack", event: "posted", detail: "#général" },
    {
      at: at("08:11:01"),
      step: "outage/mail/rp",
      event: "drafted",
      detail: "campagne n° 101, liste « Utilisateurs RP Nov 25 » (n° 47)",
    },
    { at: at("08:11:02"), step: "outage/mail/rp", event: "accepted", detail: "campagne n° 101" },
    { at: at("08:11:04"), step: "outage/mail/rp", event: "left", detail: "campagne n° 101, 1 234 contacts" },
    { at: at("08:11:04"), step: "outage/mail/rp/reply", event: "posted", detail: "dans le fil" },
    { at: at("09:00:01"), step: "update/20261123T0900/slack", event: "posted", detail: "dans le fil" },
    { at: at("09:23:00"), step: "outage/mail/rp/figures/1h", event: "posted", detail: "dans le fil" },
    { at: at("10:22:01"), step: "recovery/slack/rp", event: "posted", detail: "#général" },
    { at: at("10:22:02"), step: "recovery/mail/rp", event: "accepted", detail: "campagne n° 102" },
    {
      at: at("10:22:04"),
      step: "recovery/mail/rp",
      event: "left",
      detail: "campagne n° 102, 1 234 contacts",
    },
    { at: at("10:22:05"), step: "incident", event: "closed", detail: "" },
  ],
  requests: { slack: 11, brevo: 16 },
};
