import { rehearseChat, rehearseLedger, rehearseMailer } from "../adapters/rehearsal.ts";
import type { Repository } from "../adapters/repository.ts";
import type { ContactList } from "../core/audience.ts";
import { campaignName, type Draft } from "../core/campaign.ts";
import type { Incident } from "../core/incident.ts";
import { readStep } from "../core/receipt.ts";
import type { IncidentReport } from "../core/report.ts";
import type { PlannedMail, PlannedPost } from "../core/review.ts";
import type { Service } from "../core/settings.ts";
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
    const incident = wanted.find((one) => one.incident.id === report.id)?.incident;
    const leaving = report.steps.filter(
      ({ step, state, fresh }) => step.includes("/mail/") && state === "done" && fresh,
    );
    const isTakenBack = (key: string) => report.steps.some(({ step, mistaken }) => step === key && mistaken);
    const steps = leaving.map(({ step }) => ({ step, ...readStep(step, settings) }));
    return {
      report,
      mails: steps.flatMap(({ step, phase, service }): PlannedMail[] => {
        if (!service || !incident) return [];
        const draft = drafts.findLast(({ name }) => name === campaignName(service, phase, incident.id));
        return draft ? [{ ...draft, phase, service, ...(isTakenBack(step) && { mistaken: true }) }] : [];
      }),
      posts: chat.posts.flatMap(({ mark, thread, text }): PlannedPost[] => {
        if (mark.incident !== report.id || thread !== undefined) return [];
        const { phase, service } = readStep(mark.step, settings);
        return [
          { phase, text, ...(service && { service }), ...(isTakenBack(mark.step) && { mistaken: true }) },
        ];
      }),
    };
  });
}
