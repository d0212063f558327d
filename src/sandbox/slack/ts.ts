/** "1764000000.000042" as whole microseconds; undefined when it is no timestamp. */
export function microseconds(ts: string): number | undefined {
  const match = /^(\d{1,10})(?:\.(\d{1,6}))?$/.exec(ts);
  if (!match) return undefined;
  return Number(match[1]) * 1e6 + Number((match[2] ?? "").padEnd(6, "0"));
}

/** Whole microseconds as Slack writes them: "1764000000.000042". */
export function toTs(micros: number): string {
  return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, "0")}`;
}
