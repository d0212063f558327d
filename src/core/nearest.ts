/** Steps (insert, remove, replace a letter, swap two neighbours) from one word to the other. */
function distance(one: string, other: string): number {
  const from = Array.from(one);
  const to = Array.from(other);
  const rows = [Array.from({ length: to.length + 1 }, (_, at) => at)];
  const steps = (line: number, at: number): number => rows[line]?.[at] ?? 0;
  for (let line = 1; line <= from.length; line += 1) {
    const row = [line];
    rows.push(row);
    for (let at = 1; at <= to.length; at += 1) {
      const replaced = steps(line - 1, at - 1) + (from[line - 1] === to[at - 1] ? 0 : 1);
      const swaps = line > 1 && at > 1 && from[line - 1] === to[at - 2] && from[line - 2] === to[at - 1];
      const swapped = swaps ? steps(line - 2, at - 2) + 1 : replaced;
      row.push(Math.min(replaced, swapped, steps(line - 1, at) + 1, steps(line, at - 1) + 1));
    }
  }
  return steps(from.length, to.length);
}

const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, "_");

/** The word that was probably meant, if one is near enough: `statut` → `status`, `RP` → `rp`. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = plain(word.slice(0, 60));
  const ranked = candidates
    .map((candidate) => ({ candidate, steps: distance(typed, plain(candidate)) }))
    .filter(({ candidate, steps }) => steps <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((one, other) => one.steps - other.steps);
  return ranked[0]?.candidate;
}
