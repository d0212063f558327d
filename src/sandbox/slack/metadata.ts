import { z } from "zod";
import type { Metadata } from "./entities.ts";
import { SlackRefusal } from "./refusal.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const flat = z.union([scalar, z.record(z.string(), scalar)]);
const Given = z.object({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.union([flat, z.array(flat)])),
});
// Slack documents that a limit exists and not which.
const largest = 8000;

/** The metadata of a call; undefined for an empty object, which takes metadata away. */
export function readMetadata(given: unknown): Metadata | undefined {
  const record = z.record(z.string(), z.unknown()).safeParse(given);
  if (!record.success) throw new SlackRefusal("invalid_metadata_format");
  if (Object.keys(record.data).length === 0) return undefined;
  const metadata = Given.safeParse(given);
  if (!metadata.success) throw new SlackRefusal("invalid_metadata_schema");
  if (JSON.stringify(metadata.data).length > largest) throw new SlackRefusal("metadata_too_large");
  return metadata.data;
}
