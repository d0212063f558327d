import { z } from "zod";
import { SlackRefusal } from "./refusal.ts";

const blockId = z.string().max(255).optional();
const plain = (max: number) => z.object({ type: z.literal("plain_text"), text: z.string().min(1).max(max) });
const text = (max: number) =>
  z.object({ type: z.enum(["plain_text", "mrkdwn"]), text: z.string().min(1).max(max) });

const Block = z.discriminatedUnion("type", [
  z.object({ type: z.literal("header"), block_id: blockId, text: plain(150) }),
  z
    .object({
      type: z.literal("section"),
      block_id: blockId,
      text: text(3000).optional(),
      fields: z.array(text(2000)).min(1).max(10).optional(),
    })
    .refine(
      (section) => section.text !== undefined || section.fields !== undefined,
      "text or fields required",
    ),
  z.object({
    type: z.literal("context"),
    block_id: blockId,
    elements: z
      .array(z.union([text(2000), z.object({ type: z.literal("image"), alt_text: z.string() })]))
      .min(1)
      .max(10),
  }),
  z.object({ type: z.literal("divider"), block_id: blockId }),
  ...(["actions", "image", "rich_text", "markdown", "table", "video"] as const).map((type) =>
    z.object({ type: z.literal(type), block_id: blockId }),
  ),
]);

/** Refuses what Slack refuses: shape and sizes; the total of about 13,000 characters is undocumented. */
export function checkBlocks(blocks: unknown): asserts blocks is readonly unknown[] {
  if (!Array.isArray(blocks)) throw new SlackRefusal("invalid_blocks_format");
  const parsed = z.array(Block).max(50).safeParse(blocks);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(
      (issue) => `${issue.message} [json-pointer:/blocks/${issue.path.join("/")}]`,
    );
    throw new SlackRefusal("invalid_blocks", { errors, response_metadata: { messages: errors } });
  }
  if (JSON.stringify(blocks).length > 13_000) throw new SlackRefusal("msg_blocks_too_long");
}
