import { clonesOf, type Missing } from "./ledger.ts";
import { keyOf, type Story } from "./story.ts";

/** What the program promises, and what is asked of it in every history. */
export type Promised =
  // At every moment.
  | "at most one mail"
  | "no end without a beginning"
  | "the end goes to the list of the beginning"
  | "one outage of a tool at a time"
  | "never left without evidence"
  | "one message per step"
  // Of every run.
  | "nothing beside a mail by hand"
  | "notify: false is silence"
  | "what is over is not announced"
  | "the mail says what the file says"
  | "a later edit is reported"
  | "old news stays home"
  | "exit 0 is everything"
  | "exit 1 with nothing sent"
  | "a receipt that is true"
  | "asked to leave once in ten minutes"
  | "a rehearsal writes nothing"
  | "the program never throws"
  // When the storm is over.
  | "a wanted mail is not lost"
  | "who was told is not forgotten"
  | "what was ended stays ended"
  | "the world counts without a journal"
  | "no draft stays behind"
  | "exit 0 when nothing is missing"
  | "the same again sends nothing"
  | "the clone is clean"
  | "a replay sends nothing"
  | "a replay without journals sends nothing";

/** A promise that was broken, and by what. */
export interface Breach {
  readonly promise: Promised;
  readonly about: string;
  /** What every journal of the incident said then, as "step event reason", when a mail is missing. */
  readonly written?: readonly (readonly string[])[];
}

export const breach = (promise: Promised, about: string): Breach => ({ promise, about });

/** A mail that is missing, with what the journals say of it. */
export function lost(story: Story, promise: Promised, missing: Missing): Breach {
  const written = clonesOf(story).map((clone) =>
    clone
      .journal(missing.incident)
      .map(({ step, event, reason = "" }) => `${step} ${event} ${reason}`.trim()),
  );
  return { promise, about: keyOf(missing), written };
}
