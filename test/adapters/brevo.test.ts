import { describe, expect, test } from "vitest";
import { openBrevo } from "../../src/adapters/brevo.ts";
import { campaignIdShape, listIdShape } from "../../src/core/campaign.ts";
import { answering, bounds, type Answering, type Said } from "./answering.ts";

const KEY = "xkeysib-1234";
const id = campaignIdShape.parse(101);
const since = new Date("2025-11-23T00:00:00.000Z");
const draft = {
  name: "Indisponibilité Coffre-fort · 2025-11-24-cfn",
  subject: "Indisponibilité",
  preview: "Depuis 14 h 05",
  html: "<p>Bonjour</p>",
  text: "Bonjour",
  senderId: 7,
  list: { id: listIdShape.parse(47), name: "Utilisateurs", contacts: 12 },
};

function brevo({ url }: Pick<Answering, "url">, limits = bounds(), path = "/v3") {
  return openBrevo({ apiKey: KEY, apiUrl: url + path, ...limits });
}
const raw = (n: number, createdAt: string | null = "2025-11-24T10:00:00.000+01:00", more: object = {}) => ({
  id: n,
  name: `no. ${n}`,
  subject: "Objet",
  status: "sent",
  createdAt,
  recipients: { lists: [47] },
  ...more,
});
const many = (count: number, first: number, item: (n: number) => object) =>
  Array.from({ length: count }, (_, index) => item(first + index));

describe("lists", () => {
  const list = (n: number) => ({ id: n, name: `L${n}`, uniqueSubscribers: n * 10 });

  test("are read page by page, with our key, at the address of the settings", async () => {
    await using server = await answering(
      { body: { count: 51, lists: many(50, 1, list) } },
      { body: { count: 51, lists: [{ id: 51, name: "L51" }] } },
    );
    const answer = await brevo(server, bounds(), "/v3///").lists();
    expect(answer).toMatchObject({ kind: "done" });
    if (answer.kind !== "done") return;
    expect(answer.value).toHaveLength(51);
    expect([answer.value[0], answer.value[50]]).toEqual([
      { id: 1, name: "L1", contacts: 10 },
      { id: 51, name: "L51", contacts: 0 },
    ]);
    expect(server.seen.map(({ what, query }) => [what, query])).toEqual([
      ["GET /v3/contacts/lists", { limit: "50", offset: "0" }],
      ["GET /v3/contacts/lists", { limit: "50", offset: "50" }],
    ]);
    expect(server.seen[0]?.headers["api-key"]).toBe(KEY);
  });

  test.for([
    ["none", { count: 0 }],
    ["nothing said", {}],
    ["fewer than were promised", { count: 9, lists: [] }],
  ] as const)("%s: an end, and no list", async ([, body]) => {
    await using server = await answering({ body });
    expect([await brevo(server).lists(), server.seen.length]).toEqual([{ kind: "done", value: [] }, 1]);
  });
});

describe("a page of HTML with status 200", () => {
  test("is no empty list: nobody knows what is there", async () => {
    await using server = await answering({ body: "<html>Maintenance</html>" });
    const one = brevo(server);
    for (const answer of await Promise.all([one.lists(), one.senders(), one.campaigns(since)]))
      expect(answer).toEqual({ kind: "unknown", fault: { tool: "brevo", code: "unparsable" } });
  });
});

describe("campaigns", () => {
  test("are read newest first and without their text, until one is older", async () => {
    const old = raw(90, "2025-11-22T23:59:59.999Z");
    await using server = await answering(
      { body: { count: 400, campaigns: many(100, 300, (n) => raw(n)) } },
      {
        body: { count: 400, campaigns: [...many(98, 200, (n) => raw(n)), raw(91, since.toISOString()), old] },
      },
    );
    const answer = await brevo(server).campaigns(since);
    const ids = answer.kind === "done" ? answer.value.map((each) => Number(each.id)) : [];
    expect([ids.length, ids.at(-1)]).toEqual([199, 91]);
    expect(server.seen.map(({ what, query }) => [what, query])).toEqual(
      ["0", "100"].map((offset) => [
        "GET /v3/emailCampaigns",
        { limit: "100", offset, sort: "desc", excludeHtmlContent: "true" },
      ]),
    );
  });

  test("one as old as the instant does not end the search", async () => {
    await using server = await answering(
      { body: { count: 2, campaigns: [raw(2, since.toISOString())] } },
      { body: { count: 2, campaigns: [raw(1)] } },
    );
    const answer = await brevo(server).campaigns(since);
    expect(answer.kind === "done" && answer.value.length).toBe(2);
  });

  test("none", async () => {
    await using server = await answering({ body: { count: 0 } });
    expect(await brevo(server).campaigns(since)).toEqual({ kind: "done", value: [] });
  });

  test("one without a date of birth is not overlooked", async () => {
    await using server = await answering({ body: { count: 1, campaigns: [raw(1, null)] } });
    const answer = await brevo(server).campaigns(since);
    expect(answer.kind === "done" && answer.value.map((each) => Number(each.id))).toEqual([1]);
  });

  test("a page in the middle that is refused is a refusal of the whole", async () => {
    await using server = await answering(
      { body: { count: 2, campaigns: [raw(2)] } },
      { status: 401, body: {} },
    );
    expect((await brevo(server).campaigns(since)).kind).toBe("refused");
  });
});

describe("one campaign", () => {
  const read = async (body: unknown) => {
    await using server = await answering({ body });
    const answer = await brevo(server).campaign(id);
    expect(server.seen.map(({ what }) => what)).toEqual(["GET /v3/emailCampaigns/101"]);
    return answer;
  };

  test("with everything", async () => {
    const sentDate = "2025-11-24T10:06:00.000+01:00";
    const more = {
      sentDate,
      scheduledAt: "2025-11-24T09:05:00Z",
      sender: { id: "7" },
      htmlContent: "<p>a</p>",
    };
    expect(await read(raw(101, undefined, more))).toEqual({
      kind: "done",
      value: {
        id: 101,
        name: "no. 101",
        subject: "Objet",
        status: "sent",
        createdAt: new Date("2025-11-24T09:00:00Z"),
        sentAt: new Date("2025-11-24T09:06:00Z"),
        scheduledAt: new Date("2025-11-24T09:05:00Z"),
        senderId: 7,
        listIds: [47],
        html: "<p>a</p>",
      },
    });
  });

  test.for([
    [
      "null",
      { subject: null, sentDate: null, scheduledAt: null, sender: null, recipients: null, htmlContent: null },
    ],
    ["empty", { subject: "", sentDate: "", scheduledAt: "", sender: {}, recipients: {}, htmlContent: "" }],
    ["odd", { subject: "", sender: "Reconnect", recipients: {} }],
  ] as const)("with what Brevo leaves out: %s", async ([, more]) => {
    expect(await read(raw(101, undefined, more))).toEqual({
      kind: "done",
      value: {
        id: 101,
        name: "no. 101",
        subject: "",
        status: "sent",
        createdAt: new Date("2025-11-24T09:00:00Z"),
        listIds: [],
      },
    });
  });

  test.for([
    ["no id", { ...raw(101), id: undefined }],
    ["no status", { ...raw(101), status: undefined }],
    ["a date that is none", raw(101, "hier")],
    ["a list that is none", raw(101, undefined, { recipients: { lists: ["all"] } })],
  ] as const)("that cannot be read is not known: %s", async ([, body]) => {
    await using server = await answering({ body });
    expect(await brevo(server).campaign(id)).toEqual({
      kind: "unknown",
      fault: { tool: "brevo", code: "unparsable" },
    });
    expect(server.seen).toHaveLength(3);
  });

  test("that is not there is none", async () => {
    await using server = await answering({ status: 404, body: { code: "document_not_found", message: "?" } });
    expect(await brevo(server).campaign(id)).toEqual({ kind: "done", value: undefined });
  });

  test("that may not be read is a refusal", async () => {
    await using server = await answering({ status: 403, body: {} });
    expect((await brevo(server).campaign(id)).kind).toBe("refused");
  });
});

describe("figures of a campaign", () => {
  const stats = { sent: 10, delivered: 7, softBounces: 1, hardBounces: 2, unsubscriptions: 3, complaints: 4 };
  const shown = (globalStats: object, more: object = {}) => ({
    ...raw(101),
    statistics: { globalStats, remaining: 5, ...more },
  });
  const none = { unsubscribed: 0, complaints: 0, remaining: 0 };

  test("are asked for alone, without the text", async () => {
    await using server = await answering({ body: shown(stats) });
    expect(await brevo(server).figures(id)).toEqual({
      kind: "done",
      value: {
        status: "sent",
        sent: 10,
        delivered: 7,
        bounced: 3,
        unsubscribed: 3,
        complaints: 4,
        remaining: 5,
      },
    });
    expect(server.seen.map(({ what, query }) => [what, query])).toEqual([
      ["GET /v3/emailCampaigns/101", { statistics: "globalStats", excludeHtmlContent: "true" }],
    ]);
  });

  test("with what Brevo leaves out", async () => {
    await using server = await answering({
      body: shown({ sent: 3, delivered: 3, hardBounces: null }, { remaining: undefined }),
    });
    expect(await brevo(server).figures(id)).toMatchObject({ value: { sent: 3, bounced: 0, ...none } });
  });

  test("are taken from the list where Brevo shows zeros for the whole", async () => {
    const zeros = { sent: 0, delivered: 0 };
    await using server = await answering({
      body: shown(zeros, { campaignStats: [{ ...stats, listId: 47 }] }),
    });
    expect(await brevo(server).figures(id)).toMatchObject({ value: { sent: 10, delivered: 7, bounced: 3 } });
    const two = { campaignStats: [stats, { ...stats, delivered: 5 }] };
    await using several = await answering({ body: shown(zeros, two) });
    expect(await brevo(several).figures(id)).toMatchObject({ value: { sent: 20, delivered: 12 } });
    await using bare = await answering({ body: shown(zeros, { campaignStats: [] }) });
    expect(await brevo(bare).figures(id)).toMatchObject({ value: { sent: 0, ...none, remaining: 5 } });
  });

  test.for([undefined, null, { globalStats: {} }, { globalStats: { sent: "3" } }])(
    "show that a mail is suspended whatever its numbers are: %j",
    async (statistics) => {
      await using server = await answering({ body: { ...raw(101), status: "suspended", statistics } });
      expect(await brevo(server).figures(id)).toMatchObject({ value: { status: "suspended", sent: 0 } });
    },
  );

  test.for([
    ["without statistics", raw(101)],
    ["without what arrived", shown({ sent: 3 })],
    ["with a number that is none", shown({ ...stats, delivered: "7" })],
    ["with less than nobody", shown({ ...stats, delivered: -1 })],
    ["without a state", { ...shown(stats), status: undefined }],
  ] as const)("%s are not known", async ([, body]) => {
    await using server = await answering({ body });
    expect(await brevo(server).figures(id)).toEqual({
      kind: "unknown",
      fault: { tool: "brevo", code: "unparsable" },
    });
  });

  test("of a campaign that is gone are none, and where they may not be read it is a refusal", async () => {
    await using gone = await answering({ status: 404, body: { code: "document_not_found", message: "?" } });
    expect(await brevo(gone).figures(id)).toEqual({ kind: "done", value: undefined });
    await using refused = await answering({ status: 401, body: {} });
    expect((await brevo(refused).figures(id)).kind).toBe("refused");
  });
});

describe("senders", () => {
  test("with what Brevo leaves out", async () => {
    const [a, b] = [
      { id: "7", name: "R", email: "r@x.fr" },
      { id: 8, name: "S", email: "s@x.fr", active: false },
    ];
    await using server = await answering({ body: { senders: [a, b] } });
    expect(await brevo(server).senders()).toEqual({
      kind: "done",
      value: [{ id: 7, name: "R", email: "r@x.fr", active: true }, b],
    });
  });

  test("none", async () => {
    await using server = await answering({ body: {} });
    expect(await brevo(server).senders()).toEqual({ kind: "done", value: [] });
  });

  test("refused", async () => {
    await using server = await answering({ status: 401, body: {} });
    expect((await brevo(server).senders()).kind).toBe("refused");
  });
});

describe("a draft", () => {
  const body = {
    name: draft.name,
    subject: draft.subject,
    sender: { id: 7 },
    htmlContent: draft.html,
    previewText: draft.preview,
    mirrorActive: true,
    utmCampaign: "Indisponibilite Coffre fort 2025 11 24 cfn",
    recipients: { listIds: [47] },
  };

  test.for([
    ["without an address for answers", {}],
    ["with one", { replyTo: "aide@x.fr" }],
  ] as const)("is made in one request, %s", async ([, more]) => {
    await using server = await answering({ status: 201, body: { id: 103 } });
    expect(await brevo(server).create({ ...draft, ...more })).toEqual({ kind: "done", value: 103 });
    expect(server.seen.map(({ what }) => what)).toEqual(["POST /v3/emailCampaigns"]);
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({ ...body, ...more });
  });

  test("whose name ends in signs leaves no space behind", async () => {
    await using server = await answering({ status: 201, body: { id: 103 } });
    await brevo(server).create({ ...draft, name: "« Été »" });
    expect(JSON.parse(server.seen[0]?.body ?? "")).toMatchObject({ utmCampaign: "Ete" });
  });

  test("without a number is a doubt", async () => {
    await using server = await answering({ status: 201, body: {} });
    expect((await brevo(server).create(draft)).kind).toBe("unknown");
  });

  test.for([
    ["gone", { status: 204 }, { kind: "done", value: null }],
    ["gone before", { status: 404, body: {} }, { kind: "done", value: null }],
    [
      "sent meanwhile",
      { status: 403, body: {} },
      { kind: "refused", fault: { tool: "brevo", code: "permission_denied" } },
    ],
    [
      "nobody knows",
      { status: 500, body: {} },
      { kind: "unknown", fault: { tool: "brevo", code: "http_500" } },
    ],
  ] as const)("is taken away: %s", async ([, said, wanted]) => {
    await using server = await answering(said);
    expect(await brevo(server).remove(id)).toEqual(wanted);
    expect(server.seen.map(({ what }) => what)).toEqual(["DELETE /v3/emailCampaigns/101"]);
  });

  test.for([
    ["taken", { status: 204 }, { kind: "done", value: null }],
    [
      "200 is not what Brevo says",
      { body: {} },
      { kind: "unknown", fault: { tool: "brevo", code: "unparsable" } },
    ],
    [
      "it left before",
      { status: 400, body: { code: "campaign_sent", message: "Already sent" } },
      { kind: "refused", fault: { tool: "brevo", code: "campaign_sent", detail: "Already sent" } },
    ],
  ] as const)("is sent: %s", async ([, said, wanted]) => {
    await using server = await answering(said);
    expect(await brevo(server).send(id)).toEqual(wanted);
    expect(server.seen.map(({ what }) => what)).toEqual(["POST /v3/emailCampaigns/101/sendNow"]);
  });
});

describe("what Brevo refuses, and what is a doubt", () => {
  const said = (message: string, code = "") => ({ code, message });
  const reset = { "x-sib-ratelimit-reset": "120" };
  const rows: readonly (readonly [Said, kind: "refused" | "unknown", code: string, more?: object])[] = [
    [
      { status: 400, body: said("Bad", "invalid_parameter") },
      "refused",
      "invalid_parameter",
      { detail: "Bad" },
    ],
    [{ status: 400, body: said("") }, "refused", "http_400"],
    [{ status: 400, body: { code: 7, message: 8 } }, "refused", "http_400"],
    [{ status: 400, body: "<h1>Bad</h1>" }, "refused", "http_400"],
    [{ status: 401, body: said("Key not found") }, "refused", "unauthorized", { detail: "Key not found" }],
    [
      { status: 401, body: said("Unrecognised IP address") },
      "refused",
      "ip_blocked",
      { detail: "Unrecognised IP address" },
    ],
    [{ status: 402, body: said("") }, "refused", "not_enough_credits"],
    [{ status: 403, body: said("") }, "refused", "permission_denied"],
    [{ status: 404, body: said("") }, "refused", "document_not_found"],
    [{ status: 408, body: said("") }, "unknown", "http_408"],
    [{ status: 429, body: said(""), headers: reset }, "refused", "ratelimited", { retryAfter: 120 }],
    [{ status: 429, body: said("") }, "refused", "ratelimited"],
    [{ status: 429, body: said(""), headers: { "x-sib-ratelimit-reset": "soon" } }, "refused", "ratelimited"],
    [{ status: 499, body: said("") }, "refused", "http_499"],
    [{ status: 400, body: said(""), headers: reset }, "refused", "http_400"],
    [{ status: 500, body: said("", "internal") }, "unknown", "http_500"],
    [{ status: 502, body: "<h1>Bad gateway</h1>" }, "unknown", "http_502"],
    [{ body: "<h1>Welcome</h1>" }, "unknown", "unparsable"],
    [
      { status: 400, body: said(`Key ${KEY} is wrong`) },
      "refused",
      "http_400",
      { detail: "Key *** is wrong" },
    ],
  ];
  test.for(rows)("%j: %s", async ([answer, kind, code, more = {}]) => {
    await using server = await answering(answer);
    expect(await brevo(server).create(draft)).toEqual({ kind, fault: { tool: "brevo", code, ...more } });
    expect(server.seen).toHaveLength(1);
  });

  test("a stalled body", async () => {
    await using server = await answering({ silence: true });
    expect(await brevo(server, bounds(300)).send(id)).toEqual({
      kind: "unknown",
      fault: { tool: "brevo", code: "timeout" },
    });
  });

  test("nobody there: a write is not repeated, a read is", async () => {
    const server = await answering({});
    await server.close();
    const limits = bounds();
    const wanted = { kind: "refused", fault: { tool: "brevo", code: "unreachable" } };
    expect([await brevo(server, limits).create(draft), limits.pauses]).toEqual([wanted, []]);
    expect([await brevo(server, limits).lists(), limits.pauses]).toEqual([wanted, [500, 2_000]]);
  });

  test.for(["lists", "senders", "campaigns", "campaign"] as const)("%s are asked for again", async (what) => {
    const read = { count: 0, senders: [], ...raw(101) };
    await using server = await answering({ status: 502 }, { body: read });
    const mailer = brevo(server);
    const answer = await {
      lists: () => mailer.lists(),
      senders: () => mailer.senders(),
      campaigns: () => mailer.campaigns(since),
      campaign: () => mailer.campaign(id),
    }[what]();
    expect([answer.kind, server.seen.length]).toEqual(["done", 2]);
  });
});
