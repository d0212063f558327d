/** Who serves. `git` and `github` are what the tests put behind the same wire, to break it in the same ways. */
export type ServerName = "slack" | "brevo" | "git" | "github";

/** One request in order of arrival. `status` is what the caller saw; 0 = it saw no answer. */
export interface RequestRecord {
  readonly at: Date;
  readonly server: ServerName;
  readonly method: string;
  readonly path: string;
  /** "chat.postMessage", "POST /emailCampaigns/:id/sendNow" */
  readonly what: string;
  status: number;
  fault?: string;
}

/** Which requests a fault hits: from the `nth` matching one (1 = the next), `times` in a row. */
interface Target {
  readonly server?: ServerName;
  readonly what?: string | RegExp;
  readonly nth?: number;
  readonly times?: number;
}

export type FaultKind =
  | "reset-before"
  | "500-before"
  | "502-html"
  | "429"
  | "slow-before"
  | "lost-answer"
  | "500-after"
  | "slow-after"
  | "cut-body"
  | "empty-body"
  | "200-html";

export type WireFault = Target & {
  readonly kind: FaultKind;
  /** Slack's `Retry-After` in seconds, for kind "429". */
  readonly retryAfter?: number | "absent";
};

/** Calls the test in the middle of a request: before it is applied, or after it and before the answer. */
export type HookFault = Target & {
  readonly kind: "hook";
  readonly when: "before" | "after";
  readonly call: (request: RequestRecord) => Promise<void> | void;
};

export type Fault = WireFault | HookFault;

/** The faults that wait for their request. Several hooks may hit one request, and one wire fault, the first added. */
export class Faults {
  #waiting: { readonly fault: Fault; seen: number }[] = [];

  /** Adds a fault; the answer takes it away again. */
  add(fault: Fault): () => void {
    const entry = { fault, seen: 0 };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Counts the request for every fault that matches it, and gives those whose turn it is. */
  due(request: RequestRecord): readonly Fault[] {
    const hits: Fault[] = [];
    for (const entry of this.#waiting) {
      if (!matches(entry.fault, request)) continue;
      entry.seen += 1;
      const { nth = 1, times = 1 } = entry.fault;
      if (entry.seen >= nth && entry.seen < nth + times) hits.push(entry.fault);
    }
    return hits;
  }
}

function matches({ server, what }: Target, request: RequestRecord): boolean {
  if (server !== undefined && server !== request.server) return false;
  if (what === undefined) return true;
  return typeof what === "string" ? what === request.what : request.what.search(what) >= 0;
}
