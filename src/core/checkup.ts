import type { ContactList } from "./audience.ts";
import type { Fault } from "./fault.ts";
import type { Told } from "./words/fault.ts";

/** What one question to a tool gave; `undefined` where it was not asked. */
export type Look<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "refused" | "unknown"; readonly fault: Fault };

/** Whether a key is at hand. `told`: it is missing in a job of GitHub, and the line of its secrets says so. */
export type Key = "there" | "missing" | "told";

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

/** A line that says what is well. */
export const fine = (id: string, label: string, finding: string): Check => ({
  id,
  state: "ok",
  label,
  finding,
});

/** A line that wants a gesture. */
export const flagged = (id: string, label: string, state: "warn" | "bad", told: Told): Check => ({
  id,
  state,
  label,
  finding: told.reason,
  remedy: told.gesture,
});

/** A line that could not be looked at, and why. */
export const unseen = (id: string, label: string, why: string): Check => ({
  id,
  state: "skipped",
  label,
  finding: why,
});
