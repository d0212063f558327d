import { accountRoutes } from "./account-routes.ts";
import { campaignRoutes } from "./campaign-routes.ts";
import { type Allowance, type Bucket, limitHeaders } from "./limits.ts";
import { BrevoRefusal, invalid } from "./refusal.ts";
import type { BrevoRoute } from "./route.ts";
import type { BrevoStore } from "./store.ts";

/** Every route that the sandbox knows. */
export const brevoRoutes: readonly BrevoRoute[] = [...accountRoutes, ...campaignRoutes];

export interface BrevoCall {
  readonly method: string;
  /** Below `/v3`: "/emailCampaigns/12". */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly key: string | readonly string[] | undefined;
  readonly body: string;
}

interface BrevoAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** "POST /emailCampaigns/:id/sendNow", or the path as it is when no route knows it. */
export function brevoRouteName(method: string, path: string): string {
  return `${method} ${route(method, path)?.path ?? path}`;
}

/** Answers one call. */
export function answerBrevo(store: BrevoStore, call: BrevoCall): BrevoAnswer {
  const found = route(call.method, call.path);
  const bucket = found?.bucket ?? "general";
  const refusal = refusedKey(store, call.key);
  const allowance = allow(store, bucket, refusal ? 0 : 1);
  const headers = limitHeaders(allowance);
  try {
    if (refusal) throw refusal;
    if (!allowance.allowed) throw tooMany();
    if (!found) throw unknownRoute(call);
    const reply = found.run(store, { id: idIn(call.path), query: call.query, body: json(call.body) });
    return { status: reply.status, headers, body: reply.body };
  } catch (cause) {
    if (cause instanceof BrevoRefusal) return { status: cause.status, headers, body: bodyOf(cause) };
    throw cause;
  }
}

/** The 429 of an exhausted hour, for a fault: no Retry-After, the reset stands in the headers. */
export function tooManyForBrevo(store: BrevoStore): BrevoAnswer {
  const headers = limitHeaders({ ...allow(store, "general", 0), remaining: 0 });
  return { status: 429, headers, body: bodyOf(tooMany()) };
}

function route(method: string, path: string): BrevoRoute | undefined {
  const shape = path.replace(/^(\/(?:emailCampaigns|contacts\/lists|smtp\/templates))\/[^/]+/, "$1/:id");
  return brevoRoutes.find((each) => each.method === method && each.path === shape);
}

function idIn(path: string): number {
  const [, id] = /^\/(?:emailCampaigns|contacts\/lists|smtp\/templates)\/([^/]+)/.exec(path) ?? [];
  if (id === undefined) return 0;
  if (!/^\d{1,15}$/.test(id)) throw invalid("id is not valid");
  return Number(id);
}

const unauthorized = (message: string) => new BrevoRefusal(401, "unauthorized", message);

function refusedKey(store: BrevoStore, key: BrevoCall["key"]): BrevoRefusal | undefined {
  if (key === undefined) return unauthorized("authentication not found in headers");
  if (key !== store.key || store.state.key === "unknown") return unauthorized("Key not found");
  if (store.state.key === "ip_blocked")
    return unauthorized(
      "We have detected you are using an unrecognised IP address 203.0.113.7. If you performed this action make " +
        "sure to add the new IP address in this link: https://app.brevo.com/security/authorised_ips",
    );
  return undefined;
}

function allow(store: BrevoStore, bucket: Bucket, cost: 0 | 1): Allowance {
  const perHour = { contacts: 36_000, templates: 300, general: store.state.perHour };
  return store.limits.take(bucket, perHour[bucket], store.now(), cost);
}

function tooMany(): BrevoRefusal {
  return new BrevoRefusal(429, "too_many_requests", "Too many requests, try again later");
}

function unknownRoute({ method, path }: BrevoCall): BrevoRefusal {
  const known = (["GET", "POST", "PUT", "DELETE"] as const).some((other) => route(other, path));
  return known
    ? new BrevoRefusal(405, "method_not_allowed", `${method} Method is not allowed on this path`)
    : new BrevoRefusal(404, "not_found", "Path not found");
}

function bodyOf({ code, message, extra }: BrevoRefusal) {
  return { code, message, ...extra };
}

function json(body: string): unknown {
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new BrevoRefusal(400, "bad_request", "Input must be a valid JSON");
  }
}
