import { campaignIdShape, type Campaign, type CampaignId, type Draft } from "../core/campaign.ts";
import { formatEntry } from "../core/journal.ts";
import type { SourceFile } from "../core/problem.ts";
import type { Answer, Chat, ChatMessage, Ledger, Mailer, NewMessage } from "../ports.ts";

const done = <T>(value: T): Answer<T> => ({ kind: "done", value });

/** A channel that reads the real one, where there is a key, and only remembers what would be posted. */
export function rehearseChat(real: Chat | undefined): Chat & { readonly posts: readonly NewMessage[] } {
  const posts: NewMessage[] = [];
  const remembered = (thread?: string): ChatMessage[] =>
    posts.flatMap((post, index) =>
      post.thread?.ts === thread ? [{ ts: tsOf(index), text: post.text, mark: post.mark }] : [],
    );
  const nothing = () => Promise.resolve(done([]));
  return {
    posts,
    channel: real?.channel ?? "",
    async history(since) {
      const answer = await (real?.history(since) ?? nothing());
      return answer.kind === "done" ? done([...answer.value, ...remembered()]) : answer;
    },
    async replies(thread) {
      const answer = await (thread.startsWith(FUTURE) ? nothing() : (real?.replies(thread) ?? nothing()));
      return answer.kind === "done" ? done([...answer.value, ...remembered(thread)]) : answer;
    },
    post(message) {
      posts.push(message);
      return Promise.resolve(done({ ts: tsOf(posts.length - 1), unmentioned: false }));
    },
    update: () => Promise.resolve(done(null)),
    remove: () => Promise.resolve(done(null)),
    permalink: () => Promise.resolve({ kind: "refused", fault: { tool: "slack", code: "rehearsal" } }),
  };
}

/** Message ids that Slack cannot have given yet. */
const FUTURE = "9999999999";
const tsOf = (index: number): string => `${FUTURE}.${String(index).padStart(6, "0")}`;

/** Brevo as it is, where there is a key, with the campaigns that would be made and sent laid over it. */
export function rehearseMailer(real: Mailer | undefined, now: () => Date): Mailer {
  const made = new Map<CampaignId, Campaign>();
  const gone = new Set<CampaignId>();
  const absent = <T>(): Promise<Answer<T>> =>
    Promise.resolve({ kind: "refused", fault: { tool: "brevo", code: "no_key" } });
  return {
    lists: () => real?.lists() ?? absent(),
    senders: () => real?.senders() ?? Promise.resolve(done([{ id: 0, name: "", email: "", active: true }])),
    async campaigns(since) {
      const answer = await (real?.campaigns(since) ?? Promise.resolve(done([])));
      const kept = (campaigns: readonly Campaign[]) => campaigns.filter(({ id }) => !gone.has(id));
      return answer.kind === "done" ? done(kept([...answer.value, ...made.values()])) : answer;
    },
    campaign: (id) =>
      made.has(id) || gone.has(id) || !real ? Promise.resolve(done(made.get(id))) : real.campaign(id),
    figures: (id) => real?.figures(id) ?? absent(),
    create(draft) {
      const id = campaignIdShape.parse(Number.MAX_SAFE_INTEGER - made.size);
      made.set(id, campaignOf(draft, id, now()));
      return Promise.resolve(done(id));
    },
    remove(id) {
      gone.add(id);
      made.delete(id);
      return Promise.resolve(done(null));
    },
    async send(id) {
      const campaign =
        made.get(id) ?? (await real?.campaign(id).then((a) => (a.kind === "done" ? a.value : undefined)));
      if (campaign) made.set(id, { ...campaign, status: "queued" });
      return done(null);
    },
  };
}

function campaignOf(
  { name, subject, senderId, list, html }: Draft,
  id: CampaignId,
  createdAt: Date,
): Campaign {
  return { id, name, subject, status: "draft", createdAt, senderId, listIds: [list.id], html };
}

/** The same doors for a dry run: they read, and only remember what would be written. */
export function rehearseDrill(
  { only, ...chat }: Chat<"drill">,
  { only: _only, ...mailer }: Mailer<"drill">,
  now: () => Date,
): { readonly chat: Chat<"drill">; readonly mailer: Mailer<"drill"> } {
  return { chat: { ...rehearseChat(chat), only }, mailer: { ...rehearseMailer(mailer, now), only } };
}

/** The repository as it is, with what would be written laid over it. */
export function rehearseLedger(real: Ledger, incidents: readonly SourceFile[]): Ledger {
  const journals = new Map<string, string>();
  return {
    incidentFile: async (id) =>
      incidents.findLast(({ path }) => path.endsWith(`/${id}.yml`)) ?? (await real.incidentFile(id)),
    async journalFile(id) {
      const { path, text } = await real.journalFile(id);
      return { path, text: text + (journals.get(id) ?? "") };
    },
    record(id, entries) {
      journals.set(id, (journals.get(id) ?? "") + entries.map(formatEntry).join(""));
      return Promise.resolve({ reach: "shared", foreign: [] });
    },
  };
}
