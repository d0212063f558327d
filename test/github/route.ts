import type { z } from "zod";
import type { Access, Bearer, Scope } from "./entities.ts";
import { Refusal } from "./refusal.ts";
import type { Store } from "./store.ts";

export interface Call {
  readonly store: Store;
  readonly by: Bearer;
  /** The named parts of the path, decoded. */
  readonly part: (name: string) => string;
  readonly query: URLSearchParams;
  /** Parsed JSON; `undefined` when there was no body. */
  readonly body: unknown;
  readonly accept: string;
  /** The request's own address, for the links to other pages. */
  readonly url: URL;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below `/repos/{owner}/{repo}`: "/git/ref/:ref+", where `+` takes slashes too. */
  readonly path: string;
  /** One of these scopes must grant this much; none is needed for what every token may see. */
  readonly scopes: readonly Scope[];
  readonly access: Exclude<Access, "none">;
  /** Throws a {@link Refusal}. */
  readonly run: (call: Call) => Promise<Reply> | Reply;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });

/** The body, or GitHub's 422 that names what is wrong with it. */
export function read<T>(schema: z.ZodType<T>, { body }: Call): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(422, `Invalid request.\n\n"${issue?.path.join(".") ?? ""}": ${issue?.message ?? ""}`);
}

/** One page of a list, with GitHub's Link header to the others. */
export function page<T>(all: readonly T[], { query, url, store }: Call, view: (each: T) => unknown): Reply {
  const perPage = Math.min(Number(query.get("per_page") ?? 30), 100);
  const number = Math.max(Number(query.get("page") ?? 1), 1);
  const last = Math.max(Math.ceil(all.length / perPage), 1);
  const link = (to: number, rel: string) => {
    const target = new URL(url.pathname + url.search, store.origin);
    target.searchParams.set("page", String(to));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [link(number - 1, "prev"), link(1, "first")] : []),
    ...(number < last ? [link(number + 1, "next"), link(last, "last")] : []),
  ];
  return {
    status: 200,
    body: all.slice((number - 1) * perPage, number * perPage).map((each) => view(each)),
    ...(links.length > 0 && { headers: { link: links.join(", ") } }),
  };
}

/** Takes what a path names; `undefined` when the route is another one. */
export function match(route: Route, method: string, path: string): Record<string, string> | undefined {
  if (route.method !== method) return undefined;
  const shape = route.path.replaceAll(/:(?<name>\w+)(?<many>\+?)/gu, (_all, name: string, many: string) =>
    many ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
  );
  const found = new RegExp(`^${shape}$`, "u").exec(path);
  return found ? { ...found.groups } : undefined;
}
