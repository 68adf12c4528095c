import type { ApiClient } from "./client.js";
import { ApiError } from "./error.js";
import { createUpload, getUpload } from "./generated/sdk.gen.js";
import type { NewUpload, Upload, UploadTicket } from "./generated/types.gen.js";
import { sleep } from "./repetition.js";

/** What to upload, and for what. */
export interface UploadRequest {
  file: File;
  purpose: NewUpload["purpose"];
  /** The file's media type, where the browser does not know it or is wrong. */
  contentType?: string | undefined;
  /** The id of what it belongs to, which the caller may change. */
  parentId: string;
}

/** How far an upload is. */
export interface UploadProgress {
  /** `sending` to the bucket, then `checking` while the platform looks at the file. */
  phase: "sending" | "checking";
  /** Of the file's bytes, from 0 to 1. */
  fraction: number;
}

/** How an upload is watched and ended. */
export interface UploadOptions {
  client: ApiClient;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: UploadProgress) => void) | undefined;
  /** How long the platform may look at the file; two minutes unless given. */
  checkTimeoutMs?: number | undefined;
  /** The first pause between two looks at its state; it doubles up to five seconds. */
  checkDelayMs?: number | undefined;
}

/**
 * Sends a file to the platform and waits until it has been looked at.
 *
 * Resolves with the upload, `ready` or `rejected`. Rejects with an {@link ApiError}, whose code is `timeout` if the
 * platform has not decided in time; the file is there then, and `getUpload` tells its state later.
 */
export async function uploadFile(upload: UploadRequest, options: UploadOptions): Promise<Upload> {
  const { client, onProgress } = options;
  const signal = options.signal ?? new AbortController().signal;
  const ticket = await createUpload({ client, signal, body: describe(upload) });
  onProgress?.({ phase: "sending", fraction: 0 });
  await put(upload.file, ticket, signal, (fraction) => {
    onProgress?.({ phase: "sending", fraction });
  });
  onProgress?.({ phase: "checking", fraction: 1 });
  return decided(ticket.upload_id, signal, options);
}

function describe({ file, purpose, parentId, contentType }: UploadRequest): NewUpload {
  return {
    purpose,
    parent_id: parentId,
    file_name: file.name,
    // Whatever the browser takes it for: the platform refuses what it does not take.
    content_type: (contentType ?? (file.type || "application/octet-stream")) as NewUpload["content_type"],
    size: file.size,
  };
}

/** `fetch` does not tell how much of a body has been sent; XMLHttpRequest does. */
function put(
  file: File,
  ticket: UploadTicket,
  signal: AbortSignal,
  onFraction: (fraction: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const abort = () => {
      request.abort();
    };
    signal.addEventListener("abort", abort, { once: true });
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onFraction(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(refused(request.status));
    };
    request.onerror = () => {
      reject(refused(0));
    };
    request.onabort = () => {
      reject(signal.reason as Error);
    };
    request.onloadend = () => {
      signal.removeEventListener("abort", abort);
    };
    request.open(ticket.method, ticket.url);
    for (const [name, value] of Object.entries(ticket.headers)) {
      if (!isSetByBrowser(name)) request.setRequestHeader(name, value);
    }
    request.send(file);
  });
}

/** They are part of what was signed, but a page may not set them: the browser does. */
function isSetByBrowser(name: string): boolean {
  return ["content-length", "host"].includes(name.toLowerCase());
}

function refused(status: number): ApiError {
  if (status === 0) {
    const message = "The file could not be sent. Check your connection, and try again.";
    return new ApiError({ status, code: "network_error", message });
  }
  const message = `The file was not accepted (status ${status}). Its permission may have expired: try again.`;
  return new ApiError({ status, code: "upload_refused", message });
}

async function decided(uploadId: string, signal: AbortSignal, options: UploadOptions): Promise<Upload> {
  const { client, checkTimeoutMs = 120_000, checkDelayMs = 500 } = options;
  const deadline = Date.now() + checkTimeoutMs;
  for (let wait = checkDelayMs; ; wait = Math.min(wait * 2, 5_000)) {
    const upload = await getUpload({ client, signal, path: { upload_id: uploadId } });
    if (upload.status !== "pending") return upload;
    if (Date.now() + wait > deadline) {
      const message = "The file has arrived but has not been checked yet. Look again later.";
      throw new ApiError({ status: 0, code: "timeout", message });
    }
    await sleep(wait, signal);
  }
}
