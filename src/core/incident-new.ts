import { isIncidentId } from "./incident-tree.ts";
import type { CauseId, IncidentId } from "./incident.ts";
import type { ListId, ServiceId, Settings } from "./settings.ts";
import { dateOf, formatWallClock } from "./time.ts";

/** What an outage is declared with; it begins open. */
export interface NewIncident {
  readonly services: readonly ServiceId[];
  readonly startedAt: Date;
  readonly declaredAt?: Date;
  readonly cause?: CauseId;
  readonly message?: string;
  readonly expectedEnd?: Date;
  readonly dataSafe?: boolean;
  readonly lists?: ReadonlyMap<ServiceId, ListId>;
  readonly notify?: boolean;
}

/** The text of a new incident file, in the order of design section 2. Instants lose their seconds. */
export function newIncidentText(fields: NewIncident, { timeZone }: Pick<Settings, "timeZone">): string {
  const { declaredAt, expectedEnd, lists, message, cause, dataSafe, notify } = fields;
  const at = (instant: Date): string => formatWallClock(instant, timeZone);
  const forced = [...(lists ?? [])].map(([service, list]) => `${service}: ${list}`);
  return [
    `services: [${fields.services.join(", ")}]`,
    "status: open",
    `started_at: ${at(fields.startedAt)}`,
    declaredAt && `declared_at: ${at(declaredAt)}`,
    cause !== undefined && `cause: ${cause}`,
    message !== undefined && `message: ${quoted(message)}`,
    expectedEnd && `expected_end: ${at(expectedEnd)}`,
    dataSafe !== undefined && `data_safe: ${dataSafe}`,
    forced.length > 0 && `lists: { ${forced.join(", ")} }`,
    notify !== undefined && `notify: ${notify}`,
  ]
    .filter((line) => typeof line === "string")
    .map((line) => `${line}\n`)
    .join("");
}

/** Any text as a YAML value on one line: JSON's strings are YAML's double-quoted ones. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** The first free id: the day of the start, the services in the settings' order, then `-2`, `-3`. */
export function incidentId(
  startedAt: Date,
  services: readonly ServiceId[],
  existingIds: Iterable<string>,
  settings: Settings,
): IncidentId {
  const taken = new Set(existingIds);
  const inOrder = settings.services.map(({ id }) => id).filter((id) => services.includes(id));
  // An id holds 40 letters after the date: many services are cut, and room is left for the number.
  const base = `${dateOf(startedAt, settings.timeZone)}-${inOrder.join("-").slice(0, 34)}`;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (isIncidentId(id) && !taken.has(id)) return id;
    if (!isIncidentId(id)) throw new RangeError(`No incident id can be made of ${JSON.stringify(id)}.`);
  }
}
