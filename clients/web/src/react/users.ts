import { getMe, updateMe } from "../generated/sdk.gen.js";
import type { MeChanges } from "../generated/types.gen.js";
import { changeHook, itemHook, type Key } from "./hooks.js";

const me: Key = ["users", "me"];

/** The profile of whoever is signed in, with their tenant, its plan, limits and usage. */
export const useMe = itemHook(me, (call) => getMe(call));
export const useUpdateMe = changeHook([me], (call, body: MeChanges) => updateMe({ ...call, body }));
