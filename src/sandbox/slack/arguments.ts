import { z } from "zod";
import { SlackRefusal } from "./refusal.ts";

export type Arguments = Readonly<Record<string, unknown>>;

const structured = ["blocks", "metadata", "attachments"];

/** Arguments of a call from its query, then its form or JSON body. A body that is no JSON counts as empty. */
export function readArguments(type: string | undefined, body: string, query: URLSearchParams): Arguments {
  const fromQuery = Object.fromEntries(query);
  if (type?.startsWith("application/json") === true) {
    const parsed = z.record(z.string(), z.unknown()).safeParse(fromJson(body));
    return { ...fromQuery, ...(parsed.success ? parsed.data : {}) };
  }
  const args: Record<string, unknown> = { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) };
  for (const name of structured) {
    const value = args[name];
    if (typeof value === "string") args[name] = fromJson(value);
  }
  return args;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Forms say "true" or "1", JSON says true. */
export const Flag = z
  .union([z.boolean(), z.number(), z.string()])
  .transform((value) => value === true || value === 1 || value === "true" || value === "1")
  .default(false);

export const Channel = z.string().default("");
export const Ts = z.string();

/** Arguments as the schema wants them, else `invalid_arguments` with the reasons. */
export function wanted<T>(schema: z.ZodType<T>, args: Arguments): T {
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  const messages = parsed.error.issues.map(
    (issue) => `[ERROR] ${issue.message} [json-pointer:/${issue.path.join("/")}]`,
  );
  throw new SlackRefusal("invalid_arguments", { response_metadata: { messages } });
}
