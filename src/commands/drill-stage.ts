import { createHash } from "node:crypto";
import { openBrevo } from "../adapters/brevo.ts";
import { openDrillChat } from "../adapters/drill-chat.ts";
import { openDrillLedger } from "../adapters/drill-ledger.ts";
import { openDrillMailer } from "../adapters/drill-mailer.ts";
import { rehearseDrill, rehearseLedger } from "../adapters/rehearsal.ts";
import type { DrillAudience } from "../core/drill-audience.ts";
import { parseDrill, type Incident, type IncidentContext, type IncidentId } from "../core/incident.ts";
import type { Entry } from "../core/journal.ts";
import type { Guard } from "../core/plan.ts";
import type { SourceFile } from "../core/problem.ts";
import type { Settings } from "../core/settings.ts";
import type { Templates } from "../core/templates.ts";
import type { World } from "../ports.ts";
import { once, type Order } from "../settle.ts";
import type { Access, Machine } from "./run.ts";

/** What every drill of one run is played with. Settings and templates are those of drills. */
export interface DrillStage {
  readonly machine: Machine;
  readonly context: IncidentContext;
  readonly settings: Settings;
  readonly templates: Templates;
  readonly audience: DrillAudience;
  readonly access: Access;
  readonly rehearsal: boolean;
  /** Files that a rehearsal would have written, oldest first. */
  readonly unwritten: SourceFile[];
  readonly fileUrl: (id: string) => string | undefined;
}

/** One drill as its files say. */
export interface Drill {
  readonly incident: Incident<"drill">;
  readonly file: SourceFile;
  readonly journal: readonly Entry[];
  /** Resolves when its new file is shared, or cannot be. */
  readonly shared?: Promise<unknown>;
}

/** Reads the file of a drill; `undefined` when it is not valid. */
export function readDrill(
  file: SourceFile,
  { context, machine }: Pick<DrillStage, "context" | "machine">,
): Incident<"drill"> | undefined {
  const parsed = parseDrill(file, { ...context, now: machine.now() });
  return parsed.ok ? parsed.value : undefined;
}

/**
 * What settling a drill is told: the order of a real incident, in a world whose doors open to the audience of drills
 * alone. Other drills are nobody's business: none holds up another.
 */
export function drillOrder(
  stage: DrillStage,
  id: IncidentId<"drill">,
  how: { readonly guard: Guard; readonly shared?: Promise<unknown> },
): Order<"drill"> {
  const { machine, settings, templates, audience, access, rehearsal } = stage;
  const world = openDrillWorld(stage, id);
  return {
    world,
    settings,
    templates,
    read: (file) => readDrill(file, stage),
    guard: () => how.guard,
    actor: machine.actor,
    runId: machine.runId,
    digest: (text) => createHash("sha256").update(text).digest("hex"),
    ...(access.senderId !== undefined && { senderId: access.senderId }),
    fileUrl: stage.fileUrl,
    claimed: new Set(),
    closed: () => new Set(),
    known: new Set([id]),
    unfinished: () => [],
    lists: once(() => world.mailer.lists()),
    audience: () => ({ kind: "forced", list: audience.list, warnings: [] }),
    shared: how.shared ?? Promise.resolve(),
    onProgress: (event) => {
      if (!rehearsal || event.doing === "look") machine.onProgress(event, settings);
    },
  };
}

function openDrillWorld(stage: DrillStage, id: IncidentId<"drill">): World<"drill"> {
  const { machine, settings, audience, access, rehearsal, unwritten } = stage;
  const { limits, now, repo } = machine;
  const { slackToken: token = "", brevoKey: apiKey = "", slackUrl, brevoUrl } = access;
  const bounds = { requestMs: limits.requestMs, signal: limits.hard, wait: limits.wait };
  const chat = openDrillChat(audience, settings.language, { token, apiUrl: slackUrl, ...bounds });
  const mailer = openDrillMailer(audience, id, openBrevo({ apiKey, apiUrl: brevoUrl, ...bounds }));
  const ledger = openDrillLedger(repo.read, repo);
  const base = { now, wait: limits.wait, hold: limits.hold, stopped: () => limits.soft.aborted };
  return rehearsal
    ? { ...base, ...rehearseDrill(chat, mailer, now), ledger: rehearseLedger(ledger, unwritten) }
    : { ...base, chat, mailer, ledger };
}
