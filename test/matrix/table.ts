import type { Cell, Verdict } from "./cell.ts";

/**
 * Prints fault × request: in each cell the deliveries of each mail, and the runs until all was there and said so, the
 * broken one included ("1/2"). `!` marks a broken promise, `–` a request that the run did not make, `·` a fault that is
 * the same as another one there or was left to `MATRIX=all`. Two cells that differ only in where the next run stood share a place.
 */
export function printTable(verdicts: readonly { readonly cell: Cell; readonly verdict: Verdict }[]): void {
  const kinds = [...new Set(verdicts.map(({ cell }) => cell.kind))];
  const rows = Map.groupBy(verdicts, ({ cell }) => `${cell.story.name} · ${cell.site.what} ${cell.site.nth}`);
  const lines = [...rows].map(([name, row]) => [
    name,
    ...kinds.map((kind) => {
      const all = row.filter(({ cell }) => cell.kind === kind);
      const texts = new Set(all.map(({ verdict }) => textOf(verdict)));
      return [...texts].toSorted().join(" ") || "·";
    }),
  ]);
  const table = [["request", ...kinds], ...lines];
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const text = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  process.stdout.write(
    `\nDeliveries of each mail / runs needed (· is the same as another cell, or left to MATRIX=all)\n${text.join("\n")}\n${verdicts.length} cells\n\n`,
  );
}

const textOf = ({ isHit, deliveries, runs, wrong }: Verdict): string =>
  wrong.length === 0 && !isHit ? "–" : `${deliveries}/${runs}${wrong.length === 0 ? "" : "!"}`;
