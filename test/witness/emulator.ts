import { z } from "zod";
import { SLACK_TOKEN, type Env } from "../cli/stage.ts";
import { type Hooks, openRelay, type Passed } from "./relay.ts";
import { EMULATE } from "./tools.ts";

const Emulator = z.object({
  url: z.string(),
  close: z.custom<() => Promise<void>>((value) => typeof value === "function"),
});
const Emulate = z.object({
  createEmulator: z.custom<(options: object) => Promise<unknown>>((value) => typeof value === "function"),
});

const Message = z.object({
  ts: z.string(),
  text: z.string(),
  thread_ts: z.string().optional(),
  reply_broadcast: z.boolean().optional(),
  edited: z.unknown().optional(),
  metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
});
const Answer = z.looseObject({ ok: z.literal(true) });
const Channels = z.object({ channels: z.array(z.object({ id: z.string(), name: z.string() })) });
const Messages = z.object({ messages: z.array(Message) });
export type EmulatedMessage = z.infer<typeof Message>;

/** A Slack that nobody here wrote, with a relay in front of it. */
export interface SlackWitness extends AsyncDisposable {
  /** What the program needs to talk to it, through the relay. */
  readonly env: Env;
  readonly channelId: string;
  readonly passed: readonly Passed[];
  /** Asks the emulator itself, past the relay. Throws when it says no. */
  call(method: string, args?: Readonly<Record<string, string>>, token?: string): Promise<unknown>;
  /** Top-level messages of the channel, oldest first; `oldest` in seconds, as Slack's argument of that name. */
  channel(oldest?: string): Promise<readonly EmulatedMessage[]>;
  /** Replies to a message, oldest first. */
  thread(ts: string): Promise<readonly EmulatedMessage[]>;
}

/** The scopes of the README's manifest. */
const SCOPES = ["chat:write", "channels:read", "channels:history", "channels:join", "team.preferences:read"];

const WITNESS_TOKEN = "xoxb-witness";

/** Starts the emulator with one channel and our token, which may do what `scopes` say and no more. */
export async function openSlackWitness(
  hooks: Hooks = {},
  scopes: readonly string[] = SCOPES,
): Promise<SlackWitness> {
  const { createEmulator } = Emulate.parse(await import(EMULATE));
  const seed = {
    slack: {
      channels: [{ name: "général" }],
      tokens: [
        { token: SLACK_TOKEN, user: "admin", scopes },
        { token: WITNESS_TOKEN, user: "admin", scopes: SCOPES },
      ],
      strict_scopes: true,
    },
  };
  const emulator = Emulator.parse(await createEmulator({ service: "slack", port: 0, seed }));
  const call: SlackWitness["call"] = async (method, args = {}, token = WITNESS_TOKEN) => {
    const answer = await fetch(`${emulator.url}/api/${method}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams(args),
    });
    return Answer.parse(await answer.json());
  };
  const { channels } = Channels.parse(await call("conversations.list"));
  const channelId = channels.find(({ name }) => name === "général")?.id ?? "";
  const relay = await openRelay(emulator.url, hooks);
  const read = async (method: string, args: Readonly<Record<string, string>>) => {
    const { messages } = Messages.parse(await call(method, { channel: channelId, ...args }));
    return messages.toSorted((a, b) => (a.ts < b.ts ? -1 : 1));
  };
  return {
    env: { SLACK_API_URL: `${relay.url}/api/`, SLACK_CHANNEL_ID: channelId },
    channelId,
    passed: relay.passed,
    call,
    channel: (oldest = "0") => read("conversations.history", { oldest }),
    thread: async (ts) => (await read("conversations.replies", { ts })).filter((each) => each.ts !== ts),
    async [Symbol.asyncDispose]() {
      await relay[Symbol.asyncDispose]();
      await emulator.close();
    },
  };
}
