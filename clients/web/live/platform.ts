// Where the deployed API is, and who asks it: two people who are each alone in a tenant.

import { ApiError, createClient, type ApiClient } from "../src/index.js";

export const client = clientOf("PLATFORM_TOKEN");
export const stranger = clientOf("PLATFORM_OTHER_TOKEN");
export const nobody = createClient({
  baseUrl: variable("PLATFORM_API_URL"),
  getToken: () => Promise.resolve(null),
});

function clientOf(name: string): ApiClient {
  const token = variable(name);
  return createClient({ baseUrl: variable("PLATFORM_API_URL"), getToken: () => Promise.resolve(token) });
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; see "Against a deployed API" in README.md`);
  return value;
}

/** The error with which a call fails. */
export async function refusal(call: Promise<unknown>): Promise<ApiError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("the call was not refused");
}
