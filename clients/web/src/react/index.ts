export * from "./education.js";
export type { ListResult, Page, QueryOptions } from "./hooks.js";
export { keys, type Key } from "./keys.js";
export * from "./organizations.js";
export { ApiProvider, createQueryClient, useApi, type ApiProviderProps } from "./provider.js";
export * from "./uploads.js";
export * from "./users.js";
