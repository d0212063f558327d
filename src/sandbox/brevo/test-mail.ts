import { z } from "zod";
import type { Campaign } from "./campaign.ts";
import { BrevoRefusal, invalid } from "./refusal.ts";
import { type BrevoReply, type BrevoRequest, done } from "./route.ts";
import type { BrevoStore } from "./store.ts";

const day = 86_400_000;
const perDay = 50;

/** Test mails go to known contacts only, 50 a day; no address means the whole test list. */
export function sendTest(store: BrevoStore, campaign: Campaign, { body }: BrevoRequest): BrevoReply {
  const given = z.object({ emailTo: z.array(z.email()).default([]) }).safeParse(body ?? {});
  if (!given.success) throw invalid("emailTo is not valid");
  const emails = given.data.emailTo.length > 0 ? given.data.emailTo : store.contacts;
  const unexistingEmails = emails.filter((email) => !store.contacts.includes(email));
  if (unexistingEmails.length > 0)
    throw new BrevoRefusal(400, "invalid_parameter", "The email could not be sent to all recipients", {
      unexistingEmails,
      withoutListEmails: [],
      blackListedEmails: [],
    });
  const today = store.testMails.filter(({ at }) => store.now().getTime() - at.getTime() < day);
  const used = today.reduce((sum, mail) => sum + mail.emails.length, 0);
  if (used + emails.length > perDay) throw invalid("You can not send more than 50 test emails per day");
  campaign.testSent = true;
  store.testMails.push({ campaignId: campaign.id, emails, at: store.now() });
  return done;
}
