import { carriesMark, type Campaign, type Draft } from "../core/campaign.ts";
import type { DrillAudience } from "../core/drill-audience.ts";
import type { IncidentId } from "../core/incident.ts";
import type { Answer, Mailer } from "../ports.ts";

const done = <T>(value: T): Answer<T> => ({ kind: "done", value });

/**
 * Brevo as one drill may use it. `create` takes no list: it gives the draft the list of the audience. Campaigns that do
 * not go to exactly that list do not exist here: they are not listed, not found, not sent and not deleted; and a campaign
 * is read once more right before it is sent, because a person may have changed its list meanwhile.
 */
export function openDrillMailer(
  audience: DrillAudience,
  id: IncidentId<"drill">,
  mailer: Mailer,
): Mailer<"drill"> {
  const { list } = audience;
  const isOurs = ({ listIds }: Campaign) => listIds.length === 1 && listIds[0] === list.id;

  async function campaign(campaignId: Campaign["id"]): Promise<Answer<Campaign | undefined>> {
    const answer = await mailer.campaign(campaignId);
    return answer.kind === "done" && answer.value && !isOurs(answer.value) ? done(undefined) : answer;
  }
  async function act(campaignId: Campaign["id"], how: "send" | "remove"): Promise<Answer<null>> {
    const seen = await campaign(campaignId);
    if (seen.kind !== "done") return { kind: "refused", fault: seen.fault };
    if (seen.value) return mailer[how](campaignId);
    return { kind: "refused", fault: { tool: "brevo", code: "document_not_found" } };
  }

  return {
    only: audience,
    lists: () => Promise.resolve(done([list])),
    senders: () => mailer.senders(),
    async campaigns(since) {
      const answer = await mailer.campaigns(since);
      if (answer.kind !== "done") return answer;
      // Other drills are no outages of the same tool: they hold up nothing.
      return done(answer.value.filter((each) => isOurs(each) && carriesMark(each.name, id)));
    },
    campaign,
    async figures(campaignId) {
      const seen = await campaign(campaignId);
      if (seen.kind !== "done") return seen;
      return seen.value ? mailer.figures(campaignId) : done(undefined);
    },
    create: (draft: Omit<Draft, "list">) => mailer.create({ ...draft, list }),
    send: (campaignId) => act(campaignId, "send"),
    remove: (campaignId) => act(campaignId, "remove"),
  };
}
