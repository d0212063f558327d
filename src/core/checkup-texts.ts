import { outageOver, outagePost, recoveryPost } from "./chat.ts";
import { threadTexts } from "./checkup-thread.ts";
import { fine, flagged, type Check } from "./checkup.ts";
import type { Incident } from "./incident.ts";
import { writeMail } from "./mail.ts";
import { placeholders } from "./mail-readback.ts";
import { BREVO_LINKS } from "./mail-layout.ts";
import { OTHER } from "./mail-causes.ts";
import { noticeOf, type Notice } from "./notice.ts";
import { invented, inventedNews, type Wordings } from "./review-samples.ts";
import type { Service } from "./settings.ts";
import { checkupWords } from "./words/checkup.ts";

/** Writes every text of every service and cause, at `now`, and says which one cannot be written. One line a service. */
export function textChecks(wordings: Wordings, now: Date): readonly Check[] {
  const { settings } = wordings;
  const { texts } = checkupWords[settings.language];
  return settings.services.map((service) => {
    const id = `texts.${service.id}`;
    const label = texts.label(service.name);
    const written = textsOf(wordings, service, now).map(attempt);
    const [fault] = written.filter((each) => each !== undefined);
    return fault === undefined
      ? fine(id, label, texts.written(written.length))
      : flagged(id, label, "bad", texts.broken(fault.name, fault.message));
  });
}

/** A text that can be needed, and how it is written. */
export interface Text {
  readonly name: string;
  readonly write: () => string;
}

/** Every mail and every message that this service can need. */
function textsOf(wordings: Wordings, service: Service, now: Date): readonly Text[] {
  const { settings, templates } = wordings;
  const { open, over, mistaken } = invented(wordings, service, now);
  const news: Notice = { phase: "update", update: inventedNews(wordings, now) };
  const mail = (notice: Notice, incident: Incident): Text => ({
    name: `${notice.phase} · ${incident.cause ?? incident.status}`,
    write: () => {
      const { html, text } = writeMail({ ...notice, service, incident, now }, templates, settings);
      if (placeholders(html).length !== BREVO_LINKS.length)
        throw new Error("{{ mirror }}, {{ unsubscribe }}");
      return text;
    },
  });
  const chat = (name: string, write: () => string): Text => ({ name: `slack.yml · ${name}`, write });
  const { mention, mentionOnRecovery } = settings.slack;
  const causes = [undefined, ...templates.causes.keys()].map((cause) => {
    const resolution = new Map([[service.id, service.name]]);
    const free: Partial<Incident> = cause === OTHER ? { message: service.name, resolution } : {};
    return cause === undefined ? {} : { cause, ...free };
  });
  return [
    ...causes.flatMap((cause) => [
      mail(noticeOf("outage"), { ...open, ...cause }),
      mail(noticeOf("outage"), { ...open, ...cause, expectedEnd: now, dataSafe: true }),
      mail(noticeOf("recovery"), { ...over, ...cause }),
      chat("outage", () =>
        outagePost(
          { incident: { ...open, ...cause }, services: [service], audiences: new Map(), mention, now },
          templates,
          settings,
        ),
      ),
    ]),
    mail(noticeOf("recovery"), mistaken),
    mail(news, open),
    mail(news, { ...open, expectedEnd: new Date(now.getTime() + 3_600_000), dataSafe: true }),
    ...threadTexts(wordings, service, now),
    ...[over, mistaken].flatMap((incident) => [
      chat("recovery", () =>
        recoveryPost(
          {
            incident,
            service,
            startedAt: open.startedAt,
            resolvedAt: now,
            mailWanted: true,
            mention: mentionOnRecovery,
            now,
          },
          templates,
          settings,
        ),
      ),
      chat("over", () => outageOver({ incident, services: [service] }, templates, settings)),
    ]),
  ];
}

/** What is wrong with a text, if anything: it cannot be written, or a place of it was not filled. */
function attempt({ name, write }: Text): { name: string; message: string } | undefined {
  try {
    const text = write();
    const [hole] = /\{[A-Za-z_]+\}|\bundefined\b|\bNaN\b/u.exec(text) ?? [];
    return hole === undefined ? undefined : { name, message: hole };
  } catch (error) {
    return { name, message: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
  }
}
