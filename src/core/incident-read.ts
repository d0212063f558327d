import { z } from "zod";
import type { Incident, IncidentContext } from "./incident.ts";
import { sentence } from "./incident-text.ts";
import { readLists, readMistaken, readResolutions, readServices } from "./incident-services.ts";
import { AHEAD_MS, checkStatus, readEnds, wallClock } from "./incident-times.ts";
import { readUpdates } from "./incident-updates.ts";
import { nearest } from "./nearest.ts";
import type { Parsed, SourceFile } from "./problem.ts";
import { formatWallClock } from "./time.ts";
import { incidentWords } from "./words/incident.ts";
import { openYaml, type Path, type YamlFile } from "./yaml-file.ts";

/** The keys of an incident file, in the order in which the program writes them. */
export const INCIDENT_KEYS = [
  "services",
  "status",
  "started_at",
  "declared_at",
  "cause",
  "message",
  "expected_end",
  "data_safe",
  "updates",
  "resolved_at",
  "mistaken",
  "resolution",
  "lists",
  "notify",
] as const;

type Content = Omit<Incident, "id" | "path">;

/** Reads what stands in an incident file, whatever its name. */
export function readIncident(file: SourceFile, context: IncidentContext): Parsed<Content> {
  const { settings, now } = context;
  const yaml = openYaml(file, { language: settings.language, isText });
  const words = incidentWords[settings.language];
  const at = (instant: Date): string => formatWallClock(instant, settings.timeZone);
  const time = (path: Path): Date | undefined => yaml.read(path, wallClock(context));
  const isAhead = (instant: Date | undefined): boolean =>
    instant !== undefined && instant.getTime() > now.getTime() + AHEAD_MS;

  yaml.allow([], INCIDENT_KEYS);
  yaml.require("services", words.examples.services);
  yaml.require("status", words.examples.status);
  yaml.require("started_at", `started_at: ${at(now)}`);
  const services = readServices(yaml, context);
  const status = yaml.read(["status"], z.enum(["open", "resolved", "mistaken"]));
  const startedAt = time(["started_at"]);
  const declaredAt = time(["declared_at"]);
  const expectedEnd = time(["expected_end"]);
  const message = yaml.read(["message"], sentence(settings));
  const resolution = readResolutions(yaml, context, services);
  const cause = readCause(yaml, context);
  const dataSafe = yaml.read(["data_safe"], z.boolean()) ?? false;
  const notify = yaml.read(["notify"], z.boolean()) ?? true;
  const lists = readLists(yaml, context, services);
  const named = readMistaken(yaml, context, services);
  const resolvedAt = readEnds(yaml, context, { services, startedAt });
  const updates = readUpdates(yaml, context, startedAt);

  if (isAhead(startedAt)) yaml.refuse(["started_at"], words.startAhead(at(now)));
  if (isAhead(declaredAt)) yaml.refuse(["declared_at"], words.declaredAhead(at(now)));
  if (startedAt !== undefined && expectedEnd !== undefined && expectedEnd <= startedAt) {
    yaml.refuse(["expected_end"], words.expectedBeforeStart(at(startedAt)));
  }
  checkStatus(yaml, context, { services, status, resolvedAt, named });

  if (services === undefined || status === undefined || startedAt === undefined)
    return yaml.finish<Content>(undefined);
  return yaml.finish({
    services,
    status,
    startedAt,
    ...(declaredAt && { declaredAt }),
    ...(cause !== undefined && { cause }),
    ...(message !== undefined && { message }),
    ...(expectedEnd && { expectedEnd }),
    dataSafe,
    updates,
    resolvedAt,
    mistaken: status === "mistaken" ? new Set(services) : named,
    resolution,
    lists,
    notify,
  });
}

/** A comment behind these is a text cut short; an id (`cause: hosting  # said by Karim`) or a date may have one. */
const isText = ([key, , part]: Path, value: string): boolean =>
  key === "message" ||
  (key === "updates" && part === "message") ||
  key === "resolution" ||
  (key === "cause" && /\s/u.test(value));

function readCause(yaml: YamlFile, { settings, causes }: IncidentContext): Incident["cause"] {
  const words = incidentWords[settings.language];
  const text = yaml.read(["cause"], z.string());
  if (text === undefined) return undefined;
  const known = causes.map(({ id }) => id);
  const cause = causes.find(({ id }) => id === text);
  if (cause === undefined) yaml.refuse(["cause"], words.unknownCause(text, known, nearest(text, known)));
  else if (cause.needsMessage && !yaml.keys([]).includes("message")) {
    yaml.refuse(["cause"], words.causeNeedsMessage(text));
  }
  return cause?.id;
}
