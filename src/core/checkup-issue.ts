/** An issue that the robot wrote. */
export interface KeptIssue {
  readonly number: number;
  /** `https://github.com/owner/name/issues/7` */
  readonly url: string;
  readonly isOpen: boolean;
  readonly title: string;
  readonly body: string;
}

export interface WantedIssue {
  readonly title: string;
  readonly body: string;
}

/** One thing to do so that exactly one issue is open while something is wanted, and none otherwise. */
export type IssueStep =
  | { readonly kind: "open"; readonly wanted: WantedIssue }
  /** `isReopened`: people learn of it by a comment, because GitHub tells nobody of a text that changed. */
  | {
      readonly kind: "write";
      readonly issue: KeptIssue;
      readonly wanted: WantedIssue;
      readonly isReopened: boolean;
    }
  /** `isDouble`: another one stays open in its place, and nothing has to be said. */
  | { readonly kind: "close"; readonly issue: KeptIssue; readonly isDouble: boolean };

/**
 * Decides what becomes of the issue. The oldest open one stays; a closed one is opened again rather than written anew,
 * so that its comments are the history. `found`: the robot's own, open and closed.
 */
export function issueSteps(found: readonly KeptIssue[], wanted: WantedIssue | undefined): IssueStep[] {
  const open = found.filter(({ isOpen }) => isOpen).toSorted((a, b) => a.number - b.number);
  if (!wanted) return open.map((issue, index) => ({ kind: "close", issue, isDouble: index > 0 }));
  const [kept, ...doubles] = open;
  const closing = doubles.map((issue): IssueStep => ({ kind: "close", issue, isDouble: true }));
  const last = found.toSorted((a, b) => b.number - a.number)[0];
  if (!kept)
    return last ? [{ kind: "write", issue: last, wanted, isReopened: true }] : [{ kind: "open", wanted }];
  return isSame(kept, wanted)
    ? closing
    : [{ kind: "write", issue: kept, wanted, isReopened: false }, ...closing];
}

/** A person who edits a text on GitHub leaves other line ends. */
function isSame(one: WantedIssue, other: WantedIssue): boolean {
  const plain = (text: string) => text.replaceAll("\r\n", "\n").trim();
  return plain(one.title) === plain(other.title) && plain(one.body) === plain(other.body);
}
