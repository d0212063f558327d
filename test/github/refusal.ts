/** An answer by which GitHub refuses. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly errors: readonly unknown[];

  constructor(status: number, message: string, errors: readonly unknown[] = []) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export const notFound = (): Refusal => new Refusal(404, "Not Found");

/** GitHub's 422 with its reasons: "Validation Failed". */
export const invalid = (...errors: readonly unknown[]): Refusal =>
  new Refusal(422, "Validation Failed", errors);
