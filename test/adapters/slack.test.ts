import { describe, expect, test } from "vitest";
import { openSlack } from "../../src/adapters/slack.ts";
import { answering, bounds, type Answering, type Said } from "./answering.ts";

const TOKEN = "xoxb-1234";
const CHANNEL = "C0GENERAL1";
const mark = { incident: "2025-11-24-rp", step: "outage/slack" };
const metadata = (payload: object, type = "outage_notice") => ({ event_type: type, event_payload: payload });

function slack({ url }: Pick<Answering, "url">, limits = bounds()) {
  return openSlack({ token: TOKEN, apiUrl: `${url}/api/`, channel: CHANNEL, ...limits });
}
const ok = (body: object = {}): Said => ({ body: { ok: true, ...body } });
const no = (error: string, more: object = {}): Said => ({ body: { ok: false, error, ...more } });
const asked = ({ seen }: Answering) => seen.map(({ what, form }) => [what, form]);

describe("the channel is read", () => {
  const all = { channel: CHANNEL, include_all_metadata: "true", limit: "200" };

  test("page by page, oldest first, with the marks that are ours", async () => {
    await using server = await answering(
      ok({
        messages: [
          { ts: "1764000005.000000", text: "ours", metadata: metadata(mark) },
          { ts: "1764000004.000000", text: "reply", metadata: metadata({ ...mark, outcome: "failed" }) },
        ],
        response_metadata: { next_cursor: "abc" },
      }),
      ok({
        messages: [
          { ts: "1764000003.000000", metadata: metadata(mark, "something_else") },
          { ts: "1764000002.000000", text: "odd", metadata: metadata({ incident: 7 }) },
          { ts: "1764000001.000000", text: "human" },
        ],
        response_metadata: { next_cursor: "" },
      }),
    );
    expect(await slack(server).history(new Date("2025-11-24T13:11:00.900Z"))).toEqual({
      kind: "done",
      value: [
        { ts: "1764000001.000000", text: "human" },
        { ts: "1764000002.000000", text: "odd" },
        { ts: "1764000003.000000", text: "" },
        { ts: "1764000004.000000", text: "reply", mark: { ...mark, outcome: "failed" } },
        { ts: "1764000005.000000", text: "ours", mark },
      ],
    });
    expect(asked(server)).toEqual([
      ["POST /api/conversations.history", { ...all, oldest: "1763989860" }],
      ["POST /api/conversations.history", { ...all, oldest: "1763989860", cursor: "abc" }],
    ]);
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  test("a thread, page by page", async () => {
    await using server = await answering(
      ok({ messages: [], response_metadata: { next_cursor: "abc" } }),
      ok({ messages: [{ ts: "2.000000" }] }),
    );
    expect(await slack(server).replies("1.000000")).toEqual({
      kind: "done",
      value: [{ ts: "2.000000", text: "" }],
    });
    expect(asked(server)).toEqual([
      ["POST /api/conversations.replies", { ...all, ts: "1.000000" }],
      ["POST /api/conversations.replies", { ...all, ts: "1.000000", cursor: "abc" }],
    ]);
  });

  test("again when the answer was lost, and not when it was refused", async () => {
    const limits = bounds();
    await using server = await answering({ status: 503 }, ok({ messages: [] }), no("not_in_channel"));
    const chat = slack(server, limits);
    expect([(await chat.history(new Date())).kind, (await chat.replies("1.0")).kind]).toEqual([
      "done",
      "refused",
    ]);
    expect([server.seen.length, limits.pauses]).toEqual([3, [500]]);
  });
});

describe("a message", () => {
  const wanted = { text: "<!channel> Panne <!channel>", mark };
  const form = { channel: CHANNEL, text: wanted.text, unfurl_links: "false", unfurl_media: "false" };
  const formOf = ({ seen }: Answering, nth = 0) => {
    const { metadata: sent = "null", ...rest } = seen[nth]?.form ?? {};
    return [rest, JSON.parse(sent)];
  };

  test.for([
    ["in the channel", {}, {}, mark],
    ["in a thread", { thread: { ts: "1.0", broadcast: false } }, { thread_ts: "1.0" }, mark],
    [
      "in a thread and shown in the channel",
      { thread: { ts: "1.0", broadcast: true } },
      { thread_ts: "1.0", reply_broadcast: "true" },
      mark,
    ],
    ["with what became of it", { mark: { ...mark, outcome: "failed" } }, {}, { ...mark, outcome: "failed" }],
  ] as const)("is posted %s", async ([, more, sent, payload]) => {
    await using server = await answering(ok({ ts: "5.0" }));
    expect(await slack(server).post({ ...wanted, ...more })).toEqual({
      kind: "done",
      value: { ts: "5.0", unmentioned: false },
    });
    expect(formOf(server)).toEqual([{ ...form, ...sent }, metadata(payload)]);
    expect(server.seen.map(({ what }) => what)).toEqual(["POST /api/chat.postMessage"]);
  });

  test("goes without the mention when only that is forbidden", async () => {
    await using server = await answering(no("restricted_action"), ok({ ts: "5.0" }));
    expect(await slack(server).post(wanted)).toEqual({
      kind: "done",
      value: { ts: "5.0", unmentioned: true },
    });
    expect(formOf(server, 1)).toEqual([{ ...form, text: "Panne " }, metadata(mark)]);
  });

  test.for([
    ["there is no mention to leave out", { ...wanted, text: "Panne" }, no("restricted_action"), 1],
    ["it is forbidden all the same", wanted, no("restricted_action"), 2],
    ["something else is wrong", wanted, no("channel_not_found"), 1],
  ] as const)("is refused when %s", async ([, message, said, requests]) => {
    await using server = await answering(said);
    expect([(await slack(server).post(message)).kind, server.seen.length]).toEqual(["refused", requests]);
  });

  test("without a number is a doubt", async () => {
    await using server = await answering(ok());
    expect((await slack(server).post(wanted)).kind).toBe("unknown");
  });

  test("is corrected", async () => {
    await using server = await answering(ok());
    expect(await slack(server).update("1.0", "Fini")).toEqual({ kind: "done", value: null });
    expect(asked(server)).toEqual([
      ["POST /api/chat.update", { channel: CHANNEL, ts: "1.0", text: "Fini", parse: "none" }],
    ]);
  });

  test("that cannot be corrected is a refusal", async () => {
    await using server = await answering(no("cant_update_message"));
    expect((await slack(server).update("1.0", "Fini")).kind).toBe("refused");
  });

  test.for([
    ["gone", ok(), "done"],
    ["gone before", no("message_not_found"), "done"],
    ["somebody else's", no("cant_delete_message"), "refused"],
    ["nobody knows", no("internal_error"), "unknown"],
  ] as const)("is taken away: %s", async ([, said, kind]) => {
    await using server = await answering(said);
    expect((await slack(server).remove("1.0")).kind).toBe(kind);
    expect(asked(server)).toEqual([["POST /api/chat.delete", { channel: CHANNEL, ts: "1.0" }]]);
  });

  test("has an address", async () => {
    await using server = await answering(ok({ permalink: "https://x.slack.com/1" }), ok());
    const chat = slack(server);
    expect(await chat.permalink("1.0")).toEqual({ kind: "done", value: "https://x.slack.com/1" });
    expect((await chat.permalink("1.0")).kind).toBe("unknown");
    expect(asked(server)[0]).toEqual([
      "POST /api/chat.getPermalink",
      { channel: CHANNEL, message_ts: "1.0" },
    ]);
  });
});

describe("what Slack refuses, and what is a doubt", () => {
  const rows: readonly (readonly [Said, kind: "refused" | "unknown", code: string, more?: object])[] = [
    [no("not_in_channel"), "refused", "not_in_channel"],
    [no("missing_scope", { needed: "chat:write" }), "refused", "missing_scope", { detail: "chat:write" }],
    [no("fatal_error"), "unknown", "fatal_error"],
    [no("internal_error"), "unknown", "internal_error"],
    [no("service_unavailable"), "unknown", "service_unavailable"],
    [no("request_timeout"), "unknown", "request_timeout"],
    [no("<b>Panne</b>"), "unknown", "cut"],
    [no("not_allowed <b>"), "unknown", "cut"],
    [no("Bad not_allowed"), "unknown", "cut"],
    [{ status: 429, headers: { "retry-after": "7" } }, "refused", "ratelimited", { retryAfter: 7 }],
    [{ status: 503, body: "<h1>Maintenance</h1>" }, "unknown", "http_503"],
    [{ status: 404 }, "unknown", "http_404"],
    [no("missing_scope", { needed: `a ${TOKEN}` }), "refused", "missing_scope", { detail: "a ***" }],
  ];
  test.for(rows)("%j: %s", async ([said, kind, code, more = {}]) => {
    await using server = await answering(said);
    expect(await slack(server).permalink("1.0")).toEqual({ kind, fault: { tool: "slack", code, ...more } });
  });

  test("a page of HTML", async () => {
    await using server = await answering({ body: "<h1>Slack</h1>" });
    expect((await slack(server).permalink("1.0")).kind).toBe("unknown");
  });

  test("a stalled body, and nobody there", async () => {
    await using silent = await answering({ silence: true });
    expect(await slack(silent, bounds(300)).permalink("1.0")).toEqual({
      kind: "unknown",
      fault: { tool: "slack", code: "timeout" },
    });
    const gone = await answering({});
    await gone.close();
    expect(await slack(gone).permalink("1.0")).toEqual({
      kind: "refused",
      fault: { tool: "slack", code: "unreachable" },
    });
  });
});
