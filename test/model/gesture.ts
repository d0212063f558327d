import type { FaultKind } from "../../src/sandbox/faults.ts";
import type { Status } from "../../src/sandbox/brevo/campaign.ts";
import type { Phase } from "../../src/core/settings.ts";

/** The tools of `runbook.yml`. */
export type Tool = "rp" | "cfn";
/** Whose clone it happens in. In a story without a remote there is one clone, and both work in it. */
export type By = "me" | "colleague";

/** What is asked of the program. `ago` counts in minutes; below zero is a watch that is fast. */
export type Command =
  | {
      readonly do: "declare";
      readonly tools: readonly Tool[];
      readonly ago: number;
      readonly cause?: string;
      readonly message?: string;
    }
  | {
      readonly do: "resolve";
      /** A number picks one of the incident files, by its id. */
      readonly of: "whatever" | Tool | number;
      readonly ago?: number;
      readonly mistaken?: true;
      readonly cause?: string;
    }
  | {
      readonly do: "update";
      readonly of: "whatever" | Tool;
      readonly message: string;
      readonly mail: boolean;
    }
  | { readonly do: "settle"; readonly late?: number };

export interface Run {
  readonly by: By;
  readonly command: Command;
  /** The remote does not answer while it runs. */
  readonly offline?: true;
  readonly dry?: true;
}

/** A request of the program, to be hit or watched: the `nth` one from now on. */
export interface Point {
  readonly what: string;
  readonly when: "before" | "after";
  readonly nth: number;
}

/** A line of an incident file, changed by hand. */
export type Change =
  | { readonly line: "services"; readonly tools: readonly Tool[] }
  | { readonly line: "status"; readonly status: "open" | "resolved" | "mistaken" }
  /** One tool is back; the status stays. */
  | { readonly line: "back"; readonly tool: Tool }
  | { readonly line: "started_at"; readonly later: number }
  | { readonly line: "declared_at" }
  | { readonly line: "notify"; readonly silent: boolean }
  | { readonly line: "cause"; readonly cause: string }
  | { readonly line: "message"; readonly message: string }
  /** Of the last news. */
  | { readonly line: "news"; readonly how: "hour" | "sentence" | "gone" }
  | { readonly line: "lists"; readonly list: number }
  | { readonly line: "fault" };

/** Of runbook.yml. */
export type Setting = "outage name" | "recovery name" | "sender" | "stale list";

export type Mood =
  | { readonly brevo: "sent" | "suspended" | "in_review" | "forgotten" }
  | { readonly brevo: "poor" | "capped" | "locked" | "late draft" | "late list" | "slow queue" | "exhausted" }
  | { readonly slack: "late" | "unreadable" | "closed" | "no mention" | "revoked" };

/** One thing that happens. Numbers pick among what is there, and a gesture that makes no sense is skipped. */
export type Gesture =
  | ({ readonly kind: "run" } & Run)
  /** The last form again, by whom it may be. */
  | { readonly kind: "again"; readonly by: By }
  /** GitHub's "Re-run jobs" of the last form. */
  | { readonly kind: "rerun" }
  | { readonly kind: "together"; readonly runs: readonly Run[] }
  /** SIGTERM when its nth step begins: it ends in good order. */
  | { readonly kind: "interrupted"; readonly run: Run; readonly step: number }
  /** SIGKILL at a request: its answer never comes, and nothing is done after it. */
  | { readonly kind: "killed"; readonly run: Run; readonly at: Point }
  /** Something else happens at a request of the run, from beginning to end. */
  | { readonly kind: "meanwhile"; readonly run: Run; readonly at: Point; readonly happens: Gesture }
  | { readonly kind: "edit"; readonly by: By; readonly file: number; readonly change: Change }
  | { readonly kind: "revert" }
  | { readonly kind: "delete"; readonly by: By; readonly file: number }
  | { readonly kind: "rename"; readonly by: By; readonly file: number; readonly withFolder: boolean }
  | { readonly kind: "lose journal"; readonly by: By; readonly file: number; readonly whole: boolean }
  | { readonly kind: "write"; readonly by: By; readonly tools: readonly Tool[]; readonly ago: number }
  | { readonly kind: "set"; readonly by: By; readonly setting: Setting }
  | { readonly kind: "push"; readonly by: By }
  /** The clone stands where it stood some commits ago, as an old backup does. */
  | { readonly kind: "go back"; readonly by: By; readonly commits: number }
  | {
      readonly kind: "fault";
      readonly what: string;
      readonly fault: FaultKind;
      readonly nth: number;
      readonly times: number;
    }
  | ({ readonly kind: "mood" } & Mood)
  | { readonly kind: "calm" }
  | { readonly kind: "lists"; readonly tool: Tool; readonly what: "newer" | "emptied" | "filled" }
  | { readonly kind: "pass"; readonly minutes: number }
  /** The clock of one machine jumps; the two tools have clocks of their own. */
  | { readonly kind: "clock"; readonly by: By; readonly ahead: number }
  | {
      readonly kind: "campaign by hand";
      readonly tool: Tool;
      readonly phase: Phase;
      /** Without it the bare prescribed name. */
      readonly markOf?: number;
      readonly status: Extract<Status, "draft" | "sent">;
      readonly list: "newest" | "older" | "foreign" | "none";
      readonly ago: number;
    }
  | {
      readonly kind: "touch";
      readonly campaign: number;
      readonly how: "rename" | "unmark" | "send" | "delete";
    };

export interface History {
  readonly begins: "at noon" | "before midnight";
  /** With a bare remote and two clones, or one clone alone. */
  readonly remote: boolean;
  readonly gestures: readonly Gesture[];
}
