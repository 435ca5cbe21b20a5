import { IconChartHistogram } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "figures:read";

/** How it goes: revenue, visits, customers, what sells and what is missing, beside another period. */
export const area: Area = {
  id: "analytics",
  routes: [{ path: "/analytics", page: () => import("./AnalyticsPage"), permission: READ }],
  navigation: [
    {
      to: "/analytics",
      label: { en: "Analytics", fr: "Analyses" },
      icon: IconChartHistogram,
      place: 45,
      permission: READ,
    },
  ],
  commands: [
    {
      id: "analytics",
      label: { en: "Go to analytics", fr: "Aller aux analyses" },
      keywords:
        "figures revenue sales dashboard conversion cohorts stockouts report chiffres ventes tableau de bord rapport",
      to: "/analytics",
      permission: READ,
    },
  ],
};
