import { mailFailed, mailInDoubt, mailLeft, mailText, technicalQuestion } from "../core/chat.ts";
import { noticeName } from "../core/campaign.ts";
import { last, leftBy, leftEntry, outageChat, replyTo, type Step } from "../core/journal.ts";
import { writeMail } from "../core/mail.ts";
import type { Notice } from "../core/notice.ts";
import { isMistaken, isOver } from "../core/plan.ts";
import type { StepReport } from "../core/report.ts";
import type { Service } from "../core/settings.ts";
import { hindranceWords } from "../core/words/hindrance.ts";
import type { Case } from "./case.ts";

/** Tells the thread what became of a mail, once for each outcome. Failure and doubt are shown to the whole channel. */
export async function tellMail(
  open: Case,
  service: Service,
  notice: Notice,
  report: StepReport,
  thread: string | undefined,
) {
  const { settings, templates } = open.order;
  const words = hindranceWords[settings.language];
  const incident = await open.incident();
  const { phase } = notice;
  switch (report.state) {
    case "unwanted":
      return;
    case "done": {
      const entry = leftBy(await open.journal(), report.step);
      const list = entry?.list;
      if (!entry || !list) return;
      const announcedAt = leftEntry(await open.journal(), "outage", service.id)?.at;
      const request = { ...notice, service, incident, now: entry.at, ...(announcedAt && { announcedAt }) };
      const mail = writeMail(request, templates, settings);
      const head = mailLeft({ subject: mail.subject, leftAt: entry.at, list }, templates, settings);
      // A campaign made by hand has words of its own.
      const isOurs = entry.event === "left";
      const text = isOurs ? `${head}\n${mailText(mail, templates, settings)}` : head;
      await reply(open, { step: report.step, outcome: "left", text, broadcast: false }, thread);
      return;
    }
    case "unknown": {
      const campaign = report.campaign === undefined ? {} : { campaignId: report.campaign };
      const name = noticeName(service, notice, incident.id);
      const isTakenBack = phase === "recovery" && isMistaken(incident, service.id);
      const of = isTakenBack ? "mistaken" : phase;
      const text = mailInDoubt({ service, phase: of, campaignName: name, ...campaign }, templates, settings);
      await reply(open, { step: report.step, outcome: "unknown", text, broadcast: true }, thread);
      return;
    }
    case "failed":
    case "skipped": {
      if (report.state === "skipped" && !report.fresh) return;
      const told = report.hindrance && words(report.hindrance, { service, phase, incident: incident.id });
      const text = mailFailed(
        { service, reason: told?.reason ?? "", gesture: told?.gesture ?? "" },
        templates,
        settings,
      );
      await reply(open, { step: report.step, outcome: report.state, text, broadcast: true }, thread);
      return;
    }
    default:
      report.state satisfies never;
  }
}

/** Asks the technical contact for the cause, once, while nobody has given one (procedure: « voir avec l'équipe technique »). */
export async function askTechnicians(open: Case, thread: string | undefined): Promise<void> {
  const { settings, templates } = open.order;
  const incident = await open.incident();
  const text = technicalQuestion(templates, settings);
  const isKnown =
    incident.cause !== undefined || incident.services.every((service) => isOver(incident, service));
  if (text === undefined || isKnown) return;
  await reply(open, { step: outageChat, outcome: "question", text, broadcast: false }, thread);
}

interface Reply {
  readonly step: Step;
  readonly outcome: string;
  readonly text: string;
  readonly broadcast: boolean;
}

/** Look in the journal and in the thread, post once. A reply that fails is a warning: the announcement itself stands. */
async function reply(
  open: Case,
  { step, outcome, text, broadcast }: Reply,
  thread: string | undefined,
): Promise<void> {
  const { chat, stopped } = open.order.world;
  if (thread === undefined || stopped()) return;
  const key = replyTo(step);
  if (last(await open.journal(), key, "posted")?.reason === outcome) return;
  const seen = await chat.replies(thread);
  const isOurs =
    seen.kind === "done" &&
    seen.value.find(
      ({ mark }) => mark?.incident === open.id && mark.step === key && mark.outcome === outcome,
    );
  if (isOurs) {
    await open.record([{ step: key, event: "posted", ts: isOurs.ts, reason: outcome }]);
    return;
  }
  const answer = await chat.post({
    text,
    mark: { incident: open.id, step: key, outcome },
    thread: { ts: thread, broadcast },
  });
  if (answer.kind === "done")
    await open.record([{ step: key, event: "posted", ts: answer.value.ts, reason: outcome }]);
  else open.warn({ kind: "reply", fault: answer.fault });
}
