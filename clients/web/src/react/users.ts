import { getMe, getUser, updateMe, updateUser } from "../generated/sdk.gen.js";
import type { ProfileChange } from "../generated/types.gen.js";
import { changeHook, itemHook } from "./hooks.js";
import { keys } from "./keys.js";

const { users, me } = keys;

/** The profile of whoever is signed in, with their tenant, its plan, limits and usage. */
export const useMe = itemHook(me, (call) => getMe(call));
export const useUpdateMe = changeHook([me, users], (call, body: ProfileChange) =>
  updateMe({ ...call, body }),
);

/** A user's profile: one's own, or one that one may manage. */
export const useUser = itemHook(users, (call, user_id: string) => getUser({ ...call, path: { user_id } }));
export const useUpdateUser = changeHook(
  [users, me],
  (call, { user_id, change }: { user_id: string; change: ProfileChange }) =>
    updateUser({ ...call, path: { user_id }, body: change }),
);
