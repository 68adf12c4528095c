/** A field of the body that the platform did not accept, and why. */
export interface FieldError {
  field: string;
  message: string;
}

/** What is known of a request that failed. */
export interface Failure {
  /** The HTTP status; 0 when no answer arrived. */
  status: number;
  /**
   * A code of the platform, such as `not_found` or `rate_limited`; or one of this client:
   * `network_error` (no answer), `timeout` (none in time), `invalid_answer` (not what the platform sends).
   */
  code: string;
  /** One sentence, fit to be shown. */
  message: string;
  /** What the platform's logs call the request. */
  requestId?: string | undefined;
  /** The fields that were not accepted. */
  fields?: FieldError[] | undefined;
  /** After how many seconds to try again, if the platform says so. */
  retryAfter?: number | undefined;
}

/** Every failure of this client but one: a request that the caller aborts rejects with the reason of its signal. */
export class ApiError extends Error implements Failure {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly fields: FieldError[];
  readonly retryAfter: number | undefined;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, { cause });
    this.status = failure.status;
    this.code = failure.code;
    this.requestId = failure.requestId;
    this.fields = failure.fields ?? [];
    this.retryAfter = failure.retryAfter;
  }
}

/** The error that an answer with a status of 400 or more stands for. Reads its body. */
export async function errorOfAnswer(answer: Response): Promise<ApiError> {
  const told = await toldBy(answer);
  return new ApiError({
    status: answer.status,
    code: told?.code ?? `http_${answer.status}`,
    message: told?.message ?? `The server answered with status ${answer.status}.`,
    requestId: answer.headers.get("x-request-id") ?? told?.request_id,
    fields: told?.fields,
    retryAfter: retryAfterOf(answer.headers),
  });
}

/** Makes an {@link ApiError} of whatever was thrown while an answer was awaited or read. */
export function asApiError(thrown: unknown): unknown {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof DOMException) {
    return thrown.name === "TimeoutError" ? timeout(thrown) : thrown;
  }
  if (thrown instanceof SyntaxError) {
    const message = "The server sent an answer that cannot be read.";
    return new ApiError({ status: 0, code: "invalid_answer", message }, thrown);
  }
  // `fetch` rejects with a TypeError when there is no connection, and says no more than that.
  if (thrown instanceof TypeError) {
    const message = "The server cannot be reached. Check your connection, and try again.";
    return new ApiError({ status: 0, code: "network_error", message }, thrown);
  }
  return thrown;
}

function timeout(cause: unknown): ApiError {
  const message = "The server did not answer in time. Try again.";
  return new ApiError({ status: 0, code: "timeout", message }, cause);
}

/** What the platform writes into the body of every error. */
interface Told {
  code: string;
  message: string;
  request_id?: string;
  fields?: FieldError[];
}

/** Nothing, if the body is not the platform's: a proxy may have answered in its place. */
async function toldBy(answer: Response): Promise<Told | undefined> {
  const text = await answer.text();
  try {
    const { error } = JSON.parse(text) as { error?: Partial<Told> };
    const isTold = typeof error?.code === "string" && typeof error.message === "string";
    return isTold ? (error as Told) : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds, from either form of `Retry-After` (RFC 9110, section 10.2.3). */
export function retryAfterOf(headers: Headers, now: number = Date.now()): number | undefined {
  const text = headers.get("retry-after")?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
