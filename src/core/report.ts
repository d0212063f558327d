import type { ChatHindrance } from "./plan-chat.ts";
import type { Contradiction } from "./plan.ts";
import type { MailHindrance } from "./plan-mail.ts";
import type { Fault } from "./fault.ts";
import type { Figures, Shortfall } from "./figures.ts";
import type { Service } from "./settings.ts";

/** Why a step is not delivered. */
export type Hindrance =
  | { readonly on: "mail"; readonly why: MailHindrance }
  | { readonly on: "chat"; readonly why: ChatHindrance }
  | { readonly on: "file"; readonly why: Contradiction }
  | { readonly on: "delivery"; readonly why: Shortfall }
  | { readonly on: "outage-undecided" }
  /** News waits for the first message of the channel. */
  | { readonly on: "outage-untold" }
  /** News has no readers: the outage mail was given up. */
  | { readonly on: "outage-unsent" }
  | { readonly on: "interrupted" }
  | { readonly on: "bug"; readonly message: string };

/** Something that went otherwise than it should without keeping anything from leaving. */
export type Warning =
  | { readonly kind: "unmentioned" }
  | { readonly kind: "unverified-post" }
  | { readonly kind: "audience"; readonly text: string }
  | { readonly kind: "draft-by-hand"; readonly campaign: number; readonly name: string }
  | { readonly kind: "adopted"; readonly campaign: number }
  | { readonly kind: "double"; readonly campaigns: readonly number[] }
  | { readonly kind: "drift" }
  | { readonly kind: "stranger"; readonly campaign: number; readonly name: string; readonly incident: string }
  | { readonly kind: "unannounced"; readonly incident: string }
  | { readonly kind: "reopened"; readonly service: Service }
  | { readonly kind: "reply"; readonly fault: Fault }
  | { readonly kind: "update"; readonly fault: Fault }
  | { readonly kind: "figures"; readonly fault: Fault }
  | { readonly kind: "unshared"; readonly fault?: Fault }
  | { readonly kind: "unrecorded"; readonly fault?: Fault }
  | { readonly kind: "proposed"; readonly url: string; readonly isOpen: boolean };

/** What became of one step in this run. `done` and not `fresh`: it was delivered before. */
export interface StepReport {
  readonly step: string;
  readonly state: "done" | "failed" | "unknown" | "skipped" | "unwanted";
  readonly fresh: boolean;
  /** Of an end: there was no outage, the announcement is taken back. */
  readonly mistaken?: true;
  readonly hindrance?: Hindrance;
  readonly campaign?: number;
  readonly list?: { readonly id: number; readonly name: string; readonly contacts: number };
  readonly ts?: string;
  readonly link?: string;
  /** What became of a mail that left. */
  readonly figures?: Figures;
  /** When it was delivered, UTC. */
  readonly at?: Date;
}

/** What became of one incident in this run. */
export interface IncidentReport {
  readonly id: string;
  readonly steps: readonly StepReport[];
  readonly warnings: readonly Warning[];
}

/** Whether this run delivered something of the incident. */
export function sentNow(reports: readonly IncidentReport[], id: string): boolean {
  return reports.some(
    (report) => report.id === id && report.steps.some(({ state, fresh }) => fresh && state === "done"),
  );
}

/** Exit code of what was delivered (design section 3): 2 when something wanted is not, or nobody knows. */
export function exitOf(reports: readonly IncidentReport[]): 0 | 2 {
  const missing = reports.some(({ steps }) =>
    steps.some(
      ({ state, fresh }) => state === "failed" || state === "unknown" || (state === "skipped" && fresh),
    ),
  );
  return missing ? 2 : 0;
}
