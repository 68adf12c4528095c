import { describe, expect, it, vi } from "vitest";

import {
  ApiError,
  type ApiClient,
  createCourse,
  getCourse,
  getUser,
  listCourses,
  updateCourse,
} from "../src/index.js";
import { rejection, tokenOf, fakePlatform } from "./fixture.js";

const fixture = fakePlatform();
const busy = (headers: Record<string, string> = {}) => ({
  status: 429,
  headers,
  body: { error: { code: "rate_limited", message: "Too many requests.", request_id: "r" } },
});
const me = (client: ApiClient, signal?: AbortSignal) =>
  getUser({ client, path: { user_id: "ada" }, ...(signal && { signal }) });
const broken = { status: 503 };
const sent = () => fixture.fake.requests.map(({ method, url }) => `${method} ${url.pathname}`);

describe("a call", () => {
  it("carries the token, the query and the body, and gives the bare answer", async () => {
    const token = tokenOf("ada");
    const client = fixture.client({ getToken: () => Promise.resolve(token) });
    const course = await createCourse({ client, body: { title: "Numbers", description: "d" } });
    expect(course).toMatchObject({ title: "Numbers", organization_id: "u_ada", status: "draft" });
    const { items } = await listCourses({ client, query: { limit: 5, status: "draft" } });
    expect(items).toEqual([course]);
    const [, list] = fixture.fake.requests;
    expect(list?.headers.authorization).toBe(`Bearer ${token}`);
    expect(list?.url.search).toBe("?limit=5&status=draft");
  });

  it("goes without a token when nobody is signed in", async () => {
    const error = await rejection(me(fixture.client({ getToken: () => Promise.resolve(null) })));
    expect(error).toMatchObject({ status: 401, code: "unauthenticated" });
    expect(fixture.fake.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it("is ended by its caller's signal, with that signal's reason", async () => {
    fixture.fake.faults.push("hang");
    const controller = new AbortController();
    const call = rejection(me(fixture.client(), controller.signal));
    await vi.waitFor(() => expect(sent()).toHaveLength(1));
    controller.abort();
    expect(await call).toMatchObject({ name: "AbortError" });
  });
});

describe("an error", () => {
  it("holds what the platform says", async () => {
    const error = await rejection(
      createCourse({ client: fixture.client(), body: { title: "", description: "d" } }),
    );
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 400,
      code: "invalid_request",
      message: "A field is not valid.",
      fields: [{ field: "title", message: "must not be empty" }],
    });
    expect((error as ApiError).requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is told by its status where something else answered", async () => {
    fixture.fake.faults.push({ status: 413, body: "too large" });
    const error = await rejection(me(fixture.client()));
    expect(error).toMatchObject({ status: 413, code: "http_413", fields: [], requestId: undefined });
  });

  it("is of its own code when the answer cannot be read", async () => {
    const headers = { "content-type": "application/json" };
    fixture.fake.faults.push({ status: 200, headers, body: Buffer.from("<html>") });
    const error = await rejection(me(fixture.client()));
    expect(error).toMatchObject({ name: "ApiError", status: 0, code: "invalid_answer" });
  });
});

describe("repetition", () => {
  it("helps a read over lost connections, limits and faults of the server", async () => {
    fixture.fake.faults.push("drop", busy(), broken);
    expect(await me(fixture.client())).toMatchObject({ user_id: "ada" });
    expect(sent()).toHaveLength(4);
  });

  it("ends after three times with the last error", async () => {
    fixture.fake.faults.push(broken, broken, broken, busy());
    expect(await rejection(me(fixture.client()))).toMatchObject({ status: 429 });
    expect(sent()).toHaveLength(4);
  });

  it("is not for what is wrong with the request", async () => {
    const call = getCourse({ client: fixture.client(), path: { course_id: "none" } });
    expect(await rejection(call)).toMatchObject({ status: 404, code: "not_found" });
    expect(sent()).toHaveLength(1);
  });

  it("of a POST has one key, so that it happens once", async () => {
    fixture.fake.faults.push(broken, "drop");
    const client = fixture.client();
    await createCourse({ client, body: { title: "Once", description: "d" } });
    await createCourse({ client, body: { title: "Twice", description: "d" } });
    const keys = fixture.fake.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(keys.slice(0, 3)).toEqual([keys[0], keys[0], keys[0]]);
    expect(keys[3]).not.toBe(keys[0]);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect((await listCourses({ client })).items).toHaveLength(2);
  });

  it("keeps the key of a caller who knows better", async () => {
    const headers = { "Idempotency-Key": "mine" };
    await createCourse({ client: fixture.client(), body: { title: "A", description: "d" }, headers });
    expect(fixture.fake.requests[0]?.headers["idempotency-key"]).toBe("mine");
  });

  it("is not for a write without a key", async () => {
    fixture.fake.faults.push(broken);
    const change = updateCourse({ client: fixture.client(), path: { course_id: "c" }, body: { title: "B" } });
    expect(await rejection(change)).toMatchObject({ status: 503 });
    expect(sent()).toHaveLength(1);
  });

  it("waits for the same call that is still at work, and for no other conflict", async () => {
    const conflict = { error: { code: "conflict", message: "It is still at work.", request_id: "r" } };
    fixture.fake.faults.push("drop", { status: 409, headers: { "retry-after": "0" }, body: conflict });
    const client = fixture.client();
    expect(await createCourse({ client, body: { title: "A", description: "d" } })).toMatchObject({
      title: "A",
    });
    expect(sent()).toHaveLength(3);
    fixture.fake.faults.push({ status: 409, body: conflict });
    const other = createCourse({ client, body: { title: "B", description: "d" } });
    expect(await rejection(other)).toMatchObject({ status: 409 });
    expect(sent()).toHaveLength(4);
  });

  it("waits as long as the platform says", async () => {
    fixture.fake.faults.push(busy({ "retry-after": "1" }));
    const before = Date.now();
    await me(fixture.client());
    expect(Date.now() - before).toBeGreaterThanOrEqual(990);
  });

  it("does not wait for what lies beyond the limit, but says when to return", async () => {
    fixture.fake.faults.push(busy({ "retry-after": "3600" }));
    const error = await rejection(me(fixture.client()));
    expect(error).toMatchObject({ status: 429, retryAfter: 3600 });
    expect(sent()).toHaveLength(1);
  });
});

describe("the limit", () => {
  it.each(["hang", "stall"] as const)("ends a call whose answer does not come (%s)", async (fault) => {
    fixture.fake.faults.push(fault);
    const error = await rejection(me(fixture.client({ timeoutMs: 100 })));
    expect(error).toMatchObject({ name: "ApiError", status: 0, code: "timeout" });
    expect(sent()).toHaveLength(1);
  });
});

describe("a token that is refused", () => {
  it("is replaced once, for all calls together", async () => {
    const [old, fresh] = [tokenOf("ada"), tokenOf("ada")];
    fixture.fake.api.refused.add(old);
    let token = old;
    const getToken = vi.fn(async ({ forceRefresh }: { forceRefresh: boolean }) => {
      if (!forceRefresh) return token;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return (token = fresh);
    });
    const client = fixture.client({ getToken });
    const answers = await Promise.all([
      me(client),
      me(client),
      createCourse({ client, body: { title: "C", description: "d" } }),
    ]);
    expect(answers).toHaveLength(3);
    expect(getToken.mock.calls.filter(([{ forceRefresh }]) => forceRefresh)).toHaveLength(1);
    expect(sent()).toHaveLength(6);
  });

  it("is not refreshed if another one is there already", async () => {
    const [old, fresh] = [tokenOf("ada"), tokenOf("ada")];
    fixture.fake.api.refused.add(old);
    const getToken = vi.fn().mockResolvedValueOnce(old).mockResolvedValue(fresh);
    await me(fixture.client({ getToken }));
    expect(getToken.mock.calls).toEqual([[{ forceRefresh: false }], [{ forceRefresh: false }]]);
  });

  it("is the end if the new one is refused as well", async () => {
    const tokens = [tokenOf("ada"), tokenOf("ada")];
    for (const token of tokens) fixture.fake.api.refused.add(token);
    const getToken = ({ forceRefresh }: { forceRefresh: boolean }) =>
      Promise.resolve(tokens[Number(forceRefresh)]);
    expect(await rejection(me(fixture.client({ getToken })))).toMatchObject({ status: 401 });
    expect(sent()).toHaveLength(2);
  });

  it("is the end if there is no new one", async () => {
    const token = tokenOf("ada");
    fixture.fake.api.refused.add(token);
    const error = await rejection(me(fixture.client({ getToken: () => Promise.resolve(token) })));
    expect(error).toMatchObject({ status: 401, code: "unauthenticated" });
    expect(sent()).toHaveLength(1);
  });
});
