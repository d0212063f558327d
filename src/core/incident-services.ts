import { z } from "zod";
import type { IncidentContext } from "./incident.ts";
import { sentence } from "./incident-text.ts";
import { nearest } from "./nearest.ts";
import type { ListId, ServiceId, Settings } from "./settings.ts";
import { incidentWords } from "./words/incident.ts";
import type { Path, YamlFile } from "./yaml-file.ts";

const isListId = (id: number): id is ListId => Number.isSafeInteger(id) && id > 0;

/** The services in the settings' order; undefined when one of them is wrong. */
export function readServices(
  yaml: YamlFile,
  { settings }: IncidentContext,
): readonly ServiceId[] | undefined {
  const words = incidentWords[settings.language];
  const known = settings.services.map(({ id }) => id);
  const written = listAt(yaml, "services");
  if (written === undefined) return undefined;
  if (written.length === 0) {
    yaml.refuse(["services"], words.noService(`services: [${known[0] ?? ""}]`));
    return undefined;
  }
  const found = new Set<ServiceId>();
  for (const [index, text] of written.entries()) {
    const path = itemAt(yaml, "services", index);
    const service = settings.services.find(({ id }) => id === text);
    const parts = text.split(/[\s,;+&]+/u).filter((part) => part !== "");
    if (service === undefined && parts.length > 1 && parts.every((part) => known.some((id) => id === part))) {
      yaml.refuse(path, words.listOfServices(`services: [${parts.join(", ")}]`));
    } else if (service === undefined) {
      yaml.refuse(path, words.unknownService(text, known, meantService(text, settings.services)));
    } else if (found.has(service.id)) yaml.refuse(path, words.serviceTwice(text));
    else found.add(service.id);
  }
  return found.size === written.length ? known.filter((id) => found.has(id)) : undefined;
}

/** The words of the list `key`; one may be written without brackets. */
function listAt(yaml: YamlFile, key: string): readonly string[] | undefined {
  const alone = z.string().safeParse(yaml.read([key], z.unknown()));
  return alone.success ? [alone.data] : yaml.read([key], z.array(z.string()));
}

const isAlone = (yaml: YamlFile, key: string): boolean =>
  z.string().safeParse(yaml.read([key], z.unknown())).success;
const itemAt = (yaml: YamlFile, key: string, index: number): Path =>
  isAlone(yaml, key) ? [key] : [key, index];

function meantService(text: string, services: Settings["services"]): string | undefined {
  const name = nearest(
    text,
    services.flatMap(({ id, name: full }) => [id, full]),
  );
  return services.find((service) => service.id === name || service.name === name)?.id;
}

/** The services that are keys of the map `key`, each of them one of the incident's. */
export function servicesIn(
  yaml: YamlFile,
  key: string,
  { settings }: IncidentContext,
  services: readonly ServiceId[] | undefined,
): readonly ServiceId[] {
  const words = incidentWords[settings.language];
  return yaml.keys([key]).flatMap((text) => {
    const service = settings.services.find(({ id }) => id === text);
    const known = settings.services.map(({ id }) => id);
    const glued = /^(?<id>[a-z]+)[\s:]\s*(?<rest>\S.*)$/u.exec(text)?.groups;
    if (service === undefined && glued && known.some((id) => id === glued["id"])) {
      yaml.refuseKey([key, text], words.colonMissing(`{ ${glued["id"] ?? ""}: ${glued["rest"] ?? ""} }`));
    } else if (service === undefined) {
      yaml.refuseKey([key, text], words.unknownService(text, known, meantService(text, settings.services)));
    } else if (services?.includes(service.id) === false) {
      yaml.refuseKey([key, text], words.notOfThisIncident(text));
    } else return [service.id];
    return [];
  });
}

/** The services that were never away, as the list `mistaken` names them. */
export function readMistaken(
  yaml: YamlFile,
  { settings }: IncidentContext,
  services: readonly ServiceId[] | undefined,
): ReadonlySet<ServiceId> {
  const words = incidentWords[settings.language];
  const found = new Set<ServiceId>();
  const written = listAt(yaml, "mistaken");
  if (written?.length === 0) {
    yaml.refuse(
      ["mistaken"],
      words.noService(`mistaken: [${services?.[0] ?? settings.services[0]?.id ?? ""}]`),
    );
  }
  for (const [index, text] of (written ?? []).entries()) {
    const path = itemAt(yaml, "mistaken", index);
    const known = settings.services.map(({ id }) => id);
    const service = settings.services.find(({ id }) => id === text);
    if (service === undefined) {
      yaml.refuse(path, words.unknownService(text, known, meantService(text, settings.services)));
    } else if (services?.includes(service.id) === false) yaml.refuse(path, words.notOfThisIncident(text));
    else found.add(service.id);
  }
  return found;
}

/** The sentence of each service's end mail: one for all of them, or a map where they end one by one. */
export function readResolutions(
  yaml: YamlFile,
  context: IncidentContext,
  services: readonly ServiceId[] | undefined,
): ReadonlyMap<ServiceId, string> {
  const read = (path: Path) => yaml.read(path, sentence(context.settings));
  if (yaml.keys(["resolution"]).length === 0) {
    const one = read(["resolution"]);
    return new Map(one === undefined ? [] : services?.map((id) => [id, one] as const));
  }
  return new Map(
    servicesIn(yaml, "resolution", context, services).flatMap((id) => {
      const one = read(["resolution", id]);
      return one === undefined ? [] : [[id, one] as const];
    }),
  );
}

/** The lists forced by hand, by service. */
export function readLists(
  yaml: YamlFile,
  context: IncidentContext,
  services: readonly ServiceId[] | undefined,
): ReadonlyMap<ServiceId, ListId> {
  const words = incidentWords[context.settings.language];
  const example = words.noList(`lists: { ${services?.[0] ?? context.settings.services[0]?.id ?? ""}: 47 }`);
  const map = yaml.read(["lists"], z.looseObject({}, { error: example }));
  if (map !== undefined && yaml.keys(["lists"]).length === 0) yaml.refuse(["lists"], example);
  const lists = new Map<ServiceId, ListId>();
  for (const id of servicesIn(yaml, "lists", context, services)) {
    const list = yaml.read(["lists", id], z.int(words.listNumber).positive(words.listNumber));
    if (list !== undefined && isListId(list)) lists.set(id, list);
  }
  return lists;
}
