import { execFileSync } from "node:child_process";
import type { Server } from "node:http";
import { join } from "node:path";
import type { Exchange } from "../../src/sandbox/exchange.ts";
import { Faults, type RequestRecord } from "../../src/sandbox/faults.ts";
import { serve } from "../../src/sandbox/serve.ts";
import { httpBackend } from "../github/http-backend.ts";

/** A real `git http-backend` on loopback, behind the sandbox's wire: it can be broken as Slack and Brevo can. */
export interface GitServer extends AsyncDisposable {
  /** "http://127.0.0.1:PORT/remote.git" */
  readonly url: string;
  readonly faults: Faults;
  readonly requests: readonly RequestRecord[];
}

/** Serves the bare repository `<folder>/remote.git`; anybody may push. */
export async function serveGit(folder: string): Promise<GitServer> {
  const bare = join(folder, "remote.git");
  const env = { PATH: process.env["PATH"], HOME: folder, GIT_CONFIG_NOSYSTEM: "1" };
  execFileSync("git", ["config", "http.receivepack", "true"], { cwd: bare, env });
  const faults = new Faults();
  const requests: RequestRecord[] = [];
  const closing = new AbortController();
  const service = {
    server: "git",
    what: ({ method, url }: Exchange) =>
      `${method} ${url.pathname.replace("/remote.git/", "")}${url.search.replace("?service=", " ")}`,
    answer: (exchange: Exchange) => httpBackend(exchange, folder, env),
    tooMany: () => ({ status: 429, headers: { "retry-after": "30" }, body: undefined }),
  } as const;
  const around = { faults, requests, now: () => new Date(), latencyMs: 0, closing: closing.signal };
  const server = await serve(service, 0, around);
  return {
    url: `http://127.0.0.1:${portOf(server)}/remote.git`,
    faults,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
