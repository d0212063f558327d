import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { formatEntry, parseJournal, type Entry } from "../core/journal.ts";
import type { SourceFile } from "../core/problem.ts";
import type { Fault } from "../core/fault.ts";
import type { Ledger, Proposal, Recorded } from "../ports.ts";
import { commitFiles, type Git } from "./git.ts";
import { isIncidentFile, findEdits } from "./edits.ts";
import { createFile, replaceFile } from "./files.ts";
import { findPosition, gitFault, isTheirs, type Position } from "./remote.ts";
import { shareByGit, type Sharing } from "./sharing.ts";
import { INCIDENTS } from "./scan.ts";
import type { Tree } from "./tree.ts";

/**
 * Whoever records without a merge in between is faster every time: a run makes about ten records, and two of them must
 * not leave a third with lines that nobody else has.
 */
const PUSHES = 25;
/** Asking again in the same run would only hold up the announcement. */
const SILENT = new Set(["timeout", "unreachable", "push_refused", "permission_denied"]);

export interface Repository extends Tree, Ledger {
  /** Throws {@link GitError} when git does not answer, asked twice. */
  position(): Promise<Position>;
  /**
   * Commits what people changed by hand under `incidents/*.yml`, and what a run that was cut off left beside it; brings
   * back journals that were deleted. `robot`: the incidents themselves are left as they are. A failure stops no
   * announcement.
   */
  saveEdits(whose?: "all" | "robot"): Promise<void>;
  /** Brings in what others pushed. Never throws: without an answer the run goes on with what is here. */
  sync(ms: number): Promise<Recorded["reach"]>;
  /** Writes one incident file and commits it. */
  write(path: string, text: string, message: string): Promise<void>;
  /** Changes one incident file as it stands at that moment and commits it; `false` when nothing is to change. */
  edit(path: string, change: (text: string) => string, message: string): Promise<boolean>;
  /** Writes a file that nobody has written yet and commits it; `false` when it is there already. */
  create(path: string, text: string, message: string): Promise<boolean>;
  /** Deletes a file and commits and shares that. */
  remove(path: string, message: string): Promise<void>;
  /** Shares the commits. `taken`: somebody else shared the same new file first; theirs is here, and ours is not. */
  share(path: string): Promise<"shared" | "local" | "taken">;
  /** One more attempt at the end of a run, also when the remote was given up before. Never throws. */
  shareAtLast(): Promise<Omit<Recorded, "foreign">>;
  /** When all is announced: looks after what waits for a merge, and gives it. Never throws. */
  tidyUp(): Promise<Proposal | undefined>;
}

/**
 * A git clone as the ledger: the working tree is read, records are committed, and shared where there is an upstream.
 * `shareBy` is asked once the position is known.
 */
export function openRepository(
  tree: Tree,
  git: Git,
  pushMs: number,
  shareBy: (position: Position) => Sharing = (position) => shareByGit(git, position, pushMs),
): Repository {
  const { root, read, isLink } = tree;
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
  const journalPath = (id: string) => `${INCIDENTS}/${id}/journal.yml`;
  function linesOf(id: string): string[] {
    return (read(journalPath(id))?.text ?? "").split("\n").filter((line) => line.trim() !== "");
  }
  /** Paths whose commit failed: the next one takes them along. */
  const owed = new Set<string>();
  /** Commits these paths as the working tree has them at that moment. */
  const commit = async (paths: readonly string[], message: string) => {
    for (const path of paths) owed.add(path);
    const all = [...owed];
    // `for-each-ref` names the branch only once it has a commit.
    const { branch } = await position();
    await commitFiles(git, branch, () => all.map((path) => ({ path, text: read(path)?.text })), message);
    owed.clear();
  };
  const position = () => (positioned ??= findPosition(git).catch(() => findPosition(git)));

  let sharing: Sharing | undefined;
  /** How this clone shares; `undefined` when nobody is there to share with. */
  const shared = async () => {
    const here = await position();
    return here.upstream === undefined ? undefined : (sharing ??= shareBy(here));
  };

  /** Ends when the files are whole again: a merge writes them one after the other, and may leave its marks in them. */
  let merging: Promise<unknown> = Promise.resolve();

  /** Brings in what others shared; who reads a file meanwhile waits for the merge, not for the network. */
  const pullBy = (way: Sharing, ms: number, beforeMerge?: () => Promise<void>) =>
    way.pull(ms, async (merge) => {
      await beforeMerge?.();
      const run = merge();
      merging = run.catch(() => undefined);
      return run;
    });

  /** Pushes; brings in what came first and pushes again. The commits stay local when nobody answers. */
  async function push(beforeMerge?: () => Promise<void>): Promise<Omit<Recorded, "foreign">> {
    const way = await shared();
    if (way === undefined) return { reach: "local" };
    if (down) return { reach: "local", fault: down };
    for (let tries = 1; ; tries += 1) {
      const { fault, proposal } = await way.push();
      if (!fault || proposal)
        return { reach: "shared", ...(fault && { fault }), ...(proposal && { proposal }) };
      if (tries >= PUSHES || fault.code !== "moved") {
        if (SILENT.has(fault.code)) down = fault;
        return { reach: "local", fault };
      }
      const missed = await pullBy(way, pushMs, beforeMerge);
      if (missed) return { reach: "local", fault: missed };
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
        for (const file of files) replaceFile(root, file.path, file.text);
        mendEnd(absolute(path));
        appendFileSync(absolute(path), entries.map(formatEntry).join(""));
        for (const each of [path, ...files.map((file) => file.path)]) written.add(each);
      }
      const events = batch.map(
        ({ id, entries }) => `${id}: ${entries.map(({ step, event }) => `${step} ${event}`).join(", ")}`,
      );
      const actors = new Set(batch.flatMap(({ entries }) => entries.flatMap(({ actor }) => actor || [])));
      const asked =
        actors.size === 0 ? "" : `\n\nAsked by ${[...actors].join(", ").replaceAll(/\s+/gu, " ")}`;
      await commit([...written], `Record ${events.join("; ")}${asked}`);
    } catch (error) {
      for (const { told } of batch) told({ reach: "nowhere", foreign: [], fault: gitFault(error) });
      return;
    }
    const outcome = await push();
    for (const { id, entries, told } of batch) told({ ...outcome, foreign: foreignLines(id, entries) });
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
    ...tree,
    position,
    async incidentFile(id) {
      await merging;
      return read(`${INCIDENTS}/${id}.yml`);
    },
    async journalFile(id) {
      await merging;
      if (!seen.has(id)) seen.set(id, new Set(linesOf(id)));
      return read(journalPath(id)) ?? { path: journalPath(id), text: "" };
    },
    record: (id, entries, files) =>
      new Promise((told) => {
        waiting.push({ id, entries, files, told });
        void inTurn(recordWaiting);
      }),
    saveEdits: (whose = "all") =>
      inTurn(async () => {
        const kindOf = (path: string) =>
          isLink(path) ? "link" : existsSync(absolute(path)) ? "file" : "gone";
        const edits = await findEdits(git, kindOf, whose);
        const byHand = edits.filter((path) => isIncidentFile(path));
        const cutOff = edits.filter((path) => !isIncidentFile(path));
        if (byHand.length > 0) await commit(byHand, `Keep hand edits of ${byHand.join(", ")}`);
        if (cutOff.length > 0)
          await commit(cutOff, `Record what a run that was cut off left: ${cutOff.join(", ")}`);
      }).catch(() => undefined),
    sync: (ms) =>
      inTurn(async () => {
        const way = await shared();
        if (way === undefined || (await pullBy(way, ms))) return "local";
        // What an earlier run could not share goes out now.
        return (await way.isAhead()) ? (await push()).reach : "shared";
      }).catch(() => "local"),
    write: (path, text, message) =>
      inTurn(async () => {
        replaceFile(root, path, text);
        await commit([path], message).catch(() => undefined);
      }),
    edit: (path, change, message) =>
      inTurn(async () => {
        const before = read(path)?.text ?? "";
        const after = change(before);
        if (after === before) return false;
        replaceFile(root, path, after);
        await commit([path], message).catch(() => undefined);
        return true;
      }),
    create: (path, text, message) =>
      inTurn(async () => {
        if (!createFile(root, path, text)) return false;
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
    shareAtLast: () =>
      inTurn(async () => {
        down = undefined;
        const way = await shared();
        // A commit that failed is nowhere but in the working tree: a push without it would call it shared.
        if (owed.size > 0) await commit([], "Record what could not be committed before");
        return way === undefined || (await way.isAhead()) ? push() : { reach: "shared" as const };
      }).catch((error: unknown) => ({ reach: "nowhere" as const, fault: gitFault(error) })),
    tidyUp: () => inTurn(async () => (await shared())?.tidyUp()).catch(() => undefined),
    share: (path) =>
      inTurn(async () => {
        let isTaken = false;
        const { reach, fault } = await push(async () => {
          isTaken ||= await isTheirs(git, path);
        });
        // The same words from both: git unites them without a conflict, and the other one was first all the same.
        if (isTaken && fault?.code !== "conflict") return "taken";
        if (!isTaken) return reach === "shared" ? "shared" : "local";
        // Two people wrote this new file at once: the one that GitHub has stays, ours is withdrawn, in the open.
        const ours = read(path)?.text;
        const withdrawn = `Withdraw ${path}: it was declared elsewhere first`;
        rmSync(absolute(path), { force: true });
        await commit([path], withdrawn).catch(() => undefined);
        if ((await push()).reach === "shared") return "taken";
        if (ours !== undefined) replaceFile(root, path, ours);
        await commit([path], `Keep ${path}: GitHub did not answer`).catch(() => undefined);
        return "local";
      }),
  };
}

/** A last line without its end: whole, it gets one; cut off in the middle of a write, it goes. */
function mendEnd(path: string): void {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (text === "" || text.endsWith("\n")) return;
  const start = text.lastIndexOf("\n") + 1;
  const end = parseJournal({ path, text: `${text.slice(start)}\n` }, "fr");
  writeFileSync(path, end.ok ? `${text}\n` : text.slice(0, start));
}
