import type { Incident } from "./core/incident.ts";
import { last, leftEntry, mailStep, outageChat, recoveryChat, wholeIncident } from "./core/journal.ts";
import { writeMail } from "./core/mail.ts";
import { contradictions, isMistaken, isOver, isUndecided, type Contradiction } from "./core/plan.ts";
import { exitOf, type IncidentReport, type StepReport } from "./core/report.ts";
import type { Phase, Service } from "./core/settings.ts";
import { openCase, type Case, type Order } from "./settle/case.ts";
import { outageMessage, settleChat } from "./settle/chat.ts";
import { settleMail } from "./settle/mail.ts";
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
      ((incident.notify && incident.services.includes(id)) || isUndecided(journal, id)),
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

/** The channel: the outage first, then the end of each service that is back. */
async function settleChannel(open: Case, services: readonly Service[]): Promise<StepReport[]> {
  const reports = [await settleChat(open)];
  for (const service of services) {
    if (isOver(await open.incident(), service.id)) reports.push(await settleChat(open, service));
  }
  if (reports[0]?.state === "done") await askTechnicians(open, await outageMessage(open));
  return reports;
}

/** One service's mails: the end waits until it is known what became of the beginning. */
async function settleService(open: Case, service: Service, chat: Promise<unknown>): Promise<StepReport[]> {
  const outage = await settleMail(open, service, "outage");
  const told = tell(open, service, "outage", outage, chat);
  const reports = [outage];
  if (isOver(await open.incident(), service.id)) {
    const recovery = await settleRecovery(open, service, outage);
    reports.push(recovery);
    await told;
    await tell(open, service, "recovery", recovery, chat);
  }
  await told;
  return reports;
}

async function settleRecovery(open: Case, service: Service, outage: StepReport): Promise<StepReport> {
  const step = mailStep("recovery", service.id);
  if (leftEntry(await open.journal(), "outage", service.id)) return settleMail(open, service, "recovery");
  return outage.state === "unknown" || outage.state === "failed"
    ? { step, state: "unknown", fresh: true, hindrance: { on: "outage-undecided" } }
    : { step, state: "unwanted", fresh: false };
}

async function tell(open: Case, service: Service, phase: Phase, report: StepReport, chat: Promise<unknown>) {
  await chat.catch(() => undefined);
  if (report.hindrance?.on === "interrupted" || report.hindrance?.on === "outage-undecided") return;
  await tellMail(open, service, phase, report, await outageMessage(open));
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

/** The words of a mail froze when it left; a later edit of the file cannot reach the people who got it. */
async function noteDrift(open: Case, services: readonly Service[]): Promise<void> {
  const { settings, templates, digest } = open.order;
  const incident = await open.incident();
  for (const service of services) {
    for (const phase of ["outage", "recovery"] as const) {
      const journal = await open.journal();
      const step = mailStep(phase, service.id);
      const left = leftEntry(journal, phase, service.id);
      const drafted = last(journal, step, "drafted");
      const isHandMade = left?.event === "adopted" || drafted?.campaign !== left?.campaign;
      if (!left || !drafted || isHandMade || (phase === "outage" && isOver(incident, service.id))) continue;
      const announcedAt = leftEntry(journal, "outage", service.id)?.at;
      const request = { phase, service, incident, now: drafted.at, ...(announcedAt && { announcedAt }) };
      const { html } = writeMail(request, templates, settings);
      const hash = digest(html);
      if (hash === left.html_sha256) continue;
      open.warn({ kind: "drift" });
      if (last(journal, step, "drift")?.html_sha256 === hash) continue;
      await open.record([
        {
          step,
          event: "drift",
          html_sha256: hash,
          reason: "the file or a template was edited after the mail left",
        },
      ]);
    }
  }
}

/** Nothing can be wanted any more: later runs do not open the folder while the incident file stays as it is. */
async function close(open: Case, steps: readonly StepReport[]): Promise<void> {
  const { world, digest } = open.order;
  const incident = await open.incident();
  const isFinal = !incident.notify || incident.services.every((service) => isOver(incident, service));
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
