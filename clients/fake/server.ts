// A platform in memory, for tests of the client and of the page on machines without an emulator: the routes that they
// use, a user pool that signs in by SRP, and a bucket. Not a specification: that is `api/openapi.json`.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { Api } from "./api.ts";
import { Files } from "./files.ts";
import { UserPool } from "./user-pool.ts";

/** A request that has arrived. */
export interface Arrived {
  method: string;
  url: URL;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

/** What is answered to it. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/**
 * What happens to a request of the API instead of what it asks for: another answer, none (`hang`), a lost connection
 * (`drop`), or the beginning of an answer (`stall`).
 */
export type Fault = Answer | "hang" | "drop" | "stall";

/** What pages may send to the API, as on the platform itself. */
const API_HEADERS = "Authorization,Content-Type,X-Api-Key,X-Request-Id,Idempotency-Key";

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "x-request-id,Retry-After",
};

export class Fake {
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  /** Requests of the API that have arrived, preflights apart, in order. */
  readonly requests: Arrived[] = [];
  /** What befalls the next requests of the API, one each. */
  readonly faults: Fault[] = [];
  readonly userPool = new UserPool();
  readonly #files: Files;
  #api: Api | undefined;

  /** Serves the files of a folder too, if it is given one. */
  constructor(folder?: string) {
    this.#files = new Files(folder);
  }

  /** Listens on a free port of this machine. */
  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.#api = new Api(`${this.origin}/bucket/`);
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get origin(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** The API's address. */
  get apiUrl(): string {
    return `${this.origin}/api`;
  }

  get api(): Api {
    if (this.#api === undefined) throw new Error("the fake has not been started");
    return this.#api;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#decide(await read(request, this.origin));
    if (answer === "drop") request.socket.destroy();
    else if (answer === "stall")
      response.writeHead(200, { ...CORS, "content-type": "application/json" }).write("{");
    else if (answer !== "hang") write(response, answer);
  }

  #decide(arrived: Arrived): Fault | Promise<Answer> {
    if (arrived.method === "OPTIONS") return preflight(arrived.url.pathname);
    if (arrived.headers["x-amz-target"]) return this.userPool.answer(arrived);
    const { pathname } = arrived.url;
    if (pathname.startsWith("/bucket/")) return this.api.store(arrived);
    if (!pathname.startsWith("/api/")) return this.#files.answer(pathname);
    this.requests.push(arrived);
    return this.faults.shift() ?? this.api.answer(arrived);
  }
}

function preflight(pathname: string): Answer {
  const headers = pathname.startsWith("/api/") ? API_HEADERS : "*";
  const methods = "GET,POST,PUT,DELETE";
  return {
    status: 204,
    headers: { "access-control-allow-headers": headers, "access-control-allow-methods": methods },
  };
}

async function read(request: IncomingMessage, origin: string): Promise<Arrived> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { method = "GET", url = "/", headers } = request;
  return { method, url: new URL(url, origin), headers, body: Buffer.concat(parts) };
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  const isRaw = body instanceof Buffer;
  const type = isRaw ? {} : { "content-type": "application/json" };
  response.writeHead(status, { ...CORS, ...type, ...headers });
  if (body === undefined) response.end();
  else response.end(isRaw ? body : JSON.stringify(body));
}
