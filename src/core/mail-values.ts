import type { Incident } from "./incident.ts";
import { type Cause, OTHER } from "./mail-causes.ts";
import type { Notice } from "./notice.ts";
import { isMistaken } from "./plan.ts";
import type { Service, Settings } from "./settings.ts";
import type { Templates } from "./templates.ts";
import { duration, longDate, moment, period, since } from "./time.ts";
import { typographie } from "./typography.ts";
import { mailWords } from "./words/mail.ts";

/** The mail that somebody wants to see: which phase or news, of which service, read at which instant. */
export type MailRequest = Notice & MailCircumstances;

interface MailCircumstances {
  readonly service: Service;
  readonly incident: Incident;
  /** Relative words (« ce matin ») and what is still ahead depend on it. */
  readonly now: Date;
  /** When the outage mail left, for the mail of a false alarm; without it, when the incident was declared. */
  readonly announcedAt?: Date;
}

export type Wording = "known" | "unknown" | "mistaken";

/** The mail takes an announcement back: it is the end of an outage that never was. */
const takesBack = ({ phase, incident, service }: MailRequest): boolean =>
  phase === "recovery" && isMistaken(incident, service.id);

/** The subject, as `runbook.yml` has it. */
export function subjectOf(request: MailRequest): string {
  const { subject } = request.service;
  return takesBack(request) ? subject.mistaken : subject[request.phase];
}

/** The text of every placeholder; an empty one disappears. */
export type Values = ReadonlyMap<string, string>;

/** Puts values into a sentence that was checked when it was read. */
export function fill(sentence: string, values: Values): string {
  return sentence.replace(/\{([^{}\s]+)\}/gu, (_, name: string) => values.get(name) ?? "");
}

/** The forms of the tool's name. */
export function productValues({ grammar }: Service): Values {
  return new Map([
    ["le_produit", grammar.le],
    ["Le_produit", grammar.leCapital],
    ["de_produit", grammar.de],
    ["a_produit", grammar.a],
    ["sur_produit", grammar.sur],
  ]);
}

/**
 * Chooses the wording and computes every placeholder of the mail, with French typography when that is the language.
 * A recovery without an end for its service (a preview) is told as if it ended at `now`.
 */
export function mailValues(
  request: MailRequest,
  templates: Templates,
  settings: Settings,
): { readonly wording: Wording; readonly values: Values } {
  const { service, incident, now } = request;
  const { timeZone, language } = settings;
  const print = language === "fr" ? typographie : (text: string): string => text;
  const cause = incident.cause === undefined ? undefined : templates.causes.get(incident.cause);
  const told = causeTold(cause, incident, service);
  const start = incident.startedAt;
  const products = productValues(service);
  const sentences = new Map([...products, ["retour", dateAhead(incident.expectedEnd, request, settings)]]);
  const announced = request.announcedAt ?? incident.declaredAt ?? start;

  const values = new Map([
    ...products,
    ["titre", subjectOf(request)],
    ["debut", longDate(start, timeZone, language)],
    ["moment", moment(start, now, timeZone, language)],
    ["de_heure", mailWords[language].ofTime(since(announced, now, timeZone, language))],
    ...endValues(request, settings),
    ["cause", fill(told.cause, products)],
    ["cause_passee", fill(told.causePassee, products)],
    ["hebergeur", fill(told.hebergeur, products)],
    ["message", request.phase === "update" ? request.update.message : told.message],
    ["resolution", told.resolution],
    ["donnees", incident.dataSafe ? fill(templates.sentences.dataSafe, products) : ""],
    ["retour_prevu", sentences.get("retour") === "" ? "" : fill(templates.sentences.expectedEnd, sentences)],
  ]);
  return {
    wording: wordingOf(request, told),
    values: new Map([...values].map(([name, value]) => [name, print(value)])),
  };
}

interface Told {
  readonly cause: string;
  readonly causePassee: string;
  readonly hebergeur: string;
  readonly message: string;
  readonly resolution: string;
}

/** For `other` the incident's own sentences are the cause; for all else they stand beside it. */
function causeTold(cause: Cause | undefined, { message = "", ...incident }: Incident, { id }: Service): Told {
  const resolution = incident.resolution.get(id) ?? "";
  if (cause?.id === OTHER && !isMistaken(incident, id)) {
    return { cause: message, causePassee: resolution, hebergeur: "", message: "", resolution: "" };
  }
  return {
    cause: cause?.cause ?? "",
    causePassee: cause?.causePassee ?? "",
    hebergeur: cause?.hebergeur ?? "",
    message,
    resolution,
  };
}

function wordingOf(request: MailRequest, told: Told): Wording {
  const { phase } = request;
  switch (phase) {
    // News says nothing of a cause.
    case "update":
      return "unknown";
    case "outage":
      return told.cause === "" ? "unknown" : "known";
    case "recovery":
      if (takesBack(request)) return "mistaken";
      return told.causePassee === "" && told.hebergeur === "" ? "unknown" : "known";
    default:
      return phase satisfies never;
  }
}

function endValues(
  request: MailRequest,
  { timeZone, language }: Settings,
): readonly (readonly [string, string])[] {
  const { phase, incident, service, now } = request;
  if (phase !== "recovery" || takesBack(request)) return [];
  const start = incident.startedAt;
  const end = incident.resolvedAt.get(service.id) ?? now;
  // A fast watch may put a start a little ahead of now: a preview of the end must not throw for it.
  const after = end < start ? start : end;
  return [
    ["periode", period(start, after, timeZone, language)],
    ["duree", duration(start, after, language)],
  ];
}

/** A time of return that has passed is no promise any more: it is left out. */
function dateAhead(at: Date | undefined, { now }: MailRequest, { timeZone, language }: Settings): string {
  return at === undefined || at <= now ? "" : longDate(at, timeZone, language);
}
