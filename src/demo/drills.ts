import { isMapAt, setValue } from "../core/yaml-edit.ts";

/** The test channel and the list of colleagues of the sandbox (`sandbox/seed.ts`). */
const AUDIENCE = { channel_id: "C0EXERCIC1", list_id: "12" };

/** The organisation's `runbook.yml` with the sandbox's own audience of drills: a real one is not to be found there. */
export function withDrills(text: string): string {
  const base = isMapAt(text, ["drill"])
    ? text
    : `${text.trimEnd()}\n\ndrill:\n  channel_id: ""\n  list_id: ""\n`;
  return Object.entries(AUDIENCE).reduce(
    (edited, [key, id]) => setValue(edited, ["drill", key], { quoted: id }, []),
    base,
  );
}
