import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** One request as it came over the wire; `query` and `form` are what a browser's would be. */
export interface Seen {
  readonly what: string;
  readonly query: Record<string, string>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly form: Record<string, string>;
}

/** What the server says: 200 and JSON unless told otherwise; `silence` sends the head and no end of the body. */
export interface Said {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly silence?: boolean;
}

export interface Answering extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly Seen[];
  readonly close: () => Promise<void>;
}

/** A real HTTP server on loopback that gives these answers, one after the other; the last one again and again. */
export async function answering(...said: readonly Said[]): Promise<Answering> {
  const seen: Seen[] = [];
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    seen.push({
      what: `${request.method} ${pathname}`,
      query: Object.fromEntries(searchParams),
      headers: request.headers,
      body,
      form: Object.fromEntries(new URLSearchParams(body)),
    });
    const { status = 200, headers = {}, ...next } = said[seen.length - 1] ?? said.at(-1) ?? {};
    const type = typeof next.body === "string" ? "text/html" : "application/json";
    response.writeHead(status, { "content-type": type, ...headers });
    if (next.silence === true) response.write(" ");
    else if (next.body === undefined) response.end();
    else response.end(typeof next.body === "string" ? next.body : JSON.stringify(next.body));
  }
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port.");
  const close = async () => {
    server.closeAllConnections();
    if (!server.listening) return;
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${address.port}`, seen, close, [Symbol.asyncDispose]: close };
}

/** Bounds of one exchange, and every pause that was asked for. */
export function bounds(requestMs = 5_000) {
  const pauses: number[] = [];
  const wait = async (ms: number) => void pauses.push(ms);
  return { pauses, requestMs, signal: new AbortController().signal, wait };
}
