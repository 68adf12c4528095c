import { beforeAll, describe, expect, it } from "vitest";

import {
  createCourse,
  createLesson,
  createModule,
  createQuiz,
  deleteCourse,
  deleteLesson,
  deleteModule,
  enroll,
  getCourse,
  getModule,
  getProgress,
  getQuiz,
  listCourses,
  listEnrollments,
  listLessons,
  listModules,
  orderLessons,
  publishCourse,
  submitQuiz,
  unenroll,
  updateCourse,
  updateModule,
  updateProgress,
  type Course,
} from "../src/index.js";
import { client, nobody, refusal, stranger } from "./platform.js";

const newCourse = { title: "Numbers", description: "From one to all of them" };
const make = (title = "Numbers") => createCourse({ client, body: { ...newCourse, title } });
const pathOf = (course: Course) => ({ course_id: course.id });

describe("a course", () => {
  it("is made, changed, listed and deleted", async () => {
    const course = await make();
    expect(course).toMatchObject({ ...newCourse, status: "draft", lesson_count: 0, enrolled_count: 0 });
    const path = pathOf(course);
    const changed = await updateCourse({ client, path, body: { difficulty: "beginner", tags: ["maths"] } });
    expect(changed).toMatchObject({ difficulty: "beginner", tags: ["maths"], title: "Numbers" });
    expect(await getCourse({ client, path })).toEqual(changed);
    const { items } = await listCourses({ client });
    expect(items.map(({ id }) => id)).toContain(course.id);
    await deleteCourse({ client, path });
    expect(await refusal(getCourse({ client, path }))).toMatchObject({ status: 404, code: "not_found" });
  });

  it("is listed page by page, newest first", async () => {
    const made = [];
    for (const title of ["one", "two", "three"]) made.push(await make(title));
    const first = await listCourses({ client, query: { limit: 2 } });
    expect(first.items.map(({ title }) => title)).toEqual(["three", "two"]);
    const { next } = first;
    expect(next).toBeTypeOf("string");
    const second = await listCourses({ client, query: { limit: 1, ...(next && { next }) } });
    expect(second.items.map(({ title }) => title)).toEqual(["one"]);
    for (const course of made) await deleteCourse({ client, path: pathOf(course) });
  });

  it("is made once by calls with one key", async () => {
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const once = () => createCourse({ client, body: newCourse, headers });
    const [first, again] = [await once(), await once()];
    expect(again).toEqual(first);
    const other = createCourse({ client, body: { ...newCourse, title: "Letters" }, headers });
    expect(await refusal(other)).toMatchObject({ status: 409, code: "conflict" });
    await deleteCourse({ client, path: pathOf(first) });
  });

  it("is its tenant's alone, and a draft its author's", async () => {
    const path = pathOf(await make());
    expect(await refusal(getCourse({ client: stranger, path }))).toMatchObject({
      status: 404,
      code: "not_found",
    });
    const change = updateCourse({ client: stranger, path, body: { title: "Mine" } });
    expect(await refusal(change)).toMatchObject({ status: 404 });
    const publication = publishCourse({ client, path });
    expect(await refusal(publication)).toMatchObject({ status: 403, code: "forbidden" });
    await deleteCourse({ client, path });
  });
});

describe("a refusal", () => {
  it("says what is wrong, and which request it was", async () => {
    const error = await refusal(createCourse({ client, body: { title: "", description: "d" } }));
    expect(error).toMatchObject({ status: 400, code: "invalid_request" });
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is of the platform's form without a token", async () => {
    expect(await refusal(listCourses({ client: nobody }))).toMatchObject({
      status: 401,
      code: "unauthenticated",
    });
  });
});

describe("a student", () => {
  let course: Course;
  beforeAll(async () => {
    course = await make();
  });

  it("enrols once in a published course, gets on, and leaves", async () => {
    const path = pathOf(course);
    const body = { course_id: course.id };
    expect(await refusal(enroll({ client, body }))).toMatchObject({ status: 409, code: "conflict" });
    const lessons = [];
    for (const title of ["first", "second"])
      lessons.push(await createLesson({ client, path, body: { title } }));
    await updateCourse({ client, path, body: { status: "published" } });

    const enrollment = await enroll({ client, body });
    expect(enrollment).toMatchObject({ course_id: course.id, status: "active", progress_percentage: 0 });
    expect(await refusal(enroll({ client, body }))).toMatchObject({ status: 409, code: "conflict" });
    expect(await getCourse({ client, path })).toMatchObject({ enrolled_count: 1, lesson_count: 2 });
    const { items } = await listEnrollments({ client });
    expect(items.map(({ course_id }) => course_id)).toContain(course.id);

    const seen = [];
    for (const { id } of lessons) {
      const lesson = { ...path, lesson_id: id };
      const { enrollment } = await updateProgress({
        client,
        path: lesson,
        body: { completed: true, seconds: 60 },
      });
      seen.push(enrollment.progress_percentage);
    }
    expect(seen).toEqual([50, 100]);
    expect((await getProgress({ client, path })).enrollment.status).toBe("completed");

    expect(await refusal(deleteCourse({ client, path }))).toMatchObject({ status: 409 });
    await unenroll({ client, path });
    expect(await refusal(getProgress({ client, path }))).toMatchObject({ status: 404 });
    await deleteCourse({ client, path });
  });
});

describe("the lessons of a course", () => {
  it("come in their order, which changes as a whole", async () => {
    const path = pathOf(await make());
    const ids = [];
    for (const title of ["a", "b", "c"]) ids.push((await createLesson({ client, path, body: { title } })).id);
    const order = [...ids].reverse();
    await orderLessons({ client, path, body: { lesson_ids: order } });
    expect((await listLessons({ client, path })).items.map(({ id }) => id)).toEqual(order);
    await deleteLesson({ client, path: { ...path, lesson_id: order[0] ?? "" } });
    expect((await getCourse({ client, path })).lesson_count).toBe(2);
    await deleteCourse({ client, path });
  });
});

describe("a quiz", () => {
  it("is answered and counted", async () => {
    const path = pathOf(await make());
    const questions = [{ text: "What is two and two?", choices: ["three", "four"], answer: 1 }];
    const { id } = await createQuiz({ client, path, body: { title: "Sums", questions, passing_score: 100 } });
    const quiz = await getQuiz({ client, path: { quiz_id: id } });
    expect(quiz.questions).toHaveLength(1);
    const answer = (choice: number) =>
      submitQuiz({ client, path: { quiz_id: id }, body: { answers: [choice] } });
    expect(await answer(0)).toMatchObject({ score: 0, passed: false, attempts: 1 });
    expect(await answer(1)).toMatchObject({ score: 100, passed: true, attempts: 2, best_score: 100 });
    const two = submitQuiz({ client, path: { quiz_id: id }, body: { answers: [1, 1] } });
    expect((await refusal(two)).fields).toMatchObject([{ field: "answers" }]);
    await deleteCourse({ client, path });
  });
});

describe("a module", () => {
  it("is made, changed, listed and deleted", async () => {
    const body = { title: "Primes", description: "What has no divisors", content_type: "text" } as const;
    const module = await createModule({ client, body });
    const path = { module_id: module.id };
    expect(module).toMatchObject({ ...body, status: "draft" });
    await updateModule({ client, path, body: { status: "published", estimated_duration: 45 } });
    expect(await getModule({ client, path })).toMatchObject({ status: "published", estimated_duration: 45 });
    const { items } = await listModules({ client, query: { status: "published" } });
    expect(items.map(({ id }) => id)).toContain(module.id);
    await deleteModule({ client, path });
    expect(await refusal(getModule({ client, path }))).toMatchObject({ status: 404 });
  });
});
