import type { Incident } from "./core/incident.ts";
import { last, leftEntry, mailStep, outageChat, recoveryChat, wholeIncident } from "./core/journal.ts";
import { contradictions, isMistaken, isOver, isUndecided, type Contradiction } from "./core/plan.ts";
import { exitOf, type IncidentReport, type StepReport } from "./core/report.ts";
import { noticeOf, type Notice } from "./core/notice.ts";
import type { Service, ServiceId } from "./core/settings.ts";
import { undecidedUpdates } from "./core/update.ts";
import { openCase, type Case, type Order } from "./settle/case.ts";
import { outageMessage, settleChat } from "./settle/chat.ts";
import { noteDrift } from "./settle/drift.ts";
import { settleMail } from "./settle/mail.ts";
import { settleNews, tellNews } from "./settle/news.ts";
import { askTechnicians, tellMail } from "./settle/reply.ts";

export { once, type Order, type Progress } from "./settle/case.ts";
export { followIncident } from "./settle/follow-up.ts";

/**
 * Does for one incident what is missing, once, and writes it down (design section 4). Slack and each service's mails
 * are tracks that run side by side; a track that fails stops no other. Never throws: a fault of ours is a report too.
 */
export function settleIncident(incident: Incident<"real">, order: Order<"real">): Promise<IncidentReport>;
/** The same for a drill: an order of one kind takes no incident of the other. */
export function settleIncident(incident: Incident<"drill">, order: Order<"drill">): Promise<IncidentReport>;
export async function settleIncident(incident: Incident, order: Order): Promise<IncidentReport> {
  const open = openCase(incident, order);
  const { settings } = order;
  const faults = contradictions(incident, await open.journal(), settings);
  const journal = await open.journal();
  const services = settings.services.filter(
    ({ id }) =>
      !faults.some(({ service }) => service === id) &&
      ((incident.notify && incident.services.includes(id)) ||
        isUndecided(journal, id) ||
        undecidedUpdates(journal, id).length > 0),
  );
  const isTold = incident.notify && services.some(({ id }) => incident.services.includes(id));
  for (const service of isTold ? services : [])
    if (!isOver(incident, service.id) && last(journal, recoveryChat(service.id), "posted"))
      open.warn({ kind: "reopened", service });
  const chat = isTold ? settleChannel(open, services) : Promise.resolve([]);
  const tracks = await Promise.allSettled([
    chat,
    ...services.map((service) => settleService(open, service, chat)),
  ]);
  const steps = tracks.flatMap((track, index) =>
    track.status === "fulfilled"
      ? track.value
      : [crashed(index === 0 ? outageChat : mailStep("outage", services[index - 1]?.id ?? ""), track.reason)],
  );
  // The journal first: an end that another run brings in between stands in the file as well as in the journal.
  const written = await open.journal();
  const late = contradictions(await open.incident(), written, settings);
  const all = [...steps, ...late.map(contradicted)].map(takenBack(await open.incident(), settings));
  await noteDrift(open, services);
  await close(open, all);
  return { id: incident.id, steps: all, warnings: open.warnings };
}

/** Marks the ends that are a false alarm, for the words that people read. */
function takenBack(incident: Incident, { services }: Order["settings"]): (step: StepReport) => StepReport {
  const steps = services
    .filter(({ id }) => isMistaken(incident, id))
    .flatMap(({ id }) => [recoveryChat(id), mailStep("recovery", id)]);
  return (step) => (steps.includes(step.step) ? { ...step, mistaken: true } : step);
}

/** A fault of ours in one track: said in words, and never taken for a delivery. */
function crashed(step: string, reason: unknown): StepReport {
  const message = (reason instanceof Error ? reason.message : String(reason)).split("\n")[0] ?? "";
  return { step, state: "unknown", fresh: true, hindrance: { on: "bug", message: message.slice(0, 160) } };
}

/** The channel: the outage first, then the end of each service that is back, then news of what is not. */
async function settleChannel(open: Case, services: readonly Service[]): Promise<StepReport[]> {
  const reports = [await settleChat(open)];
  const ended = new Set<Service>();
  const tellEnds = async () => {
    for (const service of services) {
      if (ended.has(service) || !isOver(await open.incident(), service.id)) continue;
      ended.add(service);
      reports.push(await settleChat(open, service));
    }
  };
  await tellEnds();
  reports.push(...(await tellNews(open, reports[0])));
  await tellEnds();
  if (reports[0]?.state === "done") await askTechnicians(open, await outageMessage(open));
  return reports;
}

/**
 * One service's mails: end and news wait until it is known what became of the beginning. The end never waits for news:
 * it is what people need, and it deletes a draft of news that would come after it.
 */
async function settleService(open: Case, service: Service, chat: Promise<unknown>): Promise<StepReport[]> {
  const outage = await settleMail(open, service, noticeOf("outage"));
  const told = tell(open, service, noticeOf("outage"), outage, chat);
  const reports = [outage];
  let isEnded = false;
  const end = async () => {
    if (isEnded || !isOver(await open.incident(), service.id)) return;
    isEnded = true;
    const recovery = await settleRecovery(open, service, outage);
    reports.push(recovery);
    await told;
    await tell(open, service, noticeOf("recovery"), recovery, chat);
  };
  await end();
  for await (const { notice, report } of settleNews(open, service, outage)) {
    reports.push(report);
    await told;
    await tell(open, service, notice, report, chat);
  }
  // The end may have been declared while news was under way.
  await end();
  await told;
  return reports;
}

async function settleRecovery(open: Case, service: Service, outage: StepReport): Promise<StepReport> {
  const step = mailStep("recovery", service.id);
  if (leftEntry(await open.journal(), "outage", service.id))
    return settleMail(open, service, noticeOf("recovery"));
  return outage.state === "unknown" || outage.state === "failed"
    ? { step, state: "unknown", fresh: true, hindrance: { on: "outage-undecided" } }
    : { step, state: "unwanted", fresh: false };
}

async function tell(
  open: Case,
  service: Service,
  notice: Notice,
  report: StepReport,
  chat: Promise<unknown>,
) {
  await chat.catch(() => undefined);
  if (report.hindrance?.on === "interrupted" || report.hindrance?.on === "outage-undecided") return;
  await tellMail(open, service, notice, report, await outageMessage(open));
}

function contradicted(why: Contradiction): StepReport {
  const phase = why.kind === "reopened" ? "outage" : "recovery";
  return {
    step: mailStep(phase, why.service),
    state: "unknown",
    fresh: true,
    hindrance: { on: "file", why },
  };
}

/** Looks only at files: what there is to say of an incident that wants nothing. */
export async function noteQuiet(incident: Incident, order: Order): Promise<IncidentReport | undefined> {
  const open = openCase(incident, order);
  const services = order.settings.services.filter(({ id }) => incident.services.includes(id));
  await noteDrift(open, services);
  const journal = await open.journal();
  const isUntold = ({ id }: Service) => !isOver(incident, id) && !leftEntry(journal, "outage", id);
  if (incident.notify && services.some(isUntold)) open.warn({ kind: "unannounced", incident: incident.id });
  return open.warnings.length > 0 ? { id: incident.id, steps: [], warnings: open.warnings } : undefined;
}

/** Nothing can be wanted any more: later runs do not open the folder while the incident file stays as it is. */
async function close(open: Case, steps: readonly StepReport[]): Promise<void> {
  const { world, digest } = open.order;
  const incident = await open.incident();
  const isFinal = !incident.notify || incident.services.every((service) => isOver(incident, service));
  // An end that was declared after this run looked for one was not told yet.
  const isTold = (id: ServiceId) => steps.some(({ step }) => step === mailStep("recovery", id));
  if (incident.notify && !incident.services.every(isTold)) return;
  if (!isFinal || world.stopped() || exitOf([{ id: open.id, steps, warnings: [] }]) !== 0) return;
  // The text that was acted on: an edit that came meanwhile, valid or not, opens the incident again.
  const text = open.textRead();
  if (text === undefined) return;
  const journal = await open.journal();
  const before = journal.at(-1);
  const file_sha256 = digest(text);
  if (
    before?.event === "closed" &&
    before.file_sha256 === file_sha256 &&
    before.entries === journal.length - 1
  )
    return;
  await open.record([{ step: wholeIncident, event: "closed", file_sha256, entries: journal.length }]);
}
