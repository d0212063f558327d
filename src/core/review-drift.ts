import type { Incident } from "./incident.ts";
import { leftBy, leftEntry, type Entry } from "./journal.ts";
import { writeMail, type Mail } from "./mail.ts";
import { noticeOf, stepOf, type Notice, type NoticeKind } from "./notice.ts";
import { isOver } from "./plan.ts";
import type { Service, Settings } from "./settings.ts";
import type { Templates } from "./templates.ts";
import { updatesOf } from "./update.ts";

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
): readonly { readonly phase: NoticeKind; readonly service: Service; readonly at: Date }[] {
  const notices: readonly Notice[] = [
    noticeOf("outage"),
    ...updatesOf(after.incident, journal).map((update) => ({ phase: "update" as const, update })),
    noticeOf("recovery"),
  ];
  return after.settings.services.flatMap((service) =>
    notices.flatMap((notice) => {
      const { phase } = notice;
      const left = leftBy(journal, stepOf(notice, service.id));
      const old = before.settings.services.find(({ id }) => id === service.id);
      const isHistory = phase !== "recovery" && isOver(after.incident, service.id);
      if (!left || !old || isHistory || !after.incident.services.includes(service.id)) return [];
      const announcedAt = leftEntry(journal, "outage", service.id)?.at;
      const write = (version: Version, of: Service) =>
        writeMail(
          {
            ...asOf(notice, version, journal),
            service: of,
            incident: version.incident,
            now: left.at,
            ...(announcedAt && { announcedAt }),
          },
          version.templates,
          version.settings,
        );
      return readsAlike(write(before, old), write(after, service)) ? [] : [{ phase, service, at: left.at }];
    }),
  );
}

/** News as that version of the file tells it, where it does. */
function asOf(notice: Notice, { incident }: Version, journal: readonly Entry[]): Notice {
  if (notice.phase !== "update") return notice;
  const update = updatesOf(incident, journal).find(({ key }) => key === notice.update.key);
  return update ? { ...notice, update } : notice;
}

/** Whether people read the same. */
export function readsAlike(one: Mail, other: Mail): boolean {
  return one.subject === other.subject && one.preview === other.preview && one.text === other.text;
}
