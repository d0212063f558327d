import { z } from "zod";
import type { Incident, IncidentContext } from "./incident.ts";
import { servicesIn } from "./incident-services.ts";
import type { ServiceId } from "./settings.ts";
import { formatWallClock, parseWallClock } from "./time.ts";
import { incidentWords } from "./words/incident.ts";
import type { Path, YamlFile } from "./yaml-file.ts";

/** A watch may be this fast (design section 2). */
export const AHEAD_MS = 10 * 60_000;

/** A date and an hour on the organisation's clocks. */
export function wallClock({ settings, now }: IncidentContext) {
  const words = incidentWords[settings.language];
  const wanted = words.wantedTime(formatWallClock(now, settings.timeZone));
  return z
    .string({ error: ({ input }) => (input === null ? undefined : wanted) })
    .transform((text, context) => {
      const read = parseWallClock(text, settings.timeZone, settings.language);
      if (read.ok) return read.at;
      context.addIssue({ code: "custom", message: read.reason, input: text });
      return z.NEVER;
    });
}

/** When each service came back: one hour for all of them, or a map while they return one by one. */
export function readEnds(
  yaml: YamlFile,
  context: IncidentContext,
  { services, startedAt }: { services: readonly ServiceId[] | undefined; startedAt: Date | undefined },
): ReadonlyMap<ServiceId, Date> {
  const { settings, now } = context;
  const words = incidentWords[settings.language];
  const read = (path: Path): Date | undefined => {
    const end = yaml.read(path, wallClock(context));
    if (end === undefined) return undefined;
    if (end.getTime() > now.getTime() + AHEAD_MS) {
      yaml.refuse(path, words.endAhead(formatWallClock(now, settings.timeZone)));
    } else if (startedAt !== undefined && end <= startedAt) {
      yaml.refuse(path, words.endBeforeStart(formatWallClock(startedAt, settings.timeZone)));
    }
    return end;
  };

  if (yaml.keys(["resolved_at"]).length > 0) {
    const returned = servicesIn(yaml, "resolved_at", context, services);
    return new Map(
      returned.flatMap((id) => {
        const end = read(["resolved_at", id]);
        return end === undefined ? [] : [[id, end] as const];
      }),
    );
  }
  const end = read(["resolved_at"]);
  return new Map(end === undefined ? [] : services?.map((id) => [id, end] as const));
}

/** Whether the status says the same as the ends: open until every service has one, resolved only with all of them. */
export function checkStatus(
  yaml: YamlFile,
  { settings, now }: IncidentContext,
  {
    services,
    status,
    resolvedAt,
    named,
  }: {
    services: readonly ServiceId[] | undefined;
    status: Incident["status"] | undefined;
    resolvedAt: ReadonlyMap<ServiceId, Date>;
    /** What the list `mistaken` names. */
    named: ReadonlySet<ServiceId>;
  },
): void {
  if (services === undefined || status === undefined) return;
  const words = incidentWords[settings.language];
  const example = formatWallClock(now, settings.timeZone);
  const written = yaml.keys(["resolved_at"]);
  const isThere = yaml.keys([]).includes("resolved_at");
  const missing = services.filter((id) => !written.includes(id) && !named.has(id));
  const openButOver = (): string => {
    const [first, ...others] = services;
    if (first === undefined || others.length === 0) return words.openButOver;
    // One hour alone speaks of all: often somebody meant the one tool that is back.
    const end = resolvedAt.get(first);
    return written.length === 0 && end !== undefined
      ? words.openButOneForAll(`resolved_at: { ${first}: ${formatWallClock(end, settings.timeZone)} }`)
      : words.openButAllOver;
  };
  switch (status) {
    case "open":
      if (named.size === services.length) yaml.refuse(["status"], words.allMistaken);
      else if (services.every((id) => resolvedAt.has(id) || named.has(id)))
        yaml.refuse(["status"], openButOver());
      return;
    case "resolved":
      if (named.size === services.length) yaml.refuse(["status"], words.allMistaken);
      else if (!isThere) yaml.refuse(["status"], words.resolvedWithoutTime(`resolved_at: ${example}`));
      else if (written.length > 0 && missing.length > 0) {
        yaml.refuseKey(
          ["resolved_at"],
          words.resolvedButSome(missing.join(", "), `${missing[0] ?? ""}: ${example}`),
        );
      }
      return;
    case "mistaken":
      // The status speaks of all of them: a list of some says something else.
      if (named.size > 0 && named.size < services.length)
        yaml.refuseKey(["mistaken"], words.someMistaken([...named].join(", ")));
      return;
    default:
      status satisfies never;
  }
}
