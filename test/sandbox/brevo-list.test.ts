import { describe, expect, test } from "vitest";
import { brevoError, draft, world, type World } from "./clients.ts";

const names = async (
  w: World,
  query: Parameters<World["brevo"]["emailCampaigns"]["getEmailCampaigns"]>[0] = {},
) => (await w.brevo.emailCampaigns.getEmailCampaigns(query)).campaigns?.map(({ name }) => name);

const yesterday = new Date("2026-11-22T10:00:00.000Z");

describe("GET /emailCampaigns", () => {
  test("comes newest first, counted, and without HTML when that is asked", async () => {
    await using w = await world();
    w.sandbox.brevo.byHand({ name: "a" });
    w.sandbox.brevo.byHand({ name: "older", createdAt: yesterday });
    const page = await w.brevo.emailCampaigns.getEmailCampaigns({ excludeHtmlContent: true });
    expect(page.count).toBe(2);
    expect(page.campaigns).toMatchObject([{ name: "a", htmlContent: "" }, { name: "older" }]);
    expect(await names(w, { sort: "asc" })).toEqual(["older", "a"]);
  });

  test("has 50 to a page, at most 100", async () => {
    await using w = await world();
    for (let i = 0; i < 120; i += 1) w.sandbox.brevo.byHand({ name: String(i) });
    expect(await names(w)).toHaveLength(50);
    expect(await names(w, { limit: 100, offset: 100 })).toHaveLength(20);
    expect(await brevoError(w.brevo.emailCampaigns.getEmailCampaigns({ limit: 101 }))).toBe(
      "400 invalid_parameter",
    );
  });

  test("filters by status in Brevo's spelling, and by type", async () => {
    await using w = await world();
    w.sandbox.brevo.byHand({ name: "draft" });
    w.sandbox.brevo.byHand({ name: "going", status: "in_process" });
    expect(await names(w, { status: "inProcess" })).toEqual(["going"]);
    expect(await names(w, { status: "draft" })).toEqual(["draft"]);
    expect(await names(w, { type: "trigger" })).toEqual([]);
    const raw = await fetch(`${w.sandbox.brevoUrl}/emailCampaigns?status=in_process`, {
      headers: { "api-key": "xkeysib-sandbox" },
    });
    expect(raw.status).toBe(400);
  });

  test("filters what was sent by date, never by half a span nor into the future", async () => {
    await using w = await world();
    w.sandbox.brevo.byHand({ name: "sent", sentAt: yesterday, listIds: [47] });
    w.sandbox.brevo.byHand({ name: "draft" });
    const list = (startDate?: string, endDate?: string) =>
      names(w, { ...(startDate ? { startDate } : {}), ...(endDate ? { endDate } : {}) });
    expect(await list("2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z")).toEqual(["sent"]);
    expect(await list("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z")).toEqual([]);
    expect(await brevoError(list("2026-11-22T00:00:00Z"))).toBe("400 invalid_parameter");
    expect(await brevoError(list("2026-11-22T00:00:00Z", "2026-11-24T00:00:00Z"))).toBe(
      "400 invalid_parameter",
    );
    const span = { startDate: "2026-11-22T00:00:00Z", endDate: "2026-11-23T00:00:00Z" };
    expect(await brevoError(names(w, { ...span, status: "draft" }))).toBe("400 invalid_parameter");
  });

  test("misses a new campaign for some reads or some time, while its id answers", async () => {
    await using w = await world();
    w.sandbox.brevo.state.listLag = { reads: 1 };
    const { id: campaignId } = await w.brevo.emailCampaigns.createEmailCampaign(draft("reads"));
    expect((await w.brevo.emailCampaigns.getEmailCampaign({ campaignId })).name).toBe("reads");
    expect([await names(w), await names(w)]).toEqual([[], ["reads"]]);
    w.sandbox.brevo.state.listLag = { ms: 5000 };
    await w.brevo.emailCampaigns.createEmailCampaign(draft("time"));
    expect(await names(w)).toEqual(["reads"]);
    w.clock.pass(5000);
    expect(await names(w)).toEqual(["time", "reads"]);
  });
});

describe("campaigns made by hand", () => {
  test("one that left is a delivery of its date", async () => {
    await using w = await world();
    const { id } = w.sandbox.brevo.byHand({ name: "à la main", sentAt: yesterday, listIds: [47] });
    expect(await w.brevo.emailCampaigns.getEmailCampaign({ campaignId: id })).toMatchObject({
      status: "sent",
      sentDate: yesterday.toISOString(),
      createdAt: yesterday.toISOString(),
    });
    expect(w.sandbox.brevo.deliveries).toMatchObject([
      { name: "à la main", recipients: 1234, at: yesterday },
    ]);
  });

  test("a draft is renamed, sent and deleted by a person", async () => {
    await using w = await world();
    const { id } = w.sandbox.brevo.byHand({ name: "brouillon", listIds: [48] });
    w.sandbox.brevo.rename(id, "Indisponibilité");
    w.sandbox.brevo.sendByHand(id);
    expect(w.sandbox.brevo.deliveries).toMatchObject([{ name: "Indisponibilité", recipients: 5678 }]);
    w.sandbox.brevo.remove(id);
    expect(await names(w)).toEqual([]);
  });

  test("one that is queued for later shows its hour and has not left", async () => {
    await using w = await world();
    const scheduledAt = new Date("2026-11-24T08:00:00.000Z");
    w.sandbox.brevo.byHand({ name: "demain", status: "queued", scheduledAt, listIds: [47] });
    const { campaigns } = await w.brevo.emailCampaigns.getEmailCampaigns();
    expect(campaigns).toMatchObject([{ status: "queued", scheduledAt: scheduledAt.toISOString() }]);
    expect(w.sandbox.brevo.deliveries).toEqual([]);
  });
});
