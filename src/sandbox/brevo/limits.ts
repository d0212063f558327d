export type Bucket = "contacts" | "templates" | "general";

const hour = 3600_000;

/** What Brevo says about the hourly limits on every answer. */
export interface Allowance {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the bucket is full again. */
  readonly reset: number;
}

/** Hourly buckets of the account; each hour begins with the bucket's first request. */
export class RateLimits {
  #used = new Map<Bucket, { since: number; count: number }>();

  /** Takes one request out of the bucket; `cost` 0 only looks. */
  take(bucket: Bucket, limit: number, now: Date, cost: 0 | 1 = 1): Allowance {
    const at = now.getTime();
    let used = this.#used.get(bucket);
    if (!used || at >= used.since + hour) {
      used = { since: at, count: 0 };
      this.#used.set(bucket, used);
    }
    const allowed = used.count + cost <= limit;
    if (allowed) used.count += cost;
    const reset = Math.ceil((used.since + hour - at) / 1000);
    return { allowed, limit, remaining: Math.max(0, limit - used.count), reset };
  }

  /** Fills every bucket again. */
  refill(): void {
    this.#used.clear();
  }
}

/** The headers that every answer carries. */
export function limitHeaders({ limit, remaining, reset }: Allowance): Record<string, string> {
  return {
    "x-sib-ratelimit-limit": String(limit),
    "x-sib-ratelimit-remaining": String(remaining),
    "x-sib-ratelimit-reset": String(reset),
  };
}
