import {
  InputType,
  type EventsConfig,
  type InputConfig,
} from "@actions/workflow-parser/model/workflow-template";

export type Scalar = string | number | boolean;

/** GitHub's 422 to a form that was not filled in as the file wants it. */
export class DispatchRefused extends Error {
  override readonly name = "DispatchRefused";
}

/** The form as GitHub fills it in: defaults, and the types of the `inputs` context. */
export function fillInputs(
  events: EventsConfig,
  given: Readonly<Record<string, Scalar>>,
): Record<string, Scalar> {
  const wanted = events.workflow_dispatch?.inputs ?? {};
  const unknown = Object.keys(given).filter((name) => !(name in wanted));
  if (unknown.length > 0) throw new DispatchRefused(`Unexpected inputs provided: ${JSON.stringify(unknown)}`);
  return Object.fromEntries(
    Object.entries(wanted).map(([name, input]) => [name, fill(name, input, given[name] ?? input.default)]),
  );
}

function fill(name: string, { type, required, options }: InputConfig, value: Scalar | undefined): Scalar {
  const text = String(value ?? "");
  if (required === true && text === "") throw new DispatchRefused(`Required input '${name}' not provided`);
  if (type === InputType.boolean) {
    if (!/^(?:true|false|)$/u.test(text))
      throw new DispatchRefused(`Provided value '${text}' for input '${name}' is not a boolean`);
    return text === "true";
  }
  if (options && text !== "" && !options.includes(text))
    throw new DispatchRefused(
      `Provided value '${text}' for input '${name}' not in the list of allowed values`,
    );
  return text;
}
