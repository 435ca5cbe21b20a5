/** Grants while they are being typed. Pure. */
import type { GrantedRole, GrantInput, Role } from "@/api/generated/types.gen";

export interface Draft {
  role: string;
  isLimited: boolean;
  stores: string[];
  locations: string[];
}

export const NOTHING: Draft = { role: "", isLimited: false, stores: [], locations: [] };

export function draftOf(grant: GrantedRole): Draft {
  const stores = grant.stores ?? [];
  const locations = grant.locations ?? [];
  return { role: grant.role, isLimited: stores.length + locations.length > 0, stores, locations };
}

export function inputOf(draft: Draft): GrantInput {
  return {
    role: draft.role,
    stores: draft.isLimited && draft.stores.length > 0 ? draft.stores : null,
    locations: draft.isLimited && draft.locations.length > 0 ? draft.locations : null,
  };
}

export type Complaint = "roleNeeded" | "placeNeeded" | "someRole";

/** What is missing in one line. */
export function complaintOf(draft: Draft): Complaint | null {
  if (draft.role === "") return "roleNeeded";
  const isNowhere = draft.stores.length + draft.locations.length === 0;
  return draft.isLimited && isNowhere ? "placeNeeded" : null;
}

/** What is missing in all of them together. */
export function complaintAbout(drafts: readonly Draft[]): Complaint | null {
  if (drafts.length === 0) return "someRole";
  return drafts.map(complaintOf).find((complaint) => complaint !== null) ?? null;
}

/** Every permission that these roles give somewhere. */
export function permissionsOf(drafts: readonly Draft[], roles: readonly Role[]): Set<string> {
  const chosen = new Set(drafts.map((draft) => draft.role));
  return new Set(roles.filter((role) => chosen.has(role.id)).flatMap((role) => role.permissions));
}
