import { outageOver, outagePost, recoveryPost, updatePost, type ChatAudience } from "../core/chat.ts";
import type { Incident } from "../core/incident.ts";
import { last, leftEntry, outageChat, recoveryChat, type Entry } from "../core/journal.ts";
import { planChat, type ChatAction, type ChatRun, type ChatScene } from "../core/plan-chat.ts";
import { isMistaken, isOver, mayFollow, overAt } from "../core/plan.ts";
import type { StepReport } from "../core/report.ts";
import type { Service, ServiceId } from "../core/settings.ts";
import { updateChat, updatesOf, type Update } from "../core/update.ts";
import type { ChatMessage } from "../ports.ts";
import type { Case, NewEntry } from "./case.ts";

const HISTORY_MS = 7 * 24 * 3_600_000;
const MAX_TURNS = 40;

interface Track {
  readonly open: Case;
  readonly step: string;
  readonly service?: Service;
  /** News, told in the thread of the outage's message where there is one. */
  readonly news?: { readonly update: Update; readonly thread?: string };
  run: ChatRun;
  seen: ChatScene["seen"];
}

/** Posts the outage message, or the end of one service, once: read the channel, post, read again. */
export async function settleChat(open: Case, service?: Service): Promise<StepReport> {
  const step = service === undefined ? outageChat : recoveryChat(service.id);
  return deliver({
    open,
    step,
    run: { posts: 0, looks: 0 },
    seen: undefined,
    ...(service && { service }),
  });
}

/** Posts news once, in the thread and shown in the channel: read the thread, post, read again. */
export async function settleChatNews(open: Case, update: Update): Promise<StepReport> {
  const thread = await outageMessage(open);
  const news = { update, ...(thread !== undefined && { thread }) };
  return deliver({ open, step: updateChat(update.key), news, run: { posts: 0, looks: 0 }, seen: undefined });
}

async function deliver(track: Track): Promise<StepReport> {
  const { open, step, service } = track;
  const { world, onProgress } = open.order;
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const incident = await open.incident();
    const journal = await open.journal();
    const action = planChat(sceneOf(track, incident, journal));
    if (action.kind === "done") return doneReport(track, journal, action.state);
    if (world.stopped()) break;
    const isTakenBack = service !== undefined && isMistaken(incident, service.id);
    const about = { incident: open.id, step, ...(isTakenBack && { mistaken: true as const }) };
    onProgress({ ...about, doing: action.kind });
    if (action.kind === "stop") return stopReport(track, journal, action);
    await act(track, action, incident, journal);
  }
  return { step, state: "unknown", fresh: true, hindrance: { on: "interrupted" } };
}

function sceneOf(track: Track, incident: Incident, journal: readonly Entry[]): ChatScene {
  const { order } = track.open;
  return {
    incident,
    step: track.step,
    ...(track.service && { service: track.service.id }),
    ...(track.news && { update: track.news.update }),
    settings: order.settings,
    guard: order.guard(incident.id, track.news && { phase: "update", update: track.news.update }),
    now: order.world.now(),
    journal,
    ...(track.seen !== undefined && { seen: track.seen }),
    run: track.run,
  };
}

async function act(
  track: Track,
  action: Exclude<ChatAction, { kind: "done" } | { kind: "stop" }>,
  incident: Incident,
  journal: readonly Entry[],
): Promise<void> {
  const { open, step, run, news } = track;
  const { chat, wait } = open.order.world;
  switch (action.kind) {
    case "look":
      if (action.afterMs > 0) await wait(action.afterMs);
      return look(track);
    case "post": {
      const text = await textOf(track, incident, journal);
      const thread = news?.thread === undefined ? {} : { thread: { ts: news.thread, broadcast: true } };
      const answer = await chat.post({ text, mark: { incident: incident.id, step }, ...thread });
      const posts = run.posts + 1;
      if (answer.kind === "done") {
        if (answer.value.unmentioned) open.warn({ kind: "unmentioned" });
        track.run = { posts, looks: 0, posted: answer.value };
      } else {
        track.run = { posts, looks: 0, trouble: { sure: answer.kind === "refused", fault: answer.fault } };
      }
      return undefined;
    }
    case "remove": {
      const answer = await chat.remove(action.ts);
      const { posted, ...rest } = run;
      if (answer.kind === "done" && posted?.ts === action.ts) track.run = rest;
      return look(track);
    }
    case "record":
      return recordPost(track, action.ts, action.verified, incident);
    default:
      return action satisfies never;
  }
}

async function look(track: Track): Promise<void> {
  const { open, step, run, news } = track;
  const { chat, now } = open.order.world;
  const answer =
    news?.thread === undefined
      ? await chat.history(new Date(now().getTime() - HISTORY_MS))
      : await chat.replies(news.thread);
  track.run = { ...run, looks: run.looks + 1 };
  if (answer.kind !== "done") {
    track.seen = "unreadable";
    return;
  }
  const ours = answer.value.filter((message) => message.mark?.incident === open.id);
  track.seen = {
    marked: ours.filter((message) => message.mark?.step === step),
    announced: ours.some((message) => message.mark?.step === outageChat),
  };
}

async function textOf(
  { open, service, news }: Track,
  incident: Incident,
  journal: readonly Entry[],
): Promise<string> {
  const { order } = open;
  const { settings, templates, world } = order;
  const fileUrl = order.fileUrl(incident.id);
  const now = world.now();
  const services = settings.services.filter(({ id }) => incident.services.includes(id));
  if (service) {
    const announcedAt = (last(journal, outageChat, "posted") ?? leftEntry(journal, "outage", service.id))?.at;
    const post = {
      incident,
      ...(announcedAt && { announcedAt }),
      service,
      startedAt: incident.startedAt,
      resolvedAt: overAt(incident, service.id),
      mailWanted: leftEntry(journal, "outage", service.id) !== undefined,
      mention: settings.slack.mentionOnRecovery,
      now,
      ...(fileUrl !== undefined && { fileUrl }),
    };
    return recoveryPost(post, templates, settings);
  }
  const away = services.filter(({ id }) => !isOver(incident, id));
  if (news) {
    const update = updatesOf(incident, journal).find(({ key }) => key === news.update.key) ?? news.update;
    const post = {
      update,
      services: away,
      mailed: away.filter(({ id }) => update.mail && mayFollow(journal, id)),
      ...(order.actor !== "" && { by: order.actor }),
    };
    return updatePost(post, templates, settings);
  }
  const [audiences] = await Promise.all([
    audiencesOf(open, incident, away, journal),
    Promise.race([order.shared, world.hold()]),
  ]);
  const post = {
    incident,
    services: away,
    audiences,
    mention: settings.slack.mention,
    now,
    ...(order.actor !== "" && { declaredBy: order.actor }),
    ...(fileUrl !== undefined && { fileUrl }),
  };
  return outagePost(post, templates, settings);
}

/** Whom the mails go to, as far as Brevo tells it within two seconds: Slack does not wait longer. */
async function audiencesOf(
  open: Case,
  incident: Incident,
  services: readonly Service[],
  journal: readonly Entry[],
): Promise<ReadonlyMap<ServiceId, ChatAudience>> {
  const lists = await Promise.race([open.order.lists(), open.order.world.hold()]);
  return new Map(
    services.map(({ id, ...rest }): [ServiceId, ChatAudience] => {
      const left = leftEntry(journal, "outage", id)?.list;
      if (left) return [id, { kind: "list", ...left }];
      if (!lists || lists.kind !== "done") return [id, { kind: "unknown" }];
      const audience = open.order.audience(lists.value, { id, ...rest }, incident);
      if (audience.kind === "refused") return [id, { kind: "none" }];
      // A rehearsal without Brevo's key knows no list.
      return [id, audience.list.id > 0 ? { kind: "list", ...audience.list } : { kind: "unknown" }];
    }),
  );
}

/** Writes the post down; at the end of an outage the first message is corrected first, so that nobody is misled. */
async function recordPost(track: Track, ts: string, verified: boolean, incident: Incident): Promise<void> {
  const { open, step, service } = track;
  const { chat } = open.order.world;
  if (!verified) open.warn({ kind: "unverified-post" });
  const link = await chat.permalink(ts);
  const entry: NewEntry = {
    step,
    event: "posted",
    channel: chat.channel,
    ts,
    ...(link.kind === "done" && { permalink: link.value }),
    ...(!verified && { reason: "unverified" }),
    ...(track.news && { message: track.news.update.message }),
  };
  if (service) await correctFirst(open, incident);
  await open.record([entry]);
}

async function correctFirst(open: Case, incident: Incident): Promise<void> {
  const { settings, templates, world, fileUrl, actor } = open.order;
  const first = await outageMessage(open);
  if (first === undefined) return;
  const url = fileUrl(incident.id);
  const services = settings.services.filter(({ id }) => incident.services.includes(id));
  const declaredBy = last(await open.journal(), outageChat, "posted")?.actor ?? actor;
  const post = {
    incident,
    services,
    ...(declaredBy !== "" && { declaredBy }),
    ...(url !== undefined && { fileUrl: url }),
  };
  const answer = await world.chat.update(first, outageOver(post, templates, settings));
  if (answer.kind !== "done") open.warn({ kind: "update", fault: answer.fault });
}

/** The `ts` of the outage message: from the journal, else from the channel itself. */
export async function outageMessage(open: Case): Promise<string | undefined> {
  const posted = last(await open.journal(), outageChat, "posted")?.ts;
  if (posted !== undefined) return posted;
  const { chat, now } = open.order.world;
  const answer = await chat.history(new Date(now().getTime() - HISTORY_MS));
  const isFirst = ({ mark }: ChatMessage) => mark?.incident === open.id && mark.step === outageChat;
  return answer.kind === "done" ? answer.value.find(isFirst)?.ts : undefined;
}

function doneReport(
  { step, run }: Track,
  journal: readonly Entry[],
  state: "posted" | "unwanted",
): StepReport {
  if (state === "unwanted") return { step, state, fresh: false };
  const entry = last(journal, step, "posted");
  return {
    step,
    state: "done",
    fresh: run.posted !== undefined,
    ...(entry?.ts !== undefined && { ts: entry.ts }),
    ...(entry?.permalink !== undefined && { link: entry.permalink }),
    ...(entry && { at: entry.at }),
  };
}

async function stopReport(
  { open, step, news }: Track,
  journal: readonly Entry[],
  { state, hindrance }: Extract<ChatAction, { kind: "stop" }>,
): Promise<StepReport> {
  const reason = "fault" in hindrance ? `${hindrance.kind} slack ${hindrance.fault.code}` : hindrance.kind;
  const already = journal.findLast((entry) => entry.step === step);
  // A doubt that an earlier run wrote down must stay the last word, not be written again.
  if (already?.event !== state || (already.reason !== reason && hindrance.kind !== "doubt"))
    await open.record([{ step, event: state, reason, ...(news && { message: news.update.message }) }]);
  const isNew = !(state === "skipped" && already?.event === "skipped");
  return { step, state, fresh: isNew, hindrance: { on: "chat", why: hindrance } };
}
