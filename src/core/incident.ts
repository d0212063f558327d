import { readIncident } from "./incident-read.ts";
import { checkTree, incidentIdOf } from "./incident-tree.ts";
import type { Parsed, SourceFile } from "./problem.ts";
import type { ListId, ServiceId, Settings } from "./settings.ts";

declare const brand: unique symbol;

/** The file's name without `.yml`: `2026-11-23-rp`. */
export type IncidentId = string & { readonly [brand]: "IncidentId" };
/** Id of a cause in `templates/causes.yml`. */
export type CauseId = string & { readonly [brand]: "CauseId" };

/** One outage of one or more services, as its file says. All instants are UTC `Date`s. */
export interface Incident {
  readonly id: IncidentId;
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
export function parseIncident(file: SourceFile, context: IncidentContext): Parsed<Incident> {
  const id = incidentIdOf(file.path);
  const content = readIncident(file, context);
  if (id !== undefined && content.ok) return { ok: true, value: { ...content.value, id, path: file.path } };
  const misplaced = id === undefined ? checkTree([file.path], context.settings.language) : [];
  return { ok: false, problems: [...misplaced, ...(content.ok ? [] : content.problems)] };
}
