import { IconBuildingStore } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "tenants:read";

/** The merchants of the platform: the list, one of them, its life. For operators. */
export const area: Area = {
  id: "control-tenants",
  routes: [
    { path: "/tenants", page: () => import("./TenantsPage"), permission: READ, of: "platform" },
    {
      path: "/tenants/new",
      page: () => import("./NewTenantPage"),
      permission: "tenants:write",
      of: "platform",
    },
    { path: "/tenants/$tenant", page: () => import("./TenantPage"), permission: READ, of: "platform" },
  ],
  navigation: [
    {
      to: "/tenants",
      label: { en: "Merchants", fr: "Marchands" },
      icon: IconBuildingStore,
      place: 10,
      permission: READ,
      of: "platform",
    },
  ],
  commands: [
    {
      id: "control-tenants",
      label: { en: "Go to merchants", fr: "Aller aux marchands" },
      keywords: "company tenant société",
      to: "/tenants",
      keys: "g m",
      permission: READ,
      of: "platform",
    },
    {
      id: "control-tenants-new",
      label: { en: "New merchant", fr: "Nouveau marchand" },
      to: "/tenants/new",
      permission: "tenants:write",
      of: "platform",
    },
  ],
  search: { label: { en: "Merchants", fr: "Marchands" }, permission: READ, finder: () => import("./finder") },
};
