/** Vertical and entity: the beginning of every key of that entity. */
export type Key = readonly [vertical: string, entity: string];

/**
 * Where the cache holds what. A list stands at `[...key, filter]`, an item at `[...key, id]`; who learns of a change by
 * another way, such as a socket, writes there or invalidates the whole key.
 */
export const keys = {
  courses: ["education", "courses"],
  lessons: ["education", "lessons"],
  enrollments: ["education", "enrollments"],
  progress: ["education", "progress"],
  quizzes: ["education", "quizzes"],
  modules: ["education", "modules"],
  uploads: ["uploads", "uploads"],
  uploadUrls: ["uploads", "urls"],
  users: ["users", "users"],
  me: ["users", "me"],
  organizations: ["organizations", "organizations"],
  members: ["organizations", "members"],
  invitations: ["organizations", "invitations"],
} as const satisfies Record<string, Key>;
