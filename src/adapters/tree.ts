import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "../core/problem.ts";
import { scan, type Scan } from "./scan.ts";

/** The files of the repository as they stand on this machine. Paths are relative to the root, with `/`. */
export interface Tree {
  readonly root: string;
  readonly scan: () => Scan;
  /** The text of a file; what stands behind a symbolic link is no file of the repository. */
  readonly read: (path: string) => SourceFile | undefined;
  /** Whether the path, or a folder on the way to it, is a symbolic link. */
  readonly isLink: (path: string) => boolean;
  /** The files directly in a folder; none when it is missing or a link. */
  readonly list: (folder: string) => readonly SourceFile[];
}

/** Reads the working tree at `root`; asks git nothing. */
export function openTree(root: string): Tree {
  const kindOf = (path: string) => kindIn(root, path);
  const read = (path: string): SourceFile | undefined =>
    kindOf(path) === "file" ? { path, text: readFileSync(join(root, path), "utf8") } : undefined;
  return {
    root,
    scan: () => scan(root),
    isLink: (path) => kindOf(path) === "link",
    read,
    list: (folder) =>
      kindOf(folder) === "folder"
        ? readdirSync(join(root, folder)).flatMap((name) => read(`${folder}/${name}`) ?? [])
        : [],
  };
}

/**
 * What stands at a path below `root`. A link on the way counts as a link: a proposal of a stranger could make a whole
 * folder one, and lead anywhere on this machine.
 */
export function kindIn(root: string, path: string): "file" | "folder" | "link" | "none" {
  let place = root;
  let kind: "file" | "folder" | "none" = "folder";
  for (const part of path.split("/")) {
    if (kind !== "folder" || part === "" || part === "." || part === "..") return "none";
    place = join(place, part);
    const found = lstatSync(place, { throwIfNoEntry: false });
    if (found?.isSymbolicLink() === true) return "link";
    kind = found?.isDirectory() === true ? "folder" : found?.isFile() === true ? "file" : "none";
  }
  return kind;
}
