import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatEntry, type Entry } from "../../src/core/journal.ts";
import { runBundle } from "./announce.ts";
import { layClone } from "./clone.ts";

export interface Idle {
  readonly ms: readonly number[];
  /** Peak memory of the program itself, in megabytes. */
  readonly peakMb: number;
}

const TELL_PEAK = `import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS)));`;

/** `settle` with nothing to do in a repository of so many closed incidents, several times. Without any key. */
export async function settleHistory(incidents: number, times: number): Promise<Idle> {
  const folder = mkdtempSync(join(tmpdir(), "runbook-history-"));
  try {
    const root = layClone(folder, (clone) => writeHistory(join(clone, "incidents"), incidents));
    const peak = join(folder, "peak");
    const env = {
      BENCH_PEAK: peak,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELL_PEAK)}`,
    };
    const ms: number[] = [];
    let peakMb = 0;
    for (let time = 0; time < times; time += 1) {
      const start = performance.now();
      await runBundle(root, ["settle"], env);
      ms.push(performance.now() - start);
      peakMb = Math.max(peakMb, Number(readFileSync(peak, "utf8")) / 1024);
    }
    return { ms, peakMb };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const FIRST_DAY = Date.parse("2012-01-02T00:00:00Z");
const DAY_MS = 86_400_000;

/** Outages of one morning each, three of them on a day, announced, ended and closed. */
function writeHistory(folder: string, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const start = new Date(FIRST_DAY + Math.floor(index / 3) * DAY_MS + 8 * 3_600_000);
    const day = start.toISOString().slice(0, 10);
    const id = `${day}-rp${index % 3 === 0 ? "" : `-${(index % 3) + 1}`}`;
    const text = `services: [rp]\nstatus: resolved\nstarted_at: ${day} 09:05\ndeclared_at: ${day} 09:11\ncause: hosting\nresolved_at: ${day} 11:20\n`;
    writeFileSync(join(folder, `${id}.yml`), text);
    mkdirSync(join(folder, id));
    writeFileSync(join(folder, id, "journal.yml"), journalOf(start, text).map(formatEntry).join(""));
  }
}

function journalOf(start: Date, file: string): readonly Entry[] {
  const steps: readonly (readonly [step: string, event: Entry["event"]])[] = [
    ["outage/slack", "posted"],
    ["outage/mail/rp", "drafted"],
    ["outage/mail/rp", "accepted"],
    ["outage/mail/rp", "left"],
    ["recovery/slack/rp", "posted"],
    ["recovery/mail/rp", "drafted"],
    ["recovery/mail/rp", "accepted"],
    ["recovery/mail/rp", "left"],
    ["incident", "closed"],
  ];
  return steps.map(([step, event], index) => ({
    at: new Date(start.getTime() + index * 60_000),
    step,
    event,
    actor: "Bench",
    run: "1/1",
    ...(event === "closed" && { file_sha256: createHash("sha256").update(file).digest("hex") }),
  }));
}
