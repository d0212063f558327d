import { execFile } from "node:child_process";
import type { Answer, Exchange } from "../../src/sandbox/exchange.ts";

/**
 * One request through git's own CGI program, for the bare repositories under `folder`. `path` is the request's path as
 * it would be below that folder: "/remote.git/info/refs".
 */
export function httpBackend(
  { method, url, headers, bytes }: Exchange,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  path = url.pathname,
): Promise<Answer> {
  const cgi = {
    ...env,
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: "1",
    REQUEST_METHOD: method,
    PATH_INFO: path,
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
