export interface Sender {
  readonly id: number;
  name: string;
  email: string;
  active: boolean;
}

export interface ContactList {
  readonly id: number;
  name: string;
  readonly folderId: number;
  uniqueSubscribers: number;
  /** Contacts that Brevo will not write to; Brevo is withdrawing the figure, so that most accounts show 0. */
  totalBlacklisted?: number;
  /** ISO, UTC. */
  readonly createdAt: string;
}

/** A transactional template. */
export interface Template {
  readonly id: number;
  name: string;
  subject: string;
  senderId: number;
  htmlContent: string;
  isActive: boolean;
  readonly createdAt: string;
}

/** A mail that left, once per campaign. */
export interface Delivery {
  readonly campaignId: number;
  readonly name: string;
  readonly subject: string;
  readonly listIds: readonly number[];
  /** To how many contacts it went. */
  readonly recipients: number;
  readonly html: string;
  readonly at: Date;
}

export interface TestMail {
  readonly campaignId: number;
  readonly emails: readonly string[];
  readonly at: Date;
}

/** How long a state lasts: `reads` answers that show it, and then `ms`. */
export interface Lag {
  readonly reads?: number;
  readonly ms?: number;
}

/** The mood of the account. Change it at any time: `brevo.state.outcome = "in_review"`. */
export interface BrevoState {
  key: "valid" | "unknown" | "ip_blocked";
  /** Requests an hour for everything but contacts and templates. */
  perHour: number;
  /** Mails that the plan still allows (`sendLimit`). */
  credits: number;
  /** Mails that may leave today: a free plan, as the account shows it. A bigger campaign leaves in part and ends `suspended`. */
  dailyCap: number;
  /** Whether drafts may be deleted; "refused" is a 403 without a reason that the caller could know. */
  deletion: "allowed" | "refused";
  /** Whether a draft may be to nobody, as the contract says. */
  recipientsNeeded: boolean;
  /** Whether the plan knows `tag`; if not, a create with a tag is a 405. */
  tagAllowed: boolean;
  /** What becomes of a campaign sent from now on. "forgotten": 204, and it stays a draft for ever. */
  outcome: "sent" | "suspended" | "in_review" | "forgotten";
  /** After sendNow the campaign still shows `draft` that long, then `queued`, then `in_process`. */
  draftLag: Lag;
  queued: Lag;
  inProcess: Lag;
  /** How long a campaign created from now on is missing in the list of campaigns. */
  listLag: Lag;
  /** What Brevo makes of the HTML that it stores. */
  storeHtml: (html: string) => string;
}

/** Starting state as plain data. */
export interface BrevoSeed {
  readonly key: string;
  readonly credits: number;
  readonly senders: readonly Sender[];
  readonly lists: readonly ContactList[];
  readonly templates: readonly Template[];
  /** Addresses that may get a test mail. */
  readonly contacts: readonly string[];
}
