import type { Breach } from "./breach.ts";
import type { Story } from "./story.ts";

interface Known {
  readonly name: string;
  readonly is: (breach: Breach, story: Story) => boolean;
}

const LOST: ReadonlySet<string> = new Set(["exit 0 is everything", "a wanted mail is not lost"]);
const says = ({ written = [] }: Breach, line: RegExp) =>
  written.some((lines) => lines.some((each) => line.test(each)));
const atOnce = ({ told }: Story) => told.some((line) => /"kind":"(?:together|meanwhile)"/u.test(line));

/** Faults of the program that wait for their repair, each with a story of its own in `found.slow.test.ts`. */
const KNOWN: readonly Known[] = [
  {
    name: "a failure or a draft is evidence for ever: the age guard never stops it again",
    is: ({ promise }) =>
      promise === "what was only tried stays home" || promise === "a replay of what was begun sends nothing",
  },
  {
    name: "a mail that was withdrawn once is never wanted again",
    is: (breach) =>
      LOST.has(breach.promise) &&
      breach.about.includes(" outage/") &&
      says(breach, /^outage\/mail\/\w+ skipped withdrawn/u),
  },
  {
    name: "a journal that was closed hides the mail that a stale clone sent after it",
    is: (breach) =>
      LOST.has(breach.promise) && breach.about.includes(" recovery/") && says(breach, /^incident closed/u),
  },
  {
    name: "a run that is overtaken after its create leaves its draft behind",
    is: ({ promise }, story) =>
      promise === "no draft stays behind" && (atOnce(story) || story.clones.me !== story.clones.colleague),
  },
  {
    name: "without a journal nobody looks whether a mail left for what the file no longer tells",
    is: ({ promise }, { told }) =>
      promise === "the world counts without a journal" ||
      (promise === "no draft stays behind" && told.some((line) => line.includes('"kind":"lose journal"'))),
  },
  {
    name: "a run that is overtaken after its post leaves its message behind",
    is: ({ promise }, story) => promise === "one message per step" && atOnce(story),
  },
  {
    name: "two clones that do not hear each other announce one outage under two days",
    is: ({ promise }, story) => promise === "one outage of a tool at a time" && atOnce(story) && story.remote,
  },
  {
    name: "the journal of a faulty or deleted file does not tell that its outage goes on",
    is: ({ promise }, { told }) =>
      promise === "one outage of a tool at a time" &&
      told.some((line) => line.includes('"setting":"outage name"') || line.includes('"how":"rename"')),
  },
];

export function isKnown(breach: Breach, story: Story): boolean {
  return KNOWN.some((each) => each.is(breach, story));
}
