import { z } from "zod";
import type { IncidentContext } from "./incident.ts";
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
  // One service may be written without brackets.
  const alone = z.string().safeParse(yaml.read(["services"], z.unknown()));
  const written = alone.success ? [alone.data] : yaml.read(["services"], z.array(z.string()));
  if (written === undefined) return undefined;
  if (written.length === 0) {
    yaml.refuse(["services"], words.noService(`services: [${known[0] ?? ""}]`));
    return undefined;
  }
  const found = new Set<ServiceId>();
  for (const [index, text] of written.entries()) {
    const path: Path = alone.success ? ["services"] : ["services", index];
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
    if (service === undefined) {
      yaml.refuseKey([key, text], words.unknownService(text, known, meantService(text, settings.services)));
    } else if (services?.includes(service.id) === false) {
      yaml.refuseKey([key, text], words.notOfThisIncident(text));
    } else return [service.id];
    return [];
  });
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
