export { createClient, type ApiClient, type ClientOptions } from "./client.js";
export { ApiError, type Failure, type FieldError } from "./error.js";
export * from "./generated/index.js";
export { identityOf, type Identity } from "./identity.js";
export type { GetToken } from "./tokens.js";
export { uploadFile, type UploadOptions, type UploadProgress, type UploadRequest } from "./upload.js";
