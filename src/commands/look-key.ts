import type { Key } from "../core/checkup.ts";
import type { Machine } from "./run.ts";

/** A key that is missing in a job of GitHub is one of its secrets, which have a line of their own. */
export const keyOf = ({ github }: Machine, key: string | undefined): Key =>
  key !== undefined ? "there" : github ? "told" : "missing";
