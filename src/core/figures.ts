import { z } from "zod";
import type { CampaignId } from "./campaign.ts";

/** What Brevo counted for one campaign, as it last showed it. */
export interface Delivery {
  /** Brevo's own word (facts: `sent`, `suspended`, …); new words may appear. */
  readonly status: string;
  /** Mails that Brevo tried to deliver. */
  readonly sent: number;
  readonly delivered: number;
  /** Soft and hard bounces together. */
  readonly bounced: number;
  readonly unsubscribed: number;
  /** People who called the mail spam. */
  readonly complaints: number;
  /** Contacts whom Brevo still has to write to. */
  readonly remaining: number;
}

const count = z.int().nonnegative();
const toldShape = z.object({ after_hours: z.number().positive(), status: z.string() });
const countedShape = toldShape.extend({
  sent: count,
  delivered: count,
  bounced: count,
  unsubscribed: count,
  complaints: count,
  /** Contacts of the list whom Brevo left out: they unsubscribed, or Brevo blocks their address. */
  blocked: count,
  remaining: count,
});

/** The `figures` of a journal: numbers alone; without them where Brevo had none to give (`vanished`, `unavailable`). */
export const figuresShape = z.union([countedShape, toldShape]);
export type Figures = Readonly<z.infer<typeof figuresShape>>;
export type Counted = Readonly<z.infer<typeof countedShape>>;

/** Whether Brevo gave numbers. */
export function isCounted(figures: Figures): figures is Counted {
  return "sent" in figures;
}

/** Why a mail that left did not reach its list. */
export type Shortfall =
  | {
      readonly kind: "suspended";
      readonly campaign: CampaignId;
      readonly sent: number;
      readonly remaining: number;
    }
  | { readonly kind: "stopped"; readonly campaign: CampaignId; readonly status: string }
  | { readonly kind: "stuck"; readonly campaign: CampaignId; readonly status: string }
  | { readonly kind: "vanished"; readonly campaign: CampaignId }
  | {
      readonly kind: "few";
      readonly campaign: CampaignId;
      readonly delivered: number;
      readonly contacts: number;
    };

/** What is to be done with what Brevo showed: wait for its numbers, write them down, or raise the alarm as well. */
export type Judgement =
  | { readonly kind: "wait" }
  /** Brevo calls it sent and counts nobody, not even mails that went out: that says nothing of the mail. */
  | { readonly kind: "none"; readonly figures: Figures }
  | { readonly kind: "fine"; readonly figures: Figures }
  | { readonly kind: "alarm"; readonly figures: Figures; readonly why: Shortfall };

const SENT = new Set(["sent", "archive"]);
const MOVING = new Set(["queued", "in_process", "inProcess"]);

/**
 * Judges what Brevo shows of a mail that had left. `delivery` is absent when the campaign is gone; `contacts` is the
 * size of its list when it left, 0 when nobody knows it; `patient` while Brevo may still be counting. Less than half of
 * the list reached is a shortfall: a list holds some dead addresses, not that many.
 */
export function judge(
  delivery: Delivery | undefined,
  about: {
    readonly campaign: CampaignId;
    readonly hours: number;
    readonly contacts: number;
    readonly patient: boolean;
  },
): Judgement {
  const { campaign, hours, contacts, patient } = about;
  if (!delivery) {
    const figures = { after_hours: hours, status: "vanished" };
    return { kind: "alarm", figures, why: { kind: "vanished", campaign } };
  }
  const { status, sent, delivered, bounced, unsubscribed, complaints, remaining } = delivery;
  const isOver = SENT.has(status);
  const counts = { sent, delivered, bounced, unsubscribed, complaints };
  const blocked = isOver ? Math.max(0, contacts - sent - remaining) : 0;
  const figures = { after_hours: hours, status, ...counts, blocked, remaining };
  if (MOVING.has(status))
    return patient ? { kind: "wait" } : { kind: "alarm", figures, why: { kind: "stuck", campaign, status } };
  // A suspended mail without a single number: its state is all that is known of it.
  if (status === "suspended" && sent + remaining > 0) {
    const left = remaining > 0 ? remaining : Math.max(0, contacts - sent);
    return { kind: "alarm", figures, why: { kind: "suspended", campaign, sent, remaining: left } };
  }
  if (!isOver) return { kind: "alarm", figures, why: { kind: "stopped", campaign, status } };
  if (sent === 0 && delivered + bounced === 0)
    return patient
      ? { kind: "wait" }
      : { kind: "none", figures: { after_hours: hours, status: "unavailable" } };
  if (delivered * 2 >= contacts) return { kind: "fine", figures };
  // Numbers come in little by little: a bounce is an answer, silence is not one yet.
  if (patient && (delivered + bounced) * 2 < contacts) return { kind: "wait" };
  return { kind: "alarm", figures, why: { kind: "few", campaign, delivered, contacts } };
}
