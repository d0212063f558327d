import type { Audience, ContactList } from "../core/audience.ts";
import type { Campaign } from "../core/campaign.ts";
import type { Incident, IncidentId, Purpose } from "../core/incident.ts";
import { parseJournal, type Entry } from "../core/journal.ts";
import type { Notice } from "../core/notice.ts";
import type { Guard } from "../core/plan.ts";
import type { SourceFile } from "../core/problem.ts";
import type { Warning } from "../core/report.ts";
import type { Service, ServiceId, Settings } from "../core/settings.ts";
import type { Templates } from "../core/templates.ts";
import { settleWords } from "../core/words/settle.ts";
import type { Answer, Recorded, Sender, World } from "../ports.ts";

/** What one run is told before it settles anything. */
export interface Order<K extends Purpose = Purpose> {
  readonly world: World<K>;
  readonly settings: Settings;
  readonly templates: Templates;
  /** Reads an incident file again; `undefined` when it is not valid any more. */
  readonly read: (file: SourceFile) => Incident<K> | undefined;
  /** For news alone, lifted for that news only: old news of the same incident stays at home. */
  readonly guard: (id: string, notice?: Notice) => Guard;
  /** Who asked, and in which run: for the journal. */
  readonly actor: string;
  readonly runId: string;
  /** SHA-256 as 64 hexadecimal digits. */
  readonly digest: (text: string) => string;
  readonly senderId?: number;
  /** Where people read the incident file. */
  readonly fileUrl: (id: string) => string | undefined;
  /** The repository on GitHub, where people find the forms. */
  readonly webUrl?: string;
  readonly claimed: ReadonlySet<number>;
  /** Incidents that are closed for good, or whose end was told for the service, by their journals. */
  readonly closed: (service: ServiceId) => ReadonlySet<string>;
  /** Every incident that this repository knows. */
  readonly known: ReadonlySet<string>;
  /** Other incidents of the service that were announced and not ended, by their journals. */
  readonly unfinished: (id: string, service: ServiceId) => readonly string[];
  /** All of Brevo's lists, read once in a run. */
  readonly lists: () => Promise<Answer<readonly ContactList[]>>;
  readonly audience: (lists: readonly ContactList[], service: Service, incident: Incident) => Audience;
  /** Resolves when the incident file is shared, or cannot be: the post waits for it a moment, not longer. */
  readonly shared: Promise<unknown>;
  readonly onProgress: (event: Progress) => void;
}

/** Told as it happens, for the person who waits. */
export interface Progress {
  readonly incident: string;
  readonly step: string;
  /** Of an end: there was no outage. */
  readonly mistaken?: true;
  readonly doing: "look" | "create" | "record" | "remove" | "read" | "send" | "post" | "done" | "stop";
}

/** One incident while it is being settled: what its files say now, and what this run learnt of the world. */
export interface Case {
  readonly id: IncidentId;
  readonly order: Order;
  readonly senders: () => Promise<Answer<readonly Sender[]>>;
  /** The first look at Brevo, shared by the mails of the incident. */
  readonly firstCampaigns: () => Promise<Answer<readonly Campaign[]>>;
  /** The incident as its file stands at this moment, or stood when it was last valid. */
  incident(): Promise<Incident>;
  /** The text that {@link incident} was read from. */
  textRead(): string | undefined;
  journal(): Promise<readonly Entry[]>;
  record(entries: readonly NewEntry[], files?: readonly SourceFile[]): Promise<Recorded>;
  warn(warning: Warning): void;
  readonly warnings: readonly Warning[];
}

/** An entry before it is signed with its instant, actor and run. */
export type NewEntry = Omit<Entry, "at" | "actor" | "run">;

/** Campaigns are looked for back to the day before the start (design section 4.3). */
export const LOOK_BACK_MS = 24 * 3_600_000;

export function openCase(first: Incident, order: Order): Case {
  const { world } = order;
  let current = first;
  /** The file's text when it was last valid: a later edit that is not is nobody's wish yet. */
  let text: string | undefined;
  const unheard: Entry[] = [];
  /** Entries that could not be written down: they count all the same while this run lasts. */
  const unwritten: Entry[] = [];
  const warnings: Warning[] = [];

  return {
    id: first.id,
    order,
    warnings,
    senders: once(() => world.mailer.senders()),
    firstCampaigns: once(() => world.mailer.campaigns(new Date(first.startedAt.getTime() - LOOK_BACK_MS))),
    async incident() {
      const file = await world.ledger.incidentFile(first.id);
      if (file !== undefined && file.text !== text) {
        const read = order.read(file);
        if (read) {
          text = file.text;
          current = read;
        }
      }
      return current;
    },
    textRead: () => text,
    async journal() {
      const parsed = parseJournal(await world.ledger.journalFile(first.id), order.settings.language);
      // Deciding on what the journal said before would be deciding blindly: the track stops, in words.
      if (!parsed.ok) throw new Error(settleWords[order.settings.language].damagedJournal);
      return [...parsed.value, ...unwritten];
    },
    async record(entries, files = []) {
      const at = world.now();
      const signed = entries.map((entry): Entry => ({
        at,
        ...sortKeys(entry),
        actor: order.actor,
        run: order.runId,
      }));
      const recorded = await world.ledger.record(first.id, signed, files);
      if (recorded.reach === "nowhere") {
        unwritten.push(...signed);
        warnings.push({ kind: "unrecorded", ...(recorded.fault && { fault: recorded.fault }) });
      } else if (recorded.proposal) warnings.push({ kind: "proposed", ...recorded.proposal });
      else if (recorded.fault) warnings.push({ kind: "unshared", fault: recorded.fault });
      // What came in with another step's record concerns that step too.
      unheard.push(...recorded.foreign);
      const steps = new Set(signed.map(({ step }) => step));
      return { ...recorded, foreign: unheard.filter(({ step }) => steps.has(step)) };
    },
    warn: (warning) => void warnings.push(warning),
  };
}

/** Step and event first: journals are read by people. */
function sortKeys({ step, event, ...rest }: NewEntry): NewEntry {
  return { step, event, ...rest };
}

/** Asks at the first call, and gives every later one the same answer. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
