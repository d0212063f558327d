import type { CauseId, IncidentContext } from "./incident.ts";
import { INCIDENT_KEYS, readIncident } from "./incident-read.ts";
import type { ServiceId } from "./settings.ts";
import { formatWallClock } from "./time.ts";
import { isMapAt, scalarAt, setValue, type Written } from "./yaml-edit.ts";

/** What changes when an outage ends, or when technical staff finds the cause. What is absent stays as written. */
export interface IncidentChange {
  readonly status?: "resolved" | "mistaken";
  /** Services that turn out never to have been away. */
  readonly mistaken?: readonly ServiceId[];
  /** One instant for every service that has no end yet, or the ends to write by service. */
  readonly resolvedAt?: Date | ReadonlyMap<ServiceId, Date>;
  readonly cause?: CauseId;
  /** The sentence of the end mail: of every service, or of those that end now. */
  readonly resolution?: string | ReadonlyMap<ServiceId, string>;
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
  const mistaken = services.filter((id) => incident?.mistaken.has(id) || change.mistaken?.includes(id));
  const isOver = services.length > 0 && services.every((id) => ends.has(id) || mistaken.includes(id));
  const isOpen = scalarAt(text, ["status"]) === "open";
  const closed = mistaken.length === services.length ? "mistaken" : "resolved";
  const status = change.status ?? (isOver && isOpen ? closed : undefined);

  if (status !== undefined && scalarAt(text, ["status"]) !== status) set("status", { plain: status });
  if (change.declaredAt !== undefined && !sameMinute(change.declaredAt, incident?.declaredAt)) {
    set("declared_at", at(change.declaredAt));
  }
  if (change.cause !== undefined && scalarAt(text, ["cause"]) !== change.cause)
    set("cause", { plain: change.cause });
  const isNew = mistaken.some((id) => incident?.mistaken.has(id) !== true);
  const isNamed = scalarAt(text, ["mistaken"]) !== undefined;
  if (isNew && (status !== "mistaken" || isNamed)) set("mistaken", { flow: `[${mistaken.join(", ")}]` });
  edited = withResolution(edited, change.resolution, services, incident?.resolution ?? new Map());

  const changed = [...ends].filter(([id, end]) => !sameMinute(end, known.get(id)));
  const [first] = ends.values();
  if (change.resolvedAt instanceof Date && incident === undefined) set("resolved_at", at(change.resolvedAt));
  else if (isMapAt(text, ["resolved_at"])) {
    for (const [id, end] of changed) edited = setValue(edited, ["resolved_at", id], at(end), []);
  } else if (changed.length > 0 && first !== undefined) {
    const isOneForAll = isOver && services.every((id) => sameMinute(first, ends.get(id)));
    const pairs = [...ends].map(([id, end]) => `${id}: ${formatWallClock(end, context.settings.timeZone)}`);
    set("resolved_at", isOneForAll ? at(first) : { flow: `{ ${pairs.join(", ")} }` });
  }
  return edited;
}

/** The sentences once the change is made: one that was written for another service stays that one's alone. */
function withResolution(
  text: string,
  change: IncidentChange["resolution"],
  services: readonly ServiceId[],
  known: ReadonlyMap<ServiceId, string>,
): string {
  if (change === undefined) return text;
  const said = typeof change === "string" ? new Map(services.map((id) => [id, change])) : change;
  const after = new Map([...known, ...said]);
  const changed = [...said].filter(([id, one]) => known.get(id) !== one);
  const [first] = after.values();
  const write = (path: readonly string[], written: Written) =>
    setValue(text, path, written, path.length === 1 ? INCIDENT_KEYS : []);
  if (typeof change === "string" && services.length === 0) return write(["resolution"], { quoted: change });
  if (changed.length === 0 || first === undefined) return text;
  if (isMapAt(text, ["resolution"])) {
    let edited = text;
    for (const [id, one] of changed) edited = setValue(edited, ["resolution", id], { quoted: one }, []);
    return edited;
  }
  const isOneForAll = services.every((id) => after.get(id) === first);
  const pairs = services.flatMap((id) => {
    const one = after.get(id);
    return one === undefined ? [] : [`${id}: ${JSON.stringify(one)}`];
  });
  return write(["resolution"], isOneForAll ? { quoted: first } : { flow: `{ ${pairs.join(", ")} }` });
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
