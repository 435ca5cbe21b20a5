/** Further tabs of a merchant's page, a line each. A panel is a file of the kit or of this area. */
import type { FunctionComponent } from "react";
import type { Label } from "@/app/words";

export interface PanelProps {
  /** Its public id, and what it is called. */
  tenant: string;
  company: string;
}

export interface TenantPanel {
  value: string;
  label: Label;
  permission: string;
  /** Loaded when somebody opens the tab. */
  panel: () => Promise<{ default: FunctionComponent<PanelProps> }>;
}

export const panels: readonly TenantPanel[] = [
  {
    value: "plan",
    label: { en: "Plan and usage", fr: "Formule et usage" },
    permission: "plans:read",
    panel: async () => ({ default: (await import("@/kit/plan/TenantPlanPanel")).TenantPlanPanel }),
  },
  {
    value: "features",
    label: { en: "Features", fr: "Fonctions" },
    permission: "flags:read",
    panel: async () => ({ default: (await import("@/kit/flags/TenantFeaturesPanel")).TenantFeaturesPanel }),
  },
  {
    value: "policies",
    label: { en: "Policies", fr: "Règles" },
    permission: "policies:read",
    panel: () => import("./PoliciesPanel"),
  },
  {
    value: "archives",
    label: { en: "Archives and deletion", fr: "Archives et suppression" },
    permission: "tenants:read",
    panel: () => import("@/kit/archives/TenantArchivesPanel"),
  },
];
