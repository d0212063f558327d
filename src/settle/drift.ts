import { last, leftBy, leftEntry } from "../core/journal.ts";
import { writeMail } from "../core/mail.ts";
import { noticeOf, stepOf, type Notice } from "../core/notice.ts";
import { isOver } from "../core/plan.ts";
import type { Service } from "../core/settings.ts";
import { isReworded, updateChat, updatePosted, updatesOf } from "../core/update.ts";
import type { Case } from "./case.ts";

/** The words of a mail froze when it left; a later edit of the file cannot reach the people who got it. */
export async function noteDrift(open: Case, services: readonly Service[]): Promise<void> {
  const incident = await open.incident();
  const updates = updatesOf(incident, await open.journal());
  for (const service of services) {
    for (const phase of ["outage", "recovery"] as const) await noteMail(open, service, noticeOf(phase));
    for (const update of updates) await noteMail(open, service, { phase: "update", update });
  }
  if (incident.services.every((service) => isOver(incident, service))) return;
  for (const update of updates) {
    const journal = await open.journal();
    const isEdited = updatePosted(journal, update.key) !== undefined && isReworded(update, journal);
    if (isEdited) await note(open, updateChat(update.key), open.order.digest(update.message));
  }
}

/** What is over for a service is history, but for its end. */
async function noteMail(open: Case, service: Service, notice: Notice): Promise<void> {
  const { settings, templates, digest } = open.order;
  const incident = await open.incident();
  const journal = await open.journal();
  const step = stepOf(notice, service.id);
  const left = leftBy(journal, step);
  const drafted = last(journal, step, "drafted");
  const isHandMade = left?.event === "adopted" || drafted?.campaign !== left?.campaign;
  const isHistory = notice.phase !== "recovery" && isOver(incident, service.id);
  if (!left || !drafted || isHandMade || isHistory) return;
  const announcedAt = leftEntry(journal, "outage", service.id)?.at;
  const request = { ...notice, service, incident, now: drafted.at, ...(announcedAt && { announcedAt }) };
  const { html } = writeMail(request, templates, settings);
  const hash = digest(html);
  if (hash !== left.html_sha256) await note(open, step, hash);
}

async function note(open: Case, step: string, hash: string): Promise<void> {
  open.warn({ kind: "drift" });
  if (last(await open.journal(), step, "drift")?.html_sha256 === hash) return;
  const reason = "the file or a template was edited after the mail left";
  await open.record([{ step, event: "drift", html_sha256: hash, reason }]);
}
