import { asApiError } from "./error.js";
import { createClient as createGenerated, createConfig } from "./generated/client/index.js";
import type { Client } from "./generated/client/index.js";
import { createTransport, type TransportOptions } from "./transport.js";

/** What every function of the platform takes as `client`. */
export type ApiClient = Client;

/** Where the platform is, and how to reach it. */
export interface ClientOptions extends TransportOptions {
  /** The API's address with its stage, as the stack's outputs give it. */
  baseUrl: string;
}

/** Makes what the functions of this package are given: `listCourses({ client })`. */
export function createClient({ baseUrl, ...transport }: ClientOptions): ApiClient {
  const client = createGenerated(
    createConfig({
      baseUrl: baseUrl.replace(/\/+$/, ""),
      fetch: createTransport(transport),
      throwOnError: true,
    }),
  );
  // An answer can also fail while it is read, which is after the transport.
  client.interceptors.error.use(asApiError);
  return client;
}
