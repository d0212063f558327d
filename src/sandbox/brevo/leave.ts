import { type Campaign, stage, statusOf } from "./campaign.ts";
import type { BrevoState } from "./entities.ts";
import { BrevoRefusal, invalid } from "./refusal.ts";
import type { BrevoStore } from "./store.ts";

/** Sends a draft as the API does: refused when it is none, or without contacts or credits. */
export function sendNow(store: BrevoStore, campaign: Campaign): void {
  refuseUnlessDraft(store, campaign);
  const audience = store.audience(campaign.content.listIds);
  if (audience === 0) throw invalid("Campaign has no recipients");
  if (audience > store.state.credits)
    throw new BrevoRefusal(402, "not_enough_credits", "You don't have enough credit to send your campaign");
  leave(store, campaign);
}

/** The campaign goes its way, and its mail leaves at once when it is to leave at all. */
function leave(
  store: BrevoStore,
  campaign: Campaign,
  outcome: BrevoState["outcome"] = store.state.outcome,
): void {
  if (outcome === "forgotten") return;
  const { state, now } = store;
  const audience = store.audience(campaign.content.listIds);
  const reached = outcome === "sent" ? Math.min(audience, state.dailyCap) : 0;
  campaign.accepted = true;
  campaign.scheduledAt = now();
  campaign.since = now().getTime();
  campaign.stages = [
    stage("draft", state.draftLag),
    stage("queued", state.queued),
    stage("in_process", state.inProcess),
  ];
  campaign.sentTo = reached;
  campaign.remaining = audience - reached;
  campaign.settled = outcome === "sent" && reached < audience ? "suspended" : outcome;
  if (reached === 0) return;
  state.credits -= reached;
  const { name, subject, listIds, htmlContent: html } = campaign.content;
  store.deliveries.push({
    campaignId: campaign.id,
    name,
    subject,
    listIds,
    recipients: reached,
    html,
    at: now(),
  });
}

/** Ends the checks of a campaign that is `in_review`: it goes on its way. */
export function approve(store: BrevoStore, campaign: Campaign): void {
  if (campaign.settled !== "in_review") throw new Error(`Campaign ${campaign.id} is not in review.`);
  leave(store, campaign, "sent");
  campaign.stages = campaign.stages.filter(({ status }) => status !== "draft");
}

/** The only brake: what is not in process yet has not left, and does not leave. */
export function brake(store: BrevoStore, campaign: Campaign, settled: "suspended" | "cancelled"): void {
  const status = statusOf(campaign, store.now(), false);
  if (!campaign.accepted || status === "sent" || status === "archive")
    throw invalid(`Campaign cannot be ${settled}`);
  if (status === "draft" || status === "queued") {
    const index = store.deliveries.findIndex(({ campaignId }) => campaignId === campaign.id);
    if (index >= 0) store.deliveries.splice(index, 1);
    store.state.credits += campaign.sentTo;
    campaign.remaining += campaign.sentTo;
    campaign.sentTo = 0;
  }
  campaign.stages = [];
  campaign.settled = settled;
}

/** 400 with `campaign_sent` or `campaign_processing` for what is no draft any more. */
export function refuseUnlessDraft(store: BrevoStore, campaign: Campaign): void {
  if (!campaign.accepted) return;
  const status = statusOf(campaign, store.now(), false);
  if (status === "sent" || status === "archive")
    throw new BrevoRefusal(400, "campaign_sent", "Campaign is already sent");
  throw new BrevoRefusal(400, "campaign_processing", "Campaign is being processed");
}
