import type { Incident } from "./incident.ts";
import { leftEntry, type Entry } from "./journal.ts";
import { writeMail, type Mail } from "./mail.ts";
import { isOver } from "./plan.ts";
import type { Phase, Service, Settings } from "./settings.ts";
import type { Templates } from "./templates.ts";

/** An incident with the texts and settings of its time. */
export interface Version {
  readonly incident: Incident;
  readonly settings: Settings;
  readonly templates: Templates;
}

/**
 * Mails that left already and that the edit would write otherwise: it comes too late for them. The outage mail of a
 * service that is back is history, and its end mail has the last word.
 */
export function lateEdits(
  before: Version,
  after: Version,
  journal: readonly Entry[],
): readonly { readonly phase: Phase; readonly service: Service; readonly at: Date }[] {
  return after.settings.services.flatMap((service) =>
    (["outage", "recovery"] as const).flatMap((phase) => {
      const left = leftEntry(journal, phase, service.id);
      const old = before.settings.services.find(({ id }) => id === service.id);
      const isHistory = phase === "outage" && isOver(after.incident, service.id);
      if (!left || !old || isHistory || !after.incident.services.includes(service.id)) return [];
      const announcedAt = leftEntry(journal, "outage", service.id)?.at;
      const write = ({ incident, settings, templates }: Version, of: Service) =>
        writeMail(
          { phase, service: of, incident, now: left.at, ...(announcedAt && { announcedAt }) },
          templates,
          settings,
        );
      return readsAlike(write(before, old), write(after, service)) ? [] : [{ phase, service, at: left.at }];
    }),
  );
}

/** Whether people read the same. */
export function readsAlike(one: Mail, other: Mail): boolean {
  return one.subject === other.subject && one.preview === other.preview && one.text === other.text;
}
