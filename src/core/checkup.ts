import type { ContactList } from "./audience.ts";

/** ✓ fine · ⚠ worth a look before the next outage · ✗ the next announcement would suffer · – could not be looked at. */
export type CheckState = "ok" | "warn" | "bad" | "skipped";

/** One line of a checkup. */
export interface Check {
  /** Stable over time, by which two checkups are compared: `slack.token`, `brevo.list.rp`. */
  readonly id: string;
  readonly state: CheckState;
  /** What was looked at, for people: « Clé de Slack ». */
  readonly label: string;
  /** What was found, in one sentence. */
  readonly finding: string;
  /** The next gesture; wherever the state is `warn` or `bad`. */
  readonly remedy?: string;
}

/** What one checkup found. Nothing in it is secret: it is committed. */
export interface Checkup {
  /** UTC. */
  readonly at: Date;
  readonly checks: readonly Check[];
  /** Brevo's lists that carry a service's words, for previews; absent when they could not be read. */
  readonly lists?: readonly ContactList[];
  /** Requests that it took. */
  readonly requests: { readonly slack: number; readonly brevo: number; readonly github: number };
}
