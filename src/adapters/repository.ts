import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { formatEntry, closedHash, parseJournal, type Entry } from "../core/journal.ts";
import type { SourceFile } from "../core/problem.ts";
import type { Fault } from "../core/fault.ts";
import type { Ledger, Recorded } from "../ports.ts";
import { commitFiles, GitError, identityEnvironment, type Git } from "./git.ts";

const INCIDENTS = "incidents";
const SILENT = new Set(["timeout", "unreachable", "push_refused"]);

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

/** Where the clone stands: what may be sent from it and to where it is shared. */
export interface Position {
  readonly branch?: string;
  /** `origin/main` */
  readonly upstream?: string;
  readonly hasRemote: boolean;
  /** The remote's default branch, as far as this clone knows. */
  readonly defaultBranch?: string;
  /** `https://github.com/owner/name`, when the remote is one. */
  readonly webUrl?: string;
}

export interface Repository extends Ledger {
  readonly root: string;
  scan(): Scan;
  /** The text of a file; a symbolic link is no file of the repository. */
  read(path: string): SourceFile | undefined;
  isLink(path: string): boolean;
  list(folder: string): readonly SourceFile[];
  position(): Promise<Position>;
  /** Commits what people changed by hand under `incidents/*.yml`; gives the paths. A failure stops no announcement. */
  saveEdits(): Promise<readonly string[]>;
  /** Brings in what others pushed. Never throws: without an answer the run goes on with what is here. */
  sync(ms: number): Promise<Recorded["reach"]>;
  /** Writes one incident file and commits it. */
  write(path: string, text: string, message: string): Promise<void>;
  /** Writes a file that nobody has written yet and commits it; `false` when it is there already. */
  create(path: string, text: string, message: string): Promise<boolean>;
  /** Deletes a file and commits and shares that. */
  remove(path: string, message: string): Promise<void>;
  /** Shares the commits. `taken`: somebody else wrote the same file first; ours is withdrawn and theirs is here. */
  share(path: string): Promise<"shared" | "local" | "taken">;
}

/** A git clone as the ledger: the working tree is read, records are committed, and pushed where there is an upstream. */
export function openRepository(root: string, git: Git, pushMs: number): Repository {
  let queue: Promise<unknown> = Promise.resolve();
  /** Journal lines that this process has seen, per incident; the others are foreign. */
  const seen = new Map<string, Set<string>>();
  /** Why the remote was given up in this process: waiting for it at every record would hold up the announcement. */
  let down: Fault | undefined;
  let positioned: Promise<Position> | undefined;

  /** One writer per process: records and pushes follow one another. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }
  const absolute = (path: string) => join(root, path);
  const isLink = (path: string) =>
    lstatSync(absolute(path), { throwIfNoEntry: false })?.isSymbolicLink() === true;
  const journalPath = (id: string) => `${INCIDENTS}/${id}/journal.yml`;
  function read(path: string): SourceFile | undefined {
    return existsSync(absolute(path)) && !isLink(path)
      ? { path, text: readFileSync(absolute(path), "utf8") }
      : undefined;
  }
  function linesOf(id: string): string[] {
    return (read(journalPath(id))?.text ?? "").split("\n").filter((line) => line.trim() !== "");
  }
  /** Commits these paths as the working tree has them at that moment. */
  const commit = async (paths: readonly string[], message: string) => {
    // `for-each-ref` names the branch only once it has a commit.
    const { branch } = await position();
    const changes = () => paths.map((path) => ({ path, text: read(path)?.text }));
    await commitFiles(git, branch, changes, message);
  };
  const position = () => (positioned ??= findPosition(git));

  /** Pushes; brings in what came first and pushes again. The commits stay local when nobody answers. */
  async function push(): Promise<{ reach: Recorded["reach"]; fault?: Fault }> {
    const { upstream } = await position();
    if (upstream === undefined) return { reach: "local" };
    if (down) return { reach: "local", fault: down };
    const [remote = "", ...branch] = upstream.split("/");
    for (let tries = 1; ; tries += 1) {
      try {
        await git(["push", "--no-verify", "--no-signed", remote, `HEAD:refs/heads/${branch.join("/")}`], {
          ms: pushMs,
        });
        return { reach: "shared" };
      } catch (error) {
        const fault = gitFault(error);
        if (tries > 5 || fault.code !== "moved") {
          if (SILENT.has(fault.code)) down = fault;
          return { reach: "local", fault };
        }
        const merged = await pull(git, upstream, pushMs);
        if (merged) return { reach: "local", fault: merged };
      }
    }
  }

  interface Waiting {
    readonly id: string;
    readonly entries: readonly Entry[];
    readonly files: readonly SourceFile[];
    readonly told: (recorded: Recorded) => void;
  }
  let waiting: Waiting[] = [];

  /** Writes down everything that waits, in one commit and one push: tracks that run side by side share both. */
  async function recordWaiting(): Promise<void> {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      const written = new Set<string>();
      for (const { id, entries, files } of batch) {
        const path = journalPath(id);
        mkdirSync(dirname(absolute(path)), { recursive: true });
        for (const file of files) writeFileSync(absolute(file.path), file.text);
        mendEnd(absolute(path));
        appendFileSync(absolute(path), entries.map(formatEntry).join(""));
        for (const each of [path, ...files.map((file) => file.path)]) written.add(each);
      }
      const events = batch.map(
        ({ id, entries }) => `${id}: ${entries.map(({ step, event }) => `${step} ${event}`).join(", ")}`,
      );
      await commit([...written], `Record ${events.join("; ")}`);
    } catch (error) {
      for (const { told } of batch) told({ reach: "nowhere", foreign: [], fault: gitFault(error) });
      return;
    }
    const { reach, fault } = await push();
    for (const { id, entries, told } of batch) {
      told({ reach, foreign: foreignLines(id, entries), ...(fault && { fault }) });
    }
  }

  /** What others wrote into this journal since it was last read here. */
  function foreignLines(id: string, own: readonly Entry[]): readonly Entry[] {
    const known = seen.get(id) ?? new Set();
    for (const entry of own) known.add(formatEntry(entry).trimEnd());
    const fresh = linesOf(id).filter((line) => !known.has(line));
    for (const line of fresh) known.add(line);
    seen.set(id, known);
    const parsed = parseJournal({ path: journalPath(id), text: `${fresh.join("\n")}\n` }, "fr");
    return parsed.ok ? parsed.value : [];
  }

  return {
    root,
    read,
    isLink,
    position,
    scan: () => scan(root),
    list: (folder) =>
      readdirSync(absolute(folder), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => ({
          path: `${folder}/${entry.name}`,
          text: readFileSync(join(root, folder, entry.name), "utf8"),
        })),
    incidentFile: async (id) => read(`${INCIDENTS}/${id}.yml`),
    async journalFile(id) {
      if (!seen.has(id)) seen.set(id, new Set(linesOf(id)));
      return read(journalPath(id)) ?? { path: journalPath(id), text: "" };
    },
    record: (id, entries, files) =>
      new Promise((told) => {
        waiting.push({ id, entries, files, told });
        void inTurn(recordWaiting);
      }),
    saveEdits: () =>
      inTurn(async () => {
        const listed = await git([
          "ls-files",
          "-z",
          "--modified",
          "--others",
          "--exclude-standard",
          `${INCIDENTS}/*.yml`,
        ]);
        const paths = [...new Set(listed.split("\0"))].filter(
          (path) => /^incidents\/[^/]+\.yml$/u.test(path) && !isLink(path),
        );
        if (paths.length > 0) await commit(paths, `Keep hand edits of ${paths.join(", ")}`);
        return paths;
      }).catch(() => []),
    sync: (ms) =>
      inTurn(async () => {
        const { upstream } = await position();
        if (upstream === undefined) return "local";
        if (await pull(git, upstream, ms)) return "local";
        // What an earlier run could not share goes out now.
        const ahead = await git(["rev-list", "--count", "FETCH_HEAD..HEAD"]).catch(() => "0");
        return ahead === "0" ? "shared" : (await push()).reach;
      }),
    write: (path, text, message) =>
      inTurn(async () => {
        mkdirSync(dirname(absolute(path)), { recursive: true });
        writeFileSync(absolute(path), text);
        await commit([path], message).catch(() => undefined);
      }),
    create: (path, text, message) =>
      inTurn(async () => {
        mkdirSync(dirname(absolute(path)), { recursive: true });
        try {
          writeFileSync(absolute(path), text, { flag: "wx" });
        } catch (error) {
          if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
          throw error;
        }
        // Announcing beats bookkeeping: the file is there, a later run commits it.
        await commit([path], message).catch(() => undefined);
        return true;
      }),
    remove: (path, message) =>
      inTurn(async () => {
        rmSync(absolute(path), { force: true });
        await commit([path], message).catch(() => undefined);
        await push();
      }),
    share: (path) =>
      inTurn(async () => {
        const { reach, fault } = await push();
        if (fault?.code !== "conflict" || !(await isTheirs(git, path)))
          return reach === "shared" ? "shared" : "local";
        // Two people wrote this new file at once: the one that GitHub has stays, ours is withdrawn, in the open.
        const ours = read(path)?.text;
        const withdrawn = `Withdraw ${path}: it was declared elsewhere first`;
        rmSync(absolute(path), { force: true });
        await commit([path], withdrawn).catch(() => undefined);
        if ((await push()).reach === "shared") return "taken";
        if (ours !== undefined) writeFileSync(absolute(path), ours);
        await commit([path], `Keep ${path}: GitHub did not answer`).catch(() => undefined);
        return "local";
      }),
  };
}

/** The file is new on both sides: nobody had it when the two went apart, and the remote has it now. */
async function isTheirs(git: Git, path: string): Promise<boolean> {
  const has = (commit: string) =>
    git(["cat-file", "-e", `${commit}:${path}`]).then(
      () => true,
      () => false,
    );
  const base = await git(["merge-base", "HEAD", "FETCH_HEAD"]).catch(() => undefined);
  return base !== undefined && (await has("FETCH_HEAD")) && !(await has(base));
}

/** A last line without its end: whole, it gets one; cut off in the middle of a write, it goes. */
function mendEnd(path: string): void {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (text === "" || text.endsWith("\n")) return;
  const start = text.lastIndexOf("\n") + 1;
  const end = parseJournal({ path, text: `${text.slice(start)}\n` }, "fr");
  writeFileSync(path, end.ok ? `${text}\n` : text.slice(0, start));
}

/** Fetches and merges the upstream; two journals are united line by line (`.gitattributes`). */
async function pull(git: Git, upstream: string, ms: number): Promise<Fault | undefined> {
  const [remote = "", ...branch] = upstream.split("/");
  try {
    await git(["fetch", "--quiet", "--no-tags", remote, branch.join("/")], { ms });
  } catch (error) {
    return gitFault(error);
  }
  const own = ["-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false"];
  const merge = [
    ...own,
    "merge",
    "--quiet",
    "--no-edit",
    "--ff",
    "--no-verify",
    "--no-gpg-sign",
    "FETCH_HEAD",
  ];
  const behind = await git(["rev-list", "--count", "HEAD..FETCH_HEAD"]).catch(() => "?");
  if (behind === "0") return undefined;
  try {
    await git(merge, { env: await identityEnvironment(git) });
    return undefined;
  } catch {
    const unmerged = await git(["ls-files", "--unmerged"]).catch(() => "");
    await git(["merge", "--abort"]).catch(() => undefined);
    return { tool: "git", code: unmerged === "" ? "merge_blocked" : "conflict" };
  }
}

function gitFault(error: unknown): Fault {
  if (!(error instanceof GitError)) {
    return { tool: "git", code: "disk", detail: error instanceof Error ? error.message.slice(0, 160) : "" };
  }
  const { stderr, timedOut } = error;
  const detail = stderr
    .replaceAll(/\/\/[^@\s/]+@/gu, "//")
    .replaceAll(/\s+/gu, " ")
    .trim()
    .slice(0, 160);
  if (timedOut) return { tool: "git", code: "timeout" };
  if (/non-fast-forward|fetch first|cannot lock ref|failed to update ref|stale info/u.test(stderr))
    return { tool: "git", code: "moved" };
  if (
    /protected branch|GH006|GH013|declined|denied|403|Authentication|could not read (?:Username|Password)/iu.test(
      stderr,
    )
  )
    return { tool: "git", code: "push_refused" };
  if (/Could not resolve|unable to access|Could not read from remote|does not appear/u.test(stderr))
    return { tool: "git", code: "unreachable" };
  return { tool: "git", code: "failed", detail };
}

async function findPosition(git: Git): Promise<Position> {
  const optional = (args: string[]) => git(args).catch(() => "");
  const [heads, remotes] = await Promise.all([
    optional([
      "for-each-ref",
      "--format=%(HEAD)%00%(refname)%00%(upstream:short)%00%(symref)",
      "refs/heads",
      "refs/remotes",
    ]),
    optional(["config", "--get-regexp", String.raw`^remote\..*\.url$`]),
  ]);
  const refs = heads.split("\n").map((line) => line.split("\0"));
  const current = refs.find(([isHead]) => isHead === "*");
  const branch = current?.[1]?.replace(/^refs\/heads\//u, "");
  const upstream = current?.[2] || undefined;
  const remoteNames = refs.map(
    ([, name = ""]) => /^refs\/remotes\/[^/]+\/(?<branch>.+)$/u.exec(name)?.groups?.["branch"],
  );
  const remoteHead = refs.find(([, name = ""]) => /^refs\/remotes\/[^/]+\/HEAD$/u.test(name))?.[3];
  const guess = ["main", "master"].find((name) => remoteNames.includes(name));
  const defaultBranch = remoteHead?.replace(/^refs\/remotes\/[^/]+\//u, "") || guess;
  const web = /(?:https:\/\/(?:[^@\s/]+@)?|git@)github\.com[/:](?<repo>\S+?)(?:\.git)?$/mu.exec(remotes);
  return {
    ...(branch !== undefined && { branch }),
    ...(upstream !== undefined && { upstream }),
    hasRemote: remotes !== "",
    ...(defaultBranch !== undefined && { defaultBranch }),
    ...(web?.groups && { webUrl: `https://github.com/${web.groups["repo"] ?? ""}` }),
  };
}

/** Cost: one listing, and for each past incident one hash and the end of one journal; nothing of it is parsed. */
function scan(root: string): Scan {
  const folder = join(root, INCIDENTS);
  if (!existsSync(folder)) return { open: [], closed: new Set(), orphans: [], symlinks: [], paths: [] };
  const entries = readdirSync(folder, { withFileTypes: true });
  const folders = new Set(entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name));
  const files = new Set<string>();
  const open: string[] = [];
  const closed = new Set<string>();
  const symlinks: string[] = [];
  const paths: string[] = [];
  for (const entry of entries) {
    const path = `${INCIDENTS}/${entry.name}`;
    if (entry.isSymbolicLink()) symlinks.push(path);
    else if (entry.isDirectory()) continue;
    else if (/^\d{4}-\d\d-\d\d-[a-z0-9-]{1,40}\.yml$/u.test(entry.name)) {
      const id = entry.name.slice(0, -4);
      files.add(id);
      if (folders.has(id) && isClosed(folder, id)) closed.add(id);
      else open.push(id);
    } else paths.push(path);
  }
  const orphans: string[] = [];
  for (const name of folders) {
    if (name === "drills" || closed.has(name)) continue;
    if (!files.has(name) && existsSync(join(folder, name, "journal.yml"))) orphans.push(name);
    for (const child of readdirSync(join(folder, name))) paths.push(`${INCIDENTS}/${name}/${child}`);
  }
  return { open, closed, orphans, symlinks, paths };
}

function isClosed(folder: string, id: string): boolean {
  const journal = join(folder, id, "journal.yml");
  if (!existsSync(journal)) return false;
  const hash = closedHash(readFileSync(journal, "utf8"));
  return (
    hash !== undefined &&
    hash ===
      createHash("sha256")
        .update(readFileSync(join(folder, `${id}.yml`)))
        .digest("hex")
  );
}
