import { IconChartDots } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "insights:read";

/** How the merchants of the platform are doing: for operators. */
export const area: Area = {
  id: "control-insights",
  routes: [{ path: "/insights", page: () => import("./InsightsPage"), permission: READ, of: "platform" }],
  navigation: [
    {
      to: "/insights",
      label: { en: "Insights", fr: "Aperçus" },
      icon: IconChartDots,
      place: 55,
      permission: READ,
      of: "platform",
    },
  ],
  commands: [
    {
      id: "control-insights",
      label: { en: "Go to insights", fr: "Aller aux aperçus" },
      keywords: "gmv activation retention merchants volume figures marchands chiffres",
      to: "/insights",
      permission: READ,
      of: "platform",
    },
  ],
};
