import { cpus, loadavg } from "node:os";
import { announce, depthOf, inBucket, type Announcement, type Exchange } from "./bench/announce.ts";
import { settleHistory } from "./bench/history.ts";

/**
 * `npm run bench`: how fast the committed bundle is, on this Node and this machine. It times and never asserts; the
 * aims are those of the issue. `--json` prints the same figures for a program.
 */
interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: "ms" | "MB" | "requests";
  readonly aim?: number;
  readonly note?: string;
}

const STARTS = 15;
const SLOW_RUNS = 5;
const SETTLES = 5;
const asJson = process.argv.includes("--json");
const say = (text: string): void => void (asJson || process.stdout.write(text));

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN) +
      (sorted[Math.ceil((sorted.length - 1) / 2)] ?? Number.NaN)) /
    2
  );
}
const range = (values: readonly number[]): string =>
  `${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))}, median of ${values.length}`;

function only({ exchanges }: Announcement, what: RegExp): Exchange {
  const found = exchanges.find((exchange) => exchange.what.search(what) >= 0);
  if (!found) throw new Error(`No request ${String(what)}`);
  return found;
}
const postOf = (run: Announcement): Exchange => only(run, /^chat\.postMessage$/u);
const sendOf = (run: Announcement): Exchange => only(run, /sendNow$/u);
const mailOnly = ({ exchanges }: Announcement): readonly Exchange[] =>
  exchanges.filter(({ server }) => server === "brevo");

async function declareTimes(latencyMs: number, times: number): Promise<readonly Announcement[]> {
  const runs: Announcement[] = [];
  for (let time = 0; time < times; time += 1)
    runs.push(...(await announce(latencyMs, ["declare", "--service", "rp"])));
  return runs;
}

function timed(what: string, values: readonly number[], aim?: number): Figure {
  return { what, value: median(values), unit: "ms", note: range(values), ...(aim !== undefined && { aim }) };
}

async function measureAnnouncements(): Promise<readonly Figure[]> {
  const fast = await declareTimes(0, STARTS);
  const slow = await declareTimes(100, SLOW_RUNS);
  const [outage, recovery] = await announce(
    0,
    ["declare", "--service", "rp", "--service", "cfn"],
    ["resolve"],
  );
  const starts = fast.map(({ exchanges }) => Math.min(...exchanges.map(({ from }) => from)));
  const worst = (depths: readonly number[]): Pick<Figure, "value" | "unit"> => ({
    value: Math.max(...depths),
    unit: "requests",
  });
  return [
    timed("declare: start to first request", starts, 200),
    timed(
      "declare: Slack post, server latency 0 ms",
      fast.map((run) => postOf(run).to),
    ),
    timed(
      "declare: mail accepted, server latency 0 ms",
      fast.map((run) => sendOf(run).to),
    ),
    timed(
      "declare: whole command, server latency 0 ms",
      fast.map(({ ms }) => ms),
    ),
    timed(
      "declare: Slack post, server latency 100 ms",
      slow.map((run) => postOf(run).to),
    ),
    timed(
      "declare: mail accepted, server latency 100 ms",
      slow.map((run) => sendOf(run).to),
    ),
    timed(
      "declare: whole command, server latency 100 ms",
      slow.map(({ ms }) => ms),
    ),
    {
      what: "requests in sequence before the Slack post",
      ...worst(slow.map((run) => depthOf(postOf(run), run.exchanges) - 1)),
      aim: 2,
    },
    {
      what: "requests in sequence up to the accepted mail",
      ...worst(slow.map((run) => depthOf(sendOf(run), mailOnly(run)))),
      aim: 6,
      note: "Brevo's; the mail waits for no other",
    },
    ...[outage, recovery].flatMap((run, index): Figure[] =>
      run === undefined
        ? []
        : [
            {
              what: `Brevo's 100 an hour, two services, ${index === 0 ? "declare" : "resolve"}`,
              value: inBucket(run.exchanges),
              unit: "requests",
              aim: 20,
            },
          ],
    ),
  ];
}

/** What a checkup takes of each tool: Brevo's hour must keep room for an outage. */
async function measureCheckup(): Promise<readonly Figure[]> {
  const [run] = await announce(0, ["checkup"]);
  if (!run) throw new Error("No checkup");
  const of = (server: Exchange["server"]) => run.exchanges.filter((each) => each.server === server).length;
  return [
    { what: "checkup: requests to Slack", value: of("slack"), unit: "requests" },
    { what: "checkup: requests to Brevo", value: of("brevo"), unit: "requests" },
    {
      what: "checkup: Brevo's 100 an hour",
      value: inBucket(run.exchanges),
      unit: "requests",
      aim: 15,
      note: "GitHub's 8, in a job, are not counted here",
    },
    { what: "checkup: whole command, server latency 0 ms", value: run.ms, unit: "ms" },
  ];
}

async function measureHistory(incidents: number): Promise<readonly Figure[]> {
  const { ms, peakMb } = await settleHistory(incidents, SETTLES);
  const aimed = incidents === 10_000;
  const name = `settle with nothing to do, ${incidents.toLocaleString("en")} past incidents`;
  return [
    timed(name, ms, aimed ? 1_000 : undefined),
    { what: `${name}: peak memory`, value: peakMb, unit: "MB", ...(aimed && { aim: 250 }) },
  ];
}

function line({ what, value, unit, aim, note }: Figure): string {
  const figure = `${Math.round(value).toLocaleString("en")} ${unit}`;
  const verdict =
    aim === undefined ? "" : `aim ≤ ${aim.toLocaleString("en")}: ${value <= aim ? "met" : "NOT MET"}`;
  return `${what.padEnd(64)}${figure.padStart(14)}   ${verdict.padEnd(22)}${note === undefined ? "" : `  (${note})`}`.trimEnd();
}

const [cpu] = cpus();
const [load = 0] = loadavg();
say(
  `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpu?.model ?? "?"}, load ${load.toFixed(1)}\n\n`,
);
const figures: Figure[] = [];
const batches = [
  measureAnnouncements,
  measureCheckup,
  ...[10, 1_000, 10_000].map((incidents) => () => measureHistory(incidents)),
];
for (const measure of batches) {
  const measured = await measure();
  figures.push(...measured);
  say(`${measured.map(line).join("\n")}\n`);
}
if (asJson) {
  const rows = figures.map((figure) => ({
    ...figure,
    ...(figure.aim !== undefined && { met: figure.value <= figure.aim }),
  }));
  process.stdout.write(`${JSON.stringify({ node: process.version, figures: rows }, undefined, 2)}\n`);
}
