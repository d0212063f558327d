import type { Answer, Exchange } from "../../src/sandbox/exchange.ts";
import { commitRoutes } from "./commit-routes.ts";
import type { Bearer } from "./entities.ts";
import { gitRoutes } from "./git-routes.ts";
import { issueRoutes } from "./issue-routes.ts";
import { pullRoutes } from "./pull-routes.ts";
import { notFound, Refusal } from "./refusal.ts";
import { match, type Route } from "./route.ts";
import type { Store } from "./store.ts";
import { settingsRoutes } from "./settings-routes.ts";
import { treeRoutes } from "./tree-routes.ts";

const routes: readonly Route[] = [
  ...gitRoutes,
  ...treeRoutes,
  ...commitRoutes,
  ...pullRoutes,
  ...issueRoutes,
  ...settingsRoutes,
];

export const API = "/api/v3";

interface Found {
  readonly route: Route;
  readonly parts: Readonly<Record<string, string>>;
}

function find({ fullName }: Store, { method, url }: Exchange): Found | undefined {
  // octokit sends whole branches and paths as one part: "heads%2Fmain".
  const path = decodeURIComponent(url.pathname.slice(API.length));
  const top = `/repos/${fullName}`;
  const below = path.slice(top.length);
  if (path.slice(0, top.length).toLowerCase() !== top.toLowerCase() || !/^(?:$|\/)/u.test(below))
    return undefined;
  for (const route of routes) {
    const parts = match(route, method, below);
    if (parts) return { route, parts };
  }
  return undefined;
}

/** "PATCH /git/refs/:ref", or the path as it is when no route knows it. */
export function apiRouteName(store: Store, exchange: Exchange): string {
  const known = find(store, exchange)?.route.path.replace("+", "");
  return `${exchange.method} ${known ?? exchange.url.pathname.slice(API.length)}`;
}

/** Answers one call of the REST API. */
export async function answerApi(store: Store, exchange: Exchange): Promise<Answer> {
  try {
    const by = authenticate(store, exchange);
    const found = find(store, exchange);
    if (!found) throw notFound();
    authorize(found.route, by);
    const reply = await found.route.run({
      store,
      by,
      part: (name) => found.parts[name] ?? "",
      query: exchange.url.searchParams,
      body: json(exchange.body),
      accept: exchange.headers.accept ?? "",
      url: exchange.url,
    });
    return { status: reply.status, headers: { ...HEADERS, ...reply.headers }, body: reply.body };
  } catch (cause) {
    if (cause instanceof Refusal) return refused(cause);
    throw cause;
  }
}

const HEADERS = { "x-github-request-id": "0000:TEST", "x-github-media-type": "github.v3; format=json" };

/** Too many writes in a row: GitHub's secondary limit. */
export const tooManyForGitHub = (retryAfter: number | "absent"): Answer => ({
  ...refused(new Refusal(429, "You have exceeded a secondary rate limit.")),
  headers: { ...HEADERS, ...(retryAfter !== "absent" && { "retry-after": String(retryAfter) }) },
});

function authenticate(store: Store, { headers }: Exchange): Bearer {
  const token = /^(?:token|bearer) (?<token>\S+)$/iu.exec(headers.authorization ?? "")?.groups?.["token"];
  const by = store.bearer(token);
  if (!by) throw new Refusal(401, "Bad credentials");
  return by;
}

function authorize({ scopes, access }: Route, { permissions }: Bearer): void {
  const enough = scopes.some(
    (scope) => permissions[scope] === "write" || (access === "read" && permissions[scope] === "read"),
  );
  if (scopes.length > 0 && !enough) throw new Refusal(403, "Resource not accessible by integration");
}

function refused({ status, message, errors }: Refusal): Answer {
  const documentation_url = "https://docs.github.com/rest";
  return {
    status,
    headers: HEADERS,
    body: { message, ...(errors.length > 0 && { errors }), documentation_url, status: String(status) },
  };
}

function json(body: string): unknown {
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
}
