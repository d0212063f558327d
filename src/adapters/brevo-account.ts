import { AccountClient } from "@getbrevo/brevo/account";
import { ContactsClient } from "@getbrevo/brevo/contacts";
import { EmailCampaignsClient } from "@getbrevo/brevo/emailCampaigns";
import { z } from "zod";
import type { Campaign, CampaignId } from "../core/campaign.ts";
import type { BrevoPlan } from "../core/checkup-brevo.ts";
import type { Probe } from "../core/checkup-draft.ts";
import type { ListId } from "../core/settings.ts";
import type { Answer, Mailer } from "../ports.ts";
import { ask, campaignPage, clientOptions, created, openBrevo } from "./brevo.ts";
import { repeatRead, type Bounds } from "./exchange.ts";

const account = z.object({
  plan: z.array(z.object({ type: z.string(), credits: z.number(), creditsType: z.string().default("") })),
});
const details = z.object({ totalBlacklisted: z.int().default(0) });

/** What a checkup asks Brevo. It can make a draft and delete it; there is no way to send. */
export interface BrevoAccount extends Pick<Mailer, "lists" | "senders" | "campaign" | "remove"> {
  plans(): Promise<Answer<readonly BrevoPlan[]>>;
  /** Contacts of a list that Brevo will not write to. Brevo is withdrawing the figure: 0 says nothing. */
  blocklisted(list: ListId): Promise<Answer<number>>;
  /** The newest hundred drafts, without their HTML. */
  drafts(): Promise<Answer<readonly Campaign[]>>;
  /** Makes a draft, to nobody unless the probe has a list; never repeated. */
  create(probe: Probe): Promise<Answer<CampaignId>>;
}

/** Opens Brevo for a checkup. `apiUrl` ends with `/v3`. Reads are repeated, writes never. */
export function openBrevoAccount(
  options: { apiKey: string; apiUrl: string; wait: (ms: number) => Promise<void> } & Bounds,
): BrevoAccount {
  const client = clientOptions(options);
  const campaigns = new EmailCampaignsClient(client);
  const contacts = new ContactsClient(client);
  const accounts = new AccountClient(client);
  const mailer = openBrevo(options);
  const read = <T>(request: () => Promise<unknown>, shape: z.ZodType<T>) =>
    repeatRead(() => ask(request, shape), options.wait);
  return {
    lists: () => mailer.lists(),
    senders: () => mailer.senders(),
    campaign: (id) => mailer.campaign(id),
    remove: (id) => mailer.remove(id),
    async plans() {
      const answer = await read(() => accounts.getAccount(), account);
      return answer.kind === "done" ? { kind: "done", value: answer.value.plan } : answer;
    },
    async blocklisted(list) {
      const answer = await read(() => contacts.getList({ listId: list }), details);
      return answer.kind === "done" ? { kind: "done", value: answer.value.totalBlacklisted } : answer;
    },
    async drafts() {
      const answer = await read(
        () =>
          campaigns.getEmailCampaigns({
            status: "draft",
            limit: 100,
            sort: "desc",
            excludeHtmlContent: true,
          }),
        campaignPage,
      );
      return answer.kind === "done" ? { kind: "done", value: answer.value.campaigns } : answer;
    },
    async create({ name, subject, preview, html, senderId, replyTo, listId }) {
      const answer = await ask(
        () =>
          campaigns.createEmailCampaign({
            name,
            subject,
            sender: { id: senderId },
            ...(replyTo === undefined ? {} : { replyTo }),
            htmlContent: html,
            previewText: preview,
            mirrorActive: true,
            ...(listId === undefined ? {} : { recipients: { listIds: [listId] } }),
          }),
        created,
      );
      return answer.kind === "done" ? { kind: "done", value: answer.value.id } : answer;
    },
  };
}
