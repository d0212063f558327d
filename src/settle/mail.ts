import { fate, markedFor, newsFor, sameName, type CampaignId } from "../core/campaign.ts";
import type { Incident } from "../core/incident.ts";
import { last, type Entry } from "../core/journal.ts";
import { stepOf, textOf, type Notice } from "../core/notice.ts";
import { isMistaken, isUndecided, isUnwanted, WITHDRAWN } from "../core/plan.ts";
import {
  planMail,
  type MailAction,
  type MailHindrance,
  type MailRun,
  type MailScene,
} from "../core/plan-mail.ts";
import type { StepReport } from "../core/report.ts";
import type { Service } from "../core/settings.ts";
import { isUndecidedStep, updatesOf } from "../core/update.ts";
import type { Answer } from "../ports.ts";
import { LOOK_BACK_MS, type Case } from "./case.ts";
import { chooseSender, listsOf, writeDraft } from "./draft.ts";
import { recordEvent } from "./mail-record.ts";
import type { Track } from "./track.ts";

const MAX_TURNS = 80;
const PHASES = ["outage", "recovery"] as const;
const ALREADY_SENDING = new Set(["campaign_sent", "campaign_processing"]);

/**
 * Delivers one mail: look, decide, do one thing, and again (design section 4). Every decision is `planMail`'s; here is
 * only what it takes to see and to act. Never throws for what the world does.
 */
export async function settleMail(open: Case, service: Service, notice: Notice): Promise<StepReport> {
  const step = stepOf(notice, service.id);
  const track: Track = {
    open,
    service,
    notice,
    step,
    run: { looks: 0, rounds: 0, remade: false, asked: [] },
    seen: undefined,
    removed: new Set(),
    draft: undefined,
    cautions: [],
    looked: false,
  };
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const incident = await open.incident();
    const journal = await open.journal();
    const action = planMail(await sceneOf(track, incident, journal));
    if (action.kind === "done") return doneReport(track, incident, journal, action.state);
    if (open.order.world.stopped()) break;
    const isTakenBack = notice.phase === "recovery" && isMistaken(incident, service.id);
    const about = { incident: open.id, step, ...(isTakenBack && { mistaken: true as const }) };
    open.order.onProgress({ ...about, doing: action.kind });
    if (action.kind === "stop") return stopReport(track, journal, action);
    const trouble = await act(track, action);
    if (trouble) return stopReport(track, journal, { kind: "stop", ...trouble });
  }
  return { step, state: "unknown", fresh: true, hindrance: { on: "interrupted" }, ...campaignOf(track.run) };
}

async function sceneOf(track: Track, incident: Incident, journal: readonly Entry[]): Promise<MailScene> {
  const { open, service, run, seen } = track;
  const { order } = open;
  track.notice = asItReads(track.notice, incident, journal);
  const { notice } = track;
  const written = seen === undefined ? undefined : await writeDraft(track, incident, journal);
  if (written && !("hindrance" in written)) track.draft = written;
  const audience =
    seen?.some((campaign) => sameName(campaign.name, service.campaign[notice.phase])) &&
    (await listsOf(track));
  return {
    ...notice,
    incident,
    service,
    settings: order.settings,
    guard: order.guard(incident.id, notice),
    now: order.world.now(),
    journal,
    claimed: order.claimed,
    unfinished: order.unfinished(incident.id, service.id),
    closed: order.closed(service.id),
    known: order.known,
    ...(audience && { audience }),
    ...(seen && { seen }),
    draft: written ?? { hindrance: { kind: "undrafted", reason: "" } },
    run,
    runId: order.runId,
  };
}

/** News with the text that its file has now: what leaves is what people read there. */
function asItReads(notice: Notice, incident: Incident, journal: readonly Entry[]): Notice {
  if (notice.phase !== "update") return notice;
  const update = updatesOf(incident, journal).find(({ key }) => key === notice.update.key);
  return update ? { ...notice, update } : notice;
}

/** Does one thing; gives a hindrance only where the world could not even be looked at. */
async function act(
  track: Track,
  action: Exclude<MailAction, { kind: "done" } | { kind: "stop" }>,
): Promise<{ state: "failed" | "unknown"; hindrance: MailHindrance } | undefined> {
  const { open, step } = track;
  const { mailer, wait } = open.order.world;
  switch (action.kind) {
    case "look":
      if (action.afterMs > 0) await wait(action.afterMs);
      return action.only === undefined ? lookAll(track) : lookAt(track, action.only);
    case "read":
      return readWhole(track, action.campaign);
    case "record":
      return (await recordEvent(track, action.event, action.campaign)) === undefined
        ? undefined
        : lookAll(track);
    case "create": {
      for (const text of track.cautions) open.warn({ kind: "audience", text });
      const answer = await mailer.create(action.draft);
      track.run = {
        ...fresh(track.run),
        ...(answer.kind === "done" ? { created: answer.value } : troubleOf("create", answer)),
      };
      return undefined;
    }
    case "remove":
      return removeCampaign(track, action.campaign, action.why);
    case "send": {
      const answer = await mailer.send(action.campaign);
      const code = answer.kind === "refused" ? answer.fault.code : "";
      // Gone: a rival was chosen meanwhile. Look again at everything.
      if (code === "document_not_found") {
        track.run = { ...fresh(track.run), rounds: track.run.rounds + 1 };
        return lookAll(track);
      }
      const isAccepted = answer.kind === "done" || ALREADY_SENDING.has(code);
      track.run = {
        ...fresh(track.run),
        ...(track.run.created !== undefined && { created: track.run.created }),
        sent: action.campaign,
        ...(answer.kind === "done" || isAccepted ? {} : troubleOf("send", answer)),
      };
      // Before anything else, also when the command has to stop: the next run must not ask again within ten minutes.
      if (isAccepted) await open.record([{ step, event: "accepted", campaign: action.campaign }]);
      return undefined;
    }
    default:
      return action satisfies never;
  }
}

/** After a write: looks start over, an older trouble is history. */
function fresh({ created: _created, trouble: _trouble, sent: _sent, ...run }: MailRun): MailRun {
  return { ...run, looks: 0 };
}

function troubleOf(doing: "create" | "send" | "remove", answer: Exclude<Answer<unknown>, { kind: "done" }>) {
  return { trouble: { doing, sure: answer.kind === "refused", fault: answer.fault } };
}

async function lookAll(track: Track) {
  const { open, run, removed } = track;
  const { mailer } = open.order.world;
  const ids = await knownIds(track);
  const since = new Date((await open.incident()).startedAt.getTime() - LOOK_BACK_MS);
  const [listed, , ...alone] = await Promise.all([
    track.looked ? mailer.campaigns(since) : open.firstCampaigns(),
    // Asked side by side with the first look: the draft will need it.
    chooseSender(open),
    ...ids.map((id) => mailer.campaign(id)),
  ]);
  track.looked = true;
  if (listed.kind !== "done") {
    const sure = run.created === undefined && run.trouble === undefined && run.sent === undefined;
    return {
      state: sure ? ("failed" as const) : ("unknown" as const),
      hindrance: { kind: "fault" as const, doing: "look" as const, fault: listed.fault },
    };
  }
  const byId = new Map(listed.value.map((campaign) => [campaign.id, campaign]));
  let missing = false;
  const answered = ids.filter((_id, index) => alone[index]?.kind === "done");
  for (const [index, id] of ids.entries()) {
    const answer = alone[index];
    if (answer?.kind !== "done") {
      missing ||= id === run.created;
      continue;
    }
    if (answer.value) byId.set(id, answer.value);
    else {
      byId.delete(id);
      missing ||= id === run.created;
    }
  }
  track.seen = [...byId.values()].filter(({ id }) => !removed.has(id));
  const recorded = run.recorded && byId.get(run.recorded.campaign);
  track.run = {
    ...run,
    looks: run.looks + 1,
    asked: [...new Set([...run.asked, ...answered, ...removed])],
    rounds: run.rounds + (missing ? 1 : 0),
    ...(recorded?.html !== undefined && { readBack: recorded }),
  };
  warnOfDrafts(track);
  warnOfStrangers(track);
  return undefined;
}

/** The ids that are asked for one by one: our own 201 and what the journal names. */
async function knownIds({ open, step, run, removed }: Track): Promise<CampaignId[]> {
  const journal = await open.journal();
  const named = journal.filter((entry) => entry.step === step).map((entry) => entry.campaign);
  const ids = [...new Set([run.created, ...named])].filter((id) => id !== undefined);
  return ids.filter((id) => !removed.has(id));
}

/** One campaign's state only: what was sent does not change its neighbours. A lost answer is one look in vain. */
async function lookAt(track: Track, id: CampaignId) {
  const answer = await track.open.order.world.mailer.campaign(id);
  track.run = { ...track.run, looks: track.run.looks + 1 };
  if (answer.kind !== "done") return undefined;
  if (!answer.value) return missed(track);
  const found = answer.value;
  track.seen = [...(track.seen ?? []).filter((campaign) => campaign.id !== id), found];
  return undefined;
}

/** What should be there was not found alone: look at everything before anything is decided. */
async function missed(track: Track) {
  track.run = { ...track.run, rounds: track.run.rounds + 1 };
  return lookAll(track);
}

async function readWhole(track: Track, id: CampaignId) {
  const answer = await track.open.order.world.mailer.campaign(id);
  if (answer.kind !== "done")
    return {
      state: "unknown" as const,
      hindrance: { kind: "fault" as const, doing: "look" as const, fault: answer.fault },
    };
  if (!answer.value) return missed(track);
  const found = answer.value;
  track.run = { ...track.run, readBack: found };
  track.seen = (track.seen ?? []).map((campaign) => (campaign.id === id ? found : campaign));
  return undefined;
}

async function removeCampaign(track: Track, id: CampaignId, why: "rival" | "changed" | "unwanted") {
  const answer = await track.open.order.world.mailer.remove(id);
  if (answer.kind === "done") {
    track.removed.add(id);
    track.seen = track.seen?.filter((campaign) => campaign.id !== id);
    const { readBack: _readBack, created, ...rest } = track.run;
    track.run = {
      ...rest,
      ...(created !== undefined && created !== id && { created }),
      remade: rest.remade || why === "changed",
    };
    return undefined;
  }
  // Refused means that it is no draft any more: look again, what left wins.
  const { rounds } = track.run;
  track.run = {
    ...fresh(track.run),
    ...(track.run.created !== undefined && { created: track.run.created }),
    rounds: rounds + 1,
    ...troubleOf("remove", answer),
  };
  return lookAll(track);
}

/** A mail was made, or left, for an outage that no file here tells of: its end would never be told. */
function warnOfStrangers({ open, seen = [] }: Track): void {
  const { settings, known } = open.order;
  for (const { id: campaign, name } of seen) {
    const incident = settings.services
      .flatMap((service) => [
        ...PHASES.map((phase) => markedFor(name, service, phase)),
        newsFor(name, service),
      ])
      .find((id) => id !== undefined && id !== open.id && !known.has(id));
    if (incident !== undefined) open.warn({ kind: "stranger", campaign, name, incident });
  }
}

function warnOfDrafts({ open, service, notice, seen = [] }: Track): void {
  const now = open.order.world.now();
  for (const campaign of seen) {
    const isBare = sameName(campaign.name, service.campaign[notice.phase]) && fate(campaign, now) === "draft";
    const isTold = open.warnings.some(
      (each) => each.kind === "draft-by-hand" && each.campaign === campaign.id,
    );
    if (isBare && !isTold) open.warn({ kind: "draft-by-hand", campaign: campaign.id, name: campaign.name });
  }
}

async function doneReport(
  { open, service, notice, step, run }: Track,
  incident: Incident,
  journal: readonly Entry[],
  state: "left" | "unwanted",
): Promise<StepReport> {
  if (state === "unwanted") {
    const isWithdrawn =
      notice.phase === "update"
        ? isUndecidedStep(journal, step)
        : isUndecided(journal, service.id) && isUnwanted(incident, service.id);
    if (isWithdrawn) await open.record([{ step, event: "skipped", reason: WITHDRAWN, ...textOf(notice) }]);
    return { step, state, fresh: false };
  }
  const entry = last(journal, step, "left", "adopted");
  return {
    step,
    state: "done",
    fresh: run.sent !== undefined,
    ...(entry?.campaign !== undefined && { campaign: entry.campaign }),
    ...(entry?.list && { list: entry.list }),
    ...(entry && { at: entry.at }),
  };
}

async function stopReport(
  { open, notice, step, run }: Track,
  journal: readonly Entry[],
  { state, hindrance }: Extract<MailAction, { kind: "stop" }>,
): Promise<StepReport> {
  const already = journal.findLast((entry) => entry.step === step);
  const reason = reasonOf(hindrance);
  const campaign = campaignOf(run);
  const same = already?.event === state && already.reason === reason;
  if (!same) await open.record([{ step, event: state, ...campaign, reason, ...textOf(notice) }]);
  const isNew = !(same && state === "skipped");
  return { step, state, fresh: isNew, hindrance: { on: "mail", why: hindrance }, ...campaign };
}

/** The reason as the journal keeps it: short, without the tool's words for people. */
function reasonOf(hindrance: MailHindrance): string {
  const code = "fault" in hindrance ? ` ${hindrance.fault.tool} ${hindrance.fault.code}` : "";
  const doing = "doing" in hindrance ? ` ${hindrance.doing}` : "";
  return hindrance.kind === "undrafted" ? hindrance.reason : `${hindrance.kind}${doing}${code}`;
}

function campaignOf(run: MailRun): { campaign?: CampaignId } {
  const campaign = run.sent ?? run.created ?? run.recorded?.campaign;
  return campaign === undefined ? {} : { campaign };
}
