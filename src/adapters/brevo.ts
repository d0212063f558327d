import { ContactsClient } from "@getbrevo/brevo/contacts";
import { EmailCampaignsClient } from "@getbrevo/brevo/emailCampaigns";
import { SendersClient } from "@getbrevo/brevo/senders";
import { z } from "zod";
import type { ContactList } from "../core/audience.ts";
import { campaignIdShape, listIdShape, type Campaign } from "../core/campaign.ts";
import type { Fault } from "../core/fault.ts";
import type { Delivery } from "../core/figures.ts";
import type { Answer, Mailer } from "../ports.ts";
import { boundedFetch, lostExchange, repeatRead, shorten, type Bounds } from "./exchange.ts";

const instant = z
  .string()
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()));
const absent = z.union([z.null(), z.literal(""), z.undefined()]).transform(() => undefined);
const optionalInstant = z.union([absent, instant]).optional();

const campaignShape = z
  .object({
    id: campaignIdShape,
    name: z.string(),
    subject: z.string().nullish(),
    status: z.string(),
    createdAt: optionalInstant,
    sentDate: optionalInstant,
    scheduledAt: optionalInstant,
    sender: z.object({ id: z.coerce.number().optional() }).nullish().catch(undefined),
    recipients: z.object({ lists: z.array(listIdShape).default([]) }).nullish(),
    htmlContent: z.string().nullish(),
  })
  .transform((raw): Campaign => ({
    id: raw.id,
    name: raw.name,
    subject: raw.subject ?? "",
    status: raw.status,
    // Without a date of birth it counts as new: overlooking one of ours would be a second mail.
    createdAt: raw.createdAt ?? new Date(8.64e15),
    ...(raw.sentDate && { sentAt: raw.sentDate }),
    ...(raw.scheduledAt && { scheduledAt: raw.scheduledAt }),
    ...(raw.sender?.id !== undefined && { senderId: raw.sender.id }),
    listIds: raw.recipients?.lists ?? [],
    ...(typeof raw.htmlContent === "string" && raw.htmlContent !== "" && { html: raw.htmlContent }),
  }));
// Brevo leaves `campaigns`, `lists` out when there is nothing to list.
export const campaignPage = z.object({
  count: z.int().default(0),
  campaigns: z.array(campaignShape).default([]),
});
const listPage = z.object({
  count: z.int().default(0),
  lists: z
    .array(
      z
        .object({ id: listIdShape, name: z.string(), uniqueSubscribers: z.int().default(0) })
        .transform((raw): ContactList => ({ id: raw.id, name: raw.name, contacts: raw.uniqueSubscribers })),
    )
    .default([]),
});
const sender = z.object({
  id: z.coerce.number(),
  name: z.string(),
  email: z.string(),
  active: z.boolean().default(true),
});
const senderPage = z.object({ senders: z.array(sender).default([]) });
export const created = z.object({ id: campaignIdShape });
const counter = z
  .int()
  .nonnegative()
  .nullish()
  .transform((count) => count ?? 0);
const counts = z.object({
  sent: z.int().nonnegative(),
  delivered: z.int().nonnegative(),
  softBounces: counter,
  hardBounces: counter,
  unsubscriptions: counter,
  complaints: counter,
});
type Counts = z.infer<typeof counts>;
const NOBODY: Counts = {
  sent: 0,
  delivered: 0,
  softBounces: 0,
  hardBounces: 0,
  unsubscriptions: 0,
  complaints: 0,
};
const statisticsShape = z.object({
  globalStats: counts,
  campaignStats: z.array(counts).nullish().catch(undefined),
  remaining: counter,
});
const deliveryShape = z
  .object({ status: z.string(), statistics: statisticsShape.optional().catch(undefined) })
  // Of a mail that went out the numbers are the news; of one that was stopped, or is still on its way, the state is.
  .refine(({ status, statistics }) => statistics || (status !== "sent" && status !== "archive"))
  .transform(({ status, statistics }): Delivery => {
    const { globalStats = NOBODY, campaignStats, remaining = 0 } = statistics ?? {};
    // Brevo has shown zeros there while the numbers stood by list (sendinblue/APIv3-python-library#97).
    const real = globalStats.sent === 0 && campaignStats ? campaignStats.reduce(added, NOBODY) : globalStats;
    return {
      status,
      sent: real.sent,
      delivered: real.delivered,
      bounced: real.softBounces + real.hardBounces,
      unsubscribed: real.unsubscriptions,
      complaints: real.complaints,
      remaining,
    };
  });

/** A mail made by hand may have several lists. */
const added = (one: Counts, other: Counts): Counts => ({
  sent: one.sent + other.sent,
  delivered: one.delivered + other.delivered,
  softBounces: one.softBounces + other.softBounces,
  hardBounces: one.hardBounces + other.hardBounces,
  unsubscriptions: one.unsubscriptions + other.unsubscriptions,
  complaints: one.complaints + other.complaints,
});

const CAMPAIGNS_PER_PAGE = 100;
const LISTS_PER_PAGE = 50;

/**
 * Brevo through its own SDK, whose retries are off: it would create a second campaign after a 502.
 * `apiUrl` ends with `/v3`. Instants are UTC.
 */
export function openBrevo(
  options: { apiKey: string; apiUrl: string; wait: (ms: number) => Promise<void> } & Bounds,
): Mailer {
  const { wait } = options;
  const client = clientOptions(options);
  const campaigns = new EmailCampaignsClient(client);
  const contacts = new ContactsClient(client);
  const senders = new SendersClient(client);

  async function readPages<P, T>(
    read: (offset: number) => Promise<unknown>,
    shape: z.ZodType<P>,
    pick: (page: P) => { items: readonly T[]; count: number },
    enough: (items: readonly T[]) => boolean,
  ): Promise<Answer<readonly T[]>> {
    const all: T[] = [];
    for (;;) {
      const answer = await repeatRead(() => ask(() => read(all.length), shape), wait);
      if (answer.kind !== "done") return answer;
      const { items, count } = pick(answer.value);
      all.push(...items);
      if (items.length === 0 || all.length >= count || enough(items)) return { kind: "done", value: all };
    }
  }

  return {
    lists: () =>
      readPages(
        (offset) => contacts.getLists({ limit: LISTS_PER_PAGE, offset }),
        listPage,
        (page) => ({ items: page.lists, count: page.count }),
        () => false,
      ),
    async senders() {
      const answer = await repeatRead(() => ask(() => senders.getSenders(), senderPage), wait);
      return answer.kind === "done" ? { kind: "done", value: answer.value.senders } : answer;
    },
    async campaigns(since) {
      const answer = await readPages(
        (offset) =>
          campaigns.getEmailCampaigns({
            limit: CAMPAIGNS_PER_PAGE,
            offset,
            sort: "desc",
            excludeHtmlContent: true,
          }),
        campaignPage,
        (page) => ({ items: page.campaigns, count: page.count }),
        (items) => items.some((campaign) => campaign.createdAt < since),
      );
      return answer.kind === "done"
        ? { kind: "done", value: answer.value.filter((campaign) => campaign.createdAt >= since) }
        : answer;
    },
    async campaign(id) {
      const answer = await repeatRead(
        () => ask(() => campaigns.getEmailCampaign({ campaignId: id }), campaignShape),
        wait,
      );
      return answer.kind === "refused" && answer.fault.code === "document_not_found"
        ? { kind: "done", value: undefined }
        : answer;
    },
    async figures(id) {
      const answer = await repeatRead(
        () =>
          ask(
            () =>
              campaigns.getEmailCampaign({
                campaignId: id,
                statistics: "globalStats",
                excludeHtmlContent: true,
              }),
            deliveryShape,
          ),
        wait,
      );
      return answer.kind === "refused" && answer.fault.code === "document_not_found"
        ? { kind: "done", value: undefined }
        : answer;
    },
    async create(draft) {
      const answer = await ask(
        () =>
          campaigns.createEmailCampaign({
            name: draft.name,
            subject: draft.subject,
            sender: { id: draft.senderId },
            ...(draft.replyTo === undefined ? {} : { replyTo: draft.replyTo }),
            htmlContent: draft.html,
            previewText: draft.preview,
            mirrorActive: true,
            utmCampaign: asciiWords(draft.name),
            recipients: { listIds: [draft.list.id] },
          }),
        created,
      );
      return answer.kind === "done" ? { kind: "done", value: answer.value.id } : answer;
    },
    async remove(id) {
      const answer = await ask(() => campaigns.deleteEmailCampaign({ campaignId: id }), z.unknown());
      if (answer.kind === "refused" && answer.fault.code === "document_not_found")
        return { kind: "done", value: null };
      return answer.kind === "done" ? { kind: "done", value: null } : answer;
    },
    async send(id) {
      const answer = await ask(
        async () => (await campaigns.sendEmailCampaignNow({ campaignId: id }).withRawResponse()).rawResponse,
        z.object({ status: z.literal(204) }),
      );
      return answer.kind === "done" ? { kind: "done", value: null } : answer;
    },
  };
}

/** How each client of Brevo's SDK is opened: without retries, which it would apply to writes too. */
export function clientOptions(options: { apiKey: string; apiUrl: string } & Bounds) {
  return {
    apiKey: options.apiKey,
    baseUrl: options.apiUrl.replace(/\/+$/u, ""),
    maxRetries: 0,
    timeoutInSeconds: Math.ceil(options.requestMs / 1000) + 1,
    fetch: boundedFetch({ ...options, secret: options.apiKey }),
  };
}

/** `utmCampaign` takes letters, digits and spaces only. */
function asciiWords(name: string): string {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^A-Za-z0-9]+/gu, " ")
    .trim();
}

/** What the SDK gives for a 2xx whose body is no JSON, such as a page of HTML: it would pass for an empty list. */
const noJson = z.object({ ok: z.literal(false), error: z.object({ reason: z.string() }) });

/** One request. A 2xx proves nothing until its body was parsed; 4xx (but 408) is the only sure refusal. */
export async function ask<T>(request: () => Promise<unknown>, shape: z.ZodType<T>): Promise<Answer<T>> {
  try {
    const body = await request();
    const parsed = shape.safeParse(body);
    return parsed.success && !noJson.safeParse(body).success
      ? { kind: "done", value: parsed.data }
      : { kind: "unknown", fault: { tool: "brevo", code: "unparsable" } };
  } catch (error) {
    return classify(error);
  }
}

const brevoError = z.object({
  statusCode: z.number(),
  body: z
    .object({ code: z.string().catch(""), message: z.string().catch("") })
    .catch({ code: "", message: "" }),
  rawResponse: z
    .object({ headers: z.instanceof(Headers) })
    .optional()
    .catch(undefined),
});

function classify(error: unknown): Exclude<Answer<never>, { kind: "done" }> {
  const parsed = brevoError.safeParse(error);
  if (!parsed.success) {
    const lost = lostExchange(error);
    return { kind: lost === "unreachable" ? "refused" : "unknown", fault: { tool: "brevo", code: lost } };
  }
  const { statusCode, body, rawResponse } = parsed.data;
  const sure = statusCode >= 400 && statusCode < 500 && statusCode !== 408;
  const reset = Number(rawResponse?.headers.get("x-sib-ratelimit-reset") ?? Number.NaN);
  const fault: Fault = {
    tool: "brevo",
    code: faultCode(statusCode, body),
    ...(body.message !== "" && { detail: shorten(body.message) }),
    ...(statusCode === 429 && Number.isFinite(reset) && { retryAfter: reset }),
  };
  return { kind: sure ? "refused" : "unknown", fault };
}

function faultCode(status: number, body: { code: string; message: string }): string {
  if (status >= 500 || status === 408) return `http_${status}`;
  if (status === 429) return "ratelimited";
  if (status === 401) return /ip address/iu.test(body.message) ? "ip_blocked" : "unauthorized";
  if (status === 402) return "not_enough_credits";
  if (status === 403) return "permission_denied";
  if (status === 404) return "document_not_found";
  return body.code === "" ? `http_${status}` : body.code;
}
