import { ApiError, asApiError, errorOfAnswer } from "./error.js";
import { isPassing, isRepeatable, pause, sleep, withKey } from "./repetition.js";
import { Tokens, type GetToken } from "./tokens.js";

/** How requests travel. */
export interface TransportOptions {
  getToken: GetToken;
  /** How long a call may take, all attempts together. API Gateway itself gives up after 29 s. */
  timeoutMs?: number | undefined;
  /** How many times a request that may be repeated is sent again. */
  retries?: number | undefined;
  /** The longest pause before the first repetition; it doubles with each. */
  retryDelayMs?: number | undefined;
  /** What sends a request; the browser's own unless given. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/**
 * Makes a `fetch` that signs requests with the token (a new one, once, after a 401), repeats what may be repeated,
 * gives up in time, and rejects with an {@link ApiError} instead of resolving with an answer of 400 or more.
 */
export function createTransport(options: TransportOptions): typeof fetch {
  const { timeoutMs = 30_000, retries = 3, retryDelayMs = 250 } = options;
  const send = options.fetch ?? ((request: Request) => fetch(request));
  const tokens = new Tokens(options.getToken);

  return async (input, init) => {
    const limit = AbortSignal.timeout(timeoutMs);
    const deadline = Date.now() + timeoutMs;
    const original = withKey(new Request(input, init));
    const signal = AbortSignal.any([original.signal, limit]);
    const request = new Request(original, { signal });

    for (let attempt = 1; ; attempt += 1) {
      try {
        return await authorized(request, tokens, send);
      } catch (thrown) {
        const error = asApiError(thrown);
        const isLast = attempt > retries || !isRepeatable(request) || !isPassing(error);
        if (isLast) throw error;
        const wait = pause(attempt, retryDelayMs, (error as ApiError).retryAfter);
        // Waiting in vain helps nobody: the caller learns now what failed, and when to come back.
        if (Date.now() + wait >= deadline) throw error;
        await sleep(wait, signal).catch((reason: unknown) => {
          throw asApiError(reason);
        });
      }
    }
  };
}

/** Sends it with the token; once more with a new token, if that one is refused. */
async function authorized(
  request: Request,
  tokens: Tokens,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  // An early look, since a token that takes long to come is no reason to send what nobody awaits.
  request.signal.throwIfAborted();
  const token = await tokens.current();
  let answer = await send(signed(request, token));
  if (answer.status === 401 && token !== undefined) {
    const other = await tokens.instead(token);
    if (other !== undefined) answer = await send(signed(request, other));
  }
  if (!answer.ok) throw await errorOfAnswer(answer);
  return answer;
}

/** A copy, because the body of a request can be sent once only. */
function signed(request: Request, token: string | undefined): Request {
  const copy = request.clone();
  if (token !== undefined) copy.headers.set("Authorization", `Bearer ${token}`);
  return copy;
}
