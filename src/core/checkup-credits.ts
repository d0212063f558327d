import type { BrevoSeen } from "./checkup-brevo.ts";
import { listNow } from "./checkup-list-now.ts";
import { fine, flagged, unseen, type Check } from "./checkup.ts";
import type { Settings } from "./settings.ts";
import { checkupBrevoWords } from "./words/checkup-brevo.ts";

/** An outage and its end, for every tool at once. */
const MAILS_EACH = 2;

/** The credits against the audience. */
export function creditsCheck({ plans, lists }: BrevoSeen, settings: Settings, now: Date): Check {
  const { labels, ...words } = checkupBrevoWords[settings.language];
  const line = ["brevo.credits", labels.credits] as const;
  const mails = plans?.kind === "done" ? plans.value.filter(({ type }) => type !== "sms") : [];
  if (mails.length === 0) return unseen(...line, words.untoldCredits);
  if (lists?.kind !== "done") return unseen(...line, words.noLists);
  const credits = mails.reduce((sum, plan) => sum + plan.credits, 0);
  const isDaily = mails.every(({ type }) => type === "free");
  const sizes = settings.services.map((service) => {
    const found = listNow(lists.value, service, settings, now);
    return "list" in found ? found.list.contacts : 0;
  });
  const largest = Math.max(...sizes);
  const all = MAILS_EACH * sizes.reduce((sum, size) => sum + size, 0);
  // Nobody to write to is told by the lists' own lines: no number of credits is enough for that.
  if (all === 0) return unseen(...line, words.noAudience);
  if (credits < largest) return flagged(...line, "bad", words.noCredits(credits, largest, isDaily));
  if (credits < all) return flagged(...line, "warn", words.fewCredits(credits, all, isDaily));
  return fine(...line, words.credits(credits, all, isDaily));
}
