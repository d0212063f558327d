import { namesService } from "./audience-name.ts";
import { chooseAudience, type Audience } from "./audience.ts";
import type { Snapshot } from "./checkup-file.ts";
import type { ListId, Service, Settings } from "./settings.ts";
import { dayOf } from "./time.ts";
import { snapshotWords } from "./words/snapshot.ts";

/** Two monthly lists may have come since: what a checkup saw before that is said to be old. */
const OLD_DAYS = 45;

const isOldSnapshot = ({ at }: Pick<Snapshot, "at">, now: Date): boolean =>
  now.getTime() - at.getTime() > OLD_DAYS * 86_400_000;

/**
 * Whom a mail would go to, by what a checkup saw; `undefined` when it saw nothing of the service, or not the list that is
 * forced: lists and their words may have changed since.
 */
export function audienceThen(
  { lists }: Snapshot,
  service: Service,
  settings: Settings,
  now: Date,
  forced?: ListId,
): Audience | undefined {
  const isKnown = lists.some(({ id, name }) =>
    forced === undefined ? namesService(name, service) : id === forced,
  );
  return isKnown ? chooseAudience(lists, service, settings, now, forced) : undefined;
}

/** « d’après la vérification du lundi 23 novembre » */
export function asOf({ at }: Pick<Snapshot, "at">, settings: Settings, now: Date): string {
  const { language, timeZone } = settings;
  return snapshotWords[language].asOf(dayOf(at, now, timeZone, language));
}

/** What a reader has to know of a snapshot: a sentence when it is old. */
export function snapshotCautions(
  snapshot: Pick<Snapshot, "at">,
  { language }: Settings,
  now: Date,
): string[] {
  return isOldSnapshot(snapshot, now) ? [snapshotWords[language].old(OLD_DAYS)] : [];
}

/** One sentence under an audience that only the last checkup knows: of which day it is, and whether that is long ago. */
export function snapshotNote(snapshot: Pick<Snapshot, "at">, settings: Settings, now: Date): string {
  const told = snapshotWords[settings.language].told(asOf(snapshot, settings, now));
  return [told, ...snapshotCautions(snapshot, settings, now)].join(" ");
}
