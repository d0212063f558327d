import { type Campaign, isListed, statusOf } from "./campaign.ts";
import { invalid } from "./refusal.ts";
import { type BrevoReply, type BrevoRequest, page } from "./route.ts";
import type { BrevoStore } from "./store.ts";
import { campaignView } from "./views.ts";

const spellings = new Map(
  ["suspended", "archive", "sent", "queued", "draft", "inProcess", "inReview"].map((filter) => [
    filter,
    filter.replace(/[A-Z]/, (capital) => `_${capital.toLowerCase()}`),
  ]),
);

/** GET /emailCampaigns: filters, then one page, newest first. */
export function listCampaigns(store: BrevoStore, { query }: BrevoRequest): BrevoReply {
  const now = store.now();
  const type = query.get("type") ?? "classic";
  if (type !== "classic" && type !== "trigger") throw invalid("type is not valid");
  const isWanted = filterOf(store, query);
  const found = store.campaigns
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.id - b.id)
    .filter((campaign) => type === "classic" && isListed(campaign, now) && isWanted(campaign));
  const shown = page(found, query, { default: 50, max: 100 });
  const withHtml = query.get("excludeHtmlContent") !== "true";
  const campaigns = shown.map((campaign) => campaignView(store, campaign, withHtml));
  return { status: 200, body: { count: found.length, campaigns } };
}

function filterOf(store: BrevoStore, query: URLSearchParams): (campaign: Campaign) => boolean {
  const filter = query.get("status");
  const status = filter === null ? undefined : spellings.get(filter);
  if (filter !== null && status === undefined) throw invalid("status is not valid");
  const span = spanOf(store, query);
  if (span && filter !== null && filter !== "sent") throw invalid("Dates are for sent campaigns only");
  return (campaign) => {
    const shown = statusOf(campaign, store.now(), false);
    if (status !== undefined && shown !== status) return false;
    if (!span) return true;
    const sent = campaign.sentDate?.getTime();
    return sent !== undefined && sent >= span.start && sent <= span.end;
  };
}

function spanOf(store: BrevoStore, query: URLSearchParams): { start: number; end: number } | undefined {
  const [from, to] = [query.get("startDate"), query.get("endDate")];
  if (from === null && to === null) return undefined;
  if (from === null || to === null) throw invalid("startDate and endDate are mandatory together");
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (Number.isNaN(start) || Number.isNaN(end)) throw invalid("startDate or endDate is no date-time");
  if (end > store.now().getTime()) throw invalid("endDate cannot be in the future");
  if (start > end) throw invalid("startDate is after endDate");
  return { start, end };
}
