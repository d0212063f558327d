import { zoned } from "../core/time-zone.ts";
import { clock } from "../core/time.ts";
import { type Html, markup } from "./markup.ts";

/** « 8 h 11 » on the clocks of `zone`, for people and for machines. */
export function hour(at: Date, zone: string): Html {
  return markup`<time datetime="${at.toISOString()}">${clock(at, zone, "fr")}</time>`;
}

/** `08:11:04` on the clocks of `zone`: a journal is read by the second. */
export function second(at: Date, zone: string): Html {
  const here = zoned(at, zone).toPlainTime().toString({ smallestUnit: "second" });
  return markup`<time datetime="${at.toISOString()}">${here}</time>`;
}
