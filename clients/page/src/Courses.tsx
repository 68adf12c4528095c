import type { Course } from "@diatonic/web";
import {
  useCreateCourse,
  useEducationCourses,
  useEnroll,
  useEnrollments,
  useUpdateCourse,
} from "@diatonic/web/react";

import { Field, Form, Problem } from "./Form";
import { More } from "./More";

export function Courses() {
  const courses = useEducationCourses({});
  const enrollments = useEnrollments({ limit: 100 });
  const create = useCreateCourse();
  const isEnrolled = (course: Course) => enrollments.data?.some(({ course_id }) => course_id === course.id);
  return (
    <section aria-labelledby="courses">
      <h2 id="courses">Courses</h2>
      <Form
        action="Make a course"
        onSubmit={({ title = "", description = "" }) => create.mutateAsync({ title, description })}
      >
        <Field label="Title of the course" name="title" maxLength={200} />
        <Field label="What it is about" name="description" maxLength={1000} />
      </Form>
      <Problem error={courses.error ?? enrollments.error} />
      {courses.data?.length === 0 && <p>There are no courses yet.</p>}
      <ul className="items">
        {courses.data?.map((course) => (
          <li key={course.id}>
            <CourseItem course={course} isEnrolled={isEnrolled(course) ?? false} />
          </li>
        ))}
      </ul>
      <More list={courses} />
    </section>
  );
}

function CourseItem({ course, isEnrolled }: { course: Course; isEnrolled: boolean }) {
  const update = useUpdateCourse();
  const enroll = useEnroll();
  const { id: course_id, title, status, description, enrolled_count } = course;
  const isBusy = update.isPending || enroll.isPending;
  return (
    <>
      <h3>{title}</h3>
      <p>{description}</p>
      <p>
        {status}, {enrolled_count} enrolled
      </p>
      {status === "draft" && (
        <button
          type="button"
          aria-label={`Publish ${title}`}
          disabled={isBusy}
          onClick={() => update.mutate({ course_id, change: { status: "published" } })}
        >
          Publish
        </button>
      )}
      {status === "published" && !isEnrolled && (
        <button
          type="button"
          aria-label={`Enrol in ${title}`}
          disabled={isBusy}
          onClick={() => enroll.mutate({ course_id })}
        >
          Enrol
        </button>
      )}
      {isEnrolled && <p className="good">You are enrolled.</p>}
      <Problem error={update.error ?? enroll.error} />
    </>
  );
}
