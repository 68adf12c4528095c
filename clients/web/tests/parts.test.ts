import { describe, expect, it } from "vitest";

import { jwt } from "../../fake/user-pool.js";
import { retryAfterOf } from "../src/error.js";
import { identityOf } from "../src/index.js";
import { pause, sleep } from "../src/repetition.js";
import { rejection } from "./fixture.js";

describe("Retry-After", () => {
  const of = (value: string) => retryAfterOf(new Headers({ "retry-after": value }), Date.UTC(2026, 0, 1));

  it("is seconds, or a date", () => {
    expect(of("120")).toBe(120);
    expect(of("Thu, 01 Jan 2026 00:00:30 GMT")).toBe(30);
    expect(of("Wed, 31 Dec 2025 23:59:00 GMT")).toBe(0);
  });

  it("is nothing if it is neither, or absent", () => {
    expect(of("soon")).toBeUndefined();
    expect(retryAfterOf(new Headers())).toBeUndefined();
  });
});

describe("a pause", () => {
  it("is as long as the platform says", () => {
    expect(pause(1, 250, 7)).toBe(7000);
  });

  it("is random below a limit that doubles and ends at eight seconds", () => {
    for (const [attempt, limit] of [
      [1, 250],
      [2, 500],
      [3, 1000],
      [20, 8000],
    ] as const) {
      const pauses = Array.from({ length: 200 }, () => pause(attempt, 250, undefined));
      expect(Math.max(...pauses)).toBeLessThanOrEqual(limit);
      expect(Math.max(...pauses)).toBeGreaterThan(limit / 2);
      expect(Math.min(...pauses)).toBeLessThan(limit / 2);
    }
  });

  it("ends when its signal is aborted, before or meanwhile", async () => {
    expect(await rejection(sleep(60_000, AbortSignal.abort("before")))).toBe("before");
    const controller = new AbortController();
    const sleeping = rejection(sleep(60_000, controller.signal));
    controller.abort("meanwhile");
    expect(await sleeping).toBe("meanwhile");
  });
});

describe("an identity", () => {
  it("is read from the claims of an organization's member", () => {
    const token = jwt({
      sub: "s",
      "custom:user_id": "u1",
      "custom:organization_id": "org-1",
      "custom:role": "instructor",
      "cognito:groups": ["OrgUsers"],
      email: "ada@example.org",
    });
    expect(identityOf(token)).toEqual({
      userId: "u1",
      tenantId: "org-1",
      role: "instructor",
      groups: ["OrgUsers"],
      name: "ada@example.org",
      isAlone: false,
    });
  });

  it("is the owner of their own tenant without an organization", () => {
    const alone = { userId: "s", tenantId: "u_s", role: "owner", groups: [], name: "s", isAlone: true };
    expect(identityOf(jwt({ sub: "s" }))).toEqual(alone);
    expect(
      identityOf(jwt({ sub: "s", "custom:organization_id": "individual", "custom:role": "viewer" })),
    ).toEqual(alone);
  });

  it("is a member's where an organization gives no role", () => {
    expect(identityOf(jwt({ sub: "s", "custom:organization_id": "Ørg" }))).toMatchObject({
      tenantId: "Ørg",
      role: "member",
    });
  });

  it("is refused where there is none", () => {
    expect(() => identityOf(jwt({}))).toThrow("names no user");
    expect(() => identityOf("nonsense")).toThrow("not a token");
  });
});
