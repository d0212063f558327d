import type { ServerResponse } from "node:http";
import type { Answer } from "./exchange.ts";
import type { RequestRecord } from "./faults.ts";

const PAGE = "<!DOCTYPE html><html><body><h1>Something went wrong</h1></body></html>";

/** One answer on its way out: every gesture writes down what the caller saw. */
export class Wire {
  readonly #response: ServerResponse;
  readonly #record: RequestRecord;

  constructor(response: ServerResponse, record: RequestRecord) {
    this.#response = response;
    this.#record = record;
  }

  send(answer: Answer): void {
    const bytes = bytesOf(answer);
    this.#head(answer, bytes.length).end(bytes);
  }

  /** The right status and headers, and no body. */
  sendEmpty(answer: Answer): void {
    this.#head(answer, 0).end();
  }

  page(status: number): void {
    const bytes = Buffer.from(PAGE);
    this.#head({ status, headers: { "content-type": "text/html" }, body: undefined }, bytes.length).end(
      bytes,
    );
  }

  /** Half of the body, then the connection breaks; an answer without body breaks inside its headers. */
  cut(answer: Answer): void {
    const bytes = bytesOf(answer);
    const socket = this.#response.socket;
    if (bytes.length === 0) {
      socket?.write(`HTTP/1.1 ${answer.status} `, () => socket.destroy());
      return;
    }
    const half = bytes.subarray(0, Math.floor(bytes.length / 2));
    this.#head(answer, bytes.length).write(half, () => socket?.destroy());
  }

  /** The connection closes without a word. */
  drop(): void {
    this.#response.socket?.destroy();
  }

  /** The connection is reset (RST). */
  reset(): void {
    this.#response.socket?.resetAndDestroy();
  }

  #head(answer: Answer, length: number): ServerResponse {
    this.#record.status = answer.status;
    // A 204 with a Content-Length is not valid HTTP.
    const size: Record<string, string> = answer.status === 204 ? {} : { "content-length": String(length) };
    return this.#response.writeHead(answer.status, {
      "content-type": "application/json; charset=utf-8",
      ...answer.headers,
      ...size,
    });
  }
}

function bytesOf(answer: Answer): Buffer {
  if (Buffer.isBuffer(answer.body)) return answer.body;
  return answer.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(answer.body));
}
