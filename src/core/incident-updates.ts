import { z } from "zod";
import type { IncidentContext } from "./incident.ts";
import { sentence } from "./incident-text.ts";
import { AHEAD_MS, wallClock } from "./incident-times.ts";
import { formatWallClock } from "./time.ts";
import { updateKey, type Update } from "./update.ts";
import { updateWords } from "./words/update.ts";
import type { YamlFile } from "./yaml-file.ts";

const UPDATE_KEYS = ["at", "message", "mail"] as const;

/** The news of the file, in the order of their hours; what is wrong with one becomes problems on its lines. */
export function readUpdates(
  yaml: YamlFile,
  context: IncidentContext,
  startedAt: Date | undefined,
): readonly Update[] {
  const { settings, now } = context;
  const words = updateWords[settings.language].file;
  const at = (instant: Date): string => formatWallClock(instant, settings.timeZone);
  const example = words.example(at(now));
  const items = yaml.read(["updates"], z.array(z.unknown(), words.list(example)));
  const found: Update[] = [];
  for (const [index, item] of (items ?? []).entries()) {
    const path = ["updates", index];
    if (!z.looseObject({}).safeParse(item).success) {
      yaml.refuse(path, words.list(example));
      continue;
    }
    const keys = yaml.keys(path);
    yaml.allow(path, UPDATE_KEYS);
    if (!keys.includes("at")) yaml.refuse(path, words.noHour(`at: ${at(now)}`));
    if (!keys.includes("message")) yaml.refuse(path, words.noMessage);
    const given = yaml.read([...path, "at"], wallClock(context));
    const message = yaml.read([...path, "message"], sentence(settings));
    const mail = yaml.read([...path, "mail"], z.boolean()) ?? false;
    if (given === undefined) continue;
    if (given.getTime() > now.getTime() + AHEAD_MS) yaml.refuse([...path, "at"], words.ahead(at(now)));
    if (startedAt !== undefined && given < startedAt)
      yaml.refuse([...path, "at"], words.beforeStart(at(startedAt)));
    const key = updateKey(given, settings.timeZone);
    if (found.some((other) => other.key === key)) yaml.refuse([...path, "at"], words.sameHour);
    found.push({ key, at: given, message: message ?? "", mail });
  }
  return found.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
