import type { SourceFile } from "../core/problem.ts";
import type { Ledger } from "../ports.ts";

/** The repository as a drill writes it: everything stands under `incidents/drills/`. */
export function openDrillLedger(read: (path: string) => SourceFile | undefined, ledger: Ledger): Ledger {
  const within = (path: string) => path.replace(/^incidents\/(?!drills\/)/u, "incidents/drills/");
  return {
    incidentFile: async (id) => read(`incidents/drills/${id}.yml`),
    journalFile: (id) => ledger.journalFile(`drills/${id}`),
    record: (id, entries, files) =>
      ledger.record(
        `drills/${id}`,
        entries,
        files.map((file) => ({ ...file, path: within(file.path) })),
      ),
  };
}
