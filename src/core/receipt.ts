import { countsOf, followUpLabel } from "./follow-up-text.ts";
import { isFollowUp } from "./follow-up.ts";
import type { NoticeKind } from "./notice.ts";
import { exitOf, type IncidentReport, type StepReport, type Warning } from "./report.ts";
import type { Language, Service, Settings } from "./settings.ts";
import { clock } from "./time.ts";
import { readableKey, updateOfStep, type UpdateKey } from "./update.ts";
import { faultWords } from "./words/fault.ts";
import { followUpWords } from "./words/follow-up.ts";
import { hindranceWords } from "./words/hindrance.ts";
import { receiptWords } from "./words/receipt.ts";
import { updateWords } from "./words/update.ts";

/** What a person reads at the end of a command. The first line is one of the five headlines of the design. */
export interface Receipt {
  readonly exit: 0 | 1 | 2;
  readonly headline: string;
  readonly lines: readonly string[];
}

export interface ReceiptOptions {
  readonly settings: Settings;
  /** Nothing was sent: the steps say what would be. */
  readonly rehearsal: boolean;
  /** Sentences that stand before the steps ("déjà déclarée à …"). */
  readonly notes?: readonly string[];
  /** Faulty files beside what was settled: exit 1 unless a send is missing too. */
  readonly faulty?: boolean;
  /** One of them is an incident: its outage is not announced. */
  readonly isUnannounced?: boolean;
  /** Sentences that stand at the end: what was done on GitHub around the announcement. */
  readonly after?: readonly string[];
  /** Where people look, for a receipt that is read in a browser. */
  readonly links?: Links;
}

/** Addresses of an incident's file and of a campaign. */
export interface Links {
  readonly file: (incident: string) => string | undefined;
  readonly campaign: (id: number) => string;
  /** The form that declares the end. */
  readonly endForm: string;
}

/** Puts the reports of a run into words. Exit codes: design section 3. */
export function writeReceipt(reports: readonly IncidentReport[], options: ReceiptOptions): Receipt {
  const {
    settings,
    rehearsal,
    notes = [],
    faulty = false,
    isUnannounced = faulty,
    after = [],
    links,
  } = options;
  const words = receiptWords[settings.language];
  const missing = exitOf(reports);
  const exit = missing === 0 && faulty ? 1 : missing;
  const steps = reports.flatMap((report) => report.steps);
  const still = rehearsal ? [] : reports.flatMap((report) => stillAway(report, settings));
  const lines = [
    ...notes,
    ...reports.flatMap((report) => incidentLines(report, options)),
    ...(steps.length === 0 && notes.length === 0 && !reports.some(({ warnings }) => warnings.length > 0)
      ? [isUnannounced ? words.faultyNotAnnounced : words.nothingWanted]
      : []),
    ...still,
    ...((isOpen(steps) || still.length > 0) && !rehearsal
      ? [links ? words.whenOverHere + linked(links.endForm) : words.whenOver]
      : []),
    ...after,
  ];
  return { exit, headline: headlineOf(steps, exit, options), lines };
}

function headlineOf(
  steps: readonly StepReport[],
  exit: 0 | 1 | 2,
  { settings, rehearsal }: ReceiptOptions,
): string {
  const { headline } = receiptWords[settings.language];
  if (rehearsal) return headline.preview;
  // A reminder or a number is no announcement.
  const isSent = steps.some(({ step, state, fresh }) => state === "done" && fresh && !isFollowUp(step));
  if (exit === 2) {
    const isGivenUp = steps.every(({ state }) => state === "skipped" || state === "unwanted");
    // What is missing leaves at the next run: whoever sends it by hand now runs a race with the robot.
    return isGivenUp ? headline.nothing : headline.check;
  }
  if (exit === 1) return isSent ? headline.check : headline.nothing;
  return isSent ? headline.sent : headline.already;
}

/** Something was announced and its end was not: the person will need the second gesture. */
function isOpen(steps: readonly StepReport[]): boolean {
  const own = steps.filter(({ step }) => !isFollowUp(step));
  return (
    own.some(({ step, state }) => step.startsWith("outage/") && state === "done") &&
    !own.some(({ step }) => step.startsWith("recovery/"))
  );
}

/** One tool of several is back: the end of the others will be a gesture of its own. */
function stillAway({ steps }: IncidentReport, settings: Settings): string[] {
  const ended = steps.filter(({ step }) => step.startsWith("recovery/"));
  const away = settings.services.filter(
    ({ id }) =>
      steps.some(({ step, state }) => step === `outage/mail/${id}` && state !== "unwanted") &&
      !ended.some(({ step }) => step.endsWith(`/${id}`)),
  );
  const names = away.map(({ name }) => name).join(", ");
  return ended.length > 0 && away.length > 0 ? [receiptWords[settings.language].stillAway(names)] : [];
}

function incidentLines(report: IncidentReport, options: ReceiptOptions): string[] {
  const { settings } = options;
  const words = receiptWords[settings.language];
  const services = servicesOf(report, settings).map(({ name }) => name);
  const wanted = report.steps.filter(
    ({ step, state }) => state !== "unwanted" || step.startsWith("recovery/mail/"),
  );
  const file = options.links?.file(report.id);
  return [
    words.incident(report.id, services.join(", ")) + linked(file),
    ...wanted.flatMap((step) => stepLines(step, report.id, options)),
    ...(wanted.length === 0 && report.warnings.length === 0 ? [`  · ${words.nothingWanted}`] : []),
    ...unique(report.warnings.map((warning) => `  ⚠ ${warningText(warning, settings.language)}`)),
  ];
}

const linked = (url: string | undefined): string => (url === undefined ? "" : ` — ${url}`);

function stepLines(report: StepReport, id: string, options: ReceiptOptions): string[] {
  const { settings, rehearsal, links } = options;
  if (isFollowUp(report.step)) return followUpLines(report, id, options);
  const words = receiptWords[settings.language];
  const isChat = report.step.includes("/slack");
  const label = stepLabel(report.step, settings, report.mistaken);
  const at = report.at ? clock(report.at, settings.timeZone, settings.language) : "";
  switch (report.state) {
    case "done": {
      const { list } = report;
      const planned = rehearsal && report.fresh;
      if (isChat)
        return [
          words.line(
            "✓",
            label,
            `${planned ? words.wouldPost : words.posted(at, report.fresh)}${linked(report.link)}`,
          ),
        ];
      if (planned)
        return [
          words.line(
            "✓",
            label,
            list && list.id > 0 ? words.wouldLeave(list.name, list.contacts) : words.would,
          ),
        ];
      return [
        words.line(
          "✓",
          label,
          words.left(at, list?.name ?? "?", list?.contacts ?? 0, report.campaign, report.fresh) +
            linked(report.campaign === undefined ? undefined : links?.campaign(report.campaign)),
        ),
      ];
    }
    case "failed":
    case "unknown":
      return [
        words.line("✗", label, report.state === "failed" ? words.failed : words.unknown),
        ...why(report, id, settings),
      ];
    case "skipped":
      return report.fresh
        ? [words.line("✗", label, words.failed), ...why(report, id, settings)]
        : [words.line("·", label, words.skipped)];
    case "unwanted":
      return [words.line("·", label, words.noEndMail)];
    default:
      return report.state satisfies never;
  }
}

/** What was said or counted after the announcement. */
function followUpLines(report: StepReport, id: string, { settings, rehearsal }: ReceiptOptions): string[] {
  const { line } = receiptWords[settings.language];
  const words = followUpWords[settings.language].receipt;
  const label = followUpLabel(report.step, settings, report.mistaken);
  const counts = report.figures ? countsOf(report.figures, settings) : "";
  if (report.hindrance) return [line("✗", label, words.short(counts)), ...why(report, id, settings)];
  if (report.state !== "done") return [line("·", label, counts)];
  return [line("✓", label, counts || (rehearsal ? words.wouldPost : words.posted))];
}

function why(report: StepReport, id: string, settings: Settings): string[] {
  const told = hindranceOf(report, id, settings);
  return told ? [`    ${told.reason}`, `    ${receiptWords[settings.language].gesture(told.gesture)}`] : [];
}

/** Why a step is not delivered, and what to do, in words. */
export function hindranceOf(report: StepReport, id: string, settings: Settings) {
  const { phase, service } = readStep(report.step, settings);
  const about = { incident: id, phase, ...(service && { service }) };
  return report.hindrance && hindranceWords[settings.language](report.hindrance, about);
}

/** The parts of a step's key (design section 1); `update` for news. */
export interface StepParts {
  readonly phase: NoticeKind;
  readonly service: Service | undefined;
  readonly update?: UpdateKey;
}

/** Takes a step's key apart. */
export function readStep(step: string, settings: Settings): StepParts {
  const update = updateOfStep(step);
  const [phase, , third, fourth] = step.split("/");
  const named = update === undefined ? third : fourth;
  const service = settings.services.find(({ id }) => id === named);
  if (update !== undefined) return { phase: "update", service, update };
  return { phase: phase === "recovery" ? "recovery" : "outage", service };
}

/** What a step delivers, for people: « E-mail de panne de Reconnect Pro ». */
export function stepLabel(step: string, settings: Settings, mistaken?: true): string {
  const { language } = settings;
  const { phase, service, update } = readStep(step, settings);
  const product = service ? (language === "fr" ? service.grammar.de : service.name) : "";
  const isChat = step.includes("/slack");
  if (phase === "update") {
    const words = updateWords[language];
    const at = update === undefined ? "" : readableKey(update);
    return isChat ? words.chatStep(at) : words.mailStep(product, at);
  }
  const words = receiptWords[language];
  return isChat ? words.chatStep(phase, product, mistaken) : words.mailStep(phase, product, mistaken);
}

function servicesOf(report: IncidentReport, settings: Settings): readonly Service[] {
  return settings.services.filter(({ id }) => report.steps.some(({ step }) => step.split("/").includes(id)));
}

function warningText(warning: Warning, language: Language): string {
  const words = receiptWords[language].warning;
  const reason = (fault: { readonly fault?: Parameters<(typeof faultWords)["fr"]>[0] }) =>
    fault.fault ? faultWords[language](fault.fault).reason : "";
  switch (warning.kind) {
    case "unmentioned":
      return words.unmentioned;
    case "unverified-post":
      return words.unverifiedPost;
    case "audience":
      return warning.text;
    case "draft-by-hand":
      return words.draftByHand(warning.campaign, warning.name);
    case "adopted":
      return words.adopted(warning.campaign);
    case "double":
      return words.double(warning.campaigns);
    case "drift":
      return words.drift;
    case "stranger":
      return words.stranger(warning.campaign, warning.name, warning.incident);
    case "reopened":
      return words.reopened(language === "fr" ? warning.service.grammar.de : warning.service.name);
    case "unannounced":
      return words.unannounced(warning.incident);
    case "reply":
      return words.reply(reason(warning));
    case "update":
      return words.update(reason(warning));
    case "figures":
      return followUpWords[language].receipt.unread(reason(warning));
    case "unshared":
      return words.unshared(reason(warning));
    case "unrecorded":
      return words.unrecorded(reason(warning));
    case "proposed":
      return warning.isOpen ? words.proposed(warning.url) : words.proposable(warning.url);
    default:
      return warning satisfies never;
  }
}

const unique = (lines: readonly string[]): string[] => [...new Set(lines)];

/** The `--json` form: `{exit, incidents: [{id, steps: [{step, state, mistaken?, reason?, next?, campaign?, list?, ts?, figures?}]}]}`. */
export function jsonReceipt(
  reports: readonly IncidentReport[],
  exit: number,
  { settings, rehearsal }: ReceiptOptions,
) {
  return {
    exit,
    incidents: reports.map(({ id, steps, warnings }) => ({
      id,
      steps: steps.map((report) => {
        const told = hindranceOf(report, id, settings);
        return {
          step: report.step,
          state: rehearsal && report.state === "done" && report.fresh ? "todo" : report.state,
          ...(report.mistaken && { mistaken: true }),
          ...(told && { reason: told.reason, next: told.gesture }),
          ...(report.campaign !== undefined && { campaign: report.campaign }),
          ...(report.list && { list: report.list }),
          ...(report.ts !== undefined && { ts: report.ts }),
          ...(report.figures && { figures: report.figures }),
        };
      }),
      ...(warnings.length > 0 && {
        warnings: unique(warnings.map((each) => warningText(each, settings.language))),
      }),
    })),
  };
}
