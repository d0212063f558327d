import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

let count = 0;

/**
 * Writes a file of the repository in one go: who reads it meanwhile, or after a crash, finds all of it or what stood
 * there before. `path` is relative to `root`, with `/`.
 */
export function replaceFile(root: string, path: string, text: string): void {
  place(root, path, text, { move: renameSync, flag: "w" });
}

/** As {@link replaceFile}, for a file that is new; `false` when somebody was first: theirs stays. */
export function createFile(root: string, path: string, text: string): boolean {
  return place(root, path, text, { move: linkSync, flag: "wx" });
}

interface How {
  readonly move: (from: string, to: string) => void;
  /** For a file system that can't link or rename: a plain write. */
  readonly flag: "w" | "wx";
}

function place(root: string, path: string, text: string, { move, flag }: How): boolean {
  count += 1;
  // At the root: in `incidents/` it would be a file that nobody knows. Git ignores it.
  const fresh = join(root, `.runbook-${process.pid}-${count}.tmp`);
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(fresh, text);
  try {
    move(fresh, target);
    return true;
  } catch (error) {
    return isTaken(error) ? false : placePlainly(target, text, flag);
  } finally {
    rmSync(fresh, { force: true });
  }
}

function placePlainly(target: string, text: string, flag: How["flag"]): boolean {
  try {
    writeFileSync(target, text, { flag });
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EEXIST";
