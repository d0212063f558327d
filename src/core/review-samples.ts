import { outagePost, recoveryPost, updatePost } from "./chat.ts";
import { parseIncident, type CauseId, type Incident, type IncidentContext } from "./incident.ts";
import { newIncidentText } from "./incident-new.ts";
import { writeMail, type Mail } from "./mail.ts";
import { OTHER } from "./mail-causes.ts";
import type { MailName } from "./mail-template.ts";
import { readsAlike } from "./review-drift.ts";
import type { Service, Settings } from "./settings.ts";
import type { Templates } from "./templates.ts";
import { dateOf } from "./time.ts";
import { updateKey, type Update } from "./update.ts";
import { updateWords } from "./words/update.ts";

/** The texts and settings that samples are written with. */
export interface Wordings {
  readonly settings: Settings;
  readonly templates: Templates;
  readonly context: IncidentContext;
}

/** The messages of an invented outage that are shown. */
const CHAT_NAMES = ["slack.outage", "slack.update", "slack.recovery", "slack.mistaken"] as const;
export type ChatName = (typeof CHAT_NAMES)[number];

/** One text of an invented outage, as it reads before and after. */
export interface Sample {
  readonly service: Service;
  readonly of: MailName | ChatName;
  readonly before?: string;
  readonly after: string;
  /** Of a mail: what stands in the artifact. */
  readonly mail?: Mail;
  /** Only the looks change, not what is read. */
  readonly looksOnly: boolean;
}

/** What the texts of an invented outage become, for each tool: those alone that change. `now` dates the outage. */
export function changedSamples(before: Wordings | undefined, after: Wordings, now: Date): readonly Sample[] {
  return after.settings.services.flatMap((service) => {
    const old = before?.settings.services.find(({ id }) => id === service.id);
    return [
      ...mailSamples({ before, after, old, service, now }),
      ...chatSamples({ before, after, old, service, now }),
    ];
  });
}

/** One tool's texts before and after; without a side, the tool or all texts are new. */
interface Comparison {
  readonly before: Wordings | undefined;
  readonly after: Wordings;
  readonly old: Service | undefined;
  readonly service: Service;
  readonly now: Date;
}

function mailSamples({ before, after, old, service, now }: Comparison): readonly Sample[] {
  const earlier = before && old ? mailsOf(before, old, now) : new Map<MailName, Mail>();
  return [...mailsOf(after, service, now)].flatMap(([of, mail]): Sample[] => {
    const was = earlier.get(of);
    const looksOnly = was !== undefined && readsAlike(was, mail);
    if (looksOnly && was.html === mail.html) return [];
    const sample = { service, of, after: readable(mail), mail, looksOnly };
    return [was ? { ...sample, before: readable(was) } : sample];
  });
}

/** Subject, preview line and text, as they are compared. */
const readable = ({ subject, preview, text }: Mail): string => `${subject}\n${preview}\n\n${text}`;

function mailsOf(wordings: Wordings, service: Service, now: Date): ReadonlyMap<MailName, Mail> {
  const { templates, settings } = wordings;
  const { open, over, mistaken } = invented(wordings, service, now);
  const [confirmed, told] = causesOf(templates);
  const write = (phase: "outage" | "recovery", incident: Incident) =>
    writeMail({ phase, service, incident, now }, templates, settings);
  const mails = new Map<MailName, Mail>([["outage.unknown", write("outage", open)]]);
  if (confirmed !== undefined) mails.set("outage.known", write("outage", { ...open, cause: confirmed }));
  const update = inventedNews(wordings, now);
  mails.set(
    "update",
    writeMail({ phase: "update", update, service, incident: open, now }, templates, settings),
  );
  mails.set("recovery.unknown", write("recovery", over));
  if (told !== undefined) mails.set("recovery.known", write("recovery", { ...over, cause: told }));
  return mails.set("recovery.mistaken", write("recovery", mistaken));
}

function chatSamples({ before, after, old, service, now }: Comparison): readonly Sample[] {
  const earlier = before && old ? postsOf(before, old, now) : undefined;
  const posts = postsOf(after, service, now);
  return CHAT_NAMES.flatMap((of): Sample[] => {
    if (earlier?.[of] === posts[of]) return [];
    const sample = { service, of, after: posts[of], looksOnly: false };
    return [earlier ? { ...sample, before: earlier[of] } : sample];
  });
}

function postsOf(wordings: Wordings, service: Service, now: Date) {
  const { templates, settings } = wordings;
  const { open, over, mistaken } = invented(wordings, service, now);
  const [confirmed, told] = causesOf(templates);
  const outage = outagePost(
    {
      incident: confirmed === undefined ? open : { ...open, cause: confirmed },
      services: [service],
      audiences: new Map(),
      mention: settings.slack.mention,
      now,
    },
    templates,
    settings,
  );
  const end = (incident: Incident) =>
    recoveryPost(
      {
        incident,
        service,
        startedAt: over.startedAt,
        resolvedAt: now,
        mailWanted: true,
        mention: settings.slack.mentionOnRecovery,
        now,
      },
      templates,
      settings,
    );
  const update = inventedNews(wordings, now);
  return {
    "slack.outage": outage,
    "slack.update": updatePost({ update, services: [service], mailed: [service] }, templates, settings),
    "slack.recovery": end(told === undefined ? over : { ...over, cause: told }),
    "slack.mistaken": end(mistaken),
  } satisfies Record<ChatName, string>;
}

/** The first cause that the outage mail names, and the first that the end mail names. */
function causesOf({ causes }: Templates): readonly [CauseId | undefined, CauseId | undefined] {
  const all = [...causes.values()].filter(({ id }) => id !== OTHER);
  const ended = all.find(({ causePassee, hebergeur }) => (causePassee ?? hebergeur ?? "") !== "");
  return [all.find(({ cause }) => (cause ?? "") !== "")?.id, ended?.id];
}

/** News of that outage, also by mail. */
export function inventedNews({ settings }: Wordings, now: Date): Update {
  const message = updateWords[settings.language].sampleMessage;
  return { key: updateKey(now, settings.timeZone), at: now, message, mail: true };
}

/** An outage that began half an hour ago, and what may become of it. */
export function invented({ settings, context }: Wordings, service: Service, now: Date) {
  const startedAt = new Date(now.getTime() - 30 * 60_000);
  const id = `${dateOf(startedAt, settings.timeZone)}-${service.id}`;
  const text = newIncidentText({ services: [service.id], startedAt, declaredAt: startedAt }, settings);
  const parsed = parseIncident({ path: `incidents/${id}.yml`, text }, { ...context, now });
  if (!parsed.ok) throw new Error(`No sample of ${service.id}: ${parsed.problems[0]?.message ?? ""}`);
  const open = parsed.value;
  const over: Incident = { ...open, status: "resolved", resolvedAt: new Map([[service.id, now]]) };
  return { open, over, mistaken: { ...open, status: "mistaken" } satisfies Incident };
}
