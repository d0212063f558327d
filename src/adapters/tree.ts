import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "../core/problem.ts";
import { scan, type Scan } from "./scan.ts";

/** The files of the repository as they stand on this machine. Paths are relative to the root, with `/`. */
export interface Tree {
  readonly root: string;
  readonly scan: () => Scan;
  /** The text of a file; a symbolic link is no file of the repository. */
  readonly read: (path: string) => SourceFile | undefined;
  readonly isLink: (path: string) => boolean;
  readonly list: (folder: string) => readonly SourceFile[];
}

/** Reads the working tree at `root`; asks git nothing. */
export function openTree(root: string): Tree {
  const absolute = (path: string) => join(root, path);
  const isLink = (path: string) =>
    lstatSync(absolute(path), { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return {
    root,
    scan: () => scan(root),
    isLink,
    read: (path) =>
      existsSync(absolute(path)) && !isLink(path)
        ? { path, text: readFileSync(absolute(path), "utf8") }
        : undefined,
    list: (folder) =>
      readdirSync(absolute(folder), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => ({
          path: `${folder}/${entry.name}`,
          text: readFileSync(join(root, folder, entry.name), "utf8"),
        })),
  };
}
