import { namesService } from "../core/audience-name.ts";
import {
  campaignName,
  fate,
  sameName,
  type Campaign,
  type CampaignId,
  type Draft,
} from "../core/campaign.ts";
import type { Incident } from "../core/incident.ts";
import { last, leftEntry, mailStep, type Entry } from "../core/journal.ts";
import { sameMail, visibleText, writeMail } from "../core/mail.ts";
import { isUndecided, isUnwanted, WITHDRAWN } from "../core/plan.ts";
import {
  planMail,
  type MailAction,
  type MailHindrance,
  type MailRun,
  type MailScene,
} from "../core/plan-mail.ts";
import type { SourceFile } from "../core/problem.ts";
import type { StepReport } from "../core/report.ts";
import type { Phase, Service } from "../core/settings.ts";
import { settleWords } from "../core/words/settle.ts";
import type { Answer } from "../ports.ts";
import { LOOK_BACK_MS, type Case, type NewEntry } from "./case.ts";

const MAX_TURNS = 80;
const ALREADY_SENDING = new Set(["campaign_sent", "campaign_processing"]);

/** What the track knows beside what the plan needs. */
interface Track {
  readonly open: Case;
  readonly service: Service;
  readonly phase: Phase;
  readonly step: string;
  run: MailRun;
  seen: readonly Campaign[] | undefined;
  readonly removed: Set<CampaignId>;
  draft: Draft | undefined;
  /** What there is to say about the list, once a mail goes to it. */
  cautions: readonly string[];
  /** Whether the look that all mails of the incident share was used up. */
  looked: boolean;
}

/**
 * Delivers one mail: look, decide, do one thing, and again (design section 4). Every decision is `planMail`'s; here is
 * only what it takes to see and to act. Never throws for what the world does.
 */
export async function settleMail(open: Case, service: Service, phase: Phase): Promise<StepReport> {
  const step = mailStep(phase, service.id);
  const track: Track = {
    open,
    service,
    phase,
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
    open.order.onProgress({ incident: open.id, step, doing: action.kind });
    if (action.kind === "stop") return stopReport(track, journal, action);
    const trouble = await act(track, action);
    if (trouble) return stopReport(track, journal, { kind: "stop", ...trouble });
  }
  return { step, state: "unknown", fresh: true, hindrance: { on: "interrupted" }, ...campaignOf(track.run) };
}

async function sceneOf(track: Track, incident: Incident, journal: readonly Entry[]): Promise<MailScene> {
  const { open, service, phase, run, seen } = track;
  const { order } = open;
  const written = seen === undefined ? undefined : await writeDraft(track, incident, journal);
  if (written && !("hindrance" in written)) track.draft = written;
  const audience =
    seen?.some((campaign) => sameName(campaign.name, service.campaign[phase])) && (await listsOf(track));
  return {
    incident,
    service,
    phase,
    settings: order.settings,
    guard: order.guard(incident.id),
    now: order.world.now(),
    journal,
    claimed: order.claimed,
    unfinished: order.unfinished(incident.id, service.id),
    closed: order.closed,
    ...(audience && { audience }),
    ...(seen && { seen }),
    draft: written ?? { hindrance: { kind: "undrafted", reason: "" } },
    run,
    runId: order.runId,
  };
}

/** The lists whose name carries the service's words, for a campaign that somebody made by hand. */
async function listsOf({ open, service }: Track): Promise<ReadonlySet<number> | undefined> {
  const lists = await open.order.lists();
  return lists.kind === "done"
    ? new Set(lists.value.filter(({ name }) => namesService(name, service)).map(({ id }) => id))
    : undefined;
}

/** What we would send now: words, sender and list, or why one of them is not to be had. */
async function writeDraft(
  track: Track,
  incident: Incident,
  journal: readonly Entry[],
): Promise<Draft | { hindrance: MailHindrance }> {
  const { open, service, phase } = track;
  const { settings, templates, world } = open.order;
  const words = settleWords[settings.language];
  const list =
    phase === "outage" ? await outageList(track, incident) : recoveryList(track, incident, journal);
  if ("hindrance" in list) return list;
  const sender = await chooseSender(open);
  if (typeof sender !== "number") return sender;
  const announcedAt = leftEntry(journal, "outage", service.id)?.at;
  const request = { phase, service, incident, now: world.now(), ...(announcedAt && { announcedAt }) };
  const mail = writeMail(request, templates, settings);
  return {
    name: campaignName(service, phase, incident.id),
    subject: mail.subject,
    preview: mail.preview,
    html: mail.html,
    text: mail.text,
    senderId: sender,
    ...(settings.brevo.replyTo !== undefined && { replyTo: settings.brevo.replyTo }),
    list: { ...list, name: list.name === "" ? words.listNumber(list.id) : list.name },
  };
}

async function outageList(
  track: Track,
  incident: Incident,
): Promise<Draft["list"] | { hindrance: MailHindrance }> {
  const { open, service } = track;
  const lists = await open.order.lists();
  if (lists.kind !== "done") return { hindrance: { kind: "fault", doing: "look", fault: lists.fault } };
  const audience = open.order.audience(lists.value, service, incident);
  if (audience.kind === "refused") return { hindrance: { kind: "undrafted", reason: audience.reason } };
  track.cautions = audience.warnings;
  return audience.list;
}

/** The very list of the outage mail, by its id; never chosen again. `lists` of the file fills in for a lost journal. */
function recoveryList(
  { open, service }: Track,
  incident: Incident,
  journal: readonly Entry[],
): Draft["list"] | { hindrance: MailHindrance } {
  const words = settleWords[open.order.settings.language];
  const list = leftEntry(journal, "outage", service.id)?.list;
  const forced = incident.lists.get(service.id);
  if (list) return list;
  if (forced !== undefined) return { id: forced, name: words.listNumber(forced), contacts: 0 };
  return { hindrance: { kind: "undrafted", reason: words.noList } };
}

async function chooseSender({ order, senders }: Case): Promise<number | { hindrance: MailHindrance }> {
  const words = settleWords[order.settings.language];
  const chosen = order.senderId ?? order.settings.brevo.senderId;
  if (chosen !== undefined) return chosen;
  const answer = await senders();
  if (answer.kind !== "done") return { hindrance: { kind: "fault", doing: "look", fault: answer.fault } };
  const active = answer.value.filter((sender) => sender.active);
  const [only, ...others] = active;
  if (only && others.length === 0) return only.id;
  return { hindrance: { kind: "undrafted", reason: words.chooseSender(active) } };
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
      return recordEvent(track, action.event, action.campaign);
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

async function recordEvent(track: Track, event: "drafted" | "left" | "adopted", campaign: Campaign) {
  const { open, step, run } = track;
  const entry: NewEntry = { step, event, campaign: campaign.id, ...(await listOf(track, campaign)) };
  const digest = open.order.digest;
  if (event === "drafted") {
    const hash = track.draft && { html_sha256: digest(track.draft.html) };
    const { reach, foreign } = await open.record([{ ...entry, ...hash }]);
    const first = foreign.findLast(
      (other) => other.step === step && other.event === "drafted" && other.campaign !== campaign.id,
    );
    const { readBack: _readBack, ...rest } = run;
    track.run = { ...rest, recorded: { campaign: campaign.id, reach } };
    if (first?.campaign === undefined) return undefined;
    // Another run wrote its campaign down before us: it may be sending it. Ours gives way.
    await open.record([{ step, event: "drafted", campaign: first.campaign }]);
    return lookAll(track);
  }
  const html =
    (run.readBack?.id === campaign.id ? run.readBack.html : undefined) ?? (await htmlOf(track, campaign.id));
  const files = html === undefined ? [] : mailFiles(track, html);
  await open.record(
    [{ ...entry, ...(html !== undefined && { html_sha256: digest(files[0]?.text ?? html) }) }],
    files,
  );
  const doubles = (track.seen ?? []).filter((each) => each.id !== campaign.id && isTwin(track, each));
  if (doubles.length > 0)
    open.warn({ kind: "double", campaigns: [campaign.id, ...doubles.map(({ id }) => id)] });
  if (event === "adopted") open.warn({ kind: "adopted", campaign: campaign.id });
  return undefined;
}

/** Another campaign of this very mail that left: only a person can have sent it. */
function isTwin({ open, service, phase }: Track, campaign: Campaign): boolean {
  return (
    sameName(campaign.name, campaignName(service, phase, open.id)) &&
    fate(campaign, open.order.world.now()) === "left"
  );
}

async function htmlOf(track: Track, id: CampaignId): Promise<string | undefined> {
  const answer = await track.open.order.world.mailer.campaign(id);
  return answer.kind === "done" ? answer.value?.html : undefined;
}

/** The mail as it left: ours to the letter where Brevo shows the same mail, else what Brevo shows. */
function mailFiles({ open, phase, service, draft }: Track, html: string): SourceFile[] {
  const folder = `incidents/${open.id}/${phase}.${service.id}`;
  const ours = draft !== undefined && sameMail(draft.html, html);
  return [
    { path: `${folder}.html`, text: ours ? draft.html : html },
    { path: `${folder}.txt`, text: ours ? draft.text : `${visibleText(html)}\n` },
  ];
}

async function listOf(
  { open, draft, phase, service }: Track,
  campaign: Campaign,
): Promise<Pick<NewEntry, "list">> {
  const [id] = campaign.listIds;
  if (id === undefined) return {};
  if (draft?.list.id === id) return { list: draft.list };
  const lists = phase === "outage" ? await open.order.lists() : undefined;
  const known = lists?.kind === "done" ? lists.value.find((list) => list.id === id) : undefined;
  const before = leftEntry(await open.journal(), "outage", service.id)?.list;
  if (known) return { list: known };
  if (before?.id === id) return { list: before };
  return { list: { id, name: settleWords[open.order.settings.language].listNumber(id), contacts: 0 } };
}

function warnOfDrafts({ open, service, phase, seen = [] }: Track): void {
  const now = open.order.world.now();
  for (const campaign of seen) {
    const isBare = sameName(campaign.name, service.campaign[phase]) && fate(campaign, now) === "draft";
    const isTold = open.warnings.some(
      (each) => each.kind === "draft-by-hand" && each.campaign === campaign.id,
    );
    if (isBare && !isTold) open.warn({ kind: "draft-by-hand", campaign: campaign.id, name: campaign.name });
  }
}

async function doneReport(
  { open, service, step, run }: Track,
  incident: Incident,
  journal: readonly Entry[],
  state: "left" | "unwanted",
): Promise<StepReport> {
  if (state === "unwanted") {
    if (isUndecided(journal, service.id) && isUnwanted(incident, service.id))
      await open.record([{ step, event: "skipped", reason: WITHDRAWN }]);
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
  { open, step, run }: Track,
  journal: readonly Entry[],
  { state, hindrance }: Extract<MailAction, { kind: "stop" }>,
): Promise<StepReport> {
  const already = journal.findLast((entry) => entry.step === step);
  const reason = reasonOf(hindrance);
  const campaign = campaignOf(run);
  const same = already?.event === state && already.reason === reason;
  if (!same) await open.record([{ step, event: state, ...campaign, reason }]);
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
