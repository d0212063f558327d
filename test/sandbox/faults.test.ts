import { describe, expect, test } from "vitest";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { brevoError, draft, GENERAL, outcome, slackClient, slackError, words, world } from "./clients.ts";

const timeout = /aborted|timeout/i;

/** Each fault: does the request count, and what the two SDKs make of the answer. */
const table: readonly { kind: FaultKind; applied: boolean; slack: RegExp; brevo: RegExp; status: number }[] =
  [
    { kind: "reset-before", applied: false, slack: /fetch failed/, brevo: /fetch failed/, status: 0 },
    { kind: "500-before", applied: false, slack: /statusCode = 500/, brevo: /Internal error/, status: 500 },
    { kind: "502-html", applied: false, slack: /statusCode = 502/, brevo: /Status code: 502/, status: 502 },
    { kind: "429", applied: false, slack: /rate-limit/, brevo: /Status code: 429/, status: 429 },
    { kind: "slow-before", applied: false, slack: timeout, brevo: timeout, status: 0 },
    { kind: "lost-answer", applied: true, slack: /fetch failed/, brevo: /fetch failed/, status: 0 },
    { kind: "500-after", applied: true, slack: /statusCode = 500/, brevo: /Internal error/, status: 500 },
    { kind: "slow-after", applied: true, slack: timeout, brevo: timeout, status: 0 },
    { kind: "cut-body", applied: true, slack: /terminated/, brevo: /terminated/, status: 201 },
    { kind: "empty-body", applied: true, slack: /An API error occurred: $/, brevo: /went well/, status: 201 },
    { kind: "200-html", applied: true, slack: /<!DOCTYPE html>/i, brevo: /went well/, status: 200 },
  ];

describe.each(table)("fault $kind", ({ kind, applied, slack, brevo, status }) => {
  test("on chat.postMessage", async () => {
    await using w = await world();
    w.sandbox.faults.add({ what: "chat.postMessage", kind });
    const client = slackClient(w.sandbox, "xoxb-sandbox", kind.startsWith("slow") ? 80 : 5000);
    expect(words(await outcome(client.chat.postMessage({ channel: GENERAL, text: "a" })))).toMatch(slack);
    expect(w.sandbox.slack.messages).toHaveLength(applied ? 1 : 0);
    expect(await slackError(client.chat.postMessage({ channel: GENERAL, text: "b" }))).toBe("none");
  });

  test("on POST /emailCampaigns", async () => {
    await using w = await world();
    w.sandbox.faults.add({ what: "POST /emailCampaigns", kind });
    const options = { timeoutInSeconds: kind.startsWith("slow") ? 0.08 : 5 };
    const failure = await outcome(w.brevo.emailCampaigns.createEmailCampaign(draft(), options));
    expect(words(failure)).toMatch(brevo);
    expect(w.sandbox.brevo.campaigns).toHaveLength(applied ? 1 : 0);
    expect(w.sandbox.requests).toMatchObject([{ what: "POST /emailCampaigns", status, fault: kind }]);
    expect(await brevoError(w.brevo.emailCampaigns.createEmailCampaign(draft()))).toBe("none");
  });
});

describe("faults", () => {
  test("cut-body breaks an answer without body inside its headers", async () => {
    await using w = await world();
    const { id: campaignId } = await w.brevo.emailCampaigns.createEmailCampaign(draft());
    w.sandbox.faults.add({ what: "POST /emailCampaigns/:id/sendNow", kind: "cut-body" });
    expect(words(await outcome(w.brevo.emailCampaigns.sendEmailCampaignNow({ campaignId })))).toMatch(
      /fetch failed/,
    );
    expect(w.sandbox.brevo.deliveries).toHaveLength(1);
  });

  test("hit the nth matching request, some times in a row, and can be taken away", async () => {
    await using w = await world();
    w.sandbox.faults.add({ server: "brevo", what: /^GET \/senders/, nth: 2, times: 2, kind: "500-before" });
    const seen: string[] = [];
    for (let i = 0; i < 4; i += 1) seen.push(await brevoError(w.brevo.senders.getSenders()));
    expect(seen.map((each) => each.slice(0, 4))).toEqual(["none", "500 ", "500 ", "none"]);
    w.sandbox.faults.add({ kind: "500-before", times: Infinity })();
    expect(await brevoError(w.brevo.senders.getSenders())).toBe("none");
    w.sandbox.faults.add({ kind: "500-before", times: Infinity });
    w.sandbox.faults.clear();
    expect(await slackError(w.slack.auth.test())).toBe("none");
  });

  test("429 says when to come back in each service's own way", async () => {
    await using w = await world();
    w.sandbox.faults.add({ server: "slack", kind: "429", retryAfter: 7 });
    w.sandbox.faults.add({ server: "brevo", kind: "429" });
    await expect(w.slack.auth.test()).rejects.toMatchObject({
      code: "slack_webapi_rate_limited_error",
      retryAfter: 7,
    });
    const response = await fetch(`${w.sandbox.brevoUrl}/account`, {
      headers: { "api-key": "xkeysib-sandbox" },
    });
    expect([response.headers.get("retry-after"), response.headers.get("x-sib-ratelimit-remaining")]).toEqual([
      null,
      "0",
    ]);
    w.sandbox.faults.add({ server: "slack", kind: "429", retryAfter: "absent" });
    expect(words(await outcome(w.slack.auth.test()))).toMatch(/retry/i);
  });

  test("hooks run before and after a request is applied, and a wire fault may come along", async () => {
    await using w = await world();
    const seen: [string, number][] = [];
    for (const when of ["before", "after"] as const)
      w.sandbox.faults.add({
        what: "chat.postMessage",
        kind: "hook",
        when,
        call: async ({ what }) => {
          await Promise.resolve();
          seen.push([`${when} ${what}`, w.sandbox.slack.messages.length]);
        },
      });
    w.sandbox.faults.add({ what: "chat.postMessage", kind: "lost-answer" });
    expect(words(await outcome(w.slack.chat.postMessage({ channel: GENERAL, text: "a" })))).toMatch(
      /fetch failed/,
    );
    expect(seen).toEqual([
      ["before chat.postMessage", 0],
      ["after chat.postMessage", 1],
    ]);
  });

  test("a caller that dies inside a hook harms nobody", async () => {
    await using w = await world();
    const caller = new AbortController();
    const gone = Promise.withResolvers<undefined>();
    w.sandbox.faults.add({
      kind: "hook",
      when: "after",
      call: async () => {
        caller.abort();
        await gone.promise;
      },
    });
    const call = fetch(`${w.sandbox.slackUrl}auth.test`, { signal: caller.signal });
    expect(await outcome(call)).toMatchObject({ name: "AbortError" });
    gone.resolve(undefined);
    expect(await slackError(w.slack.auth.test())).toBe("none");
  });
});
