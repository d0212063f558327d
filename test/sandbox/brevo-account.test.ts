import { BrevoClient } from "@getbrevo/brevo";
import { describe, expect, test } from "vitest";
import { brevoError, world } from "./clients.ts";

describe("the account", () => {
  test("on a free plan shows what may leave today", async () => {
    await using w = await world();
    w.sandbox.brevo.state.dailyCap = 300;
    expect((await w.brevo.account.getAccount()).plan).toEqual([
      { type: "free", credits: 300, creditsType: "sendLimit" },
    ]);
  });

  test("that may not delete refuses as for what left, and the draft stays", async () => {
    await using w = await world();
    const { id } = w.sandbox.brevo.byHand({ name: "Brouillon" });
    w.sandbox.brevo.state.deletion = "refused";
    const refused = w.brevo.emailCampaigns.deleteEmailCampaign({ campaignId: id });
    expect(await brevoError(refused)).toBe("403 permission_denied");
    expect(w.sandbox.brevo.campaigns).toHaveLength(1);
  });

  test("that wants recipients takes no draft to nobody", async () => {
    await using w = await world();
    w.sandbox.brevo.state.recipientsNeeded = true;
    const draft = {
      name: "Brouillon",
      subject: "Brouillon",
      sender: { id: 1 },
      htmlContent: "<p>Bonjour</p> {{ unsubscribe }}",
    };
    const create = (more: object) => w.brevo.emailCampaigns.createEmailCampaign({ ...draft, ...more });
    expect(await brevoError(create({}))).toBe("400 missing_parameter");
    expect(await create({ recipients: { listIds: [47] } })).toMatchObject({ id: 101 });
  });

  test("may still count the blocked contacts of a list", async () => {
    await using w = await world();
    w.sandbox.brevo.list(47).totalBlacklisted = 12;
    expect(await w.brevo.contacts.getList({ listId: 47 })).toMatchObject({ totalBlacklisted: 12 });
    expect(await w.brevo.contacts.getList({ listId: 48 })).toMatchObject({ totalBlacklisted: 0 });
  });

  test("shows plan, credits and active sender", async () => {
    await using w = await world();
    expect((await w.brevo.account.getAccount()).plan).toEqual([
      { type: "subscription", credits: 50_000, creditsType: "sendLimit" },
    ]);
    expect((await w.brevo.senders.getSenders()).senders).toMatchObject([
      { id: 1, name: "Reconnect", email: "ne-pas-repondre@reconnect.example", active: true },
    ]);
  });

  test("an unknown key and a blocked address are both 401, with different words", async () => {
    await using w = await world();
    w.sandbox.brevo.state.key = "unknown";
    await expect(w.brevo.account.getAccount()).rejects.toMatchObject({
      statusCode: 401,
      body: { message: "Key not found" },
    });
    w.sandbox.brevo.state.key = "ip_blocked";
    await expect(w.brevo.account.getAccount()).rejects.toMatchObject({
      statusCode: 401,
      body: {
        code: "unauthorized",
        message: expect.stringMatching(/unrecognised IP address.*security\/authorised_ips/),
      },
    });
    const other = new BrevoClient({ apiKey: "xkeysib-other", baseUrl: w.sandbox.brevoUrl, maxRetries: 0 });
    expect(await brevoError(other.account.getAccount())).toBe("401 unauthorized");
  });
});

describe("lists", () => {
  test("come newest first, ten at a time, without their creation date", async () => {
    await using w = await world();
    const { count, lists = [] } = await w.brevo.contacts.getLists();
    expect(count).toBe(9);
    expect(lists.map(({ id }) => id)).toEqual([48, 47, 46, 44, 40, 39, 36, 35, 12]);
    expect(lists[1]).toEqual({
      id: 47,
      name: "Utilisateurs RP Nov 25",
      folderId: 1,
      uniqueSubscribers: 1234,
      totalSubscribers: 0,
      totalBlacklisted: 0,
    });
  });

  test("are paged by limit and offset, at most 50", async () => {
    await using w = await world();
    const { lists = [] } = await w.brevo.contacts.getLists({ limit: 2, offset: 3, sort: "asc" });
    expect(lists.map(({ id }) => id)).toEqual([39, 40]);
    expect(await brevoError(w.brevo.contacts.getLists({ limit: 51 }))).toBe("400 invalid_parameter");
  });

  test("one alone has its creation date", async () => {
    await using w = await world();
    expect(await w.brevo.contacts.getList({ listId: 47 })).toMatchObject({
      createdAt: "2025-11-05T08:00:00.000Z",
      dynamicList: false,
    });
    expect(await brevoError(w.brevo.contacts.getList({ listId: 1 }))).toBe("404 document_not_found");
  });

  test("are those of the seed when a test gives its own", async () => {
    const mine = {
      id: 7,
      name: "RP",
      folderId: 1,
      uniqueSubscribers: 2,
      createdAt: "2026-11-01T00:00:00.000Z",
    };
    await using w = await world({ seed: { brevo: { lists: [mine] } } });
    expect((await w.brevo.contacts.getLists()).lists).toMatchObject([{ id: 7, uniqueSubscribers: 2 }]);
  });
});

describe("templates", () => {
  test("show the sender's id as a string, in the list and alone", async () => {
    await using w = await world();
    const { templates = [] } = await w.brevo.transactionalEmails.getSmtpTemplates();
    expect(templates).toMatchObject([
      { id: 99, name: "indisponibilité ReconnectPro - 130825", isActive: true, sender: { id: "1" } },
    ]);
    expect(await w.brevo.transactionalEmails.getSmtpTemplate({ templateId: 99 })).toMatchObject(
      templates[0] ?? {},
    );
    expect(await brevoError(w.brevo.transactionalEmails.getSmtpTemplate({ templateId: 1 }))).toBe(
      "404 document_not_found",
    );
    expect((await w.brevo.transactionalEmails.getSmtpTemplates({ templateStatus: false })).count).toBe(0);
  });
});

describe("rate limits", () => {
  test("every answer carries the three headers", async () => {
    await using w = await world();
    const { rawResponse } = await w.brevo.account.getAccount().withRawResponse();
    const header = (name: string) => rawResponse.headers.get(`x-sib-ratelimit-${name}`);
    expect([header("limit"), header("remaining"), header("reset")]).toEqual(["100", "99", "3600"]);
  });

  test("the hundred-and-first request of an hour is a 429, lists and templates are not counted", async () => {
    await using w = await world();
    const get = () => brevoError(w.brevo.senders.getSenders());
    for (let i = 0; i < 100; i += 1) expect(await get()).toBe("none");
    expect(await get()).toBe("429 too_many_requests");
    expect(await brevoError(w.brevo.contacts.getLists())).toBe("none");
    expect(await brevoError(w.brevo.transactionalEmails.getSmtpTemplates())).toBe("none");
    w.clock.pass(3600_000);
    expect(await get()).toBe("none");
  });

  test("the limit can be raised and the bucket refilled", async () => {
    await using w = await world();
    w.sandbox.brevo.state.perHour = 0;
    expect(await brevoError(w.brevo.account.getAccount())).toBe("429 too_many_requests");
    w.sandbox.brevo.state.perHour = 1;
    expect(await brevoError(w.brevo.account.getAccount())).toBe("none");
    w.sandbox.brevo.limits.refill();
    expect(await brevoError(w.brevo.account.getAccount())).toBe("none");
  });
});
