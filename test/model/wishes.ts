import * as fc from "fast-check";
import { often, one, shape } from "./arbitrary.ts";
import type { By, Command, Run, Tool } from "./gesture.ts";

/** Picks one of what is there; most stories have one or two of anything. */
export const pick = fc.nat({ max: 2 });
export const by = one<By>("me", "me", "me", "colleague");
export const tool = one<Tool>("rp", "rp", "rp", "cfn");
export const tools = one<readonly Tool[]>(
  ["rp"],
  ["rp"],
  ["rp"],
  ["rp"],
  ["cfn"],
  ["rp", "cfn"],
  ["rp", "cfn"],
);
export const cause = one("hosting", "network");
export const message = one("Un technicien est sur place.", "Nous changeons une pièce.");
/** Minutes before now, at which something is said to have begun. */
export const ago = one(0, 0, 0, 5, 30, 90, 600, 1500, -5);

type Doing<K extends Command["do"]> = Extract<Command, { do: K }>;

export const declare = often<Doing<"declare">>(
  [4, shape({ do: one("declare"), tools, ago })],
  [1, shape({ do: one("declare"), tools, ago, cause })],
  [1, shape({ do: one("declare"), tools, ago, cause, message })],
);

const of = often<Doing<"resolve">["of"]>([2, one("whatever")], [1, tool], [1, pick]);
const resolve = often<Doing<"resolve">>(
  [6, shape({ do: one("resolve"), of })],
  [2, shape({ do: one("resolve"), of, ago: one(3, 20, 90) })],
  [2, shape({ do: one("resolve"), of, mistaken: one(true) })],
  [1, shape({ do: one("resolve"), of, cause })],
);

const settle = often<Doing<"settle">>(
  [7, shape({ do: one("settle") })],
  [1, shape({ do: one("settle"), late: pick })],
);

const sentence = one("La pièce est changée.", "Nous vérifions vos données.");
const update = shape<Doing<"update">>({
  do: one("update"),
  of: one<Doing<"update">["of"]>("whatever", "whatever", "rp", "cfn"),
  message: sentence,
  mail: one(true, true, false),
});

const command = often<Command>([3, declare], [4, resolve], [3, update], [5, settle]);

export const run = often<Run>(
  [16, shape({ by, command })],
  [3, shape({ by, command, offline: one(true) })],
  [1, shape({ by, command, dry: one(true) })],
);
