import type { Campaign, Content } from "./campaign.ts";
import type { BrevoSeed, BrevoState, ContactList, Delivery, Sender, Template, TestMail } from "./entities.ts";
import { type ByHand, placeByHand } from "./by-hand.ts";
import { RateLimits } from "./limits.ts";
import { approve, sendNow } from "./leave.ts";

/** One account. Everything in it may be read and changed by a test. */
export class BrevoStore {
  readonly key: string;
  readonly senders: Sender[];
  readonly lists: ContactList[];
  readonly templates: Template[];
  readonly contacts: string[];
  /** Stored campaigns in order of creation. */
  readonly campaigns: Campaign[] = [];
  /** Every mail that left, in order. */
  readonly deliveries: Delivery[] = [];
  readonly testMails: TestMail[] = [];
  readonly limits = new RateLimits();
  readonly state: BrevoState;
  readonly now: () => Date;
  #lastId = 100;

  constructor(seed: BrevoSeed, now: () => Date) {
    this.key = seed.key;
    this.now = now;
    this.senders = seed.senders.map((sender) => ({ ...sender }));
    this.lists = seed.lists.map((list) => ({ ...list }));
    this.templates = seed.templates.map((template) => ({ ...template }));
    this.contacts = [...seed.contacts];
    this.state = {
      key: "valid",
      perHour: 100,
      credits: seed.credits,
      dailyCap: Number.POSITIVE_INFINITY,
      deletion: "allowed",
      recipientsNeeded: false,
      tagAllowed: false,
      outcome: "sent",
      draftLag: {},
      queued: { reads: 1 },
      inProcess: {},
      listLag: {},
      storeHtml: (html) => html,
    };
  }

  /** The list with that id; throws when there is none, for tests. */
  list(id: number): ContactList {
    return found(this.lists, id, "list");
  }

  /** The campaign with that id; throws when there is none, for tests. */
  campaign(id: number): Campaign {
    return found(this.campaigns, id, "campaign");
  }

  /** Stores a draft. */
  create(content: Content, createdAt = this.now()): Campaign {
    const { reads = 0, ms = 0 } = this.state.listLag;
    this.#lastId += 1;
    const campaign: Campaign = {
      id: this.#lastId,
      content,
      createdAt,
      modifiedAt: createdAt,
      testSent: false,
      accepted: false,
      stages: [],
      since: createdAt.getTime(),
      settled: "draft",
      sentTo: 0,
      remaining: 0,
      counts: { softBounces: 0, hardBounces: 0, unsubscriptions: 0, complaints: 0 },
      hidden: { reads, until: this.now().getTime() + ms },
    };
    this.campaigns.push(campaign);
    return campaign;
  }

  /** A person makes a campaign in Brevo's own window. */
  byHand(campaign: ByHand): Campaign {
    return placeByHand(this, campaign);
  }

  /** A person renames a campaign. */
  rename(id: number, name: string): void {
    const campaign = this.campaign(id);
    campaign.content = { ...campaign.content, name };
    campaign.modifiedAt = this.now();
  }

  /** A person sends a draft. Throws when the account cannot. */
  sendByHand(id: number): void {
    sendNow(this, this.campaign(id));
  }

  /** Brevo's checks let a campaign that is `in_review` go. */
  approve(id: number): void {
    approve(this, this.campaign(id));
  }

  /** A person deletes a campaign, whatever its status. */
  remove(id: number): void {
    this.campaigns.splice(this.campaigns.indexOf(this.campaign(id)), 1);
  }

  /** How many contacts these lists hold together. */
  audience(listIds: readonly number[]): number {
    return this.lists
      .filter(({ id }) => listIds.includes(id))
      .reduce((sum, { uniqueSubscribers }) => sum + uniqueSubscribers, 0);
  }
}

function found<T extends { readonly id: number }>(all: readonly T[], id: number, what: string): T {
  const item = all.find((each) => each.id === id);
  if (!item) throw new Error(`The sandbox has no Brevo ${what} ${id}.`);
  return item;
}
