// @vitest-environment jsdom
import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, it } from "vitest";

import { createCourse, createModule, type ApiClient } from "../src/index.js";
import {
  ApiProvider,
  createQueryClient,
  keys,
  useApi,
  useCreateCourse,
  useDeleteModule,
  useEducationCourse,
  useEducationCourses,
  useEducationModule,
  useEducationModules,
  useUser,
  useUpdateModule,
  useUpload,
  useUploadModuleContent,
} from "../src/react/index.js";
import { tokenOf, fakePlatform } from "./fixture.js";

const fixture = fakePlatform();
afterEach(cleanup);

function render<Result, Props>(hook: (props: Props) => Result, client: ApiClient, initialProps?: Props) {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <ApiProvider client={client} session="org-1/ada">
      {children}
    </ApiProvider>
  );
  return renderHook(hook, { wrapper, ...(initialProps === undefined ? {} : { initialProps }) }).result;
}

describe("a list", () => {
  it("grows by a page, newest first, and ends", async () => {
    const client = fixture.client();
    for (const title of ["one", "two", "three"])
      await createCourse({ client, body: { title, description: "d" } });
    const courses = render(() => useEducationCourses({ limit: 2 }), client);
    await waitFor(() => expect(courses.current.isSuccess).toBe(true));
    expect(courses.current.data?.map(({ title }) => title)).toEqual(["three", "two"]);
    expect(courses.current.hasNextPage).toBe(true);
    act(() => void courses.current.fetchNextPage());
    await waitFor(() => expect(courses.current.data).toHaveLength(3));
    expect(courses.current.hasNextPage).toBe(false);
    expect(fixture.fake.requests.at(-1)?.url.search).toBe("?limit=2&next=2");
  });

  it("waits until it is enabled", async () => {
    const client = fixture.client();
    let enabled = false;
    const wrapper = ({ children }: { children: ReactNode }) => (
      <ApiProvider client={client} session="s">
        {children}
      </ApiProvider>
    );
    const courses = renderHook(() => useEducationCourses({}, { enabled }), { wrapper });
    expect(courses.result.current.fetchStatus).toBe("idle");
    enabled = true;
    courses.rerender();
    await waitFor(() => expect(courses.result.current.data).toEqual([]));
  });

  it("is fetched anew after a change", async () => {
    const client = fixture.client();
    const both = render(
      () => ({ courses: useEducationCourses({ status: "draft" }), create: useCreateCourse() }),
      client,
    );
    await waitFor(() => expect(both.current.courses.data).toEqual([]));
    act(() => both.current.create.mutate({ title: "new", description: "d" }));
    await waitFor(() => expect(both.current.courses.data).toHaveLength(1));
  });

  it("fails at once, with the platform's error", async () => {
    fixture.fake.faults.push({
      status: 403,
      body: { error: { code: "forbidden", message: "Not yours.", request_id: "r" } },
    });
    const courses = render(() => useEducationCourses({}), fixture.client());
    await waitFor(() => expect(courses.current.isError).toBe(true));
    expect(courses.current.error).toMatchObject({ status: 403, code: "forbidden", message: "Not yours." });
    expect(fixture.fake.requests).toHaveLength(1);
  });
});

describe("an item", () => {
  it("waits for its id", async () => {
    const client = fixture.client();
    const { id: course_id } = await createCourse({ client, body: { title: "one", description: "d" } });
    const wrapper = ({ children }: { children: ReactNode }) => (
      <ApiProvider client={client} session="s">
        {children}
      </ApiProvider>
    );
    const initialProps: { id: string | undefined } = { id: undefined };
    const course = renderHook(({ id }) => useEducationCourse(id), { wrapper, initialProps });
    expect(course.result.current.fetchStatus).toBe("idle");
    course.rerender({ id: course_id });
    await waitFor(() => expect(course.result.current.data).toMatchObject({ title: "one" }));
    expect(fixture.fake.requests).toHaveLength(2);
  });

  it("can be oneself", async () => {
    const me = render(() => useUser("ada"), fixture.client());
    await waitFor(() => expect(me.current.data?.user_id).toBe("ada"));
  });

  it("is fetched anew after its change, and gone after its deletion", async () => {
    const client = fixture.client();
    const { id: module_id } = await createModule({
      client,
      body: { title: "old", description: "d", content_type: "text" },
    });
    const hooks = render(
      () => ({
        item: useEducationModule(module_id),
        list: useEducationModules({}),
        update: useUpdateModule(),
        remove: useDeleteModule(),
      }),
      client,
    );
    await waitFor(() => expect(hooks.current.item.data?.title).toBe("old"));
    act(() => hooks.current.update.mutate({ module_id, change: { title: "new" } }));
    await waitFor(() => expect(hooks.current.item.data?.title).toBe("new"));
    expect(hooks.current.list.data?.map(({ title }) => title)).toEqual(["new"]);
    act(() => hooks.current.remove.mutate({ module_id }));
    await waitFor(() => expect(hooks.current.list.data).toEqual([]));
  });
});

describe("another session", () => {
  it("sees nothing of the one before", async () => {
    const [first, second] = [
      fixture.client(),
      fixture.client({ getToken: () => Promise.resolve(tokenOf("bob", "org-2")) }),
    ];
    await createCourse({ client: first, body: { title: "of org-1", description: "d" } });
    let session = { client: first, session: "org-1/ada" };
    const wrapper = ({ children }: { children: ReactNode }) => (
      <ApiProvider {...session}>{children}</ApiProvider>
    );
    const courses = renderHook(() => useEducationCourses({}), { wrapper });
    await waitFor(() => expect(courses.result.current.data).toHaveLength(1));
    session = { client: second, session: "org-2/bob" };
    courses.rerender();
    expect(courses.result.current.data).toBeUndefined();
    await waitFor(() => expect(courses.result.current.data).toEqual([]));
  });

  it("has a cache of the application's own making, if that makes one", async () => {
    const cache = createQueryClient();
    const wrapper = ({ children }: { children: ReactNode }) => (
      <ApiProvider client={fixture.client()} session="s" createCache={() => cache}>
        {children}
      </ApiProvider>
    );
    renderHook(() => useEducationCourses({ status: "draft" }), { wrapper });
    await waitFor(() =>
      expect(cache.getQueryState([...keys.courses, { status: "draft" }])?.status).toBe("success"),
    );
  });

  it("is needed by every hook", () => {
    expect(() => renderHook(() => useApi())).toThrow("needs an <ApiProvider>");
  });
});

describe("an upload", () => {
  const file = new File([new Uint8Array(200_000)], "film.mp4", { type: "video/mp4" });

  it("is sent, checked and ready, with its progress", async () => {
    const client = fixture.client();
    const seen: string[] = [];
    const upload = render(() => {
      const hook = useUpload();
      if (hook.progress) seen.push(`${hook.progress.phase} ${hook.progress.fraction}`);
      return hook;
    }, client);
    act(() => upload.current.mutate({ file, purpose: "module_content", parentId: "m1" }));
    await waitFor(() => expect(upload.current.isSuccess).toBe(true), { timeout: 5000 });
    expect(upload.current.data).toMatchObject({
      status: "ready",
      file_name: "film.mp4",
      size: 200_000,
      parent_id: "m1",
    });
    expect(seen[0]).toBe("sending 0");
    expect(seen.at(-1)).toBe("checking 1");
  });

  it("tells that the platform has rejected the file", async () => {
    fixture.fake.api.check = { status: "rejected", looks: 0 };
    const upload = render(() => useUploadModuleContent(), fixture.client());
    act(() => upload.current.mutate({ module_id: "m1", file }));
    await waitFor(() => expect(upload.current.data?.status).toBe("rejected"), { timeout: 5000 });
  });

  it("can be cancelled", async () => {
    fixture.fake.api.check = { status: "ready", looks: 1000 };
    const upload = render(() => useUpload(), fixture.client());
    act(() => upload.current.mutate({ file, purpose: "module_content", parentId: "m1" }));
    await waitFor(() => expect(upload.current.progress?.phase).toBe("checking"), { timeout: 5000 });
    act(() => upload.current.cancel());
    await waitFor(() => expect(upload.current.error).toMatchObject({ name: "AbortError" }));
  });
});
