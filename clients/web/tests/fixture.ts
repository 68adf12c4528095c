import { afterEach, beforeEach } from "vitest";

import { Fake } from "../../fake/server.js";
import { jwt } from "../../fake/user-pool.js";
import { createClient, type ApiClient, type ClientOptions } from "../src/index.js";

/** A token of a user in an organization. */
export function tokenOf(user: string, organization?: string): string {
  const claims = organization === undefined ? {} : { "custom:organization_id": organization };
  return jwt({ sub: user, jti: Math.random(), ...claims });
}

export interface Fixture {
  fake: Fake;
  /** A client of Ada's that does not wait long. */
  client: (options?: Partial<ClientOptions>) => ApiClient;
}

/** A fake of the platform for each test of a file. */
export function fakePlatform(): Fixture {
  const fixture = {} as Fixture;
  beforeEach(async () => {
    const fake = await new Fake().start();
    const token = tokenOf("ada", "org-1");
    fixture.fake = fake;
    fixture.client = (options) =>
      createClient({
        baseUrl: `${fake.apiUrl}/`,
        getToken: () => Promise.resolve(token),
        retryDelayMs: 5,
        ...options,
      });
  });
  afterEach(() => fixture.fake.stop());
  return fixture;
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`it resolved with ${JSON.stringify(value)}`);
    },
    (reason: unknown) => reason,
  );
}
