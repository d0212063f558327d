import type { ContactList } from "./audience.ts";
import { fine, flagged, unseen, type Check, type Key, type Look } from "./checkup.ts";
import { draftChecks, type ProbeSeen } from "./checkup-draft.ts";
import { listChecks, listNow } from "./checkup-lists.ts";
import type { Fault } from "./fault.ts";
import type { Settings } from "./settings.ts";
import { checkupBrevoWords } from "./words/checkup-brevo.ts";
import { faultWords } from "./words/fault.ts";

/** One of the account's plans, in Brevo's words. */
export interface BrevoPlan {
  readonly type: string;
  readonly credits: number;
  readonly creditsType: string;
}

export interface BrevoSender {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
}

/** What a checkup saw of Brevo. */
export interface BrevoSeen {
  readonly key: Key;
  /** The sender of the settings or of `BREVO_SENDER_ID`, if any. */
  readonly senderId: number | undefined;
  readonly plans?: Look<readonly BrevoPlan[]>;
  readonly senders?: Look<readonly BrevoSender[]>;
  readonly lists?: Look<readonly ContactList[]>;
  readonly blocklisted: ReadonlyMap<number, Look<number>>;
  readonly probe?: ProbeSeen;
  /** Requests that Brevo still allows in this hour, by its own header. */
  readonly remaining?: number;
}

/** Brevo's lines, at `now` on the calendar of the settings. */
export function brevoChecks(seen: BrevoSeen, settings: Settings, now: Date): readonly Check[] {
  const words = checkupBrevoWords[settings.language];
  const doors = doorChecks(seen, settings);
  const isIn = seen.plans?.kind === "done";
  const why = seen.key === "told" ? words.noSecret : words.noDoor;
  const lists = listsSeen(seen, isIn, why, settings);
  return [
    ...doors,
    isIn ? senderCheck(seen, settings) : unseen("brevo.sender", words.labels.sender, why),
    isIn ? creditsCheck(seen, settings, now) : unseen("brevo.credits", words.labels.credits, why),
    ...settings.services.flatMap((service) => listChecks(lists, service, settings, now)),
    ...draftChecks(seen.probe ?? (isIn ? whyNoDraft(seen, settings) : why), settings),
    ...(isIn
      ? [budgetCheck(seen, settings)]
      : isBusy(seen)
        ? []
        : [unseen("brevo.budget", words.labels.budget, why)]),
  ];
}

function listsSeen({ lists, blocklisted }: BrevoSeen, isIn: boolean, why: string, { language }: Settings) {
  if (!isIn || !lists) return why;
  return lists.kind === "done"
    ? { lists: lists.value, blocklisted }
    : faultWords[language](lists.fault).reason;
}

function whyNoDraft(seen: BrevoSeen, { language }: Settings): string {
  const words = checkupBrevoWords[language];
  return senderNow(seen) ? words.notTried : words.noSureSender;
}

const isBusy = ({ plans }: BrevoSeen): boolean =>
  plans !== undefined && plans.kind !== "done" && plans.fault.code === "ratelimited";

/** The key, and whether Brevo lets this computer in: it refuses both in the same way, with another sentence. */
function doorChecks(seen: BrevoSeen, { language }: Settings): readonly Check[] {
  const { labels, ...words } = checkupBrevoWords[language];
  const { key, plans } = seen;
  const keyLine = ["brevo.key", labels.key] as const;
  const ipLine = ["brevo.ip", labels.ip] as const;
  const told = (fault: Fault) => faultWords[language](fault);
  if (key === "told") return [unseen(...keyLine, words.noSecret), unseen(...ipLine, words.noSecret)];
  if (key === "missing" || !plans)
    return [flagged(...keyLine, "bad", words.missingKey()), unseen(...ipLine, words.noDoor)];
  if (plans.kind === "done") return [fine(...keyLine, words.known), fine(...ipLine, words.letIn)];
  if (plans.fault.code === "ip_blocked")
    return [unseen(...keyLine, words.blockedFirst), flagged(...ipLine, "bad", told(plans.fault))];
  if (isBusy(seen))
    return [
      unseen(...keyLine, words.busyFirst),
      unseen(...ipLine, words.busyFirst),
      flagged("brevo.budget", labels.budget, "bad", told(plans.fault)),
    ];
  return [flagged(...keyLine, "bad", told(plans.fault)), unseen(...ipLine, words.noDoor)];
}

/** The sender that an outage would take (`settle/draft`), or why there is none. */
export function senderNow({
  senderId,
  senders,
}: Pick<BrevoSeen, "senderId" | "senders">): BrevoSender | undefined {
  if (senders?.kind !== "done") return undefined;
  const active = senders.value.filter((sender) => sender.active);
  if (senderId !== undefined) return active.find(({ id }) => id === senderId);
  return active.length === 1 ? active[0] : undefined;
}

function senderCheck(seen: BrevoSeen, { language }: Settings): Check {
  const { labels, ...words } = checkupBrevoWords[language];
  const line = ["brevo.sender", labels.sender] as const;
  const { senders, senderId } = seen;
  if (!senders) return unseen(...line, words.noDoor);
  if (senders.kind !== "done") return flagged(...line, "bad", faultWords[language](senders.fault));
  const sender = senderNow(seen);
  if (sender) return fine(...line, words.sender(sender.name, sender.email, sender.id));
  const active = senders.value.filter((each) => each.active);
  if (senderId !== undefined) {
    const given = senders.value.find(({ id }) => id === senderId);
    return flagged(
      ...line,
      "bad",
      given ? words.inactiveSender(given.email, given.id) : words.unknownSender(senderId),
    );
  }
  return flagged(...line, "bad", active.length === 0 ? words.noSender() : words.severalSenders(active));
}

/** An outage and its end, for every tool at once. */
const MAILS_EACH = 2;

function creditsCheck({ plans, lists }: BrevoSeen, settings: Settings, now: Date): Check {
  const { labels, ...words } = checkupBrevoWords[settings.language];
  const line = ["brevo.credits", labels.credits] as const;
  const mails = plans?.kind === "done" ? plans.value.filter(({ type }) => type !== "sms") : [];
  if (mails.length === 0) return unseen(...line, words.untoldCredits);
  if (lists?.kind !== "done") return unseen(...line, words.noLists);
  const credits = mails.reduce((sum, plan) => sum + plan.credits, 0);
  const isDaily = mails.every(({ type }) => type === "free");
  const sizes = settings.services.map((service) => {
    const found = listNow(lists.value, service, settings, now);
    return "list" in found ? found.list.contacts : 0;
  });
  const largest = Math.max(...sizes);
  const all = MAILS_EACH * sizes.reduce((sum, size) => sum + size, 0);
  if (credits < largest) return flagged(...line, "bad", words.noCredits(credits, largest, isDaily));
  if (credits < all) return flagged(...line, "warn", words.fewCredits(credits, all, isDaily));
  return fine(...line, words.credits(credits, all, isDaily));
}

/** Brevo's general requests that the announcement of two tools takes at most; `npm run bench` measures them. */
const OUTAGE_REQUESTS = 20;

function budgetCheck({ remaining }: BrevoSeen, { language }: Settings): Check {
  const { labels, ...words } = checkupBrevoWords[language];
  const line = ["brevo.budget", labels.budget] as const;
  if (remaining === undefined) return unseen(...line, words.untoldBudget);
  return remaining < OUTAGE_REQUESTS
    ? flagged(...line, "warn", words.lowBudget(remaining, OUTAGE_REQUESTS))
    : fine(...line, words.budget(remaining));
}
