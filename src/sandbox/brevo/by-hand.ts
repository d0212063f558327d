import type { Campaign, Content, Status } from "./campaign.ts";
import type { BrevoStore } from "./store.ts";

/** A campaign as a person makes it; what is left out is plausible. */
export interface ByHand {
  readonly name: string;
  readonly status?: Status;
  readonly listIds?: readonly number[];
  readonly subject?: string;
  readonly html?: string;
  readonly createdAt?: Date;
  /** When it left, for one that did; default: at its creation. */
  readonly sentAt?: Date;
  /** For one that is `queued` for later. */
  readonly scheduledAt?: Date;
}

const left: readonly Status[] = ["sent", "archive"];

/** Places a campaign in the store as it is said to be. One that left is a delivery too, at `sentAt`. */
export function placeByHand(store: BrevoStore, hand: ByHand): Campaign {
  const { status = hand.sentAt ? "sent" : "draft", subject = hand.name, listIds = [] } = hand;
  const html = hand.html ?? `<html><body><p>${subject}</p><a href="{{ unsubscribe }}">x</a></body></html>`;
  const createdAt = hand.createdAt ?? hand.sentAt ?? store.now();
  const campaign = store.create(
    contentOf({ name: hand.name, subject, htmlContent: html, listIds }),
    createdAt,
  );
  campaign.settled = status;
  campaign.accepted = status !== "draft";
  if (hand.scheduledAt) campaign.scheduledAt = hand.scheduledAt;
  if (!left.includes(status)) return campaign;
  const at = hand.sentAt ?? createdAt;
  const recipients = store.audience(listIds);
  campaign.sentDate = at;
  campaign.sentTo = recipients;
  store.deliveries.push({ campaignId: campaign.id, name: hand.name, subject, listIds, recipients, html, at });
  return campaign;
}

/** A content with Brevo's defaults for what is not given. */
export function contentOf(
  given: Partial<Content> & Pick<Content, "name" | "subject" | "htmlContent">,
): Content {
  return {
    senderId: 1,
    senderName: undefined,
    replyTo: undefined,
    previewText: "",
    header: "[DEFAULT_HEADER]",
    footer: "[DEFAULT_FOOTER]",
    toField: "",
    utmCampaign: "",
    mirrorActive: false,
    listIds: [],
    exclusionListIds: [],
    ...given,
  };
}
