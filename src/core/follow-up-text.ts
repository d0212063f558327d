import { escaped, link, print } from "./chat-text.ts";
import { isCounted, judge, type Figures, type Judgement, type Shortfall } from "./figures.ts";
import { isFollowUp, type Reading } from "./follow-up.ts";
import type { Incident } from "./incident.ts";
import type { Step } from "./journal.ts";
import { isMistaken } from "./plan.ts";
import { mailWords } from "./words/mail.ts";
import type { Reminder } from "./reminders.ts";
import type { Service, ServiceId, Settings } from "./settings.ts";
import { duration, since } from "./time.ts";
import { followUpWords } from "./words/follow-up.ts";

/** What a text has to know of the incident. */
export interface About {
  readonly incident: string;
  readonly startedAt: Date;
  /** The end is that of a false alarm: its mail has another name. */
  readonly mistaken?: boolean;
  /** The repository on GitHub, and the incident's file there; absent in a clone without one. */
  readonly webUrl?: string;
  readonly fileUrl?: string;
}

/** One reply that reminds, for the thread of the outage message. Hours are those of the organisation's time zone. */
export function reminderText(reminder: Reminder, about: About, settings: Settings, now: Date): string {
  const { language, timeZone } = settings;
  const words = followUpWords[language];
  const said = () => {
    switch (reminder.kind) {
      case "open": {
        const lasted = duration(about.startedAt, now, language);
        return words.open(productsOf(reminder.services, settings), lasted, gesturesOf(about, settings));
      }
      case "expected-end": {
        const hour = since(reminder.expectedEnd, now, timeZone, language);
        return words.late(productsOf(reminder.services, settings), hour, gesturesOf(about, settings));
      }
      case "doubt": {
        const hour = since(reminder.since, now, timeZone, language);
        const form = about.webUrl && link(`${about.webUrl}/actions/workflows/settle.yml`, words.againForm);
        const again = form ? words.againHere(form) : words.againCommand;
        return words[reminder.state === "unknown" ? "doubt" : "failed"](
          mailNamed(reminder.mail, settings, about.mistaken),
          hour,
          again,
        );
      }
      default:
        return reminder satisfies never;
    }
  };
  return print(said(), settings);
}

/** One reply with the figures of a mail; loud where it did not reach its list. */
export function figuresText(
  reading: Reading,
  why: Shortfall | undefined,
  settings: Settings,
  mistaken = false,
): string {
  const { language } = settings;
  const words = followUpWords[language];
  const mail = mailNamed(reading.mail, settings, mistaken);
  if (why) {
    const { reason, gesture } = words.shortfall(why);
    return print(words.alarm(mail, { reason: escaped(reason), gesture: escaped(gesture) }), settings);
  }
  const lasted = duration(reading.leftAt, reading.at, language);
  return print(words.told(mail, countsOf(reading.figures, settings), lasted), settings);
}

/** « 1 234 envoyés, 1 220 arrivés, 2 désinscriptions », or why there is nothing to count. */
export function countsOf(figures: Figures, { language }: Settings): string {
  const words = followUpWords[language];
  if (isCounted(figures)) return words.counts(figures);
  return figures.status === "vanished" ? words.vanished : words.unavailable;
}

/** The same judgement of figures that were written down as of those that were just read. */
export function judgeAgain({ figures, campaign, contacts }: Reading): Judgement {
  const about = { campaign, hours: figures.after_hours, contacts, patient: false };
  return judge(isCounted(figures) ? figures : undefined, about);
}

/** « E-mail de panne de Reconnect Pro », by a mail's step; the part before `/figures/` of a step of figures. */
export function mailNamed(step: Step, settings: Settings, mistaken = false): string {
  const service = serviceOf(step, settings);
  const [first] = step.split("/");
  const end = mistaken ? "mistaken" : "recovery";
  const kind = first === "outage" ? first : first === "recovery" ? end : "update";
  return followUpWords[settings.language].mail(kind, service ? productOf(service, settings) : "");
}

/** Whether the end that a mail's step tells is that of a false alarm. */
export function endsFalseAlarm(
  step: Step,
  incident: Pick<Incident, "status" | "mistaken">,
  settings: Settings,
): boolean {
  const service = serviceOf(step, settings);
  return service !== undefined && isMistaken(incident, service.id);
}

function serviceOf(step: Step, { services }: Settings): Service | undefined {
  const parts = step.split("/");
  return services.find(({ id }) => parts.includes(id));
}

/** What a receipt calls a step that follows an announcement. */
export function followUpLabel(step: Step, settings: Settings, mistaken = false): string {
  const words = followUpWords[settings.language].receipt;
  if (!isFollowUp(step)) throw new RangeError(`${step} follows no announcement`);
  if (step.startsWith("reminder/open/")) return words.reminder.open;
  if (step.startsWith("reminder/expected-end/")) return words.reminder.late;
  return step.startsWith("reminder/") ? words.doubt : words.figures(mailNamed(step, settings, mistaken));
}

function gesturesOf({ webUrl, fileUrl, incident }: About, { language }: Settings) {
  const words = followUpWords[language];
  const form = webUrl && link(`${webUrl}/actions/workflows/declarer-la-fin.yml`, words.endForm);
  const file = words.file(escaped(incident));
  return {
    end: form ? words.endHere(form) : words.endCommand,
    file: fileUrl === undefined ? file : link(fileUrl, file),
  };
}

function productsOf(services: readonly ServiceId[], settings: Settings): string {
  const names = settings.services
    .filter(({ id }) => services.includes(id))
    .map((each) => productOf(each, settings));
  return mailWords[settings.language].list(names);
}

function productOf({ grammar, name }: Service, { language }: Settings): string {
  return language === "fr" ? grammar.de : name;
}
