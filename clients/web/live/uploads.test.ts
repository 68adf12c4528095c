// @vitest-environment jsdom
// The origin of a page in it is http://localhost:3000, which the bucket has to allow.
import { createHash } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  createModule,
  createUpload,
  deleteModule,
  deleteUpload,
  getModule,
  getUpload,
  getUploadUrl,
  uploadFile,
  type Module,
} from "../src/index.js";
import { client, refusal, stranger } from "./platform.js";

const text = "2, 3, 5, 7, 11, 13\n".repeat(1000);
const primes = new File([text], "primes.txt", { type: "text/plain" });
let module: Module;

beforeAll(async () => {
  const body = { title: "Primes", description: "What has no divisors", content_type: "text" } as const;
  module = await createModule({ client, body });
});
afterAll(() => deleteModule({ client, path: { module_id: module.id } }));

const request = (file: File) => ({ file, purpose: "module_content", parentId: module.id }) as const;

describe("an upload", () => {
  it("is checked, read and deleted", async () => {
    const upload = await uploadFile(request(primes), { client });
    const checksum = createHash("sha256").update(text).digest("hex");
    expect(upload).toMatchObject({ status: "ready", file_name: "primes.txt", size: text.length, checksum });
    const path = { upload_id: upload.id };
    const { url } = await getUploadUrl({ client, path });
    expect(await (await fetch(url)).text()).toBe(text);
    expect((await getModule({ client, path: { module_id: module.id } })).content_url).toBeTypeOf("string");
    expect(await refusal(getUpload({ client: stranger, path }))).toMatchObject({ status: 404 });
    await deleteUpload({ client, path });
    expect(await refusal(getUpload({ client, path }))).toMatchObject({ status: 404, code: "not_found" });
  });

  it("is rejected if it is not what it says", async () => {
    const file = new File([text], "primes.png", { type: "image/png" });
    const upload = await uploadFile(request(file), { client });
    expect(upload.status).toBe("rejected");
    expect(upload.reason).toBeTypeOf("string");
    const path = { upload_id: upload.id };
    expect(await refusal(getUploadUrl({ client, path }))).toMatchObject({ status: 409 });
  });

  it("is refused if it is of no type that its purpose takes", async () => {
    const file = new File([text], "primes.exe", { type: "application/x-msdownload" });
    const error = await refusal(uploadFile(request(file), { client }));
    expect(error).toMatchObject({ status: 400, code: "invalid_request" });
  });

  it("is refused if it belongs to what is another's", async () => {
    const body = {
      purpose: "module_content",
      parent_id: module.id,
      file_name: "a.txt",
      content_type: "text/plain",
      size: 1,
    } as const;
    expect(await refusal(createUpload({ client: stranger, body }))).toMatchObject({ status: 404 });
  });
});
