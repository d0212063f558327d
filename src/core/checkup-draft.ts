import { sameName, type Campaign, type CampaignId, type Draft } from "./campaign.ts";
import { fine, flagged, unseen, type Check, type Look } from "./checkup.ts";
import { sameMail, writeMail } from "./mail.ts";
import { invented, type Wordings } from "./review-samples.ts";
import type { Fault } from "./fault.ts";
import type { ListId, Service, Settings } from "./settings.ts";
import { checkupDraftWords } from "./words/checkup-draft.ts";
import { faultWords } from "./words/fault.ts";

/** A draft that is made, read again and deleted. It has no list, so that nobody can send it to anybody. */
export type Probe = Omit<Draft, "list" | "text"> & {
  /** Only where Brevo takes no draft without recipients. */
  readonly listId?: ListId;
};

/** Whether Brevo refused a draft because it is to nobody; its contract lets one be. */
export function wantsRecipients({ code, detail = "" }: Fault): boolean {
  return ["missing_parameter", "invalid_parameter"].includes(code) && /recipient/iu.test(detail);
}

/** What became of it. */
export interface ProbeSeen {
  readonly probe: Probe;
  readonly created: Look<CampaignId>;
  readonly readBack?: Look<Campaign | undefined>;
  readonly removed?: Look<null>;
  /** Probes of earlier checkups that were cut short, as they were deleted now. */
  readonly leftovers: readonly Look<null>[];
}

/**
 * The mail of an invented outage through the real layout, with all that Brevo could spoil: accents, entities, braces
 * that it would run as code. Its name is none that an incident uses (`plan-mail` knows names by their mark).
 */
export function writeProbe(wordings: Wordings, senderId: number, now: Date): Probe | undefined {
  const { settings, templates } = wordings;
  const [service] = settings.services;
  if (!service) return undefined;
  const { name, subject, message } = checkupDraftWords[settings.language].probe;
  const disguised: Service = { ...service, subject: { ...service.subject, outage: subject } };
  const { open } = invented(wordings, service, now);
  const incident = { ...open, message };
  const mail = writeMail({ phase: "outage", service: disguised, incident, now }, templates, settings);
  const { replyTo } = settings.brevo;
  return {
    name,
    subject,
    preview: mail.preview,
    html: mail.html,
    senderId,
    ...(replyTo !== undefined && { replyTo }),
  };
}

/** How long a checkup may take, with room for clocks that differ: an older probe belongs to one that was cut short. */
const RUNNING_MS = 5 * 60_000;

/** Probes that earlier checkups left behind, in either language: their name says that they are to be deleted. */
export function leftoverProbes(drafts: readonly Campaign[], now: Date): readonly Campaign[] {
  return probesAmong(drafts).filter(({ createdAt }) => now.getTime() - createdAt.getTime() > RUNNING_MS);
}

/** Every probe among these campaigns. */
export function probesAmong(campaigns: readonly Campaign[]): readonly Campaign[] {
  const names = [checkupDraftWords.fr.probe.name, checkupDraftWords.en.probe.name];
  return campaigns.filter(
    ({ name, status }) => status === "draft" && names.some((each) => sameName(each, name)),
  );
}

const LINES = ["draft", "readback", "removal"] as const;

/** Lines of the draft; all left out when it was not made, for the reason given. */
export function draftChecks(seen: ProbeSeen | string, { language }: Settings): readonly Check[] {
  const { labels, ...words } = checkupDraftWords[language];
  if (typeof seen === "string") return LINES.map((line) => unseen(`brevo.${line}`, labels[line], seen));
  const { created, readBack, removed, leftovers, probe } = seen;
  const stuck = [removed, ...leftovers].find((look) => look && look.kind !== "done");
  const removal =
    stuck && stuck.kind !== "done"
      ? flagged("brevo.removal", labels.removal, "bad", words.stuck(faultWords[language](stuck.fault).reason))
      : removed
        ? fine("brevo.removal", labels.removal, words.removed(leftovers.length))
        : unseen("brevo.removal", labels.removal, words.noDraft);
  if (created.kind !== "done")
    return [
      flagged("brevo.draft", labels.draft, "bad", faultWords[language](created.fault)),
      unseen("brevo.readback", labels.readback, words.noDraft),
      removal,
    ];
  return [
    fine("brevo.draft", labels.draft, words.made(probe.listId === undefined)),
    readBackCheck(probe, readBack, language),
    removal,
  ];
}

function readBackCheck(probe: Probe, readBack: ProbeSeen["readBack"], language: Settings["language"]): Check {
  const { labels, ...words } = checkupDraftWords[language];
  const id = "brevo.readback";
  if (!readBack) return unseen(id, labels.readback, words.noDraft);
  if (readBack.kind !== "done")
    return flagged(id, labels.readback, "bad", faultWords[language](readBack.fault));
  return readBack.value && isWhatWeWrote(readBack.value, probe)
    ? fine(id, labels.readback, words.same)
    : flagged(id, labels.readback, "bad", words.differs());
}

/** As strict as before a real mail leaves (design section 4.10). */
function isWhatWeWrote(readBack: Campaign, probe: Probe): boolean {
  return (
    sameName(readBack.name, probe.name) &&
    readBack.subject.normalize("NFC") === probe.subject.normalize("NFC") &&
    (readBack.senderId === undefined || readBack.senderId === probe.senderId) &&
    readBack.listIds.join() === String(probe.listId ?? "") &&
    readBack.html !== undefined &&
    sameMail(probe.html, readBack.html)
  );
}
