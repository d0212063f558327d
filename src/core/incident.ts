import { readIncident } from "./incident-read.ts";
import { checkTree, drillIdOf, incidentIdOf } from "./incident-tree.ts";
import type { Parsed, SourceFile } from "./problem.ts";
import type { ListId, ServiceId, Settings } from "./settings.ts";
import type { Update } from "./update.ts";

declare const brand: unique symbol;
declare const cause: unique symbol;

/** What an incident is told for: a real outage, or a drill that is played to a few colleagues. */
export type Purpose = "real" | "drill";

/** The file's name without `.yml`: `2026-11-23-rp`, or `2026-11-23-exercice-rp`. Its shape tells the two kinds apart. */
export type IncidentId<K extends Purpose = Purpose> = string & { readonly [brand]: K };
/** Id of a cause in `templates/causes.yml`. */
export type CauseId = string & { readonly [cause]: "CauseId" };

/** One outage of one or more services, as its file says. All instants are UTC `Date`s. */
export interface Incident<K extends Purpose = Purpose> {
  readonly id: IncidentId<K>;
  readonly path: string;
  /** In the order of the settings, at least one. */
  readonly services: readonly ServiceId[];
  readonly status: "open" | "resolved" | "mistaken";
  /** Those that were never away; all of them when the status says so. */
  readonly mistaken: ReadonlySet<ServiceId>;
  readonly startedAt: Date;
  readonly declaredAt?: Date;
  readonly cause?: CauseId;
  readonly message?: string;
  readonly expectedEnd?: Date;
  readonly dataSafe: boolean;
  /** News given while it lasts, in the order of their hours. */
  readonly updates: readonly Update[];
  /** When each service came back; a scalar `resolved_at` stands here once for each service. */
  readonly resolvedAt: ReadonlyMap<ServiceId, Date>;
  /** A sentence of the end mail, by service; a scalar `resolution` stands here once for each service. */
  readonly resolution: ReadonlyMap<ServiceId, string>;
  readonly lists: ReadonlyMap<ServiceId, ListId>;
  readonly notify: boolean;
}

/** What an incident file is read against. */
export interface IncidentContext {
  readonly settings: Settings;
  readonly causes: readonly { readonly id: CauseId; readonly needsMessage: boolean }[];
  readonly now: Date;
}

/** Reads `incidents/<id>.yml` (design section 2): the incident, or every problem at once. */
export function parseIncident(file: SourceFile, context: IncidentContext): Parsed<Incident<"real">> {
  return readAs(incidentIdOf(file.path), file, context);
}

/** Reads `incidents/drills/<id>.yml`, which is written like an incident. */
export function parseDrill(file: SourceFile, context: IncidentContext): Parsed<Incident<"drill">> {
  return readAs(drillIdOf(file.path), file, context);
}

function readAs<K extends Purpose>(
  id: IncidentId<K> | undefined,
  file: SourceFile,
  context: IncidentContext,
): Parsed<Incident<K>> {
  const content = readIncident(file, context);
  if (id !== undefined && content.ok) return { ok: true, value: { ...content.value, id, path: file.path } };
  const misplaced = id === undefined ? checkTree([file.path], context.settings.language) : [];
  return { ok: false, problems: [...misplaced, ...(content.ok ? [] : content.problems)] };
}
