import { describe, expect, test } from "vitest";
import { GENERAL, slackError, world, type World } from "./clients.ts";

const mention = "<!channel> Reconnect Pro est indisponible";
const metadata = {
  event_type: "outage_notice",
  event_payload: { incident: "2026-11-23-rp", step: "outage/slack" },
};
const section = { type: "section" as const, text: { type: "mrkdwn" as const, text: mention } };

describe("chat.postMessage", () => {
  test("keeps text, blocks and metadata", async () => {
    await using w = await world();
    const posted = await w.slack.chat.postMessage({
      channel: GENERAL,
      text: mention,
      blocks: [section],
      metadata,
    });
    expect(posted).toMatchObject({ ok: true, channel: GENERAL, message: { text: mention, metadata } });
    expect(w.sandbox.slack.messages).toMatchObject([
      { ts: posted.ts, text: mention, blocks: [section], metadata },
    ]);
  });

  test("gives rising timestamps of seconds and microseconds while the clock stands still", async () => {
    await using w = await world();
    const first = await w.slack.chat.postMessage({ channel: GENERAL, text: "1" });
    const second = await w.slack.chat.postMessage({ channel: GENERAL, text: "2" });
    expect([first.ts, second.ts]).toEqual(["1795439100.000000", "1795439100.000001"]);
  });

  test("takes a JSON body as well as a form", async () => {
    await using w = await world();
    const response = await fetch(`${w.sandbox.slackUrl}chat.postMessage`, {
      method: "POST",
      headers: { authorization: "Bearer xoxb-sandbox", "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({ channel: GENERAL, text: "bonjour", metadata }),
    });
    expect(await response.json()).toMatchObject({ ok: true, message: { metadata } });
  });

  test("puts a reply in the thread of its parent, even under the ts of another reply", async () => {
    await using w = await world();
    const parent = w.sandbox.slack.say(GENERAL, "parent");
    const reply = await w.slack.chat.postMessage({ channel: GENERAL, text: "a", thread_ts: parent.ts });
    await w.slack.chat.postMessage({
      channel: GENERAL,
      text: "b",
      thread_ts: reply.ts ?? "",
      reply_broadcast: true,
    });
    expect(w.sandbox.slack.repliesTo(parent)).toMatchObject([
      { text: "a", broadcast: false },
      { text: "b", broadcast: true },
    ]);
    expect(
      await slackError(w.slack.chat.postMessage({ channel: GENERAL, text: "c", thread_ts: "1.000000" })),
    ).toBe("thread_not_found");
  });

  test("truncates text beyond 40,000 characters with a warning", async () => {
    await using w = await world();
    const posted = await w.slack.chat.postMessage({ channel: GENERAL, text: "a".repeat(40_001) });
    expect(posted.response_metadata?.warnings).toEqual(["message_truncated"]);
    expect(w.sandbox.slack.messages[0]?.text).toHaveLength(40_000);
  });

  test.each([
    ["no_text", { channel: GENERAL, text: "" }],
    ["channel_not_found", { channel: "C0NOWHERE1", text: "a" }],
    [
      "invalid_blocks",
      {
        channel: GENERAL,
        text: "a",
        blocks: [{ type: "header", text: { type: "plain_text", text: "a".repeat(151) } }],
      },
    ],
    [
      "invalid_blocks",
      { channel: GENERAL, text: "a", blocks: Array.from({ length: 51 }, () => ({ type: "divider" })) },
    ],
    [
      "msg_blocks_too_long",
      {
        channel: GENERAL,
        text: "a",
        blocks: Array.from({ length: 6 }, () => ({
          ...section,
          text: { type: "mrkdwn", text: "a".repeat(2900) },
        })),
      },
    ],
    ["invalid_blocks_format", { channel: GENERAL, text: "a", blocks: "no json" }],
    ["invalid_metadata_format", { channel: GENERAL, text: "a", metadata: "no json" }],
    ["invalid_metadata_schema", { channel: GENERAL, text: "a", metadata: { event_type: "x" } }],
    [
      "metadata_too_large",
      { channel: GENERAL, text: "a", metadata: { event_type: "x", event_payload: { a: "a".repeat(9000) } } },
    ],
  ])("refuses with %s", async (error, args) => {
    await using w = await world();
    expect(await slackError(w.slack.apiCall("chat.postMessage", args))).toBe(error);
    expect(w.sandbox.slack.messages).toEqual([]);
  });
});

const post = (w: Pick<World, "slack">, text = "a") =>
  slackError(w.slack.chat.postMessage({ channel: GENERAL, text }));

describe("states that keep a post out", () => {
  test.each([
    ["is_archived", { isArchived: true }],
    ["not_in_channel", { isMember: false }],
    ["restricted_action_read_only_channel", { isReadOnly: true }],
    ["restricted_action_thread_only_channel", { isThreadOnly: true }],
    ["channel_not_found", { isPrivate: true, isMember: false }],
  ])("%s", async (error, change) => {
    await using w = await world();
    Object.assign(w.sandbox.slack.channel(GENERAL), change);
    expect(await post(w)).toBe(error);
  });

  test("chat:write.public lets a bot post outside its channels", async () => {
    await using w = await world();
    w.sandbox.slack.channel(GENERAL).isMember = false;
    w.sandbox.slack.state.scopes = ["chat:write", "chat:write.public"];
    expect(await post(w)).toBe("none");
  });

  test("restricted_action only for a post that mentions the channel, in text or blocks", async () => {
    await using w = await world();
    w.sandbox.slack.state.restricted = "mention";
    expect(await post(w, mention)).toBe("restricted_action");
    expect(await post(w, "<!here> a")).toBe("restricted_action");
    expect(
      await slackError(w.slack.chat.postMessage({ channel: GENERAL, text: "a", blocks: [section] })),
    ).toBe("restricted_action");
    expect(await post(w, "&lt;!channel&gt; a")).toBe("none");
  });

  test("restricted_action for every post", async () => {
    await using w = await world();
    w.sandbox.slack.state.restricted = "always";
    expect(await post(w)).toBe("restricted_action");
  });
});

describe("chat.update", () => {
  test("changes text and blocks, keeps metadata that is omitted and marks the edit", async () => {
    await using w = await world();
    const { ts = "" } = await w.slack.chat.postMessage({ channel: GENERAL, text: "a", metadata });
    await w.slack.chat.update({ channel: GENERAL, ts, text: "b", blocks: [section] });
    expect(w.sandbox.slack.messages).toMatchObject([
      { text: "b", blocks: [section], metadata, edited: { user: "U0BOTALERT" } },
    ]);
  });

  test("takes metadata away when it is an empty object", async () => {
    await using w = await world();
    const { ts = "" } = await w.slack.chat.postMessage({ channel: GENERAL, text: "a", metadata });
    await w.slack.apiCall("chat.update", { channel: GENERAL, ts, text: "b", metadata: {} });
    expect(w.sandbox.slack.messages[0]?.metadata).toBeUndefined();
  });

  test("refuses other people's messages, unknown ones, long texts and a closed edit window", async () => {
    await using w = await world();
    const person = w.sandbox.slack.say(GENERAL, "a");
    const { ts = "" } = await w.slack.chat.postMessage({ channel: GENERAL, text: "a" });
    const update = (at: string, text = "b") =>
      slackError(w.slack.chat.update({ channel: GENERAL, ts: at, text }));
    expect(await update(person.ts)).toBe("cant_update_message");
    expect(await update("1.000000")).toBe("message_not_found");
    expect(await update(ts, "a".repeat(4001))).toBe("msg_too_long");
    expect(await update(ts, "")).toBe("no_text");
    w.sandbox.slack.state.editWindowMins = 5;
    w.clock.pass(6 * 60_000);
    expect(await update(ts)).toBe("edit_window_closed");
    w.sandbox.slack.channel(GENERAL).isArchived = true;
    expect(await update(ts)).toBe("is_inactive");
  });
});

describe("chat.delete and chat.getPermalink", () => {
  test("an own message goes, one with replies leaves a placeholder without metadata", async () => {
    await using w = await world();
    const alone = await w.slack.chat.postMessage({ channel: GENERAL, text: "a" });
    const parent = await w.slack.chat.postMessage({ channel: GENERAL, text: "b", metadata });
    w.sandbox.slack.say(GENERAL, "c", { threadTs: parent.ts ?? "" });
    await w.slack.chat.delete({ channel: GENERAL, ts: alone.ts ?? "" });
    await w.slack.chat.delete({ channel: GENERAL, ts: parent.ts ?? "" });
    const { messages = [] } = await w.slack.conversations.history({
      channel: GENERAL,
      include_all_metadata: true,
    });
    expect(messages).toMatchObject([{ subtype: "tombstone", ts: parent.ts }]);
    expect(messages[0]).not.toHaveProperty("metadata");
    const person = w.sandbox.slack.say(GENERAL, "d");
    expect(await slackError(w.slack.chat.delete({ channel: GENERAL, ts: person.ts }))).toBe(
      "cant_delete_message",
    );
  });

  test("the permalink is the archive's address of the message", async () => {
    await using w = await world();
    const { ts } = w.sandbox.slack.say(GENERAL, "a");
    const { permalink } = await w.slack.chat.getPermalink({ channel: GENERAL, message_ts: ts });
    expect(permalink).toBe(`https://reconnect.slack.com/archives/${GENERAL}/p${ts.replace(".", "")}`);
  });
});
