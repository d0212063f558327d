import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { issueSteps, type KeptIssue, type WantedIssue } from "../../src/core/checkup-issue.ts";

const wanted: WantedIssue = { title: "T", body: "| ✗ |\n" };
const issue = (number: number, more: Partial<KeptIssue> = {}): KeptIssue => ({
  number,
  url: `https://github.test/o/r/issues/${number}`,
  isOpen: true,
  ...wanted,
  ...more,
});
const kinds = (found: readonly KeptIssue[], of: WantedIssue | undefined) =>
  issueSteps(found, of).map((step) => (step.kind === "open" ? "open" : `${step.kind} ${step.issue.number}`));

describe("the issue of a checkup", () => {
  it.each<[string, readonly KeptIssue[], WantedIssue | undefined, readonly string[]]>([
    ["is opened when something is to mend", [], wanted, ["open"]],
    ["stays as it is while nothing changes", [issue(7)], wanted, []],
    ["stays as it is when only line ends differ", [issue(7, { body: "| ✗ |\r\n" })], wanted, []],
    ["is written anew when the lines change", [issue(7, { body: "old" })], wanted, ["write 7"]],
    ["is closed when all is well", [issue(7)], undefined, ["close 7"]],
    ["is opened again, never doubled", [issue(7, { isOpen: false })], wanted, ["write 7"]],
    ["stays closed while all is well", [issue(7, { isOpen: false })], undefined, []],
    ["is the oldest of two", [issue(9), issue(7)], wanted, ["close 9"]],
    ["is closed with its double", [issue(9), issue(7)], undefined, ["close 7", "close 9"]],
  ])("%s", (_what, found, of, steps) => {
    expect(kinds(found, of)).toEqual(steps);
  });

  it("is one open one or none, after any history, and is left alone from then on", () => {
    const some = fc.uniqueArray(
      fc.record({ number: fc.nat(20), isOpen: fc.boolean(), body: fc.constantFrom(wanted.body, "old") }),
      { selector: ({ number }) => number, maxLength: 5 },
    );
    fc.assert(
      fc.property(some, fc.option(fc.constant(wanted), { nil: undefined }), (found, of) => {
        const before = found.map(({ number, ...more }) => issue(number, more));
        const after = apply(before, issueSteps(before, of));
        expect(after.filter(({ isOpen }) => isOpen)).toHaveLength(of ? 1 : 0);
        expect(issueSteps(after, of)).toEqual([]);
      }),
    );
  });
});

function apply(found: readonly KeptIssue[], steps: ReturnType<typeof issueSteps>): readonly KeptIssue[] {
  return steps.reduce<readonly KeptIssue[]>((all, step) => {
    if (step.kind === "open") return [...all, issue(99)];
    const fresh = step.kind === "write" ? { ...step.wanted, isOpen: true } : { isOpen: false };
    return all.map((each) => (each.number === step.issue.number ? { ...each, ...fresh } : each));
  }, found);
}
