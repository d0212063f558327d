import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { Answer, Exchange, Service } from "./exchange.ts";
import type { Fault, Faults, HookFault, RequestRecord, WireFault } from "./faults.ts";
import { Wire } from "./wire.ts";

export interface Surroundings {
  readonly faults: Faults;
  readonly requests: RequestRecord[];
  readonly now: () => Date;
  readonly latencyMs: number;
  /** Aborted when the sandbox closes. */
  readonly closing: AbortSignal;
}

/** Serves one service on 127.0.0.1, faults included. `port` 0 takes any free one. */
export async function serve(service: Service, port: number, around: Surroundings): Promise<Server> {
  const server = createServer((request, response) => {
    // A caller that is killed while we work is no error here, and unheard it would end the process.
    response.on("error", () => undefined);
    handle(service, request, response, around).catch((cause: unknown) => {
      if (!response.headersSent) response.writeHead(500).end(`The sandbox itself failed: ${String(cause)}`);
    });
  });
  // Node's default of 5 s closes an idle connection just when a client reuses it.
  server.keepAliveTimeout = 120_000;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function handle(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  around: Surroundings,
): Promise<void> {
  const exchange = await read(request);
  const record: RequestRecord = {
    at: around.now(),
    server: service.server,
    method: exchange.method,
    path: exchange.url.pathname + exchange.url.search,
    what: service.what(exchange),
    status: 0,
  };
  around.requests.push(record);
  const due = around.faults.due(record);
  const fault = due.find(isWire);
  if (due.length > 0) record.fault = (fault ?? due[0])?.kind ?? "";
  const wire = new Wire(response, record);

  if (around.latencyMs > 0) await wait(around.latencyMs, undefined, { signal: around.closing });
  await runHooks(due, "before", record);
  if (fault && failBefore(fault, wire, service)) return;
  const answer = await apply(service, exchange);
  await runHooks(due, "after", record);
  if (fault) failAfter(fault, wire, answer);
  else wire.send(answer);
}

/** Faults of a request that is never applied; false = this fault comes after. */
function failBefore(fault: WireFault, wire: Wire, service: Service): boolean {
  if (fault.kind === "reset-before") wire.reset();
  else if (fault.kind === "500-before") wire.send(internalError);
  else if (fault.kind === "502-html") wire.page(502);
  else if (fault.kind === "429") wire.send(service.tooMany(fault.retryAfter ?? 30));
  else return fault.kind === "slow-before";
  return true;
}

/** Faults of a request that was applied. "slow-after" says nothing until the caller goes away. */
function failAfter(fault: WireFault, wire: Wire, answer: Answer): void {
  if (fault.kind === "lost-answer") wire.drop();
  else if (fault.kind === "500-after") wire.send(internalError);
  else if (fault.kind === "cut-body") wire.cut(answer);
  else if (fault.kind === "empty-body") wire.sendEmpty(answer);
  else if (fault.kind === "200-html") wire.page(200);
}

const internalError: Answer = {
  status: 500,
  headers: {},
  body: { code: "internal_error", message: "Internal error" },
};

async function apply(service: Service, exchange: Exchange): Promise<Answer> {
  try {
    return await service.answer(exchange);
  } catch (cause) {
    const message = `The sandbox itself failed: ${toError(cause).stack ?? String(cause)}`;
    return { status: 500, headers: {}, body: { code: "sandbox_failed", message } };
  }
}

async function read(request: IncomingMessage): Promise<Exchange> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  return {
    method: request.method ?? "GET",
    url: new URL(request.url ?? "/", "http://127.0.0.1"),
    headers: request.headers,
    bytes,
    body: bytes.toString("utf8"),
  };
}

async function runHooks(due: readonly Fault[], when: HookFault["when"], record: RequestRecord) {
  for (const fault of due) if (fault.kind === "hook" && fault.when === when) await fault.call(record);
}

function isWire(fault: Fault): fault is WireFault {
  return fault.kind !== "hook";
}

function toError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
