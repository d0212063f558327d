import { type ChatAudience, mailsLine } from "./chat-mails.ts";
import { escaped, lines, link, productsTold, sentence, words } from "./chat-text.ts";
import type { Incident } from "./incident.ts";
import { OTHER } from "./mail-causes.ts";
import { productValues } from "./mail-values.ts";
import { isMistaken } from "./plan.ts";
import type { Service, ServiceId, Settings } from "./settings.ts";
import type { Templates } from "./templates.ts";
import { duration, longDate, period, since } from "./time.ts";
import { mailWords } from "./words/mail.ts";

export type { ChatAudience } from "./chat-mails.ts";
export { updatePost } from "./chat-news.ts";
export { mailFailed, mailInDoubt, mailLeft, mailText, technicalQuestion } from "./chat-thread.ts";

/** What the first message and its later version have in common. */
export interface OutageMessage {
  readonly incident: Incident;
  /** Those of the incident, in the order of the settings, at least one. */
  readonly services: readonly Service[];
  readonly declaredBy?: string;
  /** The incident's file on GitHub. */
  readonly fileUrl?: string;
}

/** The first message of an outage, before any mail. A service without audience counts as not known yet. */
export function outagePost(
  post: OutageMessage & {
    readonly audiences: ReadonlyMap<ServiceId, ChatAudience>;
    readonly mention: boolean;
    readonly now: Date;
  },
  templates: Templates,
  settings: Settings,
): string {
  const { incident, services, audiences, now } = post;
  const { language, timeZone } = settings;
  const say = sentence(templates, settings);
  const head = say(services.length === 1 ? "outage_one" : "outage_many", [
    ["Les_produits", productsTold(services, settings)],
    ["depuis", since(incident.startedAt, now, timeZone, language)],
  ]);
  const mails = services.map((service) => ({
    service,
    audience: audiences.get(service.id) ?? ({ kind: "unknown" } as const),
  }));
  const cause = causeLine(incident, templates, settings) ?? say("cause_unknown");
  const last = [
    mailsLine(mails, templates, settings),
    say("by_hand"),
    declaredLine(post, templates, settings),
  ];
  return lines([
    `${mentioned(post.mention)}${head}`,
    cause,
    words(last),
    followLine(post, templates, settings),
  ]);
}

/** The message of the end, one for each service; of a false alarm when the incident says so. */
export function recoveryPost(
  post: {
    readonly incident: Incident;
    readonly service: Service;
    readonly startedAt: Date;
    readonly resolvedAt: Date;
    /** When the channel was told of the outage; without it, when the incident was declared. */
    readonly announcedAt?: Date;
    /** A recovery mail will leave, to the list of the outage mail. */
    readonly mailWanted: boolean;
    readonly mention: boolean;
    readonly now: Date;
    readonly fileUrl?: string;
  },
  templates: Templates,
  settings: Settings,
): string {
  const { incident, service, startedAt, resolvedAt, mailWanted, now } = post;
  const { language, timeZone } = settings;
  const say = sentence(templates, settings);
  if (isMistaken(incident, service.id)) {
    const announced = since(post.announcedAt ?? incident.declaredAt ?? startedAt, now, timeZone, language);
    const head = say("mistaken", [
      ...productValues(service),
      ["de_heure", mailWords[language].ofTime(announced)],
    ]);
    const mail = say(mailWanted ? "mistaken_mail" : "mistaken_no_mail");
    return lines([`${mentioned(post.mention)}${head}`, mail, followLine(post, templates, settings)]);
  }
  const head = say("recovery", [
    ...productValues(service),
    ["depuis", since(resolvedAt, now, timeZone, language)],
    ["duree", duration(startedAt, resolvedAt, language)],
  ]);
  const first = words([head, causeLine(incident, templates, settings, service)]);
  const mail = say(mailWanted ? "recovery_mail" : "recovery_no_mail");
  return lines([`${mentioned(post.mention)}${first}`, mail, followLine(post, templates, settings)]);
}

/**
 * The first message once the outage is over, wholly or for some services: full dates, since it stays in the channel,
 * and no mention, since an edit that mentions could call everybody again.
 */
export function outageOver(post: OutageMessage, templates: Templates, settings: Settings): string {
  const { incident, services } = post;
  const states = services.map((service) => stateLine(incident, service, templates, settings));
  const isAllMistaken = services.every(({ id }) => isMistaken(incident, id));
  const cause = isAllMistaken ? undefined : causeLine(incident, templates, settings);
  return lines([
    ...states,
    words([cause, declaredLine(post, templates, settings)]),
    followLine(post, templates, settings),
  ]);
}

function stateLine(incident: Incident, service: Service, templates: Templates, settings: Settings): string {
  const { language, timeZone } = settings;
  const say = sentence(templates, settings);
  const product = productValues(service);
  if (isMistaken(incident, service.id)) return say("over_mistaken", product);
  const { startedAt } = incident;
  const end = incident.resolvedAt.get(service.id);
  if (!end) return say("over_down", [...product, ["debut", longDate(startedAt, timeZone, language)]]);
  return say("over_up", [
    ...product,
    ["periode", period(startedAt, end, timeZone, language)],
    ["duree", duration(startedAt, end, language)],
  ]);
}

/** « Cause : … », or nothing when nobody technical confirmed one. */
function causeLine(
  { cause: id, message, resolution }: Incident,
  templates: Templates,
  settings: Settings,
  service?: Service,
): string | undefined {
  const say = sentence(templates, settings);
  const cause = id === undefined ? undefined : templates.causes.get(id);
  const free = cause?.id === OTHER ? (message ?? (service && resolution.get(service.id))) : undefined;
  if (free !== undefined) return say("cause_free", [["cause", escaped(free)]]);
  return cause?.slack === undefined ? undefined : say("cause", [["cause", escaped(cause.slack)]]);
}

function declaredLine(
  { declaredBy }: OutageMessage,
  templates: Templates,
  settings: Settings,
): string | undefined {
  if (declaredBy === undefined) return undefined;
  return sentence(templates, settings)("declared_by", [["qui", escaped(declaredBy)]]);
}

function followLine(
  { incident, fileUrl }: { readonly incident: Incident; readonly fileUrl?: string },
  templates: Templates,
  settings: Settings,
): string | undefined {
  if (fileUrl === undefined) return undefined;
  const say = sentence(templates, settings);
  return say("follow", [["lien", link(fileUrl, say("follow_link", [["fiche", escaped(incident.id)]]))]]);
}

function mentioned(mention: boolean): string {
  return mention ? "<!channel> " : "";
}
