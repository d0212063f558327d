import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Service } from "../../src/sandbox/exchange.ts";
import { Faults, type RequestRecord } from "../../src/sandbox/faults.ts";
import { serve } from "../../src/sandbox/serve.ts";
import { makeBare, openBare } from "./bare.ts";
import { listCommits, type Commit } from "./commits.ts";
import { answerGit, gitPath, gitRouteName } from "./git-door.ts";
import { people, type People } from "./people.ts";
import { answerApi, API, apiRouteName, tooManyForGitHub } from "./routes.ts";
import { Store } from "./store.ts";

export interface GitHubOptions {
  /** "reconnect/outages" */
  readonly repository?: string;
  readonly defaultBranch?: string;
  readonly now?: () => Date;
  /** Begins with the git part of another one. */
  readonly like?: GitHubServer;
}

/** GitHub with one private repository, on loopback: git over HTTP and the REST API over the same bare repository. */
export interface GitHubServer extends AsyncDisposable {
  /** "http://127.0.0.1:PORT": value for GITHUB_SERVER_URL. */
  readonly serverUrl: string;
  /** "http://127.0.0.1:PORT/api/v3": value for GITHUB_API_URL. */
  readonly apiUrl: string;
  /** "http://127.0.0.1:PORT/reconnect/outages": what `git clone` takes. */
  readonly cloneUrl: string;
  /** Tokens, pull requests, comments, labels, rules and the bare repository. */
  readonly store: Store;
  readonly people: People;
  readonly faults: Faults;
  readonly requests: readonly RequestRecord[];
  /** A scratch folder that goes with the server. */
  readonly folder: string;
  /** A branch's file, `undefined` when it has none. */
  read(path: string, branch?: string): Promise<string | undefined>;
  /** Commits of a branch, newest first. */
  log(branch?: string): Promise<readonly Commit[]>;
}

/** Starts GitHub with an empty repository, or with a copy of another one. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHubServer> {
  const { repository = "reconnect/outages", defaultBranch = "main", now = () => new Date() } = options;
  const [owner = "", name = ""] = repository.split("/");
  const folder = mkdtempSync(join(tmpdir(), "runbook-github-"));
  const root = join(folder, `${name}.git`);
  if (options.like) cpSync(options.like.store.bare.folder, root, { recursive: true });
  const bare = options.like ? openBare(root) : makeBare(root, defaultBranch);
  const store = new Store({ owner, name, defaultBranch, bare, now });
  const faults = new Faults();
  const requests: RequestRecord[] = [];
  const closing = new AbortController();
  const around = { faults, requests, now, latencyMs: 0, closing: closing.signal };
  const server = await serve(service(store), 0, around);
  const address = server.address();
  store.origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return {
    serverUrl: store.origin,
    apiUrl: `${store.origin}${API}`,
    cloneUrl: `${store.origin}/${repository}`,
    store,
    people: people(store),
    faults,
    requests,
    folder,
    read: async (path, branch = defaultBranch) => {
      const blob = await bare.find(`refs/heads/${branch}:${path}`);
      return blob === undefined ? undefined : (await bare.bytes(["cat-file", "blob", blob])).toString("utf8");
    },
    log: (branch = defaultBranch) => listCommits(bare, [`refs/heads/${branch}`]),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function service(store: Store): Service {
  return {
    server: "github",
    what(exchange) {
      const below = gitPath(store, exchange);
      return below === undefined ? apiRouteName(store, exchange) : gitRouteName(below, exchange);
    },
    async answer(exchange) {
      const below = gitPath(store, exchange);
      return below === undefined ? answerApi(store, exchange) : answerGit(store, below, exchange);
    },
    tooMany: tooManyForGitHub,
  };
}
