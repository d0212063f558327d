import { z } from "zod";
import { SlackRefusal } from "./refusal.ts";

export const PageArguments = {
  limit: z.coerce.number().default(100),
  cursor: z.string().default(""),
};

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string;
}

/** One page of `all`. The cursor names the key of the next item, so that new items do not shift the pages. */
export function pageOf<T>(
  all: readonly T[],
  key: (item: T) => string,
  { limit, cursor }: { limit: number; cursor: string },
): Page<T> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 999) throw new SlackRefusal("invalid_limit");
  let start = 0;
  if (cursor !== "") {
    const wantedKey = Buffer.from(cursor, "base64").toString("utf8");
    start = all.findIndex((item) => `next:${key(item)}` === wantedKey);
    if (start < 0) throw new SlackRefusal("invalid_cursor");
  }
  const next = all[start + limit];
  return {
    items: all.slice(start, start + limit),
    nextCursor: next === undefined ? "" : Buffer.from(`next:${key(next)}`).toString("base64"),
  };
}
