import { z } from "zod";
import { invalid } from "./refusal.ts";
import type { BrevoStore } from "./store.ts";

export const SenderGiven = z.object({
  id: z.number().int().optional(),
  email: z.email().optional(),
  name: z.string().optional(),
});

/** The account's active sender that is meant, by id or by e-mail, never both. */
export function senderIdOf(store: BrevoStore, given: z.infer<typeof SenderGiven>): number {
  if ((given.id === undefined) === (given.email === undefined))
    throw invalid("Either the sender's id or its email is needed, not both");
  const sender = store.senders.find(({ id, email }) => id === given.id || email === given.email);
  if (!sender?.active) throw invalid("Sender is invalid / inactive");
  return sender.id;
}
