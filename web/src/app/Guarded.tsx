import { lazy, type ReactNode, Suspense } from "react";
import { NoPermission } from "@/kit/NoPermission";
import { Skeletons } from "@/kit/Skeletons";
import type { Whose } from "./area";
import { MissingPage } from "./CrashPage";
import { type Permission, useMay, useMe, whose } from "./may";

const FeatureOff = lazy(() => import("@/kit/flags/FeatureOff"));

/** A page, or who could grant it; why not, and what to do, where it is switched off for the company. */
export function Guarded({
  permission,
  feature,
  of,
  children,
}: {
  permission: Permission | undefined;
  feature: string | undefined;
  of?: Whose | undefined;
  children: ReactNode;
}) {
  const allowed = useMay(permission);
  const me = useMe();
  if (of !== undefined && of !== whose(me)) return <MissingPage />;
  if (feature !== undefined && me.features_off.includes(feature)) {
    if (whose(me) === "platform") return <MissingPage />;
    return (
      <Suspense fallback={<Skeletons />}>
        <FeatureOff feature={feature} />
      </Suspense>
    );
  }
  return allowed ? children : <NoPermission permission={permission} level={1} />;
}
