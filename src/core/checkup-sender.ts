import type { BrevoSeen } from "./checkup-brevo.ts";
import { fine, flagged, unseen, type Check } from "./checkup.ts";
import type { Settings } from "./settings.ts";
import { checkupBrevoWords } from "./words/checkup-brevo.ts";
import { faultWords } from "./words/fault.ts";

/** Who mails come from. */
export interface BrevoSender {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
}

/** The sender that an outage would take (`settle/draft`); nothing when it would have to stop and ask. */
export function senderNow({
  senderId,
  senders,
}: Pick<BrevoSeen, "senderId" | "senders">): BrevoSender | undefined {
  if (senders?.kind !== "done") return undefined;
  const active = senders.value.filter((sender) => sender.active);
  if (senderId !== undefined) return active.find(({ id }) => id === senderId);
  return active.length === 1 ? active[0] : undefined;
}

/** The sender's line. */
export function senderCheck(seen: BrevoSeen, { language }: Settings): Check {
  const { labels, ...words } = checkupBrevoWords[language];
  const line = ["brevo.sender", labels.sender] as const;
  const { senders, senderId } = seen;
  if (!senders) return unseen(...line, words.see(labels.key));
  if (senders.kind !== "done") return flagged(...line, "bad", faultWords[language](senders.fault));
  const sender = senderNow(seen);
  if (sender) return fine(...line, words.sender(sender.name, sender.email, sender.id));
  const active = senders.value.filter((each) => each.active);
  if (senderId !== undefined) {
    const given = senders.value.find(({ id }) => id === senderId);
    return flagged(
      ...line,
      "bad",
      given ? words.inactiveSender(given.email, given.id) : words.unknownSender(senderId),
    );
  }
  return flagged(...line, "bad", active.length === 0 ? words.noSender() : words.severalSenders(active));
}
