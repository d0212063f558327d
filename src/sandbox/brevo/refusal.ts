/** An error answer of Brevo. `extra` stands beside code and message. */
export class BrevoRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = "BrevoRefusal";
    this.status = status;
    this.code = code;
    this.extra = extra;
  }
}

/** The two refusals of a faulty request. */
export const invalid = (message: string): BrevoRefusal => new BrevoRefusal(400, "invalid_parameter", message);
export const missing = (message: string): BrevoRefusal => new BrevoRefusal(400, "missing_parameter", message);
