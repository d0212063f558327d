import { LogLevel, WebClient, type Logger } from "@slack/web-api";
import { z } from "zod";
import type { Channel } from "../core/drill-audience.ts";
import type { Fault } from "../core/fault.ts";
import type { Answer, Chat, ChatMessage, NewMessage } from "../ports.ts";
import { boundedFetch, lostExchange, repeatRead, shorten, type Bounds } from "./exchange.ts";

const EVENT_TYPE = "outage_notice";

const posted = z.object({ ts: z.string() });
const message = z.object({
  ts: z.string(),
  text: z.string().default(""),
  metadata: z
    .object({
      event_type: z.string(),
      event_payload: z.object({ incident: z.string(), step: z.string(), outcome: z.string().optional() }),
    })
    .optional()
    .catch(undefined),
});
const page = z.object({
  messages: z.array(message),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const link = z.object({ permalink: z.string() });
const channelPage = z.object({
  channel: z
    .object({
      id: z.string(),
      name: z.string().default(""),
      is_general: z.boolean().default(false),
      is_ext_shared: z.boolean().default(false),
      is_archived: z.boolean().default(false),
      is_member: z.boolean().default(false),
    })
    .transform(({ id, name, ...is }): Channel => ({
      id,
      name,
      isGeneral: is.is_general,
      isShared: is.is_ext_shared,
      isArchived: is.is_archived,
      isMember: is.is_member,
    })),
});

/** Slack may have done part of the operation when it answers one of these (facts/slack.md section 3). */
const DOUBTFUL = new Set(["fatal_error", "internal_error", "service_unavailable", "request_timeout"]);
const SILENT: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** A token, and how requests are bounded. */
export type SlackOptions = {
  readonly token: string;
  readonly apiUrl: string;
  readonly channel: string;
  readonly wait: (ms: number) => Promise<void>;
} & Bounds;

/**
 * The team's Slack channel through Slack's own SDK, whose retries are off: it would post again what timed out.
 * `apiUrl` ends with `/api/`. Times of messages are Slack's `ts` strings.
 */
export function openSlack(options: SlackOptions): Chat {
  const { channel, wait } = options;
  const web = openWeb(options);

  async function readAll(
    read: (cursor?: string) => Promise<unknown>,
  ): Promise<Answer<readonly ChatMessage[]>> {
    const messages: ChatMessage[] = [];
    let cursor: string | undefined;
    do {
      const answer = await repeatRead(() => ask(() => read(cursor), page), wait);
      if (answer.kind !== "done") return answer;
      for (const each of answer.value.messages) messages.push(toMessage(each));
      cursor = answer.value.response_metadata?.next_cursor;
    } while (cursor !== undefined && cursor !== "");
    return { kind: "done", value: messages.toSorted((a, b) => (a.ts < b.ts ? -1 : 1)) };
  }

  async function postOnce({ text, mark, thread }: NewMessage): Promise<Answer<{ ts: string }>> {
    const { outcome, ...key } = mark;
    return ask(
      () =>
        web.chat.postMessage({
          channel,
          text,
          unfurl_links: false,
          unfurl_media: false,
          metadata: {
            event_type: EVENT_TYPE,
            event_payload: outcome === undefined ? key : { ...key, outcome },
          },
          ...(thread &&
            (thread.broadcast ? { thread_ts: thread.ts, reply_broadcast: true } : { thread_ts: thread.ts })),
        }),
      posted,
    );
  }

  return {
    channel,
    history: (since) =>
      readAll((cursor) =>
        web.conversations.history({
          channel,
          include_all_metadata: true,
          limit: 200,
          oldest: String(Math.floor(since.getTime() / 1000)),
          ...(cursor === undefined ? {} : { cursor }),
        }),
      ),
    replies: (ts) =>
      readAll((cursor) =>
        web.conversations.replies({
          channel,
          ts,
          include_all_metadata: true,
          limit: 200,
          ...(cursor === undefined ? {} : { cursor }),
        }),
      ),
    async post(wanted) {
      const answer = await postOnce(wanted);
      // Slack refuses the whole message when only the mention of the channel is not allowed to a bot.
      const mentions = wanted.text.includes("<!channel>");
      if (answer.kind === "refused" && answer.fault.code === "restricted_action" && mentions) {
        const plain = await postOnce({ ...wanted, text: wanted.text.replaceAll(/<!channel>\s*/gu, "") });
        return plain.kind === "done" ? { kind: "done", value: { ...plain.value, unmentioned: true } } : plain;
      }
      return answer.kind === "done"
        ? { kind: "done", value: { ...answer.value, unmentioned: false } }
        : answer;
    },
    update: (ts, text) =>
      settleNull(ask(() => web.chat.update({ channel, ts, text, parse: "none" }), z.unknown())),
    async remove(ts) {
      const answer = await settleNull(ask(() => web.chat.delete({ channel, ts }), z.unknown()));
      const gone = answer.kind === "refused" && answer.fault.code === "message_not_found";
      return gone ? { kind: "done", value: null } : answer;
    },
    async permalink(ts) {
      const answer = await ask(() => web.chat.getPermalink({ channel, message_ts: ts }), link);
      return answer.kind === "done" ? { kind: "done", value: answer.value.permalink } : answer;
    },
  };
}

/** A channel as Slack shows it to the robot (scope `channels:read`). A lost or cut read is repeated. */
export async function readChannel(options: SlackOptions): Promise<Answer<Channel>> {
  const { channel, wait } = options;
  const web = openWeb(options);
  const answer = await repeatRead(() => ask(() => web.conversations.info({ channel }), channelPage), wait);
  return answer.kind === "done" ? { kind: "done", value: answer.value.channel } : answer;
}

/** Slack's own client, which repeats nothing by itself and writes nothing to the log. */
export function openWeb(options: Pick<SlackOptions, "token" | "apiUrl"> & Bounds): WebClient {
  return new WebClient(options.token, {
    slackApiUrl: options.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    timeout: options.requestMs,
    logger: SILENT,
    fetch: boundedFetch({ ...options, secret: options.token }),
  });
}

async function settleNull(asked: Promise<Answer<unknown>>): Promise<Answer<null>> {
  const answer = await asked;
  return answer.kind === "done" ? { kind: "done", value: null } : answer;
}

function toMessage({ ts, text, metadata }: z.infer<typeof message>): ChatMessage {
  if (metadata?.event_type !== EVENT_TYPE) return { ts, text };
  const { incident, step, outcome } = metadata.event_payload;
  return { ts, text, mark: { incident, step, ...(outcome === undefined ? {} : { outcome }) } };
}

/** One request. Only what Slack surely refused is `refused`; anything unrecognised may have been done. */
export async function ask<T>(request: () => Promise<unknown>, shape: z.ZodType<T>): Promise<Answer<T>> {
  try {
    const parsed = shape.safeParse(await request());
    return parsed.success
      ? { kind: "done", value: parsed.data }
      : { kind: "unknown", fault: fault("unparsable") };
  } catch (error) {
    return classify(error);
  }
}

const platformError = z.object({
  code: z.literal("slack_webapi_platform_error"),
  data: z.object({ error: z.string().regex(/^[a-z0-9_]+$/), needed: z.string().optional() }),
});
const rateLimited = z.object({ code: z.literal("slack_webapi_rate_limited_error"), retryAfter: z.number() });
const httpError = z.object({ code: z.literal("slack_webapi_http_error"), statusCode: z.number() });

function classify(error: unknown): Exclude<Answer<never>, { kind: "done" }> {
  const platform = platformError.safeParse(error);
  if (platform.success) {
    const { error: code, needed } = platform.data.data;
    return { kind: DOUBTFUL.has(code) ? "unknown" : "refused", fault: fault(code, needed) };
  }
  const limited = rateLimited.safeParse(error);
  if (limited.success)
    return { kind: "refused", fault: { ...fault("ratelimited"), retryAfter: limited.data.retryAfter } };
  const http = httpError.safeParse(error);
  if (http.success) return { kind: "unknown", fault: fault(`http_${http.data.statusCode}`) };
  const lost = lostExchange(error);
  return { kind: lost === "unreachable" ? "refused" : "unknown", fault: fault(lost) };
}

function fault(code: string, detail?: string): Fault {
  return { tool: "slack", code, ...(detail === undefined ? {} : { detail: shorten(detail) }) };
}
