import { z } from "zod";
import type { SlackChannel } from "../core/checkup-channel.ts";
import type { SlackIdentity } from "../core/checkup-slack.ts";
import type { Answer } from "../ports.ts";
import { repeatRead, type Bounds } from "./exchange.ts";
import { ask, openWeb } from "./slack.ts";

const identity = z
  .object({
    team: z.string().default(""),
    user: z.string().default(""),
    response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
  })
  .transform(({ team, user, response_metadata }): SlackIdentity => ({
    team,
    bot: user,
    ...(response_metadata?.scopes && { scopes: response_metadata.scopes }),
  }));
const flag = z.boolean().default(false);
const channelShape = z.object({
  channel: z
    .object({
      name: z.string().default(""),
      is_archived: flag,
      is_member: flag,
      is_private: flag,
      is_general: flag,
      is_read_only: flag,
      is_thread_only: flag,
    })
    .transform((raw): SlackChannel => ({
      name: raw.name,
      isArchived: raw.is_archived,
      isMember: raw.is_member,
      isPrivate: raw.is_private,
      isGeneral: raw.is_general,
      isReadOnly: raw.is_read_only,
      isThreadOnly: raw.is_thread_only,
    })),
});
const preferences = z.object({ who_can_post_general: z.string().optional() });

/** What a checkup asks Slack: reads alone, there is no way to post. */
export interface SlackAccount {
  identity(): Promise<Answer<SlackIdentity>>;
  channel(id: string): Promise<Answer<SlackChannel>>;
  /** Whether the messages of the channel can be read. */
  readable(id: string): Promise<Answer<null>>;
  /** Who may post in the general channel, in Slack's own word. */
  whoPostsGeneral(): Promise<Answer<string | undefined>>;
}

/** Opens Slack for a checkup. `apiUrl` ends with `/api/`. Reads are repeated. */
export function openSlackAccount(
  options: { token: string; apiUrl: string; wait: (ms: number) => Promise<void> } & Bounds,
): SlackAccount {
  const web = openWeb(options);
  const read = <T>(request: () => Promise<unknown>, shape: z.ZodType<T>) =>
    repeatRead(() => ask(request, shape), options.wait);
  return {
    identity: () => read(() => web.auth.test(), identity),
    async channel(id) {
      const answer = await read(() => web.conversations.info({ channel: id }), channelShape);
      return answer.kind === "done" ? { kind: "done", value: answer.value.channel } : answer;
    },
    async readable(id) {
      const shape = z.object({ messages: z.array(z.unknown()) });
      const answer = await read(() => web.conversations.history({ channel: id, limit: 1 }), shape);
      return answer.kind === "done" ? { kind: "done", value: null } : answer;
    },
    async whoPostsGeneral() {
      const answer = await read(() => web.team.preferences.list(), preferences);
      return answer.kind === "done" ? { kind: "done", value: answer.value.who_can_post_general } : answer;
    },
  };
}
