import type { Bare, Signature } from "./bare.ts";

/** A commit as git holds it. */
export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** Reads one commit; `undefined` when there is none with that name. */
export async function readCommit(bare: Bare, name: string): Promise<Commit | undefined> {
  const sha = await bare.find(`${name}^{commit}`);
  return sha === undefined ? undefined : parseCommit(sha, await bare.git(["cat-file", "commit", sha]));
}

/** Reads the commits that `git rev-list` gives. */
export async function listCommits(bare: Bare, args: readonly string[]): Promise<readonly Commit[]> {
  const shas = (await bare.git(["rev-list", ...args])).split("\n").filter(Boolean);
  return Promise.all(shas.map(async (sha) => parseCommit(sha, await bare.git(["cat-file", "commit", sha]))));
}

function parseCommit(sha: string, text: string): Commit {
  const end = text.indexOf("\n\n");
  const head = text.slice(0, end).split("\n");
  const values = (key: string) =>
    head.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  return {
    sha,
    tree: values("tree")[0] ?? "",
    parents: values("parent"),
    author: parseSignature(values("author")[0] ?? ""),
    committer: parseSignature(values("committer")[0] ?? ""),
    message: text.slice(end + 2).replace(/\n$/u, ""),
  };
}

function parseSignature(text: string): Signature {
  const {
    name = "",
    email = "",
    seconds = "0",
  } = /^(?<name>.*) <(?<email>[^>]*)> (?<seconds>\d+) /u.exec(text)?.groups ?? {};
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z") };
}

export interface ChangedFile {
  readonly filename: string;
  readonly status: "added" | "removed" | "modified" | "renamed";
  readonly sha: string;
  readonly previous_filename?: string;
}

const STATUS = { A: "added", D: "removed", M: "modified", T: "modified" } as const;

/** What differs between two trees. `renames` are found only for whom GitHub finds them: comparisons, not filters. */
export async function changedFiles(
  bare: Bare,
  from: string,
  to: string,
  { renames = true } = {},
): Promise<readonly ChangedFile[]> {
  const args = ["diff-tree", "-r", "-z", "--raw", "--full-index", renames ? "-M" : "--no-renames", from, to];
  const fields = (await bare.git(args)).split("\0").filter((field) => field !== "");
  const files: ChangedFile[] = [];
  for (let at = 0; at < fields.length; at += 2) {
    const [, , before = "", after = "", letter = "M"] = (fields[at] ?? "").split(" ");
    const filename = fields[at + 1] ?? "";
    if (letter.startsWith("R")) {
      at += 1;
      files.push({
        filename: fields[at + 1] ?? "",
        status: "renamed",
        sha: after,
        previous_filename: filename,
      });
    } else {
      const status = Object.entries(STATUS).find(([key]) => key === letter)?.[1] ?? "modified";
      files.push({ filename, status, sha: status === "removed" ? before : after });
    }
  }
  return files;
}

/** The tree of nothing: what a first commit is compared with. */
export const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
