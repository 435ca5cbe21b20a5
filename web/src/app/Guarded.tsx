import type { ReactNode } from "react";
import { NoPermission } from "@/kit/NoPermission";
import { MissingPage } from "./CrashPage";
import { type Permission, useMay, useMe } from "./may";

/** A page, or who could grant it; nothing where it is switched off for the company. */
export function Guarded({
  permission,
  feature,
  children,
}: {
  permission: Permission | undefined;
  feature: string | undefined;
  children: ReactNode;
}) {
  const allowed = useMay(permission);
  const { features_off: off } = useMe();
  if (feature !== undefined && off.includes(feature)) return <MissingPage />;
  return allowed ? children : <NoPermission permission={permission} level={1} />;
}
