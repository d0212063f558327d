import type { Brevo } from "@getbrevo/brevo";
import { describe, expect, test } from "vitest";
import { brevoError, draft, HTML, world } from "./clients.ts";

const { htmlContent: _html, ...bare } = draft();

describe("POST /emailCampaigns", () => {
  test("stores a draft that reads back as it was given", async () => {
    await using w = await world();
    const { id } = await w.brevo.emailCampaigns.createEmailCampaign({
      ...draft(),
      replyTo: "equipe@reconnect.example",
    });
    expect(await w.brevo.emailCampaigns.getEmailCampaign({ campaignId: id })).toMatchObject({
      id,
      name: "Indisponibilité Reconnect Pro",
      status: "draft",
      htmlContent: HTML,
      replyTo: "equipe@reconnect.example",
      sender: { id: 1, name: "Reconnect", email: "ne-pas-repondre@reconnect.example" },
      recipients: { lists: [47], exclusionLists: [] },
      createdAt: "2026-11-23T13:05:00.000Z",
    });
    expect(w.sandbox.brevo.deliveries).toEqual([]);
  });

  test("takes a sender by e-mail, a template in place of HTML, and the link in the footer", async () => {
    await using w = await world();
    const create = w.brevo.emailCampaigns.createEmailCampaign.bind(w.brevo.emailCampaigns);
    await create({ ...draft(), sender: { email: "ne-pas-repondre@reconnect.example" } });
    await create({ ...bare, templateId: 99 });
    await create({ ...bare, htmlContent: "<p>sans lien</p>", footer: "[UNSUBSCRIBE]" });
    expect(w.sandbox.brevo.campaigns.map(({ content }) => content.htmlContent)).toEqual([
      HTML,
      w.sandbox.brevo.templates[0]?.htmlContent,
      "<p>sans lien</p>",
    ]);
  });

  test.each<[string, Brevo.CreateEmailCampaignRequest, string]>([
    ["a name", { ...draft(), name: "" }, "400 missing_parameter"],
    ["a subject", { ...draft(), subject: "" }, "400 missing_parameter"],
    ["a body", bare, "400 missing_parameter"],
    ["one body only", { ...draft(), templateId: 99 }, "400 invalid_parameter"],
    ["an active template", { ...bare, templateId: 1 }, "400 invalid_parameter"],
    ["a sender that exists", { ...draft(), sender: { id: 9 } }, "400 invalid_parameter"],
    [
      "id or e-mail, not both",
      { ...draft(), sender: { id: 1, email: "a@b.example" } },
      "400 invalid_parameter",
    ],
    ["more than ten characters", { ...draft(), htmlContent: "<b>10</b>x" }, "400 invalid_parameter"],
    [
      "less than a megabyte",
      { ...draft(), htmlContent: HTML + "é".repeat(500_000) },
      "400 invalid_parameter",
    ],
    ["an unsubscribe link", { ...draft(), htmlContent: "<p>bonjour à tous</p>" }, "400 invalid_parameter"],
    ["lists that exist", { ...draft(), recipients: { listIds: [47, 1] } }, "400 invalid_parameter"],
    ["an e-mail to reply to", { ...draft(), replyTo: "equipe" }, "400 invalid_parameter"],
    ["a plan with tags", { ...draft(), tag: "rp" }, "405 method_not_allowed"],
  ])("wants %s", async (_, request, error) => {
    await using w = await world();
    expect(await brevoError(w.brevo.emailCampaigns.createEmailCampaign(request))).toBe(error);
    expect(w.sandbox.brevo.campaigns).toEqual([]);
  });

  test("wants an active sender", async () => {
    await using w = await world({
      seed: { brevo: { senders: [{ id: 1, name: "R", email: "a@b.example", active: false }] } },
    });
    expect(await brevoError(w.brevo.emailCampaigns.createEmailCampaign(draft()))).toBe(
      "400 invalid_parameter",
    );
  });

  test("takes a tag on a plan that knows tags", async () => {
    await using w = await world();
    w.sandbox.brevo.state.tagAllowed = true;
    expect(await brevoError(w.brevo.emailCampaigns.createEmailCampaign({ ...draft(), tag: "rp" }))).toBe(
      "none",
    );
  });

  test("stores other HTML when it is told to", async () => {
    await using w = await world();
    w.sandbox.brevo.state.storeHtml = (html) => html.replace("Bonjour", "Hello");
    const { id } = await w.brevo.emailCampaigns.createEmailCampaign(draft());
    expect(w.sandbox.brevo.campaign(id).content.htmlContent).toContain("Hello");
  });

  test("two equal names are two campaigns", async () => {
    await using w = await world();
    await w.brevo.emailCampaigns.createEmailCampaign(draft());
    await w.brevo.emailCampaigns.createEmailCampaign(draft());
    expect(w.sandbox.brevo.campaigns.map(({ id }) => id)).toEqual([101, 102]);
  });
});

describe("PUT and DELETE /emailCampaigns/:id", () => {
  test("change and delete a draft", async () => {
    await using w = await world();
    const { id: campaignId } = await w.brevo.emailCampaigns.createEmailCampaign(draft());
    await w.brevo.emailCampaigns.updateEmailCampaign({ campaignId, subject: "Autre objet" });
    expect(w.sandbox.brevo.campaign(campaignId).content).toMatchObject({
      subject: "Autre objet",
      htmlContent: HTML,
    });
    expect(
      await brevoError(
        w.brevo.emailCampaigns.updateEmailCampaign({ campaignId, recipients: { listIds: [1] } }),
      ),
    ).toBe("400 invalid_parameter");
    await w.brevo.emailCampaigns.deleteEmailCampaign({ campaignId });
    expect(await brevoError(w.brevo.emailCampaigns.getEmailCampaign({ campaignId }))).toBe(
      "404 document_not_found",
    );
    expect(await brevoError(w.brevo.emailCampaigns.deleteEmailCampaign({ campaignId }))).toBe(
      "404 document_not_found",
    );
  });

  test("are refused for what was sent, even while it still shows as a draft", async () => {
    await using w = await world();
    w.sandbox.brevo.state.draftLag = { reads: 5 };
    const { id: campaignId } = await w.brevo.emailCampaigns.createEmailCampaign(draft());
    await w.brevo.emailCampaigns.sendEmailCampaignNow({ campaignId });
    expect((await w.brevo.emailCampaigns.getEmailCampaign({ campaignId })).status).toBe("draft");
    expect(await brevoError(w.brevo.emailCampaigns.deleteEmailCampaign({ campaignId }))).toBe(
      "403 permission_denied",
    );
    expect(await brevoError(w.brevo.emailCampaigns.updateEmailCampaign({ campaignId, subject: "b" }))).toBe(
      "400 campaign_processing",
    );
  });
});

describe("POST /emailCampaigns/:id/sendTest", () => {
  test("goes to known contacts, 50 a day; no address means all of them", async () => {
    await using w = await world();
    const { id: campaignId } = await w.brevo.emailCampaigns.createEmailCampaign(draft());
    const sendTest = (emailTo: string[]) =>
      brevoError(w.brevo.emailCampaigns.sendTestEmail({ campaignId, body: { emailTo } }));
    expect(await sendTest(["inconnu@reconnect.example"])).toBe("400 invalid_parameter");
    for (let i = 0; i < 50; i += 1) expect(await sendTest([])).toBe("none");
    expect(await sendTest([])).toBe("400 invalid_parameter");
    expect(w.sandbox.brevo.testMails[0]).toMatchObject({ campaignId, emails: ["equipe@reconnect.example"] });
    expect(w.sandbox.brevo.campaign(campaignId).testSent).toBe(true);
    expect(w.sandbox.brevo.deliveries).toEqual([]);
  });
});
