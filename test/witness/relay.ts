import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";

/** One request as the program made it. */
export interface Asked {
  readonly method: string;
  /** With the query: "/contacts/lists?limit=50&offset=0". */
  readonly path: string;
  readonly body: string;
}

/** A request and what the server behind answered. */
export interface Passed extends Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly answer: string;
}

/** What a test does in the middle of an exchange. */
export interface Hooks {
  /** Before the server behind gets the request. */
  before?: (asked: Asked) => Promise<void>;
  /** After it answered; "lose" = the caller never gets the answer. */
  after?: (passed: Passed) => "give" | "lose";
}

export interface Relay extends AsyncDisposable {
  /** "http://127.0.0.1:PORT" */
  readonly url: string;
  /** Every exchange in order of the answers, the lost ones too. */
  readonly passed: readonly Passed[];
}

// They belong to one connection, not to the message; fetch makes its own, and unpacks what was packed.
const HOP = ["connection", "content-encoding", "content-length", "host", "keep-alive", "transfer-encoding"];

/** Stands on loopback between the program and a server that we did not write, and writes down what passes. */
export async function openRelay(target: string, hooks: Hooks = {}): Promise<Relay> {
  const passed: Passed[] = [];
  const server = createServer((request, response) => {
    // A caller that is killed meanwhile is no error here, and unheard it would end the process.
    response.on("error", () => undefined);
    pass(target, request, response, hooks, passed).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The relay has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    passed,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function pass(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  { before, after }: Hooks,
  passed: Passed[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString("utf8");
  const asked: Asked = { method: request.method ?? "GET", path: request.url ?? "/", body };
  await before?.(asked);
  const answered = await fetch(target + asked.path, {
    method: asked.method,
    // Each exchange has a connection of its own: an idle one may close just when it is used again.
    headers: [...withoutHop(request.headers), ["connection", "close"]],
    redirect: "manual",
    ...(body !== "" && { body }),
  });
  const { status, headers } = answered;
  const whole: Passed = { ...asked, status, headers, answer: await answered.text() };
  passed.push(whole);
  if (after?.(whole) === "lose") response.destroy();
  else
    response.writeHead(status, [...headers].filter(([name]) => !HOP.includes(name)).flat()).end(whole.answer);
}

function withoutHop(headers: IncomingHttpHeaders): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || HOP.includes(name) ? [] : [[name, String(value)]],
  );
}
