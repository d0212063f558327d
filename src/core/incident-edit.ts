import type { CauseId, IncidentContext } from "./incident.ts";
import { INCIDENT_KEYS, readIncident } from "./incident-read.ts";
import type { ServiceId } from "./settings.ts";
import { formatWallClock } from "./time.ts";
import { isMapAt, scalarAt, setValue, type Written } from "./yaml-edit.ts";

/** What changes when an outage ends, or when technical staff finds the cause. What is absent stays as written. */
export interface IncidentChange {
  readonly status?: "resolved" | "mistaken";
  /** One instant for every service that has no end yet, or the ends to write by service. */
  readonly resolvedAt?: Date | ReadonlyMap<ServiceId, Date>;
  readonly cause?: CauseId;
  readonly resolution?: string;
  readonly declaredAt?: Date;
}

/**
 * Edits the text of an incident file in place: comments, order, quotes and line ends stay, new keys are written where
 * they belong. Once every service has its end, `status: open` becomes `resolved`. The text must be a mapping; parse the
 * result, which says what is wrong in it.
 */
export function resolveIncidentText(text: string, change: IncidentChange, context: IncidentContext): string {
  const at = (instant: Date): Written => ({ plain: formatWallClock(instant, context.settings.timeZone) });
  const read = readIncident({ path: "", text }, context);
  const incident = read.ok ? read.value : undefined;
  let edited = text;
  const set = (key: (typeof INCIDENT_KEYS)[number], written: Written): void => {
    edited = setValue(edited, [key], written, INCIDENT_KEYS);
  };

  const services = incident?.services ?? [];
  const known = incident?.resolvedAt ?? new Map<ServiceId, Date>();
  const ends = endsAfter(change.resolvedAt, services, known);
  const isOver = services.length > 0 && services.every((id) => ends.has(id));
  const isOpen = scalarAt(text, ["status"]) === "open";
  const status = change.status ?? (isOver && isOpen ? "resolved" : undefined);

  if (status !== undefined && scalarAt(text, ["status"]) !== status) set("status", { plain: status });
  if (change.declaredAt !== undefined && !sameMinute(change.declaredAt, incident?.declaredAt)) {
    set("declared_at", at(change.declaredAt));
  }
  if (change.cause !== undefined && scalarAt(text, ["cause"]) !== change.cause)
    set("cause", { plain: change.cause });
  if (change.resolution !== undefined && incident?.resolution !== change.resolution) {
    set("resolution", { quoted: change.resolution });
  }

  const changed = [...ends].filter(([id, end]) => !sameMinute(end, known.get(id)));
  const [first] = ends.values();
  if (change.resolvedAt instanceof Date && incident === undefined) set("resolved_at", at(change.resolvedAt));
  else if (isMapAt(text, ["resolved_at"])) {
    for (const [id, end] of changed) edited = setValue(edited, ["resolved_at", id], at(end), []);
  } else if (changed.length > 0 && first !== undefined) {
    const isOneForAll = isOver && [...ends.values()].every((end) => sameMinute(end, first));
    const pairs = [...ends].map(([id, end]) => `${id}: ${formatWallClock(end, context.settings.timeZone)}`);
    set("resolved_at", isOneForAll ? at(first) : { flow: `{ ${pairs.join(", ")} }` });
  }
  return edited;
}

/** The ends of all services once the change is made, in the services' order. */
function endsAfter(
  change: IncidentChange["resolvedAt"],
  services: readonly ServiceId[],
  known: ReadonlyMap<ServiceId, Date>,
): ReadonlyMap<ServiceId, Date> {
  if (services.length === 0) return change instanceof Date || change === undefined ? known : change;
  return new Map(
    services.flatMap((id) => {
      const end = change instanceof Date ? (known.get(id) ?? change) : (change?.get(id) ?? known.get(id));
      return end === undefined ? [] : [[id, end] as const];
    }),
  );
}

const minute = (instant: Date): number => Math.floor(instant.getTime() / 60_000);
const sameMinute = (one: Date, other: Date | undefined): boolean =>
  other !== undefined && minute(one) === minute(other);
