import { describe, expect, test } from "vitest";
import { GENERAL, slackClient, slackError, world, type World } from "./clients.ts";

const metadata = { event_type: "outage_notice", event_payload: { incident: "2026-11-23-rp" } };

async function texts(w: World, args: Record<string, unknown> = {}): Promise<(string | undefined)[]> {
  const { messages = [] } = await w.slack.conversations.history({ channel: GENERAL, ...args });
  return messages.map(({ text }) => text);
}

describe("conversations.history", () => {
  test("shows top-level messages and broadcast replies, newest first", async () => {
    await using w = await world();
    const parent = w.sandbox.slack.say(GENERAL, "parent");
    w.sandbox.slack.say(GENERAL, "reply", { threadTs: parent.ts });
    await w.slack.chat.postMessage({
      channel: GENERAL,
      text: "shout",
      thread_ts: parent.ts,
      reply_broadcast: true,
    });
    expect(await texts(w)).toEqual(["shout", "parent"]);
  });

  test("strips the payload of metadata unless all metadata is asked for", async () => {
    await using w = await world();
    await w.slack.chat.postMessage({ channel: GENERAL, text: "a", metadata });
    const bare = await w.slack.conversations.history({ channel: GENERAL });
    const full = await w.slack.conversations.history({ channel: GENERAL, include_all_metadata: true });
    expect(bare.messages?.[0]?.metadata).toEqual({ event_type: "outage_notice" });
    expect(full.messages?.[0]?.metadata).toEqual(metadata);
  });

  test("keeps to oldest and latest, with their own messages when inclusive", async () => {
    await using w = await world();
    const [a, , c] = ["a", "b", "c"].map((text) => w.sandbox.slack.say(GENERAL, text));
    const window = { oldest: a?.ts, latest: c?.ts };
    expect(await texts(w, window)).toEqual(["b"]);
    expect(await texts(w, { ...window, inclusive: true })).toEqual(["c", "b", "a"]);
    expect(await texts(w, { oldest: "1795439100" })).toEqual(["c", "b"]);
    expect(await slackError(texts(w, { oldest: "yesterday" }))).toBe("invalid_ts_oldest");
    expect(await slackError(texts(w, { latest: "tomorrow" }))).toBe("invalid_ts_latest");
  });

  test("gives pages that the cursor joins without a gap, while new messages arrive", async () => {
    await using w = await world();
    for (const text of ["a", "b", "c", "d", "e"]) w.sandbox.slack.say(GENERAL, text);
    const pages: string[] = [];
    for await (const page of w.slack.paginate("conversations.history", { channel: GENERAL, limit: 2 })) {
      pages.push(JSON.stringify(page));
      w.sandbox.slack.say(GENERAL, "new");
    }
    expect(pages.map((page) => page.match(/"text":"\w+"/g)?.length)).toEqual([2, 2, 1]);
    expect(pages.join("")).not.toContain("new");
    expect(await slackError(texts(w, { cursor: "bm9uZQ==" }))).toBe("invalid_cursor");
    expect(await slackError(texts(w, { limit: 1000 }))).toBe("invalid_limit");
  });

  test("is closed to a bot that is not in the channel", async () => {
    await using w = await world();
    w.sandbox.slack.channel(GENERAL).isMember = false;
    expect(await slackError(texts(w))).toBe("not_in_channel");
    await w.slack.conversations.join({ channel: GENERAL });
    expect(await texts(w)).toEqual([]);
  });

  test("is unreadable when it is told to be, and posting still works", async () => {
    await using w = await world();
    w.sandbox.slack.state.historyError = "internal_error";
    expect(await slackError(texts(w))).toBe("internal_error");
    await w.slack.chat.postMessage({ channel: GENERAL, text: "a" });
    expect(w.sandbox.slack.messages).toHaveLength(1);
  });

  test("hides a new message for some reads", async () => {
    await using w = await world();
    w.sandbox.slack.state.historyLag = { reads: 2 };
    w.sandbox.slack.say(GENERAL, "a");
    expect([await texts(w), await texts(w), await texts(w)]).toEqual([[], [], ["a"]]);
  });

  test("hides a new message for some time", async () => {
    await using w = await world();
    w.sandbox.slack.say(GENERAL, "old");
    w.sandbox.slack.state.historyLag = { ms: 2000 };
    w.sandbox.slack.say(GENERAL, "new");
    expect(await texts(w)).toEqual(["old"]);
    w.clock.pass(2000);
    expect(await texts(w)).toEqual(["new", "old"]);
  });
});

describe("conversations.replies", () => {
  test("shows the parent, then its replies, oldest first", async () => {
    await using w = await world();
    const parent = w.sandbox.slack.say(GENERAL, "parent");
    await w.slack.chat.postMessage({ channel: GENERAL, text: "a", thread_ts: parent.ts, metadata });
    w.sandbox.slack.say(GENERAL, "b", { threadTs: parent.ts });
    const { messages } = await w.slack.conversations.replies({
      channel: GENERAL,
      ts: parent.ts,
      include_all_metadata: true,
    });
    expect(messages).toMatchObject([
      { text: "parent", reply_count: 2 },
      { text: "a", metadata },
      { text: "b" },
    ]);
    expect(await slackError(w.slack.conversations.replies({ channel: GENERAL, ts: "1.000000" }))).toBe(
      "thread_not_found",
    );
  });
});

describe("channels and workspace", () => {
  test("conversations.info tells what a preflight asks", async () => {
    await using w = await world();
    const { channel } = await w.slack.conversations.info({ channel: GENERAL });
    expect(channel).toMatchObject({
      name: "général",
      is_general: true,
      is_member: true,
      is_archived: false,
      is_read_only: false,
    });
    expect(await slackError(w.slack.conversations.info({ channel: "C0NOWHERE1" }))).toBe("channel_not_found");
  });

  test("conversations.list keeps private and archived channels for those who may see them", async () => {
    await using w = await world({
      seed: {
        slack: {
          scopes: ["channels:read"],
          channels: [
            { id: "C0PUBLIC01", name: "public" },
            { id: "C0OLD00001", name: "old", isArchived: true },
            { id: "C0PRIVATE1", name: "private", isPrivate: true },
            { id: "C0PRIVATE2", name: "secret", isPrivate: true, isMember: false },
          ],
        },
      },
    });
    const names = async (args: object) =>
      (await w.slack.conversations.list(args)).channels?.map(({ name }) => name);
    expect(await names({})).toEqual(["public", "old"]);
    expect(await names({ exclude_archived: true, types: "public_channel,private_channel" })).toEqual([
      "public",
      "private",
    ]);
  });

  test("joining again is fine and says so; a private or archived channel is not joined", async () => {
    await using w = await world();
    expect(await w.slack.conversations.join({ channel: GENERAL })).toMatchObject({
      ok: true,
      warning: "already_in_channel",
    });
    w.sandbox.slack.channel(GENERAL).isArchived = true;
    expect(await slackError(w.slack.conversations.join({ channel: GENERAL }))).toBe("is_archived");
  });

  test("team.preferences.list tells who may post in general and how long one may edit", async () => {
    await using w = await world();
    w.sandbox.slack.state.whoCanPostGeneral = "admin";
    w.sandbox.slack.state.editWindowMins = 60;
    expect(await w.slack.team.preferences.list()).toMatchObject({
      who_can_post_general: "admin",
      msg_edit_window_mins: 60,
    });
    const post = w.slack.chat.postMessage({ channel: GENERAL, text: "a" });
    expect(await slackError(post)).toBe("restricted_action");
  });

  test("pins and reactions are set once", async () => {
    await using w = await world();
    w.sandbox.slack.state.scopes = ["pins:write", "reactions:write"];
    const { ts: timestamp } = w.sandbox.slack.say(GENERAL, "a");
    const pin = () => slackError(w.slack.pins.add({ channel: GENERAL, timestamp }));
    const react = () => slackError(w.slack.reactions.add({ channel: GENERAL, timestamp, name: "eyes" }));
    expect([await pin(), await pin()]).toEqual(["none", "already_pinned"]);
    expect([await react(), await react()]).toEqual(["none", "already_reacted"]);
  });
});

describe("the token", () => {
  test("auth.test shows workspace and bot", async () => {
    await using w = await world();
    expect(await w.slack.auth.test()).toMatchObject({
      team: "Reconnect",
      bot_id: "B0BOTALERT",
      url: "https://reconnect.slack.com/",
    });
  });

  test.each(["invalid_auth", "token_revoked", "account_inactive"] as const)("%s", async (state) => {
    await using w = await world();
    w.sandbox.slack.state.token = state;
    expect(await slackError(w.slack.auth.test())).toBe(state);
  });

  test("another token is invalid, none at all is not_authed", async () => {
    await using w = await world();
    expect(await slackError(slackClient(w.sandbox, "xoxb-other").auth.test())).toBe("invalid_auth");
    expect(await slackError(slackClient(w.sandbox, "").auth.test())).toBe("not_authed");
  });

  test("a scope that is missing is named, with those that are there", async () => {
    await using w = await world();
    w.sandbox.slack.state.scopes = ["chat:write", "channels:read"];
    await expect(w.slack.conversations.history({ channel: GENERAL })).rejects.toMatchObject({
      data: { error: "missing_scope", needed: "channels:history", provided: "chat:write,channels:read" },
    });
    w.sandbox.slack.channel(GENERAL).isPrivate = true;
    await expect(w.slack.conversations.info({ channel: GENERAL })).rejects.toMatchObject({
      data: { needed: "groups:read" },
    });
  });

  test("a method that does not exist is an ok: false", async () => {
    await using w = await world();
    expect(await slackError(w.slack.apiCall("chat.shout"))).toBe("unknown_method");
  });
});
