import {
  createCourse,
  enroll,
  createLesson,
  createModule,
  createQuiz,
  submitQuiz,
  deleteCourse,
  unenroll,
  deleteLesson,
  deleteModule,
  deleteQuiz,
  getCourse,
  getLesson,
  getModule,
  getProgress,
  getQuiz,
  listCourses,
  listEnrollments,
  listLessons,
  listModules,
  orderLessons,
  publishCourse,
  updateCourse,
  updateLesson,
  updateModule,
  updateProgress,
  updateQuiz,
} from "../generated/sdk.gen.js";
import type {
  CourseChange,
  LessonChange,
  LessonOrder,
  ListCoursesData,
  ListEnrollmentsData,
  ListLessonsData,
  ListModulesData,
  ModuleChange,
  NewCourse,
  NewEnrollment,
  NewLesson,
  NewModule,
  NewQuiz,
  QuizAnswers,
  ProgressChange,
  QuizChange,
} from "../generated/types.gen.js";
import { changeHook, itemHook, listHook, type Filter } from "./hooks.js";
import { keys } from "./keys.js";

const { courses, lessons, enrollments, progress, quizzes, modules } = keys;

type CourseId = { course_id: string };
type LessonId = CourseId & { lesson_id: string };
type ModuleId = { module_id: string };
type QuizId = { quiz_id: string };

// Courses

export const useEducationCourses = listHook(courses, (call, query: Filter<ListCoursesData>) =>
  listCourses({ ...call, query }),
);
export const useEducationCourse = itemHook(courses, (call, course_id: string) =>
  getCourse({ ...call, path: { course_id } }),
);
export const useCreateCourse = changeHook([courses], (call, body: NewCourse) =>
  createCourse({ ...call, body }),
);
export const useUpdateCourse = changeHook(
  [courses],
  (call, { course_id, change }: CourseId & { change: CourseChange }) =>
    updateCourse({ ...call, path: { course_id }, body: change }),
);
export const useDeleteCourse = changeHook([courses], (call, path: CourseId) =>
  deleteCourse({ ...call, path }),
);
/** Copies a course into the catalogue that all tenants see. Staff only. */
export const usePublishCourse = changeHook([courses], (call, path: CourseId) =>
  publishCourse({ ...call, path }),
);

// Lessons

export const useLessons = listHook(
  lessons,
  (call, { course_id, ...query }: CourseId & Filter<ListLessonsData>) =>
    listLessons({ ...call, path: { course_id }, query }),
);
export const useLesson = itemHook(lessons, (call, course_id: string, lesson_id: string) =>
  getLesson({ ...call, path: { course_id, lesson_id } }),
);
export const useCreateLesson = changeHook(
  [lessons, courses],
  (call, { course_id, lesson }: CourseId & { lesson: NewLesson }) =>
    createLesson({ ...call, path: { course_id }, body: lesson }),
);
export const useUpdateLesson = changeHook(
  [lessons],
  (call, { change, ...path }: LessonId & { change: LessonChange }) =>
    updateLesson({ ...call, path, body: change }),
);
export const useDeleteLesson = changeHook([lessons, courses], (call, path: LessonId) =>
  deleteLesson({ ...call, path }),
);
export const useOrderLessons = changeHook(
  [lessons],
  (call, { course_id, order }: CourseId & { order: LessonOrder }) =>
    orderLessons({ ...call, path: { course_id }, body: order }),
);

// Enrolments and progress

export const useEnrollments = listHook(enrollments, (call, query: Filter<ListEnrollmentsData>) =>
  listEnrollments({ ...call, query }),
);
export const useEnroll = changeHook([enrollments, courses], (call, body: NewEnrollment) =>
  enroll({ ...call, body }),
);
export const useUnenroll = changeHook([enrollments, courses, progress], (call, path: CourseId) =>
  unenroll({ ...call, path }),
);
export const useCourseProgress = itemHook(progress, (call, course_id: string) =>
  getProgress({ ...call, path: { course_id } }),
);
export const useUpdateProgress = changeHook(
  [progress, enrollments],
  (call, { change, ...path }: LessonId & { change: ProgressChange }) =>
    updateProgress({ ...call, path, body: change }),
);

// Quizzes

export const useQuiz = itemHook(quizzes, (call, quiz_id: string) => getQuiz({ ...call, path: { quiz_id } }));
export const useCreateQuiz = changeHook(
  [quizzes, lessons],
  (call, { course_id, quiz }: CourseId & { quiz: NewQuiz }) =>
    createQuiz({ ...call, path: { course_id }, body: quiz }),
);
export const useUpdateQuiz = changeHook(
  [quizzes],
  (call, { quiz_id, change }: QuizId & { change: QuizChange }) =>
    updateQuiz({ ...call, path: { quiz_id }, body: change }),
);
export const useDeleteQuiz = changeHook([quizzes, lessons], (call, path: QuizId) =>
  deleteQuiz({ ...call, path }),
);
export const useSubmitQuiz = changeHook(
  [quizzes],
  (call, { quiz_id, answers }: QuizId & { answers: QuizAnswers }) =>
    submitQuiz({ ...call, path: { quiz_id }, body: answers }),
);

// Modules

export const useEducationModules = listHook(modules, (call, query: Filter<ListModulesData>) =>
  listModules({ ...call, query }),
);
export const useEducationModule = itemHook(modules, (call, module_id: string) =>
  getModule({ ...call, path: { module_id } }),
);
export const useCreateModule = changeHook([modules], (call, body: NewModule) =>
  createModule({ ...call, body }),
);
export const useUpdateModule = changeHook(
  [modules],
  (call, { module_id, change }: ModuleId & { change: ModuleChange }) =>
    updateModule({ ...call, path: { module_id }, body: change }),
);
export const useDeleteModule = changeHook([modules], (call, path: ModuleId) =>
  deleteModule({ ...call, path }),
);
