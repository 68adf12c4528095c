// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import { uploadFile } from "../src/index.js";
import { rejection, fakePlatform } from "./fixture.js";

const fixture = fakePlatform();
const request = {
  file: new File(["some text"], "notes.txt"),
  purpose: "module_content",
  parentId: "m1",
} as const;

describe("an upload", () => {
  it("names a type even where the browser knows none", async () => {
    const upload = await uploadFile(request, { client: fixture.client(), checkDelayMs: 1 });
    expect(upload).toMatchObject({ content_type: "application/octet-stream", size: 9, status: "ready" });
  });

  it("is of the type that its caller names", async () => {
    const upload = await uploadFile(
      { ...request, contentType: "text/markdown" },
      { client: fixture.client(), checkDelayMs: 1 },
    );
    expect(upload.content_type).toBe("text/markdown");
  });

  it("gives up when the platform does not decide", async () => {
    fixture.fake.api.check = { status: "ready", looks: 1000 };
    const options = { client: fixture.client(), checkDelayMs: 10, checkTimeoutMs: 50 };
    expect(await rejection(uploadFile(request, options))).toMatchObject({
      name: "ApiError",
      code: "timeout",
    });
  });

  it("tells that the bucket has refused the file", async () => {
    const size = 8;
    const file = Object.defineProperty(new File(["more than is said"], "a.txt"), "size", { value: size });
    const error = await rejection(uploadFile({ ...request, file }, { client: fixture.client() }));
    expect(error).toMatchObject({ name: "ApiError", code: "upload_refused", status: 403 });
  });

  it("tells that the bucket cannot be reached", async () => {
    const ticket = {
      upload_id: "u",
      url: "http://127.0.0.1:1/",
      method: "PUT",
      headers: {},
      expires_in: 900,
    };
    fixture.fake.faults.push({ status: 201, body: ticket });
    const error = await rejection(uploadFile(request, { client: fixture.client() }));
    expect(error).toMatchObject({ name: "ApiError", code: "network_error", status: 0 });
  });

  it("ends while the file is on its way", async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const upload = uploadFile(request, { client: fixture.client(), signal: controller.signal, onProgress });
    expect(await rejection(upload)).toMatchObject({ name: "AbortError" });
    expect(fixture.fake.requests.map(({ method }) => method)).toEqual(["POST"]);
  });

  it("is not begun by whoever has given up already", async () => {
    const signal = AbortSignal.abort();
    expect(await rejection(uploadFile(request, { client: fixture.client(), signal }))).toMatchObject({
      name: "AbortError",
    });
    expect(fixture.fake.requests).toEqual([]);
  });
});
