import { ApiError } from "./error.js";

/** The header by which the platform knows a write again and answers it as it did the first time. */
export const IDEMPOTENCY_KEY = "Idempotency-Key";

const LONGEST_PAUSE_MS = 8_000;

/** A POST has a key of its own, so that it may be sent again. The other methods have no need of one at the platform. */
export function withKey(request: Request): Request {
  if (request.method === "POST" && !request.headers.has(IDEMPOTENCY_KEY)) {
    request.headers.set(IDEMPOTENCY_KEY, randomKey());
  }
  return request;
}

/** 128 random bits. Not `randomUUID`, which pages without TLS lack, such as those of a bucket's website. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether sending it twice does no more than sending it once. */
export function isRepeatable(request: Request): boolean {
  return request.method === "GET" || request.method === "HEAD" || request.headers.has(IDEMPOTENCY_KEY);
}

/**
 * Whether the next attempt may fare better: no answer, too many requests, the server's own fault, or a conflict that is
 * said to pass (the same call is still at work).
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  if (error.status === 409) return error.retryAfter !== undefined;
  return error.code === "network_error" || error.status === 429 || error.status >= 500;
}

/**
 * How long to wait before the next attempt: as long as the platform says, else a random time up to a limit that
 * doubles with each attempt ("full jitter"), so that clients that failed together do not return together.
 */
export function pause(attempt: number, firstMs: number, retryAfter: number | undefined): number {
  if (retryAfter !== undefined) return retryAfter * 1000;
  return Math.random() * Math.min(LONGEST_PAUSE_MS, firstMs * 2 ** (attempt - 1));
}

/** Waits; rejects with the signal's reason as soon as that is aborted. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", stop, { once: true });
  });
}
