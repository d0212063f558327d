import { rehearseChat, rehearseLedger, rehearseMailer } from "../adapters/rehearsal.ts";
import type { Repository } from "../adapters/repository.ts";
import type { ContactList } from "../core/audience.ts";
import { noticeName, type Draft } from "../core/campaign.ts";
import type { Incident } from "../core/incident.ts";
import { noticeOf, type Notice } from "../core/notice.ts";
import { readStep } from "../core/receipt.ts";
import type { IncidentReport } from "../core/report.ts";
import type { PlannedMail, PlannedPost } from "../core/review.ts";
import type { Service, Settings } from "../core/settings.ts";
import { updateOfStep, updatesOf } from "../core/update.ts";
import type { World } from "../ports.ts";
import type { Incidents, Loaded, Project } from "./project.ts";
import { settleAll, type Machine } from "./run.ts";

/** What a settling after the merge would do for one incident. */
export interface Rehearsed {
  readonly report: IncidentReport;
  readonly mails: readonly PlannedMail[];
  readonly posts: readonly PlannedPost[];
}

/**
 * Settles the proposal's incidents as the run after the merge will, on ports that only remember: without any key, with
 * the age guard on. `audience` is whom a mail would go to, as far as anybody knows.
 */
export async function rehearse(
  machine: Machine,
  proposal: Repository,
  project: Project,
  incidents: Incidents,
  wanted: readonly Loaded[],
  audience: (service: Service, incident: Incident) => ContactList | undefined,
): Promise<readonly Rehearsed[]> {
  const { limits, now } = machine;
  const { settings } = project;
  const chat = rehearseChat(undefined);
  const mailer = rehearseMailer(undefined, now);
  const drafts: Draft[] = [];
  const world: World = {
    chat,
    mailer: {
      ...mailer,
      create(draft) {
        drafts.push(draft);
        return mailer.create(draft);
      },
    },
    ledger: rehearseLedger(proposal, []),
    now,
    wait: limits.wait,
    hold: limits.hold,
    stopped: () => limits.soft.aborted,
  };
  const keyless: Machine = { ...machine, repo: proposal, env: {}, onProgress: () => undefined };
  const options = { rehearsal: true, lifted: new Set<string>(), incidents, world, audience };
  const reports = await settleAll(keyless, project, wanted, options);
  return reports.map((report) => {
    const one = wanted.find(({ incident }) => incident.id === report.id);
    const leaving = report.steps.filter(
      ({ step, state, fresh }) => step.includes("/mail/") && state === "done" && fresh,
    );
    const isTakenBack = (key: string) => report.steps.some(({ step, mistaken }) => step === key && mistaken);
    return {
      report,
      mails: leaving.flatMap(({ step }): PlannedMail[] => {
        const { service } = readStep(step, settings);
        const notice = one && noticeOfStep(step, one, settings);
        if (!service || !one || !notice) return [];
        const draft = drafts.findLast(({ name }) => name === noticeName(service, notice, one.incident.id));
        return draft ? [{ ...draft, step, service, ...(isTakenBack(step) && { mistaken: true }) }] : [];
      }),
      posts: chat.posts.flatMap(({ mark, thread, text }): PlannedPost[] => {
        // News stands in the thread and in the channel; what else is replied there is said of a mail.
        const isReply = thread !== undefined && !thread.broadcast;
        if (mark.incident !== report.id || isReply || mark.outcome !== undefined) return [];
        return [{ step: mark.step, text, ...(isTakenBack(mark.step) && { mistaken: true }) }];
      }),
    };
  });
}

/** The notice that a step of this incident delivers. */
function noticeOfStep(step: string, { incident, journal }: Loaded, settings: Settings): Notice | undefined {
  const { phase } = readStep(step, settings);
  if (phase !== "update") return noticeOf(phase);
  const update = updatesOf(incident, journal).find(({ key }) => key === updateOfStep(step));
  return update && { phase, update };
}
