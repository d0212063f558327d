/** Over this many pairs of lines a comparison would take long: the new text is shown alone. */
const MOST_PAIRS = 400_000;

/**
 * Two texts line by line as GitHub colours it: `- ` what goes, `+ ` what comes, two spaces what stays. Undefined when
 * they are too long to compare.
 */
export function lineDiff(before: string, after: string): string | undefined {
  const old = before.trimEnd().split("\n");
  const fresh = after.trimEnd().split("\n");
  if (old.length * fresh.length > MOST_PAIRS) return undefined;
  // common[i][j]: how many lines the two have in common from there to the end.
  const common = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const row = common[i];
      if (row) row[j] = old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    const isSame = i < old.length && j < fresh.length && old[i] === fresh[j];
    const goes = i < old.length && (j >= fresh.length || at(i + 1, j) >= at(i, j + 1));
    if (isSame) lines.push(`  ${old[i] ?? ""}`.trimEnd());
    else if (goes) lines.push(`- ${old[i] ?? ""}`);
    else lines.push(`+ ${fresh[j] ?? ""}`);
    if (isSame || goes) i += 1;
    if (isSame || !goes) j += 1;
  }
  return lines.join("\n");
}

/** The first line in which two texts differ, from 1. */
export function firstDifference(before: string, after: string): number {
  const old = before.split("\n");
  const fresh = after.split("\n");
  const index = fresh.findIndex((line, at) => line !== old[at]);
  return (index < 0 ? Math.max(1, fresh.length - 1) : index) + 1;
}
