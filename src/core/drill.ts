import type { DrillAudience } from "./drill-audience.ts";
import { DRILL_WORD, isDrillId } from "./incident-tree.ts";
import type { IncidentId } from "./incident.ts";
import type { Block } from "./mail-markdown.ts";
import type { MailTemplate } from "./mail-template.ts";
import type { Language, Service, ServiceId, Settings } from "./settings.ts";
import type { Templates } from "./templates.ts";
import { dateOf } from "./time.ts";
import { drillWords } from "./words/drill.ts";

/**
 * The settings of a drill: every campaign and every subject begins with « EXERCICE », so that no real look takes one of
 * them for its own; the channel is the drill's; nobody technical is called.
 */
export function drillSettings(settings: Settings, { channel }: DrillAudience): Settings {
  const { technicalContact: _nobody, ...slack } = settings.slack;
  const { drill: _drill, ...rest } = settings;
  return {
    ...rest,
    slack: { ...slack, channelId: channel.id, channelName: channel.name },
    services: settings.services.map((service) => drillService(service, settings.language)),
  };
}

function drillService(service: Service, language: Language): Service {
  const { before } = drillWords[language];
  const { campaign, subject } = service;
  return {
    ...service,
    campaign: {
      outage: before(campaign.outage),
      update: before(campaign.update),
      recovery: before(campaign.recovery),
    },
    subject: {
      outage: before(subject.outage),
      update: before(subject.update),
      recovery: before(subject.recovery),
      mistaken: before(subject.mistaken),
    },
  };
}

/** The texts of a drill: preview and band begin with « EXERCICE », and the first paragraph says what this is. */
export function drillTemplates(templates: Templates, language: Language): Templates {
  const mails = new Map([...templates.mails].map(([name, mail]) => [name, drillMail(mail, language)]));
  return { ...templates, mails };
}

function drillMail({ preheader, band, blocks }: MailTemplate, language: Language): MailTemplate {
  const { word, before, notice } = drillWords[language];
  const { first, afterTool } = notice;
  const told: Block = {
    kind: "paragraph",
    children: [
      { kind: "strong", children: [{ kind: "text", text: `${word}.` }] },
      { kind: "text", text: ` ${first} ` },
      { kind: "value", name: "Le_produit" },
      { kind: "text", text: ` ${afterTool}` },
    ],
  };
  const title = blocks.findIndex(({ kind }) => kind === "title") + 1;
  return {
    preheader: before(preheader),
    band: { ...band, label: before(band.label) },
    blocks: [...blocks.slice(0, title), told, ...blocks.slice(title)],
  };
}

/** A message of a drill: it begins with « EXERCICE », whatever sentence it was made of. */
export function drillText(text: string, language: Language): string {
  const { mark } = drillWords[language];
  const safe = drillGesture(text, language);
  return safe.startsWith(mark) ? safe : `${mark} ${safe}`;
}

/**
 * What people are told to do about a drill. The sentences are those of an outage: whoever followed them to the form or the
 * command of an outage would announce one to every user.
 */
export function drillGesture(text: string, language: Language): string {
  const { form, realForms } = drillWords[language];
  return realForms
    .reduce((told, real) => told.replaceAll(real, form), text)
    .replaceAll(
      /\brunbook (?:declare|update|resolve|settle)\b[^»”.\n]*?(?=\s*(?:[»”.\n]|$))/gu,
      "runbook drill",
    );
}

/** The first free id of a drill: `2026-11-23-exercice-rp`, then `-2`, `-3`. */
export function drillId(
  startedAt: Date,
  services: readonly ServiceId[],
  existing: Iterable<string>,
  settings: Settings,
): IncidentId<"drill"> {
  const taken = new Set(existing);
  // An id holds 40 letters after the date: many services are cut, and room is left for the number.
  const named = `${DRILL_WORD}-${services.join("-")}`.slice(0, 34);
  const base = `${dateOf(startedAt, settings.timeZone)}-${named}`;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (isDrillId(id) && !taken.has(id)) return id;
    if (!isDrillId(id)) throw new RangeError(`No drill id can be made of ${JSON.stringify(id)}.`);
  }
}
