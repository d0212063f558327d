import { z } from "zod";
import { normaliseListName } from "./audience-name.ts";
import { listIdShape, normaliseName } from "./campaign.ts";
import { DRILL_WORD } from "./incident-tree.ts";
import type { Phase, Service, ServiceId, Settings } from "./settings.ts";
import type { FileWords } from "./words/files.ts";

const isServiceId = (text: string): text is ServiceId =>
  /^[a-z][a-z0-9]{1,11}$/u.test(text) && text !== DRILL_WORD;

const isTimeZone = (name: string): boolean => {
  try {
    return (
      /^[A-Za-z]/u.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions() !== null
    );
  } catch {
    return false;
  }
};

/** Shipped empty: an empty text and an empty value are an absent key. */
const optional = (fits: (value: string) => boolean, problem: (value: string) => string) =>
  z
    .string()
    .trim()
    .nullish()
    .transform((value) => (value === "" || value === null ? undefined : value))
    .refine((value) => value === undefined || fits(value), { error: ({ input }) => problem(String(input)) });

/** The shape of `runbook.yml`, and the settings made of it. */
export function settingsSchema(words: FileWords["settings"]): z.ZodType<Settings> {
  const text = z
    .string()
    .trim()
    .min(1, words.emptyText)
    .refine((value) => !/[{}[\]%<>\p{Cc}]/u.test(value), words.signs);
  const number = (problem: string) =>
    z
      .union(
        [
          z.int(problem).positive(problem),
          z
            .string()
            .trim()
            .regex(/^(?:[1-9]\d{0,8})?$/u, problem),
          z.null(),
        ],
        problem,
      )
      .optional()
      .transform((id) => (id ? Number(id) : undefined));
  const listId = number(words.listId).transform((id) =>
    id === undefined ? undefined : listIdShape.parse(id),
  );
  const campaignName = text.refine((value) => !value.includes("·"), words.mark);
  const whole = z.int(words.whole).positive(words.whole);

  const service = z.strictObject({
    name: text,
    users: text,
    grammar: z
      .strictObject({ le: text, de: text, a: text, sur: text })
      .transform((forms) => ({ ...forms, leCapital: forms.le.charAt(0).toUpperCase() + forms.le.slice(1) })),
    list_words: z.array(text.transform(normaliseListName)).min(1, words.noWords),
    campaign: z.strictObject({
      outage: campaignName,
      update: campaignName.optional(),
      recovery: campaignName,
    }),
    subject: z.strictObject({
      outage: text,
      update: text.optional(),
      recovery: text,
      mistaken: text.optional(),
    }),
  });
  const services = z
    .record(z.string(), service)
    .superRefine((found, context) => refuseTwins(found, words, context))
    .transform((found) =>
      Object.entries(found).flatMap(
        ([id, { list_words: listWords, campaign, subject, ...rest }]): readonly Service[] => {
          const { update, mistaken } = words.derived;
          const all = {
            campaign: { ...campaign, update: campaign.update ?? update(campaign.outage) },
            subject: {
              ...subject,
              update: subject.update ?? update(subject.outage),
              mistaken: subject.mistaken ?? mistaken(rest.grammar.le),
            },
          };
          return isServiceId(id) ? [{ id, listWords, ...rest, ...all }] : [];
        },
      ),
    );
  // Thresholds in hours, each told once; one number is a list of one.
  const hours = (standard: readonly number[]) =>
    z
      .union([z.array(z.number().positive(words.positive)), z.number().positive(words.positive)], words.hours)
      .default([...standard])
      .transform((value) => [...new Set([value].flat())].toSorted((a, b) => a - b));

  return z
    .strictObject({
      organisation: text,
      language: z.enum(["fr", "en"]).default("fr"),
      time_zone: z.string().refine(isTimeZone, { error: ({ input }) => words.zone(String(input)) }),
      slack: z.strictObject({
        channel_id: optional((id) => /^[CG][A-Z0-9]{8,}$/u.test(id), words.channelId),
        channel_name: text.transform((name) => name.replace(/^#/u, "")),
        mention: z.boolean().default(true),
        mention_on_recovery: z.boolean().default(false),
        technical_contact: optional(
          (contact) => /^<(?:@[UW]|!subteam\^S)[A-Z0-9]{5,}>$/u.test(contact),
          words.contact,
        ),
      }),
      brevo: z.strictObject({
        sender_id: number(words.senderId),
        reply_to: optional((address) => z.email().safeParse(address).success, words.email),
      }),
      services,
      drill: z
        .strictObject({
          channel_id: optional((id) => /^[CG][A-Z0-9]{8,}$/u.test(id), words.channelId),
          list_id: listId,
        })
        .prefault({}),
      limits: z
        .strictObject({
          campaigns_per_day: whole.default(20),
          max_age_hours: z.number().positive(words.positive).default(24),
          stale_list: z.enum(["warn", "block"]).default("warn"),
          stale_after_months: whole.default(2),
          remind_after_hours: hours([4, 24]),
          figures_after_hours: hours([1, 24]),
          patience: z.number().positive(words.positive).default(1),
        })
        .prefault({}),
    })
    .transform(({ slack, brevo, drill, limits, time_zone: timeZone, ...rest }): Settings => ({
      ...rest,
      timeZone,
      slack: {
        ...(slack.channel_id && { channelId: slack.channel_id }),
        channelName: slack.channel_name,
        mention: slack.mention,
        mentionOnRecovery: slack.mention_on_recovery,
        ...(slack.technical_contact && { technicalContact: slack.technical_contact }),
      },
      brevo: {
        ...(brevo.sender_id && { senderId: brevo.sender_id }),
        ...(brevo.reply_to && { replyTo: brevo.reply_to }),
      },
      ...(drill.channel_id !== undefined &&
        drill.list_id !== undefined && { drill: { channelId: drill.channel_id, listId: drill.list_id } }),
      limits: {
        campaignsPerDay: limits.campaigns_per_day,
        maxAgeHours: limits.max_age_hours,
        staleList: limits.stale_list,
        staleAfterMonths: limits.stale_after_months,
        remindAfterHours: limits.remind_after_hours,
        figuresAfterHours: limits.figures_after_hours,
        patience: limits.patience,
      },
    }));
}

/** Campaigns are found again by their name and lists by their words: neither may belong to two services. */
function refuseTwins(
  services: Readonly<
    Record<
      string,
      {
        readonly campaign: Readonly<Record<Phase, string>> & { readonly update?: string | undefined };
        readonly list_words: readonly string[];
      }
    >
  >,
  words: FileWords["settings"],
  context: z.RefinementCtx,
): void {
  const refuse = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message, input: services });
  const names = new Set<string>();
  const listWords = new Map<string, string>();
  if (Object.keys(services).length === 0) refuse([], words.noServices);
  for (const [id, service] of Object.entries(services)) {
    if (!isServiceId(id)) refuse([id], words.serviceId(id));
    for (const phase of ["outage", "update", "recovery"] as const) {
      const name = normaliseName(service.campaign[phase] ?? "");
      if (name === "") continue;
      if (names.has(name)) refuse([id, "campaign", phase], words.sameCampaign(name));
      names.add(name);
    }
    for (const [index, word] of service.list_words.entries()) {
      const owner = listWords.get(word) ?? id;
      if (owner !== id) refuse([id, "list_words", index], words.sameListWord(word));
      listWords.set(word, owner);
    }
  }
}
