import { z } from "zod";
import type { Campaign } from "./campaign.ts";
import { listCampaigns } from "./campaign-list.ts";
import { changedContent, newContent } from "./draft.ts";
import { brake, refuseUnlessDraft, sendNow } from "./leave.ts";
import { BrevoRefusal, invalid } from "./refusal.ts";
import { type BrevoReply, type BrevoRequest, type BrevoRoute, done } from "./route.ts";
import type { BrevoStore } from "./store.ts";
import { sendTest } from "./test-mail.ts";
import { campaignView } from "./views.ts";

type OnCampaign = (store: BrevoStore, campaign: Campaign, request: BrevoRequest) => BrevoReply;
const general = { bucket: "general" } as const;

/** Campaigns: everything that the robot or a person does with them. */
export const campaignRoutes: readonly BrevoRoute[] = [
  { method: "GET", path: "/emailCampaigns", ...general, run: listCampaigns },
  {
    method: "POST",
    path: "/emailCampaigns",
    ...general,
    run: (store, { body }) => ({ status: 201, body: { id: store.create(newContent(store, body)).id } }),
  },
  {
    method: "GET",
    path: "/emailCampaigns/:id",
    ...general,
    run: on((store, campaign, { query }) => {
      const withHtml = query.get("excludeHtmlContent") !== "true";
      return { status: 200, body: campaignView(store, campaign, withHtml) };
    }),
  },
  { method: "PUT", path: "/emailCampaigns/:id", ...general, run: on(update) },
  {
    method: "DELETE",
    path: "/emailCampaigns/:id",
    ...general,
    run: on((store, campaign) => {
      if (campaign.accepted)
        throw new BrevoRefusal(403, "permission_denied", "Scheduled or sent campaigns cannot be deleted");
      if (store.state.deletion === "refused")
        throw new BrevoRefusal(403, "permission_denied", "You are not allowed to delete campaigns");
      store.remove(campaign.id);
      return done;
    }),
  },
  {
    method: "POST",
    path: "/emailCampaigns/:id/sendNow",
    ...general,
    run: on((store, campaign) => {
      sendNow(store, campaign);
      return done;
    }),
  },
  { method: "POST", path: "/emailCampaigns/:id/sendTest", ...general, run: on(sendTest) },
  { method: "PUT", path: "/emailCampaigns/:id/status", ...general, run: on(changeStatus) },
];

function on(act: OnCampaign): BrevoRoute["run"] {
  return (store, request) => {
    const campaign = store.campaigns.find(({ id }) => id === request.id);
    if (!campaign) throw new BrevoRefusal(404, "document_not_found", "Campaign ID does not exist");
    return act(store, campaign, request);
  };
}

function update(store: BrevoStore, campaign: Campaign, { body }: BrevoRequest): BrevoReply {
  refuseUnlessDraft(store, campaign);
  campaign.content = changedContent(store, campaign.content, body);
  campaign.modifiedAt = store.now();
  return done;
}

const Wanted = z.object({
  status: z.enum(["suspended", "cancel", "archive", "darchive", "sent", "queued", "replicate", "draft"]),
});

function changeStatus(store: BrevoStore, campaign: Campaign, { body }: BrevoRequest): BrevoReply {
  const wanted = Wanted.safeParse(body);
  if (!wanted.success) throw invalid("status is not valid");
  const { status } = wanted.data;
  if (status === "sent" || status === "queued") sendNow(store, campaign);
  else if (status === "suspended") brake(store, campaign, "suspended");
  else if (status === "cancel") brake(store, campaign, "cancelled");
  else if (status === "replicate") store.create({ ...campaign.content });
  else if (status === "draft") refuseUnlessDraft(store, campaign);
  else if (campaign.sentDate) campaign.settled = status === "archive" ? "archive" : "sent";
  else throw invalid("Only sent campaigns can be archived");
  return done;
}
