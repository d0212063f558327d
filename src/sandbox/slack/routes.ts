import type { Arguments } from "./arguments.ts";
import { chat } from "./chat.ts";
import { conversations } from "./conversations.ts";
import { neededScope, type SlackMethod } from "./method.ts";
import { SlackRefusal } from "./refusal.ts";
import type { SlackStore } from "./store.ts";
import { workspace } from "./workspace.ts";

/** Every method that the sandbox knows. */
export const slackMethods: Readonly<Record<string, SlackMethod>> = {
  ...workspace,
  ...conversations,
  ...chat,
};

export interface SlackCall {
  readonly method: string;
  readonly authorization: string | undefined;
  readonly args: Arguments;
}

interface SlackAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Answers one call: HTTP 200, and `ok` tells how it went. */
export function answerSlack(store: SlackStore, call: SlackCall): SlackAnswer {
  const method = Object.hasOwn(slackMethods, call.method) ? slackMethods[call.method] : undefined;
  if (!method) return refused({}, "unknown_method", { req_method: call.method });
  const scope = neededScope(method, store, call.args);
  const provided = store.state.scopes.join(",");
  const headers = { "x-oauth-scopes": provided, "x-accepted-oauth-scopes": scope };
  const token = tokenOf(call);
  if (token === undefined) return refused({}, "not_authed");
  if (token !== store.token) return refused({}, "invalid_auth");
  if (store.state.token !== "valid") return refused({}, store.state.token);
  if (scope !== "" && !store.state.scopes.includes(scope))
    return refused(headers, "missing_scope", { needed: scope, provided });
  try {
    return { status: 200, headers, body: { ok: true, ...method.run(store, call.args) } };
  } catch (cause) {
    if (cause instanceof SlackRefusal) return refused(headers, cause.error, cause.extra);
    throw cause;
  }
}

/** HTTP 429, the one error of Slack that is not a 200. */
export function tooManyForSlack(retryAfter: number | "absent"): SlackAnswer {
  const headers: Record<string, string> =
    retryAfter === "absent" ? {} : { "retry-after": String(retryAfter) };
  return { status: 429, headers, body: { ok: false, error: "ratelimited" } };
}

function refused(
  headers: Readonly<Record<string, string>>,
  error: string,
  extra: Arguments = {},
): SlackAnswer {
  return { status: 200, headers, body: { ok: false, error, ...extra } };
}

function tokenOf({ authorization, args }: SlackCall): string | undefined {
  if (authorization !== undefined) return authorization.replace(/^Bearer\s+/i, "");
  return typeof args["token"] === "string" ? args["token"] : undefined;
}
