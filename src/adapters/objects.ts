import type { Change, Git } from "./git.ts";

/** What changed from one commit to another, with the new texts, exact to the last byte. Throws {@link GitError}. */
export async function changesBetween(git: Git, from: string, to: string): Promise<readonly Change[]> {
  const listed = await git(["diff", "--name-status", "-z", "--no-renames", from, to]);
  const parts = listed.split("\0");
  const changes = new Map<string, boolean>();
  for (let index = 0; index + 1 < parts.length; index += 2)
    changes.set(parts[index + 1] ?? "", parts[index] === "D");
  const kept = [...changes].flatMap(([path, isGone]) => (isGone ? [] : path));
  const texts = await textsAt(git, to, kept);
  // Without its text it would read as deleted.
  const unread = kept.find((path) => !texts.has(path));
  if (unread !== undefined) throw new RangeError(`${unread} is no text`);
  return [...changes.keys()].map((path) => ({ path, text: texts.get(path) }));
}

/** Files of a commit by path; one that is not there, or is no UTF-8, is left out. Throws {@link GitError}. */
export async function textsAt(
  git: Git,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const input = paths.map((path) => `${commit}:${path}\n`).join("");
  const output = Buffer.from(`${await git(["cat-file", "--batch"], { input, bytes: true })}\n`, "latin1");
  const texts = new Map<string, string>();
  let at = 0;
  for (const path of paths) {
    const end = output.indexOf("\n", at);
    const size = /^[0-9a-f]+ blob (?<size>\d+)$/u.exec(output.toString("utf8", at, end))?.groups?.["size"];
    at = end + 1;
    if (size === undefined) continue;
    const text = decode(output.subarray(at, at + Number(size)));
    if (text !== undefined) texts.set(path, text);
    at += Number(size) + 1;
  }
  return texts;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What the commits between two say, oldest first, each once. Throws {@link GitError}. */
export async function messagesBetween(git: Git, from: string, to: string): Promise<string> {
  const listed = await git(["log", "--reverse", "--no-merges", "--format=%B%x00", `${from}..${to}`]);
  const messages = listed.split("\0").map((message) => message.trim());
  return [...new Set(messages)].filter((message) => message !== "").join("\n\n") || "Share";
}

/** Whether the first commit is in the history of the second, as far as this clone holds it. */
export function isAncestor(git: Git, commit: string, of: string): Promise<boolean> {
  return git(["merge-base", "--is-ancestor", commit, of]).then(
    () => true,
    () => false,
  );
}
