/**
 * A moment of the day: the outage began, a person acted or gave news, Slack or the mails were reached, it was over; the
 * robot came by itself, or a drill was played. `gesture` is one that the old procedure knew too, so it is counted.
 */
export type MomentKind = "start" | "gesture" | "news" | "slack" | "mail" | "end" | "robot" | "drill";

/**
 * The gestures that made something leave. A second click, or a declaration that was made already, sends nothing: the
 * outage did not need it.
 */
export function gesturesThatCounted(timeline: readonly Moment[]): readonly Moment[] {
  return timeline.filter(({ kind }, index) => {
    const next = timeline[index + 1]?.kind;
    return kind === "gesture" && (next === "slack" || next === "mail");
  });
}

/** One command of the demo, with the receipt that it printed and how long it took. */
export interface Scene {
  readonly at: Date;
  readonly command: string;
  readonly receipt: string;
  readonly seconds: number;
}

export interface Moment {
  readonly at: Date;
  readonly text: string;
  readonly kind: MomentKind;
}

/** A message of the channel as Slack keeps it: `text` is mrkdwn. */
export interface ChannelMessage {
  readonly at: Date;
  readonly author: string;
  readonly text: string;
  /** What the message said before it was edited: the alert that called everybody. */
  readonly before?: string;
  readonly edited: boolean;
  readonly replies: readonly ChannelReply[];
}

export interface ChannelReply {
  readonly at: Date;
  readonly author: string;
  readonly text: string;
  /** Shown in the channel too. */
  readonly broadcast: boolean;
}

/** A mail as it left: `html` still holds Brevo's two links. */
export interface SentMail {
  readonly phase: "outage" | "recovery";
  readonly service: string;
  readonly from: string;
  readonly subject: string;
  readonly preview: string;
  readonly html: string;
  readonly sentAt: Date;
  readonly list: { readonly id: number; readonly name: string; readonly contacts: number };
}

/** A list of Brevo, and why it was taken or left. */
export interface ConsideredList {
  readonly id: number;
  readonly name: string;
  readonly contacts: number;
  readonly verdict: string;
  readonly chosen: boolean;
}

export interface JournalLine {
  readonly at: Date;
  readonly step: string;
  readonly event: string;
  readonly detail: string;
}

/** Everything that the page of the demo shows. Every text is untrusted. */
export interface DemoData {
  readonly title: string;
  readonly organisation: string;
  /** IANA name; every hour of the page is told on its clocks. */
  readonly timeZone: string;
  readonly scenes: readonly Scene[];
  readonly timeline: readonly Moment[];
  readonly channel: { readonly name: string; readonly messages: readonly ChannelMessage[] };
  readonly mails: readonly SentMail[];
  readonly lists: readonly ConsideredList[];
  readonly incidentFile: { readonly path: string; readonly text: string };
  readonly journal: readonly JournalLine[];
  readonly requests: { readonly slack: number; readonly brevo: number };
}
