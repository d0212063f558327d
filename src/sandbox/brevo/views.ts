import { type Campaign, type Counts, statusOf } from "./campaign.ts";
import type { ContactList, Template } from "./entities.ts";
import type { BrevoStore } from "./store.ts";

/** Everything that the contract wants of a campaign. This is a read: it brings the campaign forward. */
export function campaignView(store: BrevoStore, campaign: Campaign, withHtml: boolean) {
  const { content } = campaign;
  const status = statusOf(campaign, store.now(), true);
  const isMoving = status === "draft" || status === "queued" || status === "in_process";
  const sender = store.senders.find(({ id }) => id === content.senderId);
  return {
    id: campaign.id,
    name: content.name,
    subject: content.subject,
    previewText: content.previewText,
    type: "classic",
    status,
    ...(campaign.scheduledAt && status !== "draft"
      ? { scheduledAt: campaign.scheduledAt.toISOString() }
      : {}),
    ...(campaign.sentDate ? { sentDate: campaign.sentDate.toISOString() } : {}),
    createdAt: campaign.createdAt.toISOString(),
    modifiedAt: campaign.modifiedAt.toISOString(),
    abTesting: false,
    sendAtBestTime: false,
    header: content.header,
    footer: content.footer,
    htmlContent: withHtml ? content.htmlContent : "",
    toField: content.toField,
    utmCampaignValue: content.utmCampaign || content.name,
    mirrorActive: content.mirrorActive,
    inlineImageActivation: false,
    recurring: false,
    testSent: campaign.testSent,
    tag: "",
    replyTo: content.replyTo ?? sender?.email ?? "",
    sender: { id: content.senderId, name: content.senderName ?? sender?.name, email: sender?.email },
    recipients: { lists: content.listIds, exclusionLists: content.exclusionListIds },
    statistics: {
      globalStats: isMoving ? counters(0) : counters(campaign.sentTo, campaign.counts),
      campaignStats: [],
      mirrorClick: 0,
      remaining: isMoving ? 0 : campaign.remaining,
      linksStats: {},
      statsByDomain: {},
      statsByDevice: {},
      statsByBrowser: {},
    },
  };
}

const NOBODY: Counts = { softBounces: 0, hardBounces: 0, unsubscriptions: 0, complaints: 0 };

/** What did not bounce arrived; nobody opens or clicks anything here. */
function counters(sent: number, counts = NOBODY) {
  const delivered = Math.max(0, sent - counts.softBounces - counts.hardBounces);
  const clicks = { uniqueClicks: 0, clickers: 0 };
  const opens = { uniqueViews: 0, viewed: 0, trackableViews: 0, opensRate: 0, appleMppOpens: 0 };
  return { sent, delivered, ...clicks, ...opens, ...counts };
}

/** A list as the listing shows it. Brevo is dropping both totals: they are 0, unless an account still has one. */
export function listView({ id, name, folderId, uniqueSubscribers, totalBlacklisted = 0 }: ContactList) {
  return { id, name, folderId, uniqueSubscribers, totalSubscribers: 0, totalBlacklisted };
}

export function templateView(store: BrevoStore, template: Template) {
  const { senderId, createdAt, ...shown } = template;
  const sender = store.senders.find(({ id }) => id === senderId);
  return {
    ...shown,
    sender: { id: String(senderId), name: sender?.name, email: sender?.email },
    replyTo: sender?.email,
    tag: "",
    toField: "",
    testSent: false,
    createdAt,
    modifiedAt: createdAt,
    doiTemplate: false,
  };
}

export function accountView({ state }: BrevoStore) {
  return {
    organization_id: "5fa2b8c123456789abcdef01",
    user_id: 1_234_567,
    enterprise: false,
    companyName: "Reconnect",
    email: "equipe@reconnect.example",
    firstName: "Équipe",
    lastName: "Reconnect",
    address: { street: "1 rue de l’Exemple", city: "Paris", zipCode: "75000", country: "France" },
    dateTimePreferences: { timezone: "Europe/Paris", timeFormat: "24", dateFormat: "dd-mm-yyyy" },
    plan: [
      Number.isFinite(state.dailyCap)
        ? { type: "free", credits: state.dailyCap, creditsType: "sendLimit" }
        : { type: "subscription", credits: state.credits, creditsType: "sendLimit" },
    ],
    relay: {
      enabled: true,
      data: { userName: "equipe@reconnect.example", relay: "smtp-relay.brevo.com", port: 587 },
    },
    marketingAutomation: { enabled: false },
  };
}
