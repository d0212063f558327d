/** A failure as its tool told it; `words/fault.ts` turns it into a sentence with the next gesture. */
export interface Fault {
  readonly tool: "slack" | "brevo" | "git";
  /** The tool's own code (`not_in_channel`, `not_enough_credits`) or ours: `unreachable`, `timeout`, `http_502`, `unparsable`. */
  readonly code: string;
  /** What the tool said, shortened, without secrets. */
  readonly detail?: string;
  /** Seconds until the tool takes requests again, when it said so. */
  readonly retryAfter?: number;
}
