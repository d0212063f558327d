import { z } from "zod";
import type { Content } from "./campaign.ts";
import { contentOf } from "./by-hand.ts";
import { BrevoRefusal, invalid, missing } from "./refusal.ts";
import { senderIdOf, SenderGiven } from "./sender.ts";
import type { BrevoStore } from "./store.ts";

const ids = z.array(z.number().int());
const Given = z.looseObject({
  name: z.string().optional(),
  subject: z.string().optional(),
  sender: SenderGiven.optional(),
  htmlContent: z.string().optional(),
  htmlUrl: z.string().optional(),
  templateId: z.number().int().optional(),
  recipients: z.object({ listIds: ids.optional(), exclusionListIds: ids.optional() }).optional(),
  replyTo: z.email().optional(),
  previewText: z.string().optional(),
  header: z.string().optional(),
  footer: z.string().optional(),
  toField: z.string().optional(),
  mirrorActive: z.boolean().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  utmCampaign: z
    .string()
    .regex(/^[\p{L}\p{N} ]*$/u)
    .optional(),
  tag: z.string().optional(),
});
type Given = z.infer<typeof Given>;

const notModelled = ["scheduledAt", "sendAtBestTime", "abTesting", "ipWarmupEnable", "inlineImageActivation"];
const unsubscribe = /\{\{?\s*unsubscribe\s*\}?\}|\[UNSUBSCRIBE\]/i;

/** What a create asks for, checked as Brevo checks it. */
export function newContent(store: BrevoStore, body: unknown): Content {
  const given = read(store, body);
  if (!given.name) throw missing("name is missing");
  if (!given.sender) throw missing("sender is missing");
  if (!given.subject) throw missing("subject is missing");
  if (store.state.recipientsNeeded && !given.recipients?.listIds?.length)
    throw missing("recipients are missing");
  const htmlContent = htmlOf(store, given);
  if (htmlContent === undefined) throw missing("htmlContent is missing");
  return checked(store, {
    ...contentOf({ name: given.name, subject: given.subject, htmlContent }),
    ...changes(store, given),
  });
}

/** What an update makes of a content. */
export function changedContent(store: BrevoStore, content: Content, body: unknown): Content {
  const given = read(store, body);
  const htmlContent = htmlOf(store, given) ?? content.htmlContent;
  return checked(store, { ...content, ...changes(store, given), htmlContent });
}

function read(store: BrevoStore, body: unknown): Given {
  const parsed = Given.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`${issue?.path.join(".") ?? "body"} is not valid: ${issue?.message ?? ""}`);
  }
  for (const name of notModelled)
    if (parsed.data[name]) throw invalid(`${name}: the sandbox does not model it`);
  if (parsed.data.tag !== undefined && !store.state.tagAllowed)
    throw new BrevoRefusal(405, "method_not_allowed", "Tag is not allowed on your current plan");
  return parsed.data;
}

function htmlOf(store: BrevoStore, { htmlContent, htmlUrl, templateId }: Given): string | undefined {
  if ([htmlContent, htmlUrl, templateId].filter((each) => each !== undefined).length > 1)
    throw invalid("Only one of htmlContent, htmlUrl and templateId is allowed");
  if (htmlUrl !== undefined) throw invalid("htmlUrl could not be fetched");
  if (templateId !== undefined) {
    const template = store.templates.find(({ id }) => id === templateId);
    if (!template?.isActive) throw invalid("templateId is not an active template");
    return template.htmlContent;
  }
  if (htmlContent === undefined) return undefined;
  if (htmlContent.length <= 10) throw invalid("htmlContent should have more than 10 characters");
  if (Buffer.byteLength(htmlContent) >= 1_000_000) throw invalid("htmlContent should be less than 1MB");
  return store.state.storeHtml(htmlContent);
}

function changes(store: BrevoStore, given: Given): Partial<Content> {
  const { sender, recipients, name, subject, replyTo, previewText, header, footer } = given;
  const { toField, mirrorActive, utmCampaign } = given;
  const wanted = {
    ...(sender && { senderId: senderIdOf(store, sender), senderName: sender.name }),
    ...(recipients?.listIds && { listIds: recipients.listIds }),
    ...(recipients?.exclusionListIds && { exclusionListIds: recipients.exclusionListIds }),
  };
  const plain = { name, subject, replyTo, previewText, header, footer, toField, mirrorActive, utmCampaign };
  return {
    ...wanted,
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
  };
}

function checked(store: BrevoStore, content: Content): Content {
  const unknown = [...content.listIds, ...content.exclusionListIds].filter(
    (id) => !store.lists.some((list) => list.id === id),
  );
  if (unknown.length > 0) throw invalid(`List does not exist: ${unknown.join(", ")}`);
  const { htmlContent, footer } = content;
  if (!unsubscribe.test(htmlContent) && !unsubscribe.test(footer))
    throw invalid("Unsubscribe link is missing in the campaign");
  return content;
}
