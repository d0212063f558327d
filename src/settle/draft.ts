import { namesService } from "../core/audience-name.ts";
import { noticeName, type Draft } from "../core/campaign.ts";
import type { Incident } from "../core/incident.ts";
import { leftEntry, type Entry } from "../core/journal.ts";
import { writeMail } from "../core/mail.ts";
import type { MailHindrance } from "../core/plan-mail.ts";
import { settleWords } from "../core/words/settle.ts";
import type { Case } from "./case.ts";
import type { Track } from "./track.ts";

/** The lists whose name carries the service's words, for a campaign that somebody made by hand. */
export async function listsOf({ open, service }: Track): Promise<ReadonlySet<number> | undefined> {
  const lists = await open.order.lists();
  return lists.kind === "done"
    ? new Set(lists.value.filter(({ name }) => namesService(name, service)).map(({ id }) => id))
    : undefined;
}

/** What we would send now: words, sender and list, or why one of them is not to be had. */
export async function writeDraft(
  track: Track,
  incident: Incident,
  journal: readonly Entry[],
): Promise<Draft | { hindrance: MailHindrance }> {
  const { open, service, notice } = track;
  const { phase } = notice;
  const { settings, templates, world } = open.order;
  const words = settleWords[settings.language];
  const list =
    phase === "outage" ? await outageList(track, incident) : recoveryList(track, incident, journal);
  if ("hindrance" in list) return list;
  const sender = await chooseSender(open);
  if (typeof sender !== "number") return sender;
  const announcedAt = leftEntry(journal, "outage", service.id)?.at;
  const request = { ...notice, service, incident, now: world.now(), ...(announcedAt && { announcedAt }) };
  const mail = writeMail(request, templates, settings);
  return {
    name: noticeName(service, notice, incident.id),
    subject: mail.subject,
    preview: mail.preview,
    html: mail.html,
    text: mail.text,
    senderId: sender,
    ...(settings.brevo.replyTo !== undefined && { replyTo: settings.brevo.replyTo }),
    list: { ...list, name: list.name === "" ? words.listNumber(list.id) : list.name },
  };
}

async function outageList(
  track: Track,
  incident: Incident,
): Promise<Draft["list"] | { hindrance: MailHindrance }> {
  const { open, service } = track;
  const lists = await open.order.lists();
  if (lists.kind !== "done") return { hindrance: { kind: "fault", doing: "look", fault: lists.fault } };
  const audience = open.order.audience(lists.value, service, incident);
  if (audience.kind === "refused") return { hindrance: { kind: "undrafted", reason: audience.reason } };
  track.cautions = audience.warnings;
  return audience.list;
}

/** The very list of the outage mail, by its id; never chosen again. `lists` of the file fills in for a lost journal. */
function recoveryList(
  { open, service }: Track,
  incident: Incident,
  journal: readonly Entry[],
): Draft["list"] | { hindrance: MailHindrance } {
  const words = settleWords[open.order.settings.language];
  const list = leftEntry(journal, "outage", service.id)?.list;
  const forced = incident.lists.get(service.id);
  if (list) return list;
  if (forced !== undefined) return { id: forced, name: words.listNumber(forced), contacts: 0 };
  return { hindrance: { kind: "undrafted", reason: words.noList } };
}

export async function chooseSender({ order, senders }: Case): Promise<number | { hindrance: MailHindrance }> {
  const words = settleWords[order.settings.language];
  const chosen = order.senderId ?? order.settings.brevo.senderId;
  if (chosen !== undefined) return chosen;
  const answer = await senders();
  if (answer.kind !== "done") return { hindrance: { kind: "fault", doing: "look", fault: answer.fault } };
  const active = answer.value.filter((sender) => sender.active);
  const [only, ...others] = active;
  if (only && others.length === 0) return only.id;
  return { hindrance: { kind: "undrafted", reason: words.chooseSender(active) } };
}
