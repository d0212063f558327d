/** An `ok: false` of Slack. `extra` stands beside `error` in the answer. */
export class SlackRefusal extends Error {
  readonly error: string;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(error: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(error);
    this.name = "SlackRefusal";
    this.error = error;
    this.extra = extra;
  }
}
