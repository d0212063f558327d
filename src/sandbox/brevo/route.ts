import { z } from "zod";
import type { Bucket } from "./limits.ts";
import { invalid } from "./refusal.ts";
import type { BrevoStore } from "./store.ts";

export interface BrevoRequest {
  /** The number in place of ":id"; 0 for a path without. */
  readonly id: number;
  readonly query: URLSearchParams;
  /** Parsed JSON, `undefined` when there was no body. */
  readonly body: unknown;
}

export interface BrevoReply {
  readonly status: number;
  readonly body?: unknown;
}

export interface BrevoRoute {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** "/emailCampaigns/:id" */
  readonly path: string;
  readonly bucket: Bucket;
  /** Throws a BrevoRefusal. */
  readonly run: (store: BrevoStore, request: BrevoRequest) => BrevoReply;
}

export const done: BrevoReply = { status: 204 };

/** A page of `all` (oldest first) as limit, offset and sort of the query want it. */
export function page<T>(
  all: readonly T[],
  query: URLSearchParams,
  limits: { readonly default: number; readonly max: number },
): readonly T[] {
  const Paging = z.object({
    limit: z.coerce.number().int().min(0).max(limits.max).default(limits.default),
    offset: z.coerce.number().int().min(0).default(0),
    sort: z.enum(["asc", "desc"]).default("desc"),
  });
  const parsed = Paging.safeParse(Object.fromEntries(query));
  if (!parsed.success) throw invalid(`${parsed.error.issues[0]?.path.join(".") ?? "query"} is not valid`);
  const { limit, offset, sort } = parsed.data;
  const ordered = sort === "asc" ? all : all.toReversed();
  return ordered.slice(offset, offset + limit);
}

/** Oldest first, as Brevo counts it: by creation, then by id. */
export function byCreation<T extends { readonly id: number; readonly createdAt: string }>(
  all: readonly T[],
): readonly T[] {
  return all.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || a.id - b.id);
}
