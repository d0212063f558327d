import { carriesMark, type Campaign, type Draft } from "../core/campaign.ts";
import { drillText } from "../core/drill.ts";
import type { DrillAudience } from "../core/drill-audience.ts";
import type { IncidentId } from "../core/incident.ts";
import type { SourceFile } from "../core/problem.ts";
import type { Language } from "../core/settings.ts";
import type { Answer, Chat, Ledger, Mailer } from "../ports.ts";
import { rehearseChat, rehearseMailer } from "./rehearsal.ts";
import { openSlack, type SlackOptions } from "./slack.ts";

const done = <T>(value: T): Answer<T> => ({ kind: "done", value });

/**
 * The channel of drills: nobody names another one here. Every text that goes through begins with « EXERCICE », whichever
 * sentence it was made of.
 */
export function openDrillChat(
  audience: DrillAudience,
  language: Language,
  slack: Omit<SlackOptions, "channel">,
): Chat<"drill"> {
  const chat = openSlack({ ...slack, channel: audience.channel.id });
  // One by one: a gesture that Slack learns later must be thought over before a drill has it.
  return {
    only: audience,
    channel: chat.channel,
    history: (since) => chat.history(since),
    replies: (thread) => chat.replies(thread),
    post: (message) => chat.post({ ...message, text: drillText(message.text, language) }),
    update: (ts, text) => chat.update(ts, drillText(text, language)),
    remove: (ts) => chat.remove(ts),
    permalink: (ts) => chat.permalink(ts),
  };
}

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

/** The repository as a drill writes it: everything stands under `incidents/drills/`. */
export function openDrillLedger(read: (path: string) => SourceFile | undefined, ledger: Ledger): Ledger {
  const within = (path: string) => path.replace(/^incidents\/(?!drills\/)/u, "incidents/drills/");
  return {
    incidentFile: async (id) => read(`incidents/drills/${id}.yml`),
    journalFile: (id) => ledger.journalFile(`drills/${id}`),
    record: (id, entries, files) =>
      ledger.record(
        `drills/${id}`,
        entries,
        files.map((file) => ({ ...file, path: within(file.path) })),
      ),
  };
}

/** The same doors for a dry run: they read, and only remember what would be written. */
export function rehearseDrill(
  { only, ...chat }: Chat<"drill">,
  { only: _only, ...mailer }: Mailer<"drill">,
  now: () => Date,
): { readonly chat: Chat<"drill">; readonly mailer: Mailer<"drill"> } {
  return { chat: { ...rehearseChat(chat), only }, mailer: { ...rehearseMailer(mailer, now), only } };
}
