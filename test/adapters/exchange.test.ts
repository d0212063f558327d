import { describe, expect, test } from "vitest";
import { boundedFetch, lostExchange, repeatRead, shorten } from "../../src/adapters/exchange.ts";
import type { Answer } from "../../src/ports.ts";
import { answering, bounds } from "./answering.ts";

const SECRET = "xkeysib-1234";
const named = (name: string) => Object.assign(new Error("x"), { name });
const coded = (code: unknown, cause?: unknown) => Object.assign(new Error("x", { cause }), { code });

describe("what a lost exchange was", () => {
  test.for([
    ["nobody listens", coded("ECONNREFUSED"), "unreachable"],
    ["no such name", coded("ENOTFOUND"), "unreachable"],
    ["no name server", coded("EAI_AGAIN"), "unreachable"],
    ["no connection in time", coded("UND_ERR_CONNECT_TIMEOUT"), "unreachable"],
    ["a reset", coded("ECONNRESET"), "cut"],
    ["a time-out", named("TimeoutError"), "timeout"],
    ["an interruption", named("AbortError"), "timeout"],
    ["below an error of the SDK", coded("sdk", coded("ECONNREFUSED")), "unreachable"],
    [
      "below Slack's `original`",
      Object.assign(new Error("x"), { original: named("TimeoutError") }),
      "timeout",
    ],
    [
      "the outermost counts",
      Object.assign(coded("x", named("AbortError")), { name: "TimeoutError" }),
      "timeout",
    ],
    [
      "five errors down",
      [1, 2, 3, 4, 5].reduce((cause) => coded(1, cause), coded("ENOTFOUND")),
      "unreachable",
    ],
    [
      "six errors down nobody looks",
      [1, 2, 3, 4, 5, 6].reduce((cause) => coded(1, cause), coded("ENOTFOUND")),
      "cut",
    ],
    ["no error at all", "ECONNREFUSED", "cut"],
    ["nothing", undefined, "cut"],
  ] as const)("%s", ([, error, wanted]) => {
    expect(lostExchange(error)).toBe(wanted);
  });
});

test.for([
  ["tags and spaces", "<h1>Bad\n\n gateway</h1><hr>  nginx ", "Bad gateway nginx"],
  ["160 signs stay", "a".repeat(160), "a".repeat(160)],
  ["161 signs do not", "a".repeat(161), `${"a".repeat(159)}…`],
] as const)("a foreign text is made short: %s", ([, text, wanted]) => {
  expect(shorten(text)).toBe(wanted);
});

describe("one exchange", () => {
  test("keeps status, headers and body, and nothing of our key", async () => {
    await using server = await answering({
      status: 418,
      headers: { "x-a": "b" },
      body: `no ${SECRET}, ${SECRET}!`,
    });
    const response = await boundedFetch({ ...bounds(), secret: SECRET })(server.url);
    expect([response.status, response.headers.get("x-a"), await response.text()]).toEqual([
      418,
      "b",
      "no ***, ***!",
    ]);
  });

  test("tells who counts of each request, and then of what its answer's headers say", async () => {
    await using server = await answering({ headers: { "x-a": "b" } });
    const told: unknown[] = [];
    const meter = (url: URL, headers?: Headers) => void told.push([url.pathname, headers?.get("x-a")]);
    await boundedFetch({ ...bounds(), meter })(new URL(`${server.url}/x?y=z`));
    await server.close();
    await expect(boundedFetch({ ...bounds(), meter })(server.url)).rejects.toThrow("fetch failed");
    expect(told).toEqual([
      ["/x", undefined],
      ["/x", "b"],
      ["/", undefined],
    ]);
  });

  test("without a key the body is left as it is", async () => {
    await using server = await answering({ body: "as it is" });
    expect(await (await boundedFetch(bounds())(server.url)).text()).toBe("as it is");
  });

  test.for([204, 205, 304])("%i has no body", async (status) => {
    await using server = await answering({ status });
    const response = await boundedFetch(bounds())(server.url);
    expect([response.status, response.body]).toEqual([status, null]);
  });

  test("follows no redirect", async () => {
    await using target = await answering({});
    await using server = await answering({ status: 307, headers: { location: target.url } });
    await expect(boundedFetch(bounds())(server.url, { method: "POST" })).rejects.toThrow(/fetch failed/u);
    expect(target.seen).toEqual([]);
  });

  test("ends while the body stalls: by its own time", async () => {
    await using server = await answering({ silence: true });
    const ended = await boundedFetch(bounds(200))(server.url).catch((error: unknown) => lostExchange(error));
    expect(ended).toBe("timeout");
  });

  test.for(["of the command", "of the SDK"])("ends by the signal %s", async (whose) => {
    await using server = await answering({ silence: true });
    const stop = new AbortController();
    const ours = whose === "of the command" ? { ...bounds(), signal: stop.signal } : bounds();
    const exchange = boundedFetch(ours)(server.url, whose === "of the SDK" ? { signal: stop.signal } : {});
    setImmediate(() => stop.abort());
    expect(await exchange.catch((error: unknown) => lostExchange(error))).toBe("timeout");
  });
});

describe("a read is repeated", () => {
  const lost: Answer<never> = { kind: "unknown", fault: { tool: "brevo", code: "cut" } };
  const unreachable: Answer<never> = { kind: "refused", fault: { tool: "brevo", code: "unreachable" } };
  const refused: Answer<never> = { kind: "refused", fault: { tool: "brevo", code: "unauthorized" } };
  const done: Answer<string> = { kind: "done", value: "x" };
  test.for([
    ["not when it was answered", [done], done, []],
    ["not when it was refused", [refused], refused, []],
    ["when it was lost", [lost, done], done, [500]],
    ["when nobody was there, twice", [unreachable, unreachable, done], done, [500, 2_000]],
    ["until it is refused", [lost, refused], refused, [500]],
    ["not a fourth time", [lost, lost, lost, done], lost, [500, 2_000]],
  ] as const)("%s", async ([, answers, wanted, pauses]) => {
    const { pauses: asked, wait } = bounds();
    let nth = 0;
    const read = async (): Promise<Answer<string>> => answers[nth++] ?? refused;
    expect([await repeatRead(read, wait), asked]).toEqual([wanted, pauses]);
  });
});
