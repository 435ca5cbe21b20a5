import { StatusBadge } from "@/kit/StatusBadge";
import { useStaffWords } from "./words";

/** Active, invited, left. */
export function StaffState({ status }: { status: string }) {
  const t = useStaffWords();
  if (status === "active") return <StatusBadge tone="good">{t("active")}</StatusBadge>;
  if (status === "invited") return <StatusBadge tone="warn">{t("invited")}</StatusBadge>;
  return <StatusBadge tone="quiet">{t("dismissed")}</StatusBadge>;
}
