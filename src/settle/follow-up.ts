import { judge, type Figures, type Shortfall } from "../core/figures.ts";
import { figuresStep, figuresUntold, threadOf, type FiguresDue, type Reading } from "../core/follow-up.ts";
import { endsFalseAlarm, figuresText, judgeAgain, reminderText } from "../core/follow-up-text.ts";
import type { Incident } from "../core/incident.ts";
import { last, wholeIncident, type Step } from "../core/journal.ts";
import { remindersDue, type Reminder } from "../core/reminders.ts";
import type { IncidentReport, StepReport } from "../core/report.ts";
import { openCase, type Case, type NewEntry, type Order } from "./case.ts";
import { replyOnce } from "./reply-once.ts";

/** What one step came to: what is written down, and what is reported. */
interface Followed {
  readonly entries: readonly NewEntry[];
  readonly report?: StepReport;
}

/**
 * Reminds the team of an incident and reads the figures that are due; everything once, in the thread of the outage
 * message, and in one record. A folder that was closed is closed again by the same record. Nothing here keeps an
 * announcement from leaving: what cannot be had is a warning, and a later run tries again.
 */
export async function followIncident(
  incident: Incident,
  due: readonly FiguresDue[],
  order: Order,
): Promise<IncidentReport | undefined> {
  const open = openCase(incident, order);
  const { world, settings } = order;
  const journal = await open.journal();
  const now = world.now();
  const thread = threadOf(journal);
  const works = [
    ...remindersDue(await open.incident(), journal, settings, now).map(
      (reminder) => () => remind(open, reminder, thread),
    ),
    ...due.map((each) => () => readFigures(open, each, thread)),
    ...figuresUntold(journal, now).map((reading) => () => tellFigures(open, reading, thread)),
  ];
  const followed: Followed[] = [];
  for (const work of works) if (!world.stopped()) followed.push(await work());
  await recordAll(
    open,
    followed.flatMap(({ entries }) => entries),
  );
  const steps = followed.flatMap(({ report }) => report ?? []);
  return steps.length + open.warnings.length === 0
    ? undefined
    : { id: incident.id, steps, warnings: open.warnings };
}

async function remind(open: Case, reminder: Reminder, thread: string | undefined): Promise<Followed> {
  if (thread === undefined) return { entries: [] };
  const { settings, world, fileUrl, webUrl } = open.order;
  const incident = await open.incident();
  const { id, startedAt } = incident;
  const url = fileUrl(id);
  const about = {
    incident: id,
    startedAt,
    mistaken: reminder.kind === "doubt" && endsFalseAlarm(reminder.mail, incident, settings),
    ...(webUrl !== undefined && { webUrl }),
    ...(url !== undefined && { fileUrl: url }),
  };
  const text = reminderText(reminder, about, settings, world.now());
  const covers = reminder.kind === "open" && reminder.covers.length > 0 ? reminder.covers : undefined;
  const reason = covers && `covers ${covers.map((hours) => `${hours}h`).join(", ")}`;
  return say(open, { step: reminder.step, text, broadcast: reminder.kind === "doubt" }, thread, reason);
}

/** One request for one mail; its answer is judged, told and written down, and never asked for again. */
async function readFigures(open: Case, due: FiguresDue, thread: string | undefined): Promise<Followed> {
  const { mail, campaign, hours, contacts, patient, leftAt } = due;
  const { world } = open.order;
  open.order.onProgress({ incident: open.id, step: figuresStep(mail, hours), doing: "look" });
  const answer = await world.mailer.figures(campaign);
  if (answer.kind !== "done") {
    if (!due.lastTry) {
      open.warn({ kind: "figures", fault: answer.fault });
      return { entries: [] };
    }
    const figures: Figures = { after_hours: hours, status: "unavailable" };
    return withoutFigures(due, figures, `unavailable brevo ${answer.fault.code}`);
  }
  const judgement = judge(answer.value, { campaign, hours, contacts, patient });
  if (judgement.kind === "wait") return { entries: [] };
  const { figures } = judgement;
  if (judgement.kind === "none") return withoutFigures(due, figures, "unavailable brevo counts nobody");
  const reading = { mail, figures, at: world.now(), leftAt, campaign, contacts };
  const why = judgement.kind === "alarm" ? judgement.why : undefined;
  const told = await tell(open, reading, await newsOf(open, reading, why), thread);
  const reason = why && `alarm ${why.kind}`;
  const entry: NewEntry = { step: mail, event: "figures", campaign, figures, ...(reason && { reason }) };
  return { ...told, entries: [entry, ...told.entries] };
}

/** There are none to be had: written down, so that nobody asks again, and not worth a line in the thread. */
function withoutFigures({ mail, campaign, hours }: FiguresDue, figures: Figures, reason: string): Followed {
  return {
    entries: [{ step: mail, event: "figures", campaign, figures, reason }],
    report: { step: figuresStep(mail, hours), state: "skipped", fresh: false, campaign, figures },
  };
}

/** Figures that an earlier run wrote down and could not tell: that run failed for what was wrong, this one does not. */
async function tellFigures(open: Case, reading: Reading, thread: string | undefined): Promise<Followed> {
  const judged = judgeAgain(reading);
  const why = await newsOf(open, reading, judged.kind === "alarm" ? judged.why : undefined);
  const { entries, report } = await tell(open, reading, why, thread);
  return { entries, ...(entries.length > 0 && report && { report: { ...report, state: "done" } }) };
}

/** What nobody can change any more is an alarm at the first reading; the next ones are figures like all others. */
const LASTING = new Set<Shortfall["kind"]>(["few", "vanished"]);

async function newsOf(
  open: Case,
  { mail, figures }: Reading,
  why: Shortfall | undefined,
): Promise<Shortfall | undefined> {
  if (!why || !LASTING.has(why.kind)) return why;
  const journal = await open.journal();
  const isKnown = journal.some(
    (line) =>
      line.step === mail &&
      line.figures !== undefined &&
      line.figures.after_hours < figures.after_hours &&
      line.reason === `alarm ${why.kind}` &&
      last(journal, figuresStep(mail, line.figures.after_hours), "posted") !== undefined,
  );
  return isKnown ? undefined : why;
}

/** The figures in the thread; a mail that did not reach its list is shown to the whole channel and fails the run. */
async function tell(
  open: Case,
  reading: Reading,
  why: Shortfall | undefined,
  thread: string | undefined,
): Promise<Followed> {
  const { mail, figures, campaign } = reading;
  const step = figuresStep(mail, figures.after_hours);
  const { settings } = open.order;
  const mistaken = mail.startsWith("recovery/") && endsFalseAlarm(mail, await open.incident(), settings);
  const text = figuresText(reading, why, settings, mistaken);
  const said =
    thread === undefined
      ? { entries: [] }
      : await say(open, { step, text, broadcast: why !== undefined }, thread);
  const ts = said.report?.ts;
  const common = {
    step,
    fresh: true,
    campaign,
    figures,
    ...(ts !== undefined && { ts }),
    ...(mistaken && { mistaken }),
  };
  return {
    entries: said.entries,
    report: why
      ? { ...common, state: "failed", hindrance: { on: "delivery", why } }
      : { ...common, state: "done" },
  };
}

async function say(
  open: Case,
  reply: { readonly step: Step; readonly text: string; readonly broadcast: boolean },
  thread: string,
  reason?: string,
): Promise<Followed> {
  open.order.onProgress({ incident: open.id, step: reply.step, doing: "post" });
  const replied = await replyOnce(open, reply, thread);
  if (replied === undefined) return { entries: [] };
  const entry: NewEntry = { step: reply.step, event: "posted" };
  if (replied === "unverified") return { entries: [{ ...entry, reason: "unverified" }] };
  const { ts, fresh } = replied;
  return {
    entries: [{ ...entry, ts, ...(reason !== undefined && { reason }) }],
    report: { step: reply.step, state: "done", fresh, ts },
  };
}

/** One record; where the folder was closed and the file is the same, it stays so: the lines are counted again. */
async function recordAll(open: Case, found: readonly NewEntry[]): Promise<void> {
  const journal = await open.journal();
  // A run beside this one may have been quicker; a second line of the same would be no harm, and no news.
  const entries = found.filter(
    ({ step, event, figures }) =>
      !journal.some(
        (line) =>
          line.step === step && line.event === event && line.figures?.after_hours === figures?.after_hours,
      ),
  );
  if (entries.length === 0) return;
  await open.incident();
  const text = open.textRead();
  const before = journal.at(-1);
  const isClosed =
    before?.event === "closed" &&
    before.entries === journal.length - 1 &&
    text !== undefined &&
    before.file_sha256 === open.order.digest(text);
  const closed: NewEntry[] = isClosed
    ? [
        {
          step: wholeIncident,
          event: "closed",
          ...(before.file_sha256 !== undefined && { file_sha256: before.file_sha256 }),
          entries: journal.length + entries.length,
        },
      ]
    : [];
  await open.record([...entries, ...closed]);
}
