import { execFile, execFileSync } from "node:child_process";
import type { Server } from "node:http";
import { join } from "node:path";
import type { Answer, Exchange } from "../../src/sandbox/exchange.ts";
import { Faults, type RequestRecord } from "../../src/sandbox/faults.ts";
import { serve } from "../../src/sandbox/serve.ts";

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
    answer: (exchange: Exchange) => backend(exchange, folder, env),
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

/** One request through git's own CGI program. */
function backend(
  { method, url, headers, bytes }: Exchange,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Answer> {
  const cgi = {
    ...env,
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: "1",
    REQUEST_METHOD: method,
    PATH_INFO: url.pathname,
    QUERY_STRING: url.search.slice(1),
    CONTENT_TYPE: headers["content-type"] ?? "",
    CONTENT_LENGTH: String(bytes.length),
    HTTP_CONTENT_ENCODING: headers["content-encoding"] ?? "",
    GIT_PROTOCOL: String(headers["git-protocol"] ?? ""),
  };
  return new Promise((resolve, reject) => {
    const child = execFile(
      "git",
      ["http-backend"],
      { env: cgi, encoding: "buffer", maxBuffer: 64 * 1024 * 1024 },
      (error, stdout) => (error ? reject(error) : resolve(answerOf(stdout))),
    );
    // What it does not read it does not need: its answer tells.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(bytes);
  });
}

/** The headers that a CGI program prints, then its body. */
function answerOf(output: Buffer): Answer {
  const end = output.indexOf("\r\n\r\n");
  const headers: Record<string, string> = {};
  for (const line of output.subarray(0, end).toString("latin1").split("\r\n")) {
    const [name = "", ...value] = line.split(": ");
    headers[name.toLowerCase()] = value.join(": ");
  }
  const { status = "200", ...rest } = headers;
  return { status: Number.parseInt(status, 10), headers: rest, body: output.subarray(end + 4) };
}
