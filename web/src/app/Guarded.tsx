import type { ReactNode } from "react";
import { NoPermission } from "@/kit/NoPermission";
import { type Permission, useMay } from "./may";

/** A page, or who could grant it. */
export function Guarded({
  permission,
  children,
}: {
  permission: Permission | undefined;
  children: ReactNode;
}) {
  const allowed = useMay(permission);
  return allowed ? children : <NoPermission permission={permission} level={1} />;
}
