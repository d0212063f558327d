import type { Incident } from "../core/incident.ts";
import { leftEntry, type Entry } from "../core/journal.ts";
import { stepOf, textOf, type Notice } from "../core/notice.ts";
import { isOver, isUnwanted } from "../core/plan.ts";
import type { StepReport } from "../core/report.ts";
import type { Service } from "../core/settings.ts";
import { undecidedUpdates, updateChat, updatesOf, type Update } from "../core/update.ts";
import type { Case } from "./case.ts";
import { settleChatNews } from "./chat.ts";
import { settleMail } from "./mail.ts";

interface Told {
  readonly notice: Notice;
  readonly report: StepReport;
}

/** Tells the channel the news of an outage that goes on, once each, under its message. */
export async function tellNews(open: Case, first: StepReport | undefined): Promise<readonly StepReport[]> {
  const incident = await open.incident();
  if (incident.services.every((service) => isOver(incident, service))) return [];
  const reports: StepReport[] = [];
  for (const update of updatesOf(incident, await open.journal())) {
    // Without the message there is no thread; one that is given up for its age leaves news to stand alone.
    const isLost = first?.state === "failed" || first?.state === "unknown";
    const step = updateChat(update.key);
    reports.push(
      isLost
        ? { step, state: "unknown", fresh: true, hindrance: { on: "outage-untold" } }
        : await settleChatNews(open, update),
    );
  }
  return reports;
}

/** Mails the news of one service one by one, and takes back what is not wanted any more. */
export async function* settleNews(
  open: Case,
  service: Service,
  outage: StepReport,
): AsyncGenerator<Told, void> {
  const journal = await open.journal();
  for (const update of mailsOf(await open.incident(), journal, service)) {
    const notice: Notice = { phase: "update", update };
    yield { notice, report: await settleOne(open, service, notice, outage) };
  }
}

/** News to mail while the service is away; what was begun, whatever the file says now. */
function mailsOf(incident: Incident, journal: readonly Entry[], service: Service): readonly Update[] {
  const undecided = undecidedUpdates(journal, service.id);
  const listed = isUnwanted(incident, service.id)
    ? []
    : updatesOf(incident, journal).filter(({ mail }) => mail);
  return [...undecided.filter(({ key }) => !listed.some((each) => each.key === key)), ...listed];
}

async function settleOne(
  open: Case,
  service: Service,
  notice: Notice,
  outage: StepReport,
): Promise<StepReport> {
  const step = stepOf(notice, service.id);
  const journal = await open.journal();
  const hasReaders = leftEntry(journal, "outage", service.id) !== undefined;
  if (hasReaders || outage.state === "unwanted") return settleMail(open, service, notice);
  if (outage.state !== "skipped")
    return { step, state: "unknown", fresh: true, hindrance: { on: "outage-undecided" } };
  const hindrance = { on: "outage-unsent" } as const;
  const fresh = journal.findLast((entry) => entry.step === step)?.reason !== hindrance.on;
  if (fresh) await open.record([{ step, event: "skipped", reason: hindrance.on, ...textOf(notice) }]);
  return { step, state: "skipped", fresh, hindrance };
}
