import { expect, test } from "vitest";
import { brevoRoutes } from "../../src/sandbox/brevo/routes.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { slackMethods } from "../../src/sandbox/slack/routes.ts";
import { draft, GENERAL, outcome, slackClient, slackError, world } from "./clients.ts";

const documentedSlack = [
  "auth.test",
  "team.preferences.list",
  "pins.add",
  "reactions.add",
  "conversations.history",
  "conversations.replies",
  "conversations.info",
  "conversations.list",
  "conversations.join",
  "chat.postMessage",
  "chat.update",
  "chat.delete",
  "chat.getPermalink",
];

const documentedBrevo: readonly (readonly [string, number])[] = [
  ["GET /account", 200],
  ["GET /senders", 200],
  ["GET /contacts/lists", 200],
  ["GET /contacts/lists/:id", 200],
  ["GET /smtp/templates", 200],
  ["GET /smtp/templates/:id", 200],
  ["GET /emailCampaigns", 200],
  ["POST /emailCampaigns", 201],
  ["GET /emailCampaigns/:id", 200],
  ["PUT /emailCampaigns/:id", 204],
  ["DELETE /emailCampaigns/:id", 204],
  ["POST /emailCampaigns/:id/sendNow", 204],
  ["POST /emailCampaigns/:id/sendTest", 204],
  ["PUT /emailCampaigns/:id/status", 204],
];

test("the routes are the documented ones, no more and no less", () => {
  expect(Object.keys(slackMethods)).toEqual(documentedSlack);
  expect(brevoRoutes.map(({ method, path }) => `${method} ${path}`)).toEqual(
    documentedBrevo.map(([name]) => name),
  );
});

test.each(documentedSlack)("Slack answers %s", async (method) => {
  await using w = await world();
  w.sandbox.slack.state.scopes = [...w.sandbox.slack.state.scopes, "pins:write", "reactions:write"];
  const { ts } = w.sandbox.slack.post({ channel: GENERAL, text: "a" });
  const args = { channel: GENERAL, ts, timestamp: ts, message_ts: ts, text: "b", name: "eyes" };
  expect(await slackError(w.slack.apiCall(method, args))).toBe("none");
  expect(w.sandbox.requests).toMatchObject([{ server: "slack", method: "POST", what: method, status: 200 }]);
});

test.each(documentedBrevo)("Brevo answers %s with %i", async (what, status) => {
  await using w = await world();
  const { id } = w.sandbox.brevo.byHand({ name: "a", listIds: [47] });
  const [method = "", path = ""] = what.split(" ");
  const ids: Record<string, number> = { contacts: 47, smtp: 99 };
  const bodies: Record<string, unknown> = {
    "POST /emailCampaigns": draft(),
    "PUT /emailCampaigns/:id": { subject: "b" },
    "POST /emailCampaigns/:id/sendTest": { emailTo: [] },
    "PUT /emailCampaigns/:id/status": { status: "replicate" },
  };
  const body = bodies[what] === undefined ? {} : { body: JSON.stringify(bodies[what]) };
  const url = w.sandbox.brevoUrl + path.replace(":id", String(ids[path.split("/")[1] ?? ""] ?? id));
  const response = await fetch(url, { method, headers: { "api-key": "xkeysib-sandbox" }, ...body });
  expect(response.status).toBe(status);
  expect(w.sandbox.requests).toMatchObject([{ server: "brevo", what, status, at: w.clock.now() }]);
});

test("what no route knows is a 404, a wrong verb a 405, a wrong id or body a 400", async () => {
  await using w = await world();
  const status = async (method: string, path: string, body?: string) => {
    const init = {
      method,
      headers: { "api-key": "xkeysib-sandbox" },
      ...(body === undefined ? {} : { body }),
    };
    return (await fetch(w.sandbox.brevoUrl + path, init)).status;
  };
  expect(await status("GET", "/nowhere")).toBe(404);
  expect(await status("DELETE", "/account")).toBe(405);
  expect(await status("GET", "/emailCampaigns/abc")).toBe(400);
  expect(await status("POST", "/emailCampaigns", "{")).toBe(400);
  expect(w.sandbox.requests.map(({ what }) => what)).toContain("GET /nowhere");
});

test("listens on loopback only, Brevo one port after Slack when a port is wanted", async () => {
  await using any = await world();
  expect(any.sandbox.slackUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/$/);
  expect(any.sandbox.brevoUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v3$/);
  const taken = Number(new URL(any.sandbox.slackUrl).port);
  expect(await outcome(startSandbox({ port: taken }))).toMatchObject({ code: "EADDRINUSE" });
});

test("waits before it applies a request when a latency is wanted", async () => {
  await using w = await world({ latencyMs: 20 });
  const started = performance.now();
  await w.slack.auth.test();
  expect(performance.now() - started).toBeGreaterThan(18);
});

test("closes while a request hangs, and may be closed again", async () => {
  const sandbox = await startSandbox();
  const arrived = Promise.withResolvers<undefined>();
  sandbox.faults.add({ kind: "hook", when: "before", call: () => arrived.resolve(undefined) });
  sandbox.faults.add({ kind: "slow-after" });
  const hanging = outcome(slackClient(sandbox).auth.test());
  await arrived.promise;
  await sandbox.close();
  await sandbox.close();
  expect(String(await hanging)).toMatch(/fetch failed/);
});

test("two sandboxes share nothing", async () => {
  await using one = await world();
  await using two = await world();
  one.sandbox.slack.say(GENERAL, "a");
  one.sandbox.brevo.list(47).name = "autre";
  expect(two.sandbox.slack.messages).toEqual([]);
  expect(two.sandbox.brevo.list(47).name).toBe("Utilisateurs RP Nov 25");
});
