import { describe, expect, test } from "vitest";
import { brevoError, draft, HTML, world, type World } from "./clients.ts";

async function created(w: World): Promise<number> {
  return (await w.brevo.emailCampaigns.createEmailCampaign(draft())).id;
}

const send = (w: World, campaignId: number) =>
  brevoError(w.brevo.emailCampaigns.sendEmailCampaignNow({ campaignId }));

const read = (w: World, campaignId: number) => w.brevo.emailCampaigns.getEmailCampaign({ campaignId });

async function statuses(w: World, campaignId: number, times: number): Promise<string[]> {
  const seen: string[] = [];
  for (let i = 0; i < times; i += 1) seen.push((await read(w, campaignId)).status);
  return seen;
}

describe("sendNow", () => {
  test("delivers the mail once, to the whole list", async () => {
    await using w = await world();
    const id = await created(w);
    const { data, rawResponse } = await w.brevo.emailCampaigns
      .sendEmailCampaignNow({ campaignId: id })
      .withRawResponse();
    expect([rawResponse.status, data]).toEqual([204, undefined]);
    const { name, subject } = draft();
    expect(w.sandbox.brevo.deliveries).toEqual([
      { campaignId: id, name, subject, listIds: [47], recipients: 1234, html: HTML, at: w.clock.now() },
    ]);
    expect((await w.brevo.account.getAccount()).plan[0]?.credits).toBe(50_000 - 1234);
  });

  test("a second one never delivers again", async () => {
    await using w = await world();
    const id = await created(w);
    expect([await send(w, id), await send(w, id)]).toEqual(["none", "400 campaign_processing"]);
    await statuses(w, id, 2);
    expect(await send(w, id)).toBe("400 campaign_sent");
    expect(w.sandbox.brevo.deliveries).toHaveLength(1);
  });

  test("is counted: what bounced did not arrive, and tests say how much did", async () => {
    await using w = await world();
    const id = await created(w);
    await send(w, id);
    const counts = { softBounces: 1, hardBounces: 2, unsubscriptions: 3, complaints: 4 };
    Object.assign(w.sandbox.brevo.campaign(id).counts, counts);
    expect((await read(w, id)).statistics.globalStats).toMatchObject({
      sent: 0,
      delivered: 0,
      softBounces: 0,
    });
    expect((await read(w, id)).statistics.globalStats).toMatchObject({
      sent: 1234,
      delivered: 1231,
      ...counts,
    });
  });

  test("needs a campaign, contacts and credits", async () => {
    await using w = await world();
    expect(await send(w, 1)).toBe("404 document_not_found");
    const id = await created(w);
    w.sandbox.brevo.state.credits = 1233;
    expect(await send(w, id)).toBe("402 not_enough_credits");
    w.sandbox.brevo.list(47).uniqueSubscribers = 0;
    expect(await send(w, id)).toBe("400 invalid_parameter");
    expect(w.sandbox.brevo.deliveries).toEqual([]);
    expect((await read(w, id)).status).toBe("draft");
  });
});

describe("the life of a campaign after sendNow", () => {
  test("is queued on the next read, then sent with its date", async () => {
    await using w = await world();
    const id = await created(w);
    await send(w, id);
    expect(await read(w, id)).toMatchObject({ status: "queued", scheduledAt: "2026-11-23T13:05:00.000Z" });
    expect(await read(w, id)).toMatchObject({
      status: "sent",
      sentDate: "2026-11-23T13:05:00.000Z",
      statistics: { remaining: 0, globalStats: { sent: 1234 } },
    });
  });

  test("stays draft, queued and in process for as many reads as told", async () => {
    await using w = await world();
    Object.assign(w.sandbox.brevo.state, {
      draftLag: { reads: 2 },
      queued: { reads: 1 },
      inProcess: { reads: 2 },
    });
    const id = await created(w);
    await send(w, id);
    expect(await statuses(w, id, 6)).toEqual([
      "draft",
      "draft",
      "queued",
      "in_process",
      "in_process",
      "sent",
    ]);
    expect(w.sandbox.brevo.deliveries).toHaveLength(1);
  });

  test("stays draft, queued and in process for as long as told", async () => {
    await using w = await world();
    Object.assign(w.sandbox.brevo.state, {
      draftLag: { ms: 1000 },
      queued: { ms: 1000 },
      inProcess: { ms: 1000 },
    });
    const id = await created(w);
    await send(w, id);
    const seen: string[] = [];
    for (let i = 0; i < 4; i += 1, w.clock.pass(1000)) seen.push(...(await statuses(w, id, 2)));
    expect(seen).toEqual(["draft", "draft", "queued", "queued", "in_process", "in_process", "sent", "sent"]);
    expect((await read(w, id)).sentDate).toBe("2026-11-23T13:05:03.000Z");
  });

  test("ends suspended with a rest when the day's cap is smaller than the list", async () => {
    await using w = await world();
    w.sandbox.brevo.state.dailyCap = 300;
    const id = await created(w);
    await send(w, id);
    expect(await statuses(w, id, 1)).toEqual(["queued"]);
    expect(await read(w, id)).toMatchObject({
      status: "suspended",
      statistics: { remaining: 934, globalStats: { sent: 300 } },
    });
    expect(w.sandbox.brevo.deliveries).toMatchObject([{ recipients: 300 }]);
  });

  test("ends suspended by Brevo, and nothing leaves", async () => {
    await using w = await world();
    w.sandbox.brevo.state.outcome = "suspended";
    const id = await created(w);
    await send(w, id);
    expect(await statuses(w, id, 2)).toEqual(["queued", "suspended"]);
    expect((await read(w, id)).statistics.remaining).toBe(1234);
    expect(w.sandbox.brevo.deliveries).toEqual([]);
  });

  test("goes into review, and leaves when it is approved", async () => {
    await using w = await world();
    w.sandbox.brevo.state.outcome = "in_review";
    const id = await created(w);
    await send(w, id);
    expect(await statuses(w, id, 2)).toEqual(["queued", "in_review"]);
    expect(w.sandbox.brevo.deliveries).toEqual([]);
    w.sandbox.brevo.approve(id);
    expect(await statuses(w, id, 2)).toEqual(["queued", "sent"]);
    expect(w.sandbox.brevo.deliveries).toHaveLength(1);
  });

  test("can be forgotten by Brevo: 204, still a draft, and sendNow works again later", async () => {
    await using w = await world();
    w.sandbox.brevo.state.outcome = "forgotten";
    const id = await created(w);
    expect(await send(w, id)).toBe("none");
    expect(await statuses(w, id, 3)).toEqual(["draft", "draft", "draft"]);
    w.sandbox.brevo.state.outcome = "sent";
    expect(await send(w, id)).toBe("none");
    expect(w.sandbox.brevo.deliveries).toHaveLength(1);
  });
});

const put = (
  w: World,
  campaignId: number,
  status: "suspended" | "archive" | "queued" | "replicate" | "sent",
) => brevoError(w.brevo.emailCampaigns.updateCampaignStatus({ campaignId, body: { status } }));

describe("PUT /emailCampaigns/:id/status", () => {
  test("the brake holds back what is queued, and nothing else", async () => {
    await using w = await world();
    const id = await created(w);
    expect(await put(w, id, "suspended")).toBe("400 invalid_parameter");
    await send(w, id);
    expect(await put(w, id, "suspended")).toBe("none");
    expect(await statuses(w, id, 1)).toEqual(["suspended"]);
    expect(w.sandbox.brevo.deliveries).toEqual([]);
  });

  test("queued sends, replicate makes a copy, archive keeps what was sent", async () => {
    await using w = await world();
    const id = await created(w);
    expect([await put(w, id, "replicate"), await put(w, id, "queued")]).toEqual(["none", "none"]);
    expect(w.sandbox.brevo.campaigns).toHaveLength(2);
    await statuses(w, id, 2);
    expect(await put(w, id, "archive")).toBe("none");
    expect(await read(w, id)).toMatchObject({ status: "archive", sentDate: "2026-11-23T13:05:00.000Z" });
    expect(w.sandbox.brevo.deliveries).toHaveLength(1);
  });
});
