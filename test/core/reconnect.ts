import { readdirSync, readFileSync } from "node:fs";
import type { CauseId, Incident, IncidentId } from "../../src/core/incident.ts";
import type { SourceFile } from "../../src/core/problem.ts";
import type { Service, ServiceId, Settings } from "../../src/core/settings.ts";
import { parseTemplates, type Templates } from "../../src/core/templates.ts";

/** The organisation Reconnect as tests know it, built by hand: settings, incidents, templates as shipped. */
function isServiceId(id: string): id is ServiceId {
  return /^[a-z]+$/u.test(id);
}
function isIncidentId(id: string): id is IncidentId {
  return /^\d{4}-/u.test(id);
}
function isCauseId(id: string): id is CauseId {
  return /^[a-z-]+$/u.test(id);
}

function serviceId(id: string): ServiceId {
  if (isServiceId(id)) return id;
  throw new Error(`Not a service id: ${id}`);
}
export function incidentId(id: string): IncidentId {
  if (isIncidentId(id)) return id;
  throw new Error(`Not an incident id: ${id}`);
}
export function causeId(id: string): CauseId {
  if (isCauseId(id)) return id;
  throw new Error(`Not a cause id: ${id}`);
}

export const rp: Service = {
  id: serviceId("rp"),
  name: "Reconnect Pro",
  users: "professionnels",
  grammar: {
    le: "Reconnect Pro",
    leCapital: "Reconnect Pro",
    de: "de Reconnect Pro",
    a: "à Reconnect Pro",
    sur: "sur Reconnect Pro",
  },
  listWords: ["rp", "reconnect pro"],
  campaign: {
    outage: "Indisponibilité Reconnect Pro",
    update: "Nouvelles de l'indisponibilité Reconnect Pro",
    recovery: "Fin de l'indisponibilité Reconnect Pro",
  },
  subject: {
    outage: "Indisponibilité temporaire de Reconnect Pro",
    update: "Nouvelles de l'indisponibilité temporaire de Reconnect Pro",
    recovery: "Fin de l'indisponibilité temporaire de Reconnect Pro",
    mistaken: "Fausse alerte : Reconnect Pro fonctionne normalement",
  },
};

export const cfn: Service = {
  id: serviceId("cfn"),
  name: "Coffre-fort numérique Reconnect",
  users: "bénéficiaires",
  grammar: {
    le: "le Coffre-fort numérique Reconnect",
    leCapital: "Le Coffre-fort numérique Reconnect",
    de: "du Coffre-fort numérique Reconnect",
    a: "au Coffre-fort numérique Reconnect",
    sur: "sur le Coffre-fort numérique Reconnect",
  },
  listWords: ["cfn", "coffre fort", "coffre fort numerique", "coffre fort numerique reconnect"],
  campaign: {
    outage: "Indisponibilité Coffre-fort numérique Reconnect",
    update: "Nouvelles de l'indisponibilité Coffre-fort numérique Reconnect",
    recovery: "Fin de l'indisponibilité Coffre-fort numérique Reconnect",
  },
  subject: {
    outage: "Indisponibilité temporaire du Coffre-fort numérique Reconnect",
    update: "Nouvelles de l'indisponibilité temporaire du Coffre-fort numérique Reconnect",
    recovery: "Fin de l'indisponibilité temporaire du Coffre-fort numérique Reconnect",
    mistaken: "Fausse alerte : le Coffre-fort numérique Reconnect fonctionne normalement",
  },
};

export const settings: Settings = {
  organisation: "Reconnect",
  language: "fr",
  timeZone: "Europe/Paris",
  slack: {
    channelName: "général",
    mention: true,
    mentionOnRecovery: false,
    technicalContact: "<!subteam^S0TECH>",
  },
  brevo: { senderId: 7, replyTo: "support@reconnect.fr" },
  services: [rp, cfn],
  limits: {
    campaignsPerDay: 20,
    maxAgeHours: 24,
    staleList: "warn",
    staleAfterMonths: 2,
    remindAfterHours: [4, 24],
    figuresAfterHours: [1, 24],
    patience: 1,
  },
};

/** An instant on the clocks of Paris in winter. */
export const paris = (wall: string): Date => new Date(`${wall.replace(" ", "T")}:00+01:00`);

/** 23 November 2026, 14:05 in Paris: Reconnect Pro is down, nobody knows why. */
export const outage: Incident = {
  id: incidentId("2026-11-23-rp"),
  path: "incidents/2026-11-23-rp.yml",
  services: [rp.id],
  status: "open",
  startedAt: paris("2026-11-23 14:05"),
  declaredAt: paris("2026-11-23 14:11"),
  dataSafe: false,
  updates: [],
  resolvedAt: new Map(),
  mistaken: new Set(),
  resolution: new Map(),
  lists: new Map(),
  notify: true,
};

/** The files of `templates/` as shipped. */
export function templateFiles(): readonly SourceFile[] {
  const folder = new URL("../../templates/", import.meta.url);
  return readdirSync(folder).map((name) => ({
    path: `templates/${name}`,
    text: readFileSync(new URL(name, folder), "utf8"),
  }));
}

/** `templates/` as shipped, parsed. */
export function templates(): Templates {
  const parsed = parseTemplates(templateFiles(), "fr");
  if (parsed.ok) return parsed.value;
  throw new Error(JSON.stringify(parsed.problems, undefined, 1));
}
