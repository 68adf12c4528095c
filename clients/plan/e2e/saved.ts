// A saved plan of any size, as `diatonic plan --out` writes it.

import { execFileSync } from "node:child_process";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A text that would be markup, or would end the data of the page, if it were not escaped. */
export const HOSTILE = `</script><img src=x onerror="throw new Error('markup')"> <b>bold</b> "quoted" & 'more'`;

/** A plan with steps of every sort, so many of them. */
export function savedPlan(diatonic: string, steps: number): string {
  const version = execFileSync(diatonic, ["--version"], { encoding: "utf8" }).trim().split(" ").at(-1) ?? "";
  const plan = {
    steps: Array.from({ length: steps }, (_, position) => step(position)),
    blocked: [],
    drift: [drift()],
    unchanged: 42,
    moved: [{ from: "logs.log_group.old", to: "logs.log_group.g0" }],
    forgotten: [],
    found: [],
    state_was_empty: false,
    outputs: { url: "https://example.com/new" },
    recorded_outputs: { url: "https://example.com/old" },
  };
  const request = { targets: [], exclude: [], replace: [], allow_destroy: [], destroy: false };
  return JSON.stringify({
    format: 3,
    diatonic: version,
    stack: "shop/dev",
    account: "123456789012",
    region: "us-east-2",
    plan_time: 1_767_225_600,
    request,
    plan,
  });
}

/** The address of the step at a position. */
export function address(position: number): string {
  return position % 3 === 2 ? `iam.role.r${position}` : `logs.log_group.g${position}`;
}

function step(position: number): Json {
  const common = {
    address: address(position),
    region: "us-east-2",
    sensitive: [],
    // A tree in which each waits for one, and some for another besides.
    waits_for:
      position < 10 ? [] : [Math.floor(position / 10), ...(position % 7 === 0 ? [position - 1] : [])],
    depends_on: [],
    replaces: [],
    accepted: [],
  };
  const name = `shop-dev-${position}`;
  if (position % 3 === 0) {
    const after = { name, retention_days: 14, class: "STANDARD", deletion_protection: false, tags: {} };
    return {
      ...common,
      action: "create",
      reason: { kind: "new" },
      changes: [],
      phase: "whole",
      id: null,
      before: null,
      after,
      consequences: [],
    };
  }
  if (position % 3 === 1) {
    const side = (retention_days: number, team: string) => ({
      name,
      retention_days,
      class: "STANDARD",
      deletion_protection: false,
      tags: { team },
    });
    const consequence = {
      field: ["retention_days"],
      weight: "loss",
      says: "events that are older than 7 days are deleted",
      help: "",
    };
    return {
      ...common,
      action: "update",
      reason: { kind: "changed" },
      changes: [
        { path: ["retention_days"], before: 30, after: 7 },
        { path: ["tags", "team"], before: "a", after: HOSTILE },
      ],
      phase: "whole",
      id: name,
      before: side(30, "a"),
      after: side(7, HOSTILE),
      consequences: position % 30 === 1 ? [consequence] : [],
    };
  }
  const before = { name, path: "/", max_session_duration: 3600 };
  return {
    ...common,
    action: "delete",
    reason: { kind: "not_in_specs" },
    changes: [],
    phase: "whole",
    id: name,
    before,
    after: null,
    consequences: [],
  };
}

function drift(): Json {
  const side = (retention_days: number) => ({ name: "shop-dev-0", retention_days });
  const changes = [{ path: ["retention_days"], before: 14, after: 3 }];
  return {
    address: "logs.log_group.g0",
    id: "shop-dev-0",
    what: { changed: { applied: side(14), live: side(3), changes } },
    sensitive: [],
  };
}
