import type { ContactList } from "./audience.ts";
import { fine, flagged, unseen, type Check, type Key, type Look } from "./checkup.ts";
import { draftChecks, type ProbeSeen } from "./checkup-draft.ts";
import { creditsCheck } from "./checkup-credits.ts";
import type { ListsSeen } from "./checkup-list-size.ts";
import { listChecks } from "./checkup-lists.ts";
import { senderCheck, senderNow, type BrevoSender } from "./checkup-sender.ts";
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
  const closed = doors.find(({ state }) => state === "bad")?.label ?? words.labels.key;
  const why = seen.key === "told" ? words.noSecret : words.see(closed);
  const lists = listsSeen(seen, isIn, why);
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

function listsSeen(
  { lists, blocklisted }: BrevoSeen,
  isIn: boolean,
  why: string,
): ListsSeen | Fault | string {
  if (!isIn || !lists) return why;
  return lists.kind === "done" ? { lists: lists.value, blocklisted } : lists.fault;
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
    return [flagged(...keyLine, "bad", words.missingKey()), unseen(...ipLine, words.see(labels.key))];
  if (plans.kind === "done") return [fine(...keyLine, words.known), fine(...ipLine, words.letIn)];
  if (plans.fault.code === "ip_blocked")
    return [unseen(...keyLine, words.blockedFirst), flagged(...ipLine, "bad", told(plans.fault))];
  if (isBusy(seen))
    return [
      unseen(...keyLine, words.busyFirst),
      unseen(...ipLine, words.busyFirst),
      flagged("brevo.budget", labels.budget, "bad", told(plans.fault)),
    ];
  return [flagged(...keyLine, "bad", told(plans.fault)), unseen(...ipLine, words.see(labels.key))];
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
