import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDrillId } from "../core/incident-tree.ts";
import { closedHash } from "../core/journal.ts";

export const INCIDENTS = "incidents";

/** What stands under `incidents/`, without having opened what is closed. Paths are relative to the root, with `/`. */
export interface Scan {
  /** Ids with a file that is not closed, or was edited since. */
  readonly open: readonly string[];
  readonly closed: ReadonlySet<string>;
  /** Robot folders whose incident file is gone. */
  readonly orphans: readonly string[];
  readonly symlinks: readonly string[];
  /** Every other path directly under `incidents/`, and what stands in the folders that are open. */
  readonly paths: readonly string[];
}

/**
 * Cost: one listing, and for each past incident one hash and the end of one journal; nothing of it is parsed. What
 * stands behind a symbolic link is neither listed nor read.
 */
export function scan(root: string): Scan {
  const folder = join(root, INCIDENTS);
  const top = lstatSync(folder, { throwIfNoEntry: false });
  const symlinks: string[] = top?.isSymbolicLink() === true ? [INCIDENTS] : [];
  if (top?.isDirectory() !== true) return { open: [], closed: new Set(), orphans: [], symlinks, paths: [] };
  const entries = readdirSync(folder, { withFileTypes: true });
  const folders = new Set(entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name));
  const files = new Set<string>();
  const open: string[] = [];
  const closed = new Set<string>();
  const paths: string[] = [];
  for (const entry of entries) {
    const path = `${INCIDENTS}/${entry.name}`;
    if (entry.isSymbolicLink()) symlinks.push(path);
    else if (entry.isDirectory()) continue;
    else if (
      /^\d{4}-\d\d-\d\d-[a-z0-9-]{1,40}\.yml$/u.test(entry.name) &&
      !isDrillId(entry.name.slice(0, -4))
    ) {
      const id = entry.name.slice(0, -4);
      files.add(id);
      if (folders.has(id) && isClosed(folder, id)) closed.add(id);
      else open.push(id);
    } else paths.push(path);
  }
  const orphans: string[] = [];
  /** What stands in a folder; folders of the kind that is looked into are no strangers there. */
  const list = (path: string, isKnown: (name: string) => boolean = () => false): void => {
    for (const child of readdirSync(join(root, path), { withFileTypes: true })) {
      const below = `${path}/${child.name}`;
      if (child.isSymbolicLink()) symlinks.push(below);
      else if (child.isDirectory() && isKnown(child.name)) list(below);
      else paths.push(below);
    }
  };
  if (folders.has(DRILLS)) list(`${INCIDENTS}/${DRILLS}`, isDrillId);
  for (const name of folders) {
    if (name === DRILLS || closed.has(name)) continue;
    if (!files.has(name) && isFile(join(folder, name, JOURNAL))) orphans.push(name);
    list(`${INCIDENTS}/${name}`);
  }
  return { open, closed, orphans, symlinks, paths };
}

const JOURNAL = "journal.yml";
/** Drills are no incidents: nothing is ever announced for what stands there. */
const DRILLS = "drills";
const isFile = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;

function isClosed(folder: string, id: string): boolean {
  const journal = join(folder, id, JOURNAL);
  if (!isFile(journal)) return false;
  const hash = closedHash(readFileSync(journal, "utf8"));
  return (
    hash !== undefined &&
    hash ===
      createHash("sha256")
        .update(readFileSync(join(folder, `${id}.yml`)))
        .digest("hex")
  );
}
