import type { ChildProcess } from "node:child_process";
import { describe, expect, test } from "vitest";
import { ALREADY, CHECK, idOf, paris, SENT, stage } from "../cli/stage.ts";
import { type EmulatedMessage, openSlackWitness, type SlackWitness } from "./emulator.ts";
import type { Hooks } from "./relay.ts";
import { arePresent, EMULATE } from "./tools.ts";

/** Several runs of the program in one test, beside other tests. */
const PATIENCE_MS = 90_000;
const isReady = arePresent(EMULATE);
const POST = "/api/chat.postMessage";
const DECLARE = () => ["declare", "--service", "rp", "--started-at", paris(30)];

/** "outage/slack", or for a reply "outage/mail/rp/reply left"; empty for a message that is not the robot's. */
function markOf({ metadata }: EmulatedMessage): string {
  if (metadata?.event_type !== "outage_notice" || metadata.event_payload["incident"] !== idOf()) return "";
  const { step, outcome = "" } = metadata.event_payload;
  return `${String(step)} ${String(outcome)}`.trimEnd();
}

/** What stands in the channel, each message followed by its thread. */
async function marks(slack: SlackWitness): Promise<[string, ...string[]][]> {
  const messages = await slack.channel();
  return Promise.all(
    messages.map(async (message): Promise<[string, ...string[]]> => {
      const replies = await slack.thread(message.ts);
      return [markOf(message), ...replies.map(markOf)];
    }),
  );
}

/** Calls that the emulator did not do; one that it does not know stands here by its name. */
const refusals = ({ passed }: SlackWitness): string[] =>
  passed
    .filter(({ answer }) => !answer.startsWith('{"ok":true'))
    .map(({ path, answer }) => `${path} → ${answer}`);

const asked = ({ passed }: SlackWitness): string[] =>
  [...new Set(passed.map(({ path }) => path.replace("/api/", "")))].toSorted();

/** Acts after the nth message was taken, before its answer reaches the program. */
function afterPost(nth: number, act: () => "give" | "lose"): Hooks {
  let seen = 0;
  return {
    after({ path }) {
      if (path === POST) seen += 1;
      return path === POST && seen === nth ? act() : "give";
    },
  };
}

describe.skipIf(!isReady)("A Slack that nobody here wrote", { timeout: PATIENCE_MS }, () => {
  test("holds one message for each step, its replies, and the first one corrected at the end", async () => {
    await using s = await stage();
    await using slack = await openSlackWitness();
    const run = (...args: string[]) => s.run(args, { env: slack.env });
    s.sandbox.brevo.state.credits = 10;
    expect(await run(...DECLARE())).toMatchObject({ exit: 2, headline: CHECK });
    s.sandbox.brevo.state.credits = 50_000;
    expect(await run("settle")).toMatchObject({ exit: 0, headline: SENT });
    expect(await run(...DECLARE())).toMatchObject({ exit: 0, headline: ALREADY });
    const [opening] = await slack.channel();
    expect(opening?.text).toMatch(/^<!channel> .*est indisponible/u);
    expect(await run("resolve")).toMatchObject({ exit: 0, headline: SENT });
    expect(await run("settle")).toMatchObject({ exit: 0 });

    const replies = [
      "outage/mail/rp/reply failed",
      "outage/mail/rp/reply left",
      "recovery/mail/rp/reply left",
    ];
    expect(await marks(slack)).toEqual([["outage/slack", ...replies], ["recovery/slack/rp"]]);
    const [first] = await slack.channel();
    expect(first).toMatchObject({ ts: opening?.ts, text: expect.stringContaining("Terminé") });
    const thread = await slack.thread(first?.ts ?? "");
    expect(thread.map(({ reply_broadcast: isBroadcast = false }) => isBroadcast)).toEqual([
      true,
      false,
      false,
    ]);
    expect(s.sandbox.brevo.deliveries).toHaveLength(2);
    expect(refusals(slack)).toEqual([]);
    expect(asked(slack)).toEqual([
      "chat.getPermalink",
      "chat.postMessage",
      "chat.update",
      "conversations.history",
      "conversations.replies",
    ]);
  });

  test.each([1, 2])("holds no message twice when the answer to message %i is lost", async (nth) => {
    await using s = await stage();
    await using slack = await openSlackWitness(afterPost(nth, () => "lose"));
    expect(await s.run(DECLARE(), { env: slack.env })).toMatchObject({ exit: 0, headline: SENT });
    expect(await s.run(["settle"], { env: slack.env })).toMatchObject({ exit: 0 });
    expect(await marks(slack)).toEqual([["outage/slack", "outage/mail/rp/reply left"]]);
    expect(refusals(slack)).toEqual([]);
  });

  test.each([1, 2])("holds no message twice when the program is killed at message %i", async (nth) => {
    await using s = await stage();
    let child: ChildProcess | undefined;
    const kill = () => {
      child?.kill("SIGKILL");
      return "lose" as const;
    };
    await using slack = await openSlackWitness(afterPost(nth, kill));
    const killed = await s.run(DECLARE(), { env: slack.env, onStart: (started) => void (child = started) });
    expect(killed.signal).toBe("SIGKILL");
    expect(await s.run(DECLARE(), { env: slack.env })).toMatchObject({ exit: 0 });
    expect(await marks(slack)).toEqual([["outage/slack", "outage/mail/rp/reply left"]]);
    expect(s.sandbox.brevo.deliveries).toHaveLength(1);
    expect(refusals(slack)).toEqual([]);
  });

  test("keeps the older of two messages when another machine announced at the same moment", async () => {
    await using s = await stage();
    const hooks: Hooks = {};
    await using slack = await openSlackWitness(hooks);
    hooks.before = async ({ path, body }) => {
      if (path !== POST) return;
      delete hooks.before;
      await slack.call("chat.postMessage", Object.fromEntries(new URLSearchParams(body)));
    };
    expect(await s.run(DECLARE(), { env: slack.env })).toMatchObject({ exit: 0, headline: SENT });
    expect(await marks(slack)).toEqual([["outage/slack", "outage/mail/rp/reply left"]]);
    expect(refusals(slack)).toEqual([]);
    expect(asked(slack)).toContain("chat.delete");
  });

  test("refuses a key without its scope, and the mail leaves all the same", async () => {
    await using s = await stage();
    await using slack = await openSlackWitness({}, ["channels:history"]);
    const run = await s.run(DECLARE(), { env: slack.env });
    expect(run).toMatchObject({ exit: 2, headline: CHECK });
    expect(run.text).toContain("chat:write");
    expect([await marks(slack), s.sandbox.brevo.deliveries.length]).toEqual([[], 1]);
  });
});

describe.skipIf(!isReady)(
  "What this emulator cannot witness, and our sandbox must",
  { timeout: PATIENCE_MS },
  () => {
    const texts = (messages: readonly EmulatedMessage[]) => messages.map(({ text }) => text);

    test("where history begins, whether metadata was asked for, and broadcast replies in the channel", async () => {
      await using slack = await openSlackWitness();
      const channel = slack.channelId;
      const metadata = JSON.stringify({ event_type: "outage_notice", event_payload: { step: "x" } });
      await slack.call("chat.postMessage", { channel, text: "first", metadata });
      const [first] = await slack.channel();
      expect(first?.metadata?.event_payload).toEqual({ step: "x" });
      const reply = { channel, text: "to all", thread_ts: first?.ts ?? "", reply_broadcast: "true" };
      await slack.call("chat.postMessage", reply);
      expect(texts(await slack.thread(first?.ts ?? ""))).toEqual(["to all"]);
      expect(texts(await slack.channel())).toEqual(["first"]);
      expect(texts(await slack.channel("4000000000"))).toEqual(["first"]);
    });

    test("a key that nobody issued", async () => {
      await using slack = await openSlackWitness();
      await expect(slack.call("auth.test", {}, "xoxb-nobody")).resolves.toMatchObject({ ok: true });
    });
  },
);
