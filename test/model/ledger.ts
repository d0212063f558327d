import { openRepository } from "../../src/adapters/repository.ts";
import { openTree } from "../../src/adapters/tree.ts";
import { loadIncident, loadIncidents, openProject, type Loaded } from "../../src/commands/project.ts";
import { carriesMark } from "../../src/core/campaign.ts";
import type { IncidentId } from "../../src/core/incident.ts";
import { last, mailStep, type Entry } from "../../src/core/journal.ts";
import { isOver, isTooOld } from "../../src/core/plan.ts";
import type { Problem } from "../../src/core/problem.ts";
import type { Phase, Settings } from "../../src/core/settings.ts";
import type { Delivery } from "../../src/sandbox/brevo/entities.ts";
import type { Templates } from "../../src/core/templates.ts";
import type { Clone } from "../world.ts";
import { journalsOf, toldBy, type Story, type Told } from "./story.ts";

/** What one clone asks for, read by the program's own reader and judged here. */
export interface Asked {
  readonly settings: Settings;
  readonly templates: Templates;
  /** Every incident that can be read and may be acted on, the closed ones too. */
  readonly incidents: readonly Loaded[];
  readonly problems: readonly Problem[];
}

const noGit = () => Promise.reject(new Error("Reading needs no git."));

export function askedBy(story: Story, clone: Clone): Asked {
  const repo = openRepository(openTree(clone.root), noGit, 0);
  const project = openProject(repo, story.world.now());
  const { loaded, scan, problems } = loadIncidents(repo, project);
  const closed = [...scan.closed].map((id) => loadIncident(repo, id, project.context));
  return {
    settings: project.settings,
    templates: project.templates,
    incidents: [...loaded, ...closed.filter((one) => "incident" in one)],
    problems,
  };
}

/** A mail that the files want and that nobody sent. */
export interface Missing extends Told {
  readonly incident: string;
  readonly phase: Phase;
}

/**
 * Mails that are wanted by the files of a clone, young enough to leave by themselves, and not delivered: the outage
 * while the tool is away, its end wherever the outage was told by mail.
 */
export function missingMails(story: Story, { incidents, settings }: Asked): readonly Missing[] {
  const now = story.world.now();
  return incidents.flatMap(({ incident }) =>
    settings.services.flatMap(({ id }) => {
      const tool = id === "rp" ? "rp" : "cfn";
      if (!incident.notify || !incident.services.includes(id)) return [];
      const isDone = (phase: Phase) => isDelivered(story, { incident: incident.id, phase, tool });
      const phase = isOver(incident, id) ? "recovery" : "outage";
      const isWanted = phase === "outage" ? !isDone("recovery") : isHeardOf(story, incident.id, tool);
      const isOld = isTooOld(incident, id, phase, settings, now);
      return isWanted && !isOld && !isDone(phase) ? [{ incident: incident.id, phase, tool } as const] : [];
    }),
  );
}

/** The outage mail left, and not only by hand after the incident was closed: see the limits of the promise. */
function isHeardOf(story: Story, incident: string, tool: Told["tool"]): boolean {
  const closed = clonesOf(story).flatMap((clone) =>
    clone.journal(incident).flatMap(({ event, at }) => (event === "closed" ? at.getTime() : [])),
  );
  const firstClosed = Math.min(Number.POSITIVE_INFINITY, ...closed);
  return deliveriesOf(story, { incident, phase: "outage", tool }).some(
    ({ campaignId, at }) => !story.byHand.has(campaignId) || at.getTime() < firstClosed,
  );
}

/** The mail is with the people: under its mark, whoever sent it, or as a campaign by hand that a journal took over. */
export function isDelivered(story: Story, { incident, phase, tool }: Told): boolean {
  return deliveriesOf(story, { incident, phase, tool }).length > 0;
}

/** Every time that a mail left: under its mark, or as a campaign by hand that a journal took over. */
export function deliveriesOf(story: Story, { incident, phase, tool }: Told): readonly Delivery[] {
  const counted = clonesOf(story).map((clone) =>
    incident === undefined || phase === "update"
      ? undefined
      : last(clone.journal(incident), mailStep(phase, tool), "left", "adopted")?.campaign,
  );
  return story.world.brevo.deliveries.filter((mail) => {
    const told = toldBy(mail);
    const isMarked = told.incident === incident && told.phase === phase && told.tool === tool;
    return isMarked || counted.some((campaign) => campaign === mail.campaignId);
  });
}

export function clonesOf({ clones: { me, colleague } }: Story): readonly Clone[] {
  return me === colleague ? [me] : [me, colleague];
}

/** Every journal entry of a clone, with its incident. Throws when a journal is damaged. */
export function entriesOf(clone: Clone): readonly { readonly id: string; readonly entry: Entry }[] {
  return journalsOf(clone).flatMap((id) => clone.journal(id).map((entry) => ({ id, entry })));
}

/** Campaigns at Brevo that carry the incident's mark or stand in its journal. */
export function campaignsOf({ world }: Story, incident: IncidentId, journal: readonly Entry[]) {
  return world.brevo.campaigns.filter(
    ({ id, content }) =>
      carriesMark(content.name, incident) || journal.some(({ campaign }) => campaign === id),
  );
}
