import type { Incident } from "./incident.ts";
import { leftBy, leftEntry, mailStep, outageChat, recoveryChat, type Entry } from "./journal.ts";
import { escaped } from "./literal.ts";
import { figuresTable } from "./figures-table.ts";
import { OTHER } from "./mail-causes.ts";
import { isMistaken, overAt } from "./plan.ts";
import type { Service, Settings } from "./settings.ts";
import { clock, dateOf, duration, longDate } from "./time.ts";
import type { Templates } from "./templates.ts";
import { followUpWords } from "./words/follow-up.ts";
import { readableKey, updateChat, updateMail, updateOfStep, type UpdateKey } from "./update.ts";
import { postmortemWords } from "./words/postmortem.ts";
import { receiptWords } from "./words/receipt.ts";
import { updateWords } from "./words/update.ts";

export interface PostmortemRequest {
  readonly incident: Incident;
  readonly journal: readonly Entry[];
  /** Where people read a run of GitHub, by its number; `undefined` elsewhere. */
  readonly runUrl: (run: string) => string | undefined;
}

interface Happening {
  readonly at: Date;
  readonly what: string;
  readonly link?: string;
  readonly actor?: string;
  readonly run?: string;
}

/** Whether an incident has something to look back on: people were told of it. */
export function wasAnnounced(journal: readonly Entry[]): boolean {
  return journal.some(
    ({ event, step }) => !step.endsWith("/reply") && ["posted", "left", "adopted"].includes(event),
  );
}

/**
 * The blameless review of an incident that is over, as Markdown: timeline with delays, audience, who did what, and the
 * questions that people fill in. Instants are shown in the organisation's time zone.
 */
export function writePostmortem(
  request: PostmortemRequest,
  settings: Settings,
  { causes }: Templates,
): string {
  const { incident, journal } = request;
  const { language, timeZone } = settings;
  const words = postmortemWords[language];
  const services = settings.services.filter(({ id }) => incident.services.includes(id));
  const back = services.filter(({ id }) => !isMistaken(incident, id));
  const isAllMistaken = back.length === 0;
  const end = new Date(
    Math.max(...(isAllMistaken ? services : back).map(({ id }) => overAt(incident, id).getTime())),
  );
  const cause =
    incident.cause === OTHER ? incident.message : incident.cause && causes.get(incident.cause)?.label;
  const figures = figuresTable(incident, journal, settings);
  const after = (at: Date) => (at <= incident.startedAt ? "" : duration(incident.startedAt, at, language));
  const row = ({ at, what, link, actor, run }: Happening) => {
    const url = run === undefined ? undefined : request.runUrl(run);
    const by = escaped(actor ?? "");
    return [
      dayClock(at, incident.startedAt, settings),
      link === undefined ? escaped(what) : `[${escaped(what)}](${link})`,
      after(at),
      url === undefined || by === "" ? by : `[${by}](${url})`,
    ];
  };
  return [
    `# ${words.title(incident.id)}`,
    `> ${words.about}`,
    `## ${words.facts}`,
    [
      `- **${words.service}** : ${services.map(({ name }) => escaped(name)).join(", ")}`,
      `- **${words.start}** : ${longDate(incident.startedAt, timeZone, language)}`,
      ...(isAllMistaken
        ? [`- **${words.end}** : ${words.mistaken}`]
        : [
            `- **${words.end}** : ${longDate(end, timeZone, language)}`,
            `- **${words.lasted}** : ${duration(incident.startedAt, end, language)}`,
          ]),
      `- **${words.cause}** : ${escaped(cause ?? words.noCause)}`,
    ].join("\n"),
    `## ${words.timeline}`,
    table(words.columns, happenings(request, services, settings).map(row)),
    words.zone(timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? timeZone),
    `## ${words.delays}`,
    delays(request, services, settings)
      .map(([what, how]) => `- ${escaped(what)} : **${how}**`)
      .join("\n"),
    `## ${words.audience}`,
    audience(incident, journal, services, settings),
    ...(figures === undefined ? [] : [`## ${followUpWords[language].table.title}`, figures]),
    `## ${words.questions}`,
    (isAllMistaken ? words.askMistaken : words.ask).map((question) => `### ${question}\n\n…`).join("\n\n"),
    "",
  ].join("\n\n");
}

function happenings(
  { incident, journal }: PostmortemRequest,
  services: readonly Service[],
  settings: Settings,
): readonly Happening[] {
  const words = postmortemWords[settings.language];
  const found: Happening[] = [
    {
      at: incident.startedAt,
      what: services.every(({ id }) => isMistaken(incident, id)) ? words.beganMistaken : words.began,
    },
  ];
  if (incident.declaredAt) found.push({ at: incident.declaredAt, what: words.declared });
  for (const service of services) {
    const at = incident.resolvedAt.get(service.id);
    const tell = isMistaken(incident, service.id) ? words.found : words.back;
    if (at) found.push({ at, what: tell(productOf(service, settings)) });
  }
  for (const { at, step, event, permalink, actor, run } of journal) {
    const what = nameOf(step, incident, services, settings);
    if (what === undefined || (event !== "posted" && !isTold(event))) continue;
    found.push({
      at,
      what: [what, ...(isTold(event) ? [words.event[event]] : [])].join(" : "),
      ...(permalink !== undefined && /^https:\/\/[^\s<>"'()|]+$/u.test(permalink) && { link: permalink }),
      ...(actor !== undefined && { actor }),
      ...(run !== undefined && { run }),
    });
  }
  return found.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

type Told = "left" | "adopted" | "unknown" | "failed" | "skipped";
const TOLD: ReadonlySet<string> = new Set<Told>(["left", "adopted", "unknown", "failed", "skipped"]);
const isTold = (event: string): event is Told => TOLD.has(event);

function nameOf(
  step: string,
  incident: Incident,
  services: readonly Service[],
  settings: Settings,
): string | undefined {
  const words = postmortemWords[settings.language];
  if (step === outageChat) return words.chat.outage;
  const update = updateOfStep(step);
  if (update !== undefined) return newsOf(step, update, services, settings);
  for (const service of services) {
    const end = isMistaken(incident, service.id) ? "mistaken" : "recovery";
    const product = productOf(service, settings);
    if (step === recoveryChat(service.id)) return words.chat[end](product);
    if (step === mailStep("outage", service.id)) return words.mail.outage(product);
    if (step === mailStep("recovery", service.id)) return words.mail[end](product);
  }
  return undefined;
}

/** News of the outage, by its hour; replies have no row. */
function newsOf(
  step: string,
  key: UpdateKey,
  services: readonly Service[],
  settings: Settings,
): string | undefined {
  const words = updateWords[settings.language].postmortem;
  if (step === updateChat(key)) return words.chat(readableKey(key));
  const service = services.find(({ id }) => step === updateMail(key, id));
  return service && words.mail(productOf(service, settings), readableKey(key));
}

function delays(
  { incident, journal }: PostmortemRequest,
  services: readonly Service[],
  settings: Settings,
): readonly (readonly [string, string])[] {
  const words = postmortemWords[settings.language];
  const between = (from: Date | undefined, to: Date | undefined) =>
    from && to ? duration(from, to < from ? from : to, settings.language) : words.never;
  const posted = journal.find(({ step, event }) => step === outageChat && event === "posted")?.at;
  return [
    [words.toChat, between(incident.startedAt, posted)],
    ...services.flatMap((service): (readonly [string, string])[] => {
      const product = productOf(service, settings);
      const isMistake = isMistaken(incident, service.id);
      const back = isMistake ? undefined : incident.resolvedAt.get(service.id);
      const wrong = leftEntry(journal, "outage", service.id)?.at;
      const rows: (readonly [string, string])[] = [
        [words.toMail(product), between(incident.startedAt, leftEntry(journal, "outage", service.id)?.at)],
      ];
      if (back) {
        rows.push([words.toBack(product), between(incident.startedAt, back)]);
        rows.push([words.toEnd(product), between(back, leftEntry(journal, "recovery", service.id)?.at)]);
      }
      if (isMistake && wrong)
        rows.push([
          words.toMistaken(product),
          between(wrong, leftEntry(journal, "recovery", service.id)?.at),
        ]);
      return rows;
    }),
  ];
}

function audience(
  incident: Incident,
  journal: readonly Entry[],
  services: readonly Service[],
  settings: Settings,
): string {
  const words = postmortemWords[settings.language];
  const news = new Set(journal.flatMap(({ step }) => updateOfStep(step) ?? []));
  const rows = services.flatMap((service) =>
    [
      mailStep("outage", service.id),
      ...[...news].map((key) => updateMail(key, service.id)),
      mailStep("recovery", service.id),
    ].flatMap((step) => {
      const left = leftBy(journal, step);
      return left
        ? [
            [
              escaped(nameOf(step, incident, services, settings) ?? ""),
              escaped(left.list?.name ?? "?"),
              left.list ? receiptWords[settings.language].number(left.list.contacts) : "?",
              left.campaign === undefined ? "?" : words.number(left.campaign),
            ],
          ]
        : [];
    }),
  );
  return rows.length === 0 ? words.nobody : table(words.audienceColumns, rows);
}

function productOf(service: Service, { language }: Settings): string {
  return language === "fr" ? service.grammar.de : service.name;
}

/** The hour; with the date when it is not the day on which the outage began. */
function dayClock(at: Date, start: Date, { timeZone, language }: Settings): string {
  const isSameDay = dateOf(at, timeZone) === dateOf(start, timeZone);
  return isSameDay ? clock(at, timeZone, language) : longDate(at, timeZone, language);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
