import {
  acceptInvitation,
  createInvitation,
  createOrganization,
  deleteInvitation,
  getOrganization,
  listInvitations,
  listMembers,
  removeMember,
  updateMember,
  updateOrganization,
} from "../generated/sdk.gen.js";
import type {
  Acceptance,
  ListInvitationsData,
  ListMembersData,
  NewInvitation,
  NewOrganization,
  NewRole,
  OrganizationChange,
} from "../generated/types.gen.js";
import { changeHook, itemHook, listHook, type Filter } from "./hooks.js";
import { keys } from "./keys.js";

const { organizations, members, invitations, me } = keys;

export const useOrganization = itemHook(organizations, (call) => getOrganization(call));
/** Afterwards the caller's token is out of date: refresh it, and give `ApiProvider` the new session. */
export const useCreateOrganization = changeHook([organizations, me], (call, body: NewOrganization) =>
  createOrganization({ ...call, body }),
);
export const useUpdateOrganization = changeHook([organizations, me], (call, body: OrganizationChange) =>
  updateOrganization({ ...call, body }),
);

export const useMembers = listHook(members, (call, query: Filter<ListMembersData>) =>
  listMembers({ ...call, query }),
);
export const useUpdateMember = changeHook(
  [members],
  (call, { user_id, role }: { user_id: string } & NewRole) =>
    updateMember({ ...call, path: { user_id }, body: { role } }),
);
export const useRemoveMember = changeHook([members, organizations], (call, path: { user_id: string }) =>
  removeMember({ ...call, path }),
);

export const useInvitations = listHook(invitations, (call, query: Filter<ListInvitationsData>) =>
  listInvitations({ ...call, query }),
);
export const useCreateInvitation = changeHook([invitations], (call, body: NewInvitation) =>
  createInvitation({ ...call, body }),
);
export const useDeleteInvitation = changeHook([invitations], (call, path: { invitation_id: string }) =>
  deleteInvitation({ ...call, path }),
);
/** Afterwards the caller's token is out of date, as after {@link useCreateOrganization}. */
export const useAcceptInvitation = changeHook([organizations, members, me], (call, body: Acceptance) =>
  acceptInvitation({ ...call, body }),
);
