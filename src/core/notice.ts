import { mailStep, type Step } from "./journal.ts";
import type { Phase } from "./settings.ts";
import { updateMail, type Update } from "./update.ts";

/** What a mail tells: that an outage began, that it is over, or news in between. */
export type Notice =
  | { readonly phase: "outage" }
  | { readonly phase: "recovery" }
  | { readonly phase: "update"; readonly update: Update };

/** The kind of a notice, for labels. */
export type NoticeKind = Notice["phase"];

/** What has an age: a phase of the incident, or one piece of news. */
export type News = Phase | Update;

/** The step of the notice's mail to the users of one service. */
export function stepOf(notice: Notice, service: string): Step {
  return notice.phase === "update" ? updateMail(notice.update.key, service) : mailStep(notice.phase, service);
}

/** What the age of a notice is counted by. */
export function newsOf(notice: Notice): News {
  return notice.phase === "update" ? notice.update : notice.phase;
}

/** The notice of a phase. */
export function noticeOf(phase: Phase): Notice {
  return { phase };
}

/** What the journal keeps of a notice beside its step: news is known again by its text. */
export function textOf(notice: Notice): { readonly message?: string } {
  return notice.phase === "update" ? { message: notice.update.message } : {};
}
