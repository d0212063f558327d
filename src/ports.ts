import type { Campaign, CampaignId, Draft } from "./core/campaign.ts";
import type { ContactList } from "./core/audience.ts";
import type { DrillAudience } from "./core/drill-audience.ts";
import type { Fault } from "./core/fault.ts";
import type { Delivery } from "./core/figures.ts";
import type { Purpose } from "./core/incident.ts";
import type { Entry } from "./core/journal.ts";
import type { SourceFile } from "./core/problem.ts";

/**
 * What came of a request. `refused`: surely not done. `unknown`: it may have been done, and only looking at the world
 * tells; a write is never repeated on it.
 */
export type Answer<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "refused"; readonly fault: Fault }
  | { readonly kind: "unknown"; readonly fault: Fault };

/** What marks a message of ours, in Slack's metadata: `event_type: outage_notice`. */
export interface Mark {
  readonly incident: string;
  readonly step: string;
  /** For a reply: the outcome that it tells, because one step may have several to tell. */
  readonly outcome?: string;
}

export interface ChatMessage {
  readonly ts: string;
  readonly text: string;
  readonly mark?: Mark;
}

export interface NewMessage {
  readonly text: string;
  readonly mark: Mark;
  /** A reply in this message's thread; `broadcast` shows it in the channel too. */
  readonly thread?: { readonly ts: string; readonly broadcast: boolean };
}

/**
 * How far a door of the world opens. The doors of a drill hold the audience that was checked, and are made of nothing
 * else (`adapters/drill-chat.ts`, `drill-mailer.ts`); the real ones hold none. So neither is taken where the other is wanted.
 */
interface Reach {
  readonly real: { readonly only?: undefined };
  readonly drill: { readonly only: DrillAudience };
}

/** The team's channel, or the channel of drills. Reads may be repeated by the adapter, writes never are. */
export type Chat<K extends Purpose = "real"> = ChatDoor & Reach[K];

interface ChatDoor {
  readonly channel: string;
  /** Top-level messages since the instant, oldest first, all pages. */
  history(since: Date): Promise<Answer<readonly ChatMessage[]>>;
  replies(thread: string): Promise<Answer<readonly ChatMessage[]>>;
  /** `unmentioned`: the tool refused the mention of the channel, so the message went without it. */
  post(message: NewMessage): Promise<Answer<{ readonly ts: string; readonly unmentioned: boolean }>>;
  update(ts: string, text: string): Promise<Answer<null>>;
  remove(ts: string): Promise<Answer<null>>;
  permalink(ts: string): Promise<Answer<string>>;
}

export interface Sender {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
}

/** The tool that sends campaigns. Reads may be repeated by the adapter, writes never are. */
export type Mailer<K extends Purpose = "real"> = MailerDoor & Reach[K];

interface MailerDoor {
  lists(): Promise<Answer<readonly ContactList[]>>;
  senders(): Promise<Answer<readonly Sender[]>>;
  /** Campaigns created since the instant, without their HTML, all pages. */
  campaigns(since: Date): Promise<Answer<readonly Campaign[]>>;
  /** One campaign with its HTML; `undefined` when there is none with the id. */
  campaign(id: CampaignId): Promise<Answer<Campaign | undefined>>;
  /** What became of a campaign that left, in one request; `undefined` when there is none with the id. */
  figures(id: CampaignId): Promise<Answer<Delivery | undefined>>;
  create(draft: Draft): Promise<Answer<CampaignId>>;
  /** `refused` with `permission_denied` means that the campaign is no draft any more: it left. */
  remove(id: CampaignId): Promise<Answer<null>>;
  /** `done` means accepted, not delivered (facts/brevo.md section 1.6). */
  send(id: CampaignId): Promise<Answer<null>>;
}

/** What became of a record: seen by everybody, only on this machine, or nowhere. */
export type Recorded = {
  readonly reach: "shared" | "local" | "nowhere";
  /** Entries that others wrote into this journal since it was last read here. */
  readonly foreign: readonly Entry[];
  readonly fault?: Fault;
  /** Shared on a branch of its own, because the default branch takes no commits of ours. */
  readonly proposal?: Proposal;
};

/** Commits that wait for a person to merge them. */
export interface Proposal {
  /** Where people find it: the pull request, or the page that opens one. */
  readonly url: string;
  /** The pull request could be opened. */
  readonly isOpen: boolean;
}

/** The repository: incident files that people write, folders that only the robot writes. */
export interface Ledger {
  /** The file of one incident as it stands now. */
  incidentFile(id: string): Promise<SourceFile | undefined>;
  journalFile(id: string): Promise<SourceFile>;
  /**
   * Appends to an incident's journal, with files for its folder, and commits; pushes where there is an upstream.
   * Never throws: announcing beats bookkeeping.
   */
  record(id: string, entries: readonly Entry[], files: readonly SourceFile[]): Promise<Recorded>;
}

/** Everything that a settle needs of the world: the real one, or the corner of it that drills are played in. */
export interface World<K extends Purpose = "real"> {
  readonly chat: Chat<K>;
  readonly mailer: Mailer<K>;
  readonly ledger: Ledger;
  readonly now: () => Date;
  /** Waits this long at full patience; ends early, and tells, when the command has to stop. */
  readonly wait: (ms: number) => Promise<void>;
  /** Waits as long as the first message may wait for others: two seconds at full patience (design section 4.5). */
  readonly hold: () => Promise<void>;
  /** True once the command was interrupted or its time is over: nothing new may be started. */
  readonly stopped: () => boolean;
}
