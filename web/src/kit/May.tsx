import { Tooltip } from "@mantine/core";
import { cloneElement, type ReactElement, type ReactNode } from "react";
import { type Permission, useMay } from "@/app/may";
import { useKitWords } from "./words";

interface MayProps {
  permission: Permission;
  store?: string;
  location?: string;
  children: ReactNode;
  /** Shown instead; nothing by default. */
  otherwise?: ReactNode;
}

/** Shows its children to those who may. */
export function May({ permission, store, location, children, otherwise = null }: MayProps) {
  const allowed = useMay(permission, { ...(store ? { store } : {}), ...(location ? { location } : {}) });
  return allowed ? children : otherwise;
}

interface ExplainedProps {
  /** Why it cannot be done now; without a reason it can. */
  reason: string | null | undefined;
  children: ReactElement<{
    disabled?: boolean;
    "data-disabled"?: boolean;
    "aria-disabled"?: boolean;
    onClick?: unknown;
  }>;
}

/** A button that is there but cannot be pressed, and says why when one points at it or comes to it by keyboard. */
export function Explained({ reason, children }: ExplainedProps) {
  if (!reason) return children;
  const still = cloneElement(children, {
    "data-disabled": true,
    "aria-disabled": true,
    onClick: (event: Event) => event.preventDefault(),
  });
  return (
    <Tooltip label={reason} multiline maw={280}>
      {still}
    </Tooltip>
  );
}

/** The reason for `Explained` when a permission lacks. */
export function useReason(permission: Permission): string | null {
  const t = useKitWords();
  const allowed = useMay(permission);
  return allowed ? null : t("noPermissionTip", { permission: [permission].flat().join(" / ") });
}
