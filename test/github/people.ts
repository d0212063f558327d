import { readCommit } from "./commits.ts";
import type { PullRequest } from "./entities.ts";
import { mergePull, openPull, refreshPulls, signatureOf } from "./pulls.ts";
import type { Store } from "./store.ts";

/** New texts of files; `undefined` deletes one. */
export type Files = Readonly<Record<string, string | Buffer | undefined>>;

export interface PushOptions {
  readonly branch?: string;
  readonly message?: string;
  readonly login?: string;
  /** Where a branch that is new begins; the default branch. */
  readonly from?: string;
}

export interface PullOptions extends PushOptions {
  readonly title?: string;
  readonly body?: string;
  /** Its head stands in the fork of this account. */
  readonly fork?: string;
}

/** What one push did, as the `push` event tells it. */
export interface Push {
  readonly ref: string;
  /** Forty zeros for a new branch. */
  readonly before: string;
  readonly after: string;
}

/** What people do on GitHub besides what its API is asked for. No ruleset stops them. */
export interface People {
  /** Commits these files and pushes the commit. */
  push(files: Files, options?: PushOptions): Promise<Push>;
  /** Pushes a branch and opens a pull request from it. */
  pull(files: Files, options: PullOptions & { readonly branch: string }): Promise<PullRequest>;
  merge(number: number, method?: "merge" | "squash", login?: string): Promise<Push>;
}

const SOMEBODY = "lea-m";

export function people(store: Store): People {
  const { bare, defaultBranch } = store;

  async function commit(files: Files, parent: string | undefined, { message, login }: PushOptions) {
    const changes = await Promise.all(
      Object.entries(files).map(async ([path, content]) => ({
        path,
        mode: path.endsWith(".sh") ? "100755" : "100644",
        sha: content === undefined ? undefined : await bare.writeBlob(content),
      })),
    );
    const tree = await bare.writeTree(parent && `${parent}^{tree}`, changes);
    const person = signatureOf(login ?? SOMEBODY, store);
    return bare.writeCommit({
      tree,
      parents: parent === undefined ? [] : [parent],
      message: message ?? `Change ${Object.keys(files).join(", ")}`,
      author: person,
      committer: person,
    });
  }

  async function push(files: Files, options: PushOptions = {}): Promise<Push> {
    const branch = options.branch ?? defaultBranch;
    const ref = `refs/heads/${branch}`;
    for (;;) {
      const before = await bare.find(ref);
      const parent = before ?? (await bare.find(`refs/heads/${options.from ?? defaultBranch}`));
      const after = await commit(files, parent, options);
      if (!(await bare.move(ref, before, after))) continue;
      await refreshPulls(store);
      return { ref, before: before ?? "0".repeat(40), after };
    }
  }

  return {
    push,
    async pull(files, options) {
      const base = await bare.find(`refs/heads/${defaultBranch}`);
      const sha = options.fork === undefined ? undefined : await commit(files, base, options);
      if (sha === undefined) await push(files, options);
      return openPull(store, {
        title: options.title ?? `Change ${Object.keys(files).join(", ")}`,
        body: options.body ?? null,
        head: options.branch,
        base: defaultBranch,
        draft: false,
        author: options.login ?? options.fork ?? SOMEBODY,
        ...(options.fork !== undefined && sha !== undefined && { fork: { owner: options.fork, sha } }),
      });
    },
    async merge(number, method = "merge", login = SOMEBODY) {
      const pull = store.pull(number);
      const after = await mergePull(store, pull, method, login);
      const made = await readCommit(bare, after);
      return { ref: `refs/heads/${pull.base.ref}`, before: made?.parents[0] ?? "", after };
    },
  };
}
