import type { IncomingHttpHeaders } from "node:http";
import type { ServerName } from "./faults.ts";

/** A whole request, read to its end. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** The bytes as UTF-8. */
  readonly body: string;
}

/** What a service answers; `body` goes out as JSON, `undefined` as nothing, bytes as they are. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One service as the wire sees it. */
export interface Service {
  readonly server: ServerName;
  /** The name under which a request is recorded and matched by faults. */
  what(exchange: Exchange): string;
  answer(exchange: Exchange): Answer | Promise<Answer>;
  /** Its own way to say "too many requests". */
  tooMany(retryAfter: number | "absent"): Answer;
}
