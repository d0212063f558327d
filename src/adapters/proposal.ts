import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "../core/problem.ts";
import type { Repository } from "./repository.ts";
import { INCIDENTS } from "./scan.ts";
import { kindIn, openTree, type Tree } from "./tree.ts";

/** Nothing of ours comes near; what is cut off is refused by whoever reads it (64 KB). */
const MOST_BYTES = 1024 * 1024;

/**
 * What a pull request would make of the repository: a folder of data of people we may not know. No git runs in it, and
 * nothing is ever written. Paths that are kept read as they do in the repository, whatever the proposal says of them.
 */
export function openProposal(
  base: Repository,
  folder: string,
  isKept: (path: string) => boolean,
): Repository {
  const tree = openTree(folder);
  const read = (path: string): SourceFile | undefined =>
    isKept(path) ? base.read(path) : tree.isLink(path) ? undefined : readStart(folder, path);
  const list: Tree["list"] = (under) =>
    kindIn(folder, under) === "folder"
      ? readdirSync(join(folder, under)).flatMap((name) => read(`${under}/${name}`) ?? [])
      : [];
  const never = (): never => {
    throw new RangeError("A proposal is never written to");
  };
  return {
    root: folder,
    scan: tree.scan,
    isLink: (path) => !isKept(path) && tree.isLink(path),
    read,
    list,
    incidentFile: async (id) => read(`${INCIDENTS}/${id}.yml`),
    journalFile: async (id) => {
      const path = `${INCIDENTS}/${id}/journal.yml`;
      return read(path) ?? { path, text: "" };
    },
    position: () => base.position(),
    record: never,
    saveEdits: never,
    sync: never,
    write: never,
    edit: never,
    create: never,
    remove: never,
    share: never,
    shareAtLast: never,
    tidyUp: never,
  };
}

function readStart(root: string, path: string): SourceFile | undefined {
  if (kindIn(root, path) !== "file") return undefined;
  const file = openSync(join(root, path), "r");
  try {
    const bytes = Buffer.alloc(Math.min(MOST_BYTES, lstatSync(join(root, path)).size));
    return { path, text: bytes.toString("utf8", 0, readSync(file, bytes)) };
  } finally {
    closeSync(file);
  }
}

/** A file that is not the same in two trees. */
export interface Change {
  readonly path: string;
  readonly kind: "new" | "changed" | "deleted";
}

/** What differs between two trees of what the robot reads: incidents, templates, settings. Links are not followed. */
export function changesBetween(before: string, after: string): readonly Change[] {
  const [old, fresh] = [filesOf(before), filesOf(after)];
  return [...new Set([...old, ...fresh])].toSorted().flatMap((path): Change[] => {
    if (!old.has(path)) return [{ path, kind: "new" }];
    if (!fresh.has(path)) return [{ path, kind: "deleted" }];
    return isSame(join(before, path), join(after, path)) ? [] : [{ path, kind: "changed" }];
  });
}

function filesOf(root: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = ["runbook.yml", INCIDENTS, "templates"];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const kind = kindIn(root, path);
    if (kind === "file") found.add(path);
    if (kind === "folder") for (const name of readdirSync(join(root, path))) waiting.push(`${path}/${name}`);
  }
  return found;
}

function isSame(one: string, other: string): boolean {
  return lstatSync(one).size === lstatSync(other).size && readFileSync(one).equals(readFileSync(other));
}
