import {
  campaignName,
  carriesMark,
  fate,
  isExpectedName,
  markedFor,
  newsFor,
  newsNames,
  noticeName,
  sameName,
  type Campaign,
  type CampaignId,
  type Draft,
} from "./campaign.ts";
import type { Fault } from "./fault.ts";
import type { Incident } from "./incident.ts";
import { last, leftBy, leftEntry, type Entry } from "./journal.ts";
import { sameMail, tells } from "./mail.ts";
import { newsOf, stepOf, type Notice } from "./notice.ts";
import { ACCEPTED_HOLDS_MS, isOutdated, isUnwanted, POLLS, workedAt, type Guard } from "./plan.ts";
import type { Service, Settings } from "./settings.ts";
import { dateOf } from "./time.ts";
import { journalledNews, NEWS_PER_HOUR, newsOfTheHour } from "./news-limit.ts";
import { updatesOf } from "./update.ts";

/** Why a mail cannot go on without a person, or without time. Words and gestures: `words/hindrance.ts`. */
export type MailHindrance =
  | { readonly kind: "fault"; readonly doing: "look" | "create" | "send" | "remove"; readonly fault: Fault }
  | {
      readonly kind: "unknown";
      readonly doing: "create" | "send";
      readonly fault: Fault;
      readonly campaign?: CampaignId;
    }
  | { readonly kind: "accepted-only"; readonly campaign: CampaignId }
  | { readonly kind: "vanished"; readonly campaign: CampaignId }
  | { readonly kind: "odd"; readonly campaign: CampaignId; readonly status: string }
  | { readonly kind: "renamed"; readonly campaign: CampaignId; readonly name: string }
  | { readonly kind: "other-incident"; readonly incident: string; readonly known: boolean }
  | { readonly kind: "outrun"; readonly incident: string; readonly campaign: CampaignId }
  | { readonly kind: "daily-limit"; readonly limit: number }
  | { readonly kind: "hourly-limit"; readonly limit: number }
  | { readonly kind: "too-old"; readonly hours: number }
  | { readonly kind: "differs"; readonly campaign: CampaignId }
  | { readonly kind: "hand-list"; readonly campaign: CampaignId; readonly name: string }
  | { readonly kind: "other-news"; readonly campaign: CampaignId }
  | { readonly kind: "undrafted"; readonly reason: string };

/** What this run did and learnt itself, beside what the world shows. */
export interface MailRun {
  /** Looks since the last write. */
  readonly looks: number;
  /** Times that a campaign which should be there was looked for in vain. */
  readonly rounds: number;
  readonly created?: CampaignId;
  readonly remade: boolean;
  /** Campaigns that were asked for one by one, found or not. */
  readonly asked: readonly CampaignId[];
  /** The last write's failure: `refused` is sure, `unknown` is not. */
  readonly trouble?: {
    readonly doing: "create" | "send" | "remove";
    readonly sure: boolean;
    readonly fault: Fault;
  };
  /** `sendNow` was called in this run for this campaign. */
  readonly sent?: CampaignId;
  /** How far the record of the campaign's id went; `local` and `nowhere` ask for one more look. */
  readonly recorded?: { readonly campaign: CampaignId; readonly reach: "shared" | "local" | "nowhere" };
  /** The campaign as read whole after the record. */
  readonly readBack?: Campaign;
}

/** Everything the decision about one mail rests on. Instants are UTC. */
export type MailScene = Notice & MailCircumstances;

interface MailCircumstances {
  readonly incident: Incident;
  readonly service: Service;
  readonly settings: Settings;
  readonly guard: Guard;
  readonly now: Date;
  readonly journal: readonly Entry[];
  /** Campaign ids that journals of other incidents already hold. */
  readonly claimed: ReadonlySet<number>;
  /** Other incidents whose outage mail for this service left and whose end is not told, by their journals. */
  readonly unfinished: readonly string[];
  /** Incidents that are closed for good, or whose end was told for this service, by their journals. */
  readonly closed: ReadonlySet<string>;
  /** Every incident that this repository knows. */
  readonly known: ReadonlySet<string>;
  /** Lists whose name carries the service's words; absent while Brevo's lists cannot be read. */
  readonly audience?: ReadonlySet<number>;
  /** Campaigns back to the day before the start; absent before the first look. */
  readonly seen?: readonly Campaign[];
  /** What we would write now, or why nothing can be written. */
  readonly draft: Draft | { readonly hindrance: MailHindrance };
  readonly run: MailRun;
  /** Identity of this run in the journal, to tell our own entries from an earlier run's. */
  readonly runId: string;
}

/** The next thing to do for one mail; `do` one, observe, ask again. */
export type MailAction =
  | { readonly kind: "look"; readonly afterMs: number; readonly only?: CampaignId }
  | { readonly kind: "create"; readonly draft: Draft }
  | {
      readonly kind: "record";
      readonly event: "drafted" | "left" | "adopted";
      readonly campaign: Campaign;
    }
  | { readonly kind: "read"; readonly campaign: CampaignId }
  | { readonly kind: "remove"; readonly campaign: CampaignId; readonly why: "rival" | "changed" | "unwanted" }
  | { readonly kind: "send"; readonly campaign: CampaignId }
  | { readonly kind: "done"; readonly state: "left" | "unwanted" }
  | {
      readonly kind: "stop";
      readonly state: "failed" | "unknown" | "skipped";
      readonly hindrance: MailHindrance;
    };

/** How many looks give a run that was killed the time to show what it did, before anything is done after it. */
const PATIENT_LOOKS = 3;
const ROUNDS = 3;
/** A campaign sent by hand this long before the start was probably sent for this outage. */
const BY_HAND_MS = 2 * 3_600_000;

/**
 * Decides the next step of one mail (design section 4.3 and 4.4). Pure: the same scene gives the same answer.
 * The order of the questions is the protocol: what left wins over everything, then what only a person can settle,
 * then what is not wanted, then the one draft, and `sendNow` comes last.
 */
export function planMail(scene: MailScene): MailAction {
  const { journal, now } = scene;
  const known = leftBy(journal, ownStep(scene));
  if (known) return takeBack(scene, known.campaign);
  if (scene.seen === undefined) return { kind: "look", afterMs: 0 };
  const ours = scene.seen.filter((campaign) => isOurs(scene, campaign));
  const drafts = ours.filter((campaign) => fate(campaign, now) === "draft");
  const left = lowest(ours.filter((campaign) => fate(campaign, now) === "left"));
  // Nobody waits for news that is not wanted any more: that other news has its name is no doubt to settle.
  if (left && !(isDropped(scene) && isOtherNews(scene, left))) return recordLeft(scene, left, drafts);
  const stray = findStray(scene, ours);
  if (stray) return stop("unknown", { kind: "renamed", campaign: stray.id, name: stray.name });
  const odd = ours.find((campaign) => fate(campaign, now) === "odd");
  if (odd) return stop("unknown", { kind: "odd", campaign: odd.id, status: odd.status });

  const byHand = lowest(scene.seen.filter((campaign) => isByHand(scene, campaign)));
  if (byHand) return adopt(scene, byHand, drafts);
  if (isDropped(scene)) {
    const isUnseen = scene.run.created !== undefined || scene.run.trouble?.doing === "create";
    // The end came while the campaign was being made: what was made must be seen before it is said that nothing is there.
    if (isUnseen && scene.run.looks === 0) return { kind: "look", afterMs: 0 };
    return withdraw(scene, drafts);
  }
  const leftover = scene.seen.find((campaign) => isLeftover(scene, campaign));
  if (leftover && scene.run.rounds < ROUNDS) return { kind: "remove", campaign: leftover.id, why: "rival" };

  const other = otherIncident(scene);
  if (other !== undefined)
    return stop("failed", { kind: "other-incident", incident: other, known: scene.known.has(other) });
  if (isTooLate(scene, drafts)) return giveUp(scene, drafts);

  const unread = unreadNews(scene);
  if (unread) return { kind: "read", campaign: unread.id };

  const chosen = choose(scene, drafts);
  return chosen ? finishDraft(scene, chosen, drafts) : startDraft(scene);
}

const ownStep = (scene: MailScene) => stepOf(scene, scene.service.id);

/** The mail is not wanted any more; the end of an outage always is. */
function isDropped(scene: MailScene): boolean {
  const { incident, service, journal, now, seen = [] } = scene;
  switch (scene.phase) {
    case "outage":
      return isUnwanted(incident, service.id);
    case "recovery":
      return false;
    case "update": {
      // After the end, in whatever file it was declared, news would say that the outage goes on.
      const isEnded =
        leftEntry(journal, "recovery", service.id) !== undefined ||
        seen.some(
          (each) => markedFor(each.name, service, "recovery") === incident.id && fate(each, now) === "left",
        );
      const isListed = updatesOf(incident, journal).some(({ key, mail }) => mail && key === scene.update.key);
      return isUnwanted(incident, service.id) || isEnded || !isListed;
    }
    default:
      return scene satisfies never;
  }
}

/**
 * A mail with news of this outage that left and that neither the journal nor the file knows: it may be this very news
 * under the hour that it had before somebody edited it. Only its words tell, and the list does not hold them.
 */
function unreadNews(scene: MailScene): Campaign | undefined {
  const { incident, service, journal, now, seen = [] } = scene;
  if (scene.phase !== "update") return undefined;
  const names = updatesOf(incident, journal).flatMap((update) => newsNames(service, update, incident.id));
  return seen.find(
    (each) =>
      each.html === undefined &&
      isUnknownNews(scene, each) &&
      fate(each, now) === "left" &&
      !names.some((name) => sameName(name, each.name)),
  );
}

function isUnknownNews({ incident, service, journal }: MailScene, { id, name }: Campaign): boolean {
  return newsFor(name, service) === incident.id && !journal.some(({ campaign }) => campaign === id);
}

/**
 * It left, by the journal. What this run made beside it, while another one was quicker, is a second mail that waits for
 * somebody's click.
 */
function takeBack(scene: MailScene, known: CampaignId | undefined): MailAction {
  const { run, now } = scene;
  const mayHaveMade = run.created !== undefined || run.trouble?.doing === "create";
  if (mayHaveMade && run.looks === 0) return { kind: "look", afterMs: 0 };
  const rival =
    run.created === undefined && run.trouble === undefined
      ? undefined
      : scene.seen?.find(
          (campaign) => isOurs(scene, campaign) && campaign.id !== known && fate(campaign, now) === "draft",
        );
  return rival && run.rounds < ROUNDS
    ? { kind: "remove", campaign: rival.id, why: "rival" }
    : { kind: "done", state: "left" };
}

/** The news is too old to leave by itself, and it was not begun while it was fresh: neither in the journal nor at Brevo. */
function isTooLate(scene: MailScene, drafts: readonly Campaign[]): boolean {
  const { run, incident, service, journal } = scene;
  const isUnderWay = run.created !== undefined || run.sent !== undefined || run.trouble?.doing === "create";
  const begun = [...workedAt(journal, ownStep(scene)), ...drafts.map(({ createdAt }) => createdAt)];
  return !isUnderWay && isOutdated(incident, service.id, newsOf(scene), scene, begun);
}

/** Old news: a draft of it must not stay for somebody's click, and a person may ask for it all the same. */
function giveUp(scene: MailScene, drafts: readonly Campaign[]): MailAction {
  if (isUnasked(scene)) return { kind: "look", afterMs: 0 };
  if (drafts.length > 0) return withdraw(scene, drafts);
  const accepted = last(scene.journal, ownStep(scene), "accepted")?.campaign;
  return accepted === undefined
    ? stop("skipped", { kind: "too-old", hours: scene.settings.limits.maxAgeHours })
    : stop("unknown", { kind: "vanished", campaign: accepted });
}

/** A person sent this mail by hand (design section 4.4): it counts, and no draft of ours may stay beside it. */
function adopt(scene: MailScene, byHand: Campaign, drafts: readonly Campaign[]): MailAction {
  const { trouble, rounds } = scene.run;
  if (!isToAudience(scene, byHand))
    return stop("unknown", { kind: "hand-list", campaign: byHand.id, name: byHand.name });
  const draft = lowest(drafts);
  if (draft === undefined) return { kind: "record", event: "adopted", campaign: byHand };
  return trouble?.doing === "remove" && rounds >= ROUNDS
    ? stop("unknown", { kind: "fault", doing: "remove", fault: trouble.fault })
    : { kind: "remove", campaign: draft.id, why: "rival" };
}

/** Where a decision about the mail may start over: nothing of ours is at Brevo. */
function startDraft(scene: MailScene): MailAction {
  const { run, journal, phase, settings } = scene;
  if (isUnasked(scene)) return { kind: "look", afterMs: 0 };
  const accepted = run.sent ?? last(journal, ownStep(scene), "accepted")?.campaign;
  if (accepted !== undefined) {
    // Brevo took it, and does not show it now: it may be in thousands of mailboxes.
    return run.rounds < ROUNDS
      ? { kind: "look", afterMs: pollAfter(run.rounds) }
      : stop("unknown", { kind: "vanished", campaign: accepted });
  }
  if (run.created !== undefined) {
    return run.rounds < ROUNDS && run.looks <= POLLS.length
      ? { kind: "look", afterMs: run.looks === 0 ? 0 : pollAfter(run.rounds) }
      : stop("unknown", { kind: "vanished", campaign: run.created });
  }
  if (run.trouble?.doing === "create") {
    if (run.trouble.sure) return stop("failed", { kind: "fault", doing: "create", fault: run.trouble.fault });
    return run.looks <= PATIENT_LOOKS
      ? { kind: "look", afterMs: pollAfter(run.looks - 1) }
      : stop("unknown", { kind: "unknown", doing: "create", fault: run.trouble.fault });
  }
  if (phase !== "recovery" && sentToday(scene) >= settings.limits.campaignsPerDay)
    return stop("failed", { kind: "daily-limit", limit: settings.limits.campaignsPerDay });
  if (phase === "update" && isHourFull(scene))
    return stop("failed", { kind: "hourly-limit", limit: NEWS_PER_HOUR });
  if ("hindrance" in scene.draft) return stop("failed", scene.draft.hindrance);
  return { kind: "create", draft: scene.draft };
}

/** One draft is chosen: write it down, be alone, be sure of the words, and send once. */
function finishDraft(scene: MailScene, chosen: Campaign, drafts: readonly Campaign[]): MailAction {
  const { run, journal, now } = scene;
  const step = ownStep(scene);
  const waiting = waitForBrevo(scene, chosen);
  if (waiting) return waiting;
  // What the list does not show yet may be a rival: our own 201 is followed by one whole look.
  if (run.created !== undefined && run.looks === 0) return { kind: "look", afterMs: 0 };

  const drafted = last(journal, step, "drafted");
  if (isUnasked(scene)) return { kind: "look", afterMs: 0 };
  if (drafted?.campaign !== chosen.id) return { kind: "record", event: "drafted", campaign: chosen };
  const unshared = run.recorded?.campaign === chosen.id && run.recorded.reach !== "shared";
  // Nobody but Brevo can tell of a rival when the branch did not answer: list twice, 5 s apart.
  if (unshared && run.looks < 2) return { kind: "look", afterMs: 5_000 };

  const rival = lowest(drafts.filter((campaign) => campaign.id !== chosen.id));
  const byAnotherRun = journal.some(
    (entry) =>
      entry.step === step &&
      entry.campaign === chosen.id &&
      entry.run !== scene.runId &&
      now.getTime() - entry.at.getTime() < ACCEPTED_HOLDS_MS,
  );
  // Another run may be about to send, or was killed right after its sendNow: give Brevo the time to show it.
  const quicker = findQuicker(scene, chosen);
  if ((byAnotherRun || quicker) && run.looks <= PATIENT_LOOKS)
    return { kind: "look", afterMs: pollAfter(run.looks - 1) };
  if (quicker) return stop("failed", { kind: "outrun", ...quicker });
  const { trouble } = run;
  if (trouble?.doing === "remove" && run.rounds >= ROUNDS)
    return stop("unknown", { kind: "fault", doing: "remove", fault: trouble.fault });
  if (rival) return { kind: "remove", campaign: rival.id, why: "rival" };
  if (run.readBack?.id !== chosen.id) return { kind: "read", campaign: chosen.id };
  if ("hindrance" in scene.draft) return stop("failed", scene.draft.hindrance);
  if (!isWhatWeWrite(run.readBack, scene.draft)) {
    return run.remade
      ? stop("failed", { kind: "differs", campaign: chosen.id })
      : { kind: "remove", campaign: chosen.id, why: "changed" };
  }
  return { kind: "send", campaign: chosen.id };
}

/**
 * Somebody who does not see our files declared the same outage under another name a moment ago, and may be about to send
 * it: the lower id goes first. Once it left {@link otherIncident} stops ours; a draft that stays is nobody's race.
 */
function findQuicker(
  { phase, service, incident, closed, now, seen = [] }: MailScene,
  chosen: Campaign,
): { incident: string; campaign: CampaignId } | undefined {
  if (phase !== "outage") return undefined;
  for (const campaign of seen) {
    const id = markedFor(campaign.name, service, "outage");
    const isOther = id !== undefined && id !== incident.id && !closed.has(id) && campaign.id < chosen.id;
    const isFresh = now.getTime() - campaign.createdAt.getTime() < ACCEPTED_HOLDS_MS;
    if (isOther && isFresh && fate(campaign, now) === "draft") return { incident: id, campaign: campaign.id };
  }
  return undefined;
}

/** `sendNow` was called and Brevo still shows a draft: wait, never ask twice within ten minutes. */
function waitForBrevo(scene: MailScene, chosen: Campaign): MailAction | undefined {
  const { run, journal, now } = scene;
  const accepted = last(journal, ownStep(scene), "accepted");
  const holds = accepted?.campaign === chosen.id && now.getTime() - accepted.at.getTime() < ACCEPTED_HOLDS_MS;
  if (run.sent !== chosen.id && !holds) return undefined;
  const { trouble } = run;
  if (run.looks === 0) return { kind: "look", afterMs: 0, only: chosen.id };
  if (trouble?.doing === "send" && trouble.sure)
    return stop("failed", { kind: "fault", doing: "send", fault: trouble.fault });
  if (run.looks <= POLLS.length) return { kind: "look", afterMs: pollAfter(run.looks - 1), only: chosen.id };
  return trouble?.doing === "send"
    ? stop("unknown", { kind: "unknown", doing: "send", fault: trouble.fault, campaign: chosen.id })
    : stop("unknown", { kind: "accepted-only", campaign: chosen.id });
}

/** The service is back before its outage mail left: nobody must be able to send that draft any more. */
function withdraw(scene: MailScene, drafts: readonly Campaign[]): MailAction {
  const draft = lowest(drafts);
  if (!draft) return { kind: "done", state: "unwanted" };
  const { trouble } = scene.run;
  if (trouble?.doing === "remove" && scene.run.rounds >= ROUNDS)
    return stop("unknown", { kind: "fault", doing: "remove", fault: trouble.fault });
  return { kind: "remove", campaign: draft.id, why: "unwanted" };
}

function recordLeft(scene: MailScene, left: Campaign, drafts: readonly Campaign[]): MailAction {
  const rival = lowest(drafts);
  // A draft beside a campaign that left is a second mail waiting for a click.
  if (rival && scene.run.rounds < ROUNDS) return { kind: "remove", campaign: rival.id, why: "rival" };
  // Accepted by the queue is not delivered: credits and compliance are checked there, and stop it within seconds.
  const isMoving = left.status !== "sent" && left.status !== "archive";
  if (scene.run.sent === left.id && isMoving && scene.run.looks <= PATIENT_LOOKS)
    return { kind: "look", afterMs: pollAfter(scene.run.looks - 1), only: left.id };
  if (scene.run.readBack?.id !== left.id) return { kind: "read", campaign: left.id };
  if (isOtherNews(scene, scene.run.readBack))
    return stop("unknown", { kind: "other-news", campaign: left.id });
  return { kind: "record", event: "left", campaign: left };
}

/** Somebody who does not see our files gave other news in the same minute: only a person can tell which is which. */
function isOtherNews(scene: MailScene, { id, html }: Campaign): boolean {
  const isByName = scene.phase === "update" && !knownIds(scene).has(id);
  return isByName && html !== undefined && !tells(html, scene.update.message);
}

/** The one draft among ours: what the journal names last, else the lowest id, which every run sees alike. */
function choose(scene: MailScene, drafts: readonly Campaign[]): Campaign | undefined {
  const named = last(scene.journal, ownStep(scene), "drafted")?.campaign;
  return drafts.find((campaign) => campaign.id === named) ?? lowest(drafts);
}

/** Another run wrote a campaign down since we looked, and the list may not show it yet: it goes before ours. */
function isUnasked(scene: MailScene): boolean {
  const named = last(scene.journal, ownStep(scene), "drafted")?.campaign;
  return named !== undefined && !scene.run.asked.includes(named);
}

/** A draft of the beginning, or of news, that is still there at the end, waiting for somebody's click. */
function isLeftover({ phase, service, incident, now }: MailScene, campaign: Campaign): boolean {
  return (
    phase === "recovery" &&
    fate(campaign, now) === "draft" &&
    (sameName(campaign.name, campaignName(service, "outage", incident.id)) ||
      newsFor(campaign.name, service) === incident.id)
  );
}

/** A campaign made by hand counts only when it went to one list, and that list is the service's. */
function isToAudience({ audience }: MailScene, { listIds }: Campaign): boolean {
  const [only, ...others] = listIds;
  return only !== undefined && others.length === 0 && (audience === undefined || audience.has(only));
}

function knownIds(scene: MailScene): Set<number | undefined> {
  const step = ownStep(scene);
  return new Set([
    scene.run.created,
    ...scene.journal.filter((entry) => entry.step === step).map((entry) => entry.campaign),
  ]);
}

function isOurs(scene: MailScene, campaign: Campaign): boolean {
  const { service, incident } = scene;
  if (knownIds(scene).has(campaign.id)) return true;
  if (scene.phase !== "update") return sameName(campaign.name, noticeName(service, scene, incident.id));
  // Other news may once have had this hour: what the journal knows of it is not ours.
  return isUnknownNews(scene, campaign) && isThisNews(scene, campaign);
}

/** By its name, or because its words are those of this news. */
function isThisNews(
  { service, incident, update }: Extract<MailScene, { phase: "update" }>,
  { name, html }: Campaign,
): boolean {
  const isNamed = newsNames(service, update, incident.id).some((each) => sameName(name, each));
  return isNamed || (html !== undefined && tells(html, update.message));
}

/** A campaign with our mark under a name nobody prescribes, or one of ours that lost its mark: a person touched it. */
function findStray(scene: MailScene, ours: readonly Campaign[]): Campaign | undefined {
  const { incident, settings, journal } = scene;
  const lost = ours.find((campaign) => !carriesMark(campaign.name, incident.id));
  if (lost) return lost;
  const journalled = new Set(journal.map((entry) => entry.campaign));
  return scene.seen?.find(
    (campaign) =>
      carriesMark(campaign.name, incident.id) &&
      !isExpectedName(campaign.name, incident.id, settings) &&
      !journalled.has(campaign.id) &&
      !ours.includes(campaign),
  );
}

function isByHand(scene: MailScene, campaign: Campaign): boolean {
  const { incident, journal, phase, service, now, claimed } = scene;
  // Nobody can say which news a person meant; only beginning and end have one mail each.
  if (phase === "update") return false;
  // The end is told after the beginning was; a mail for the outage may have left before its start was known.
  const first = leftEntry(journal, "outage", service.id);
  const known = scene.seen?.find(({ id }) => id === first?.campaign)?.sentAt;
  const told = known ?? (first?.event === "left" ? first.at : incident.startedAt);
  const since = phase === "outage" ? incident.startedAt.getTime() - BY_HAND_MS : told.getTime();
  return (
    incident.notify &&
    incident.services.includes(service.id) &&
    sameName(campaign.name, service.campaign[phase]) &&
    fate(campaign, now) === "left" &&
    !claimed.has(campaign.id) &&
    (campaign.sentAt ?? campaign.createdAt).getTime() >= since
  );
}

/** Another incident of the same service that was announced by mail and not ended: two stories at once confuse users. */
function otherIncident(scene: MailScene): string | undefined {
  const { phase, service, incident, now, seen = [] } = scene;
  if (phase !== "outage") return undefined;
  const ended = new Set(
    seen.filter((c) => fate(c, now) === "left").map((c) => markedFor(c.name, service, "recovery")),
  );
  const told = seen
    .filter((campaign) => fate(campaign, now) === "left")
    .map((campaign) => markedFor(campaign.name, service, "outage"))
    .find((id) => id !== undefined && id !== incident.id && !ended.has(id) && !scene.closed.has(id));
  return scene.unfinished.find((id) => !ended.has(id)) ?? told;
}

/**
 * Outage campaigns of the organisation's day that left, ours and those made by hand. News counts too where news is to
 * leave, so that no click sends it without end; it never keeps an outage from being announced.
 */
function sentToday(scene: MailScene): number {
  const { phase, settings, now, journal, seen = [] } = scene;
  const today = dateOf(now, settings.timeZone);
  // The look is shared by all news of a run: what left since stands in the journal alone.
  const since = phase === "update" ? [...journalledNews(journal, settings.services, "accepted")] : [];
  const unseen = since.filter(
    ([id, at]) => dateOf(at, settings.timeZone) === today && !seen.some((each) => each.id === id),
  ).length;
  const shown = seen.filter(
    (campaign) =>
      fate(campaign, now) === "left" &&
      dateOf(campaign.sentAt ?? campaign.createdAt, settings.timeZone) === today &&
      settings.services.some(
        (service) =>
          sameName(campaign.name, service.campaign.outage) ||
          markedFor(campaign.name, service, "outage") ||
          (phase === "update" && newsFor(campaign.name, service)),
      ),
  ).length;
  return shown + unseen;
}

function isHourFull(scene: MailScene): boolean {
  const { seen = [] } = scene;
  const own = knownIds(scene);
  const isOwn = (id: number) => own.has(id) || seen.some((each) => each.id === id && isOurs(scene, each));
  return newsOfTheHour({ ...scene, seen }, isOwn) >= NEWS_PER_HOUR;
}

/** The strict read-back of design section 4.10. Brevo may reflow HTML; it may not change what people read or click. */
function isWhatWeWrite(readBack: Campaign, draft: Draft): boolean {
  return (
    sameName(readBack.name, draft.name) &&
    readBack.subject.normalize("NFC") === draft.subject.normalize("NFC") &&
    (readBack.senderId === undefined || readBack.senderId === draft.senderId) &&
    readBack.listIds.length === 1 &&
    readBack.listIds[0] === draft.list.id &&
    readBack.html !== undefined &&
    sameMail(draft.html, readBack.html)
  );
}

const lowest = (campaigns: readonly Campaign[]): Campaign | undefined =>
  campaigns.toSorted((a, b) => a.id - b.id)[0];
const pollAfter = (looks: number): number => POLLS[Math.min(Math.max(looks, 0), POLLS.length - 1)] ?? 0;
const stop = (state: "failed" | "unknown" | "skipped", hindrance: MailHindrance): MailAction => ({
  kind: "stop",
  state,
  hindrance,
});
