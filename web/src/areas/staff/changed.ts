import { adminGetStaff, adminListRoles, adminListStaff } from "@/api/generated/sdk.gen";
import { refresh } from "@/api/query";

/** After a change of somebody: they, and the lists they stand in. */
export function changed(): void {
  refresh(adminGetStaff, adminListStaff, adminListRoles);
}
