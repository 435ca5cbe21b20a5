import type { Area } from "@/app/area";

const READ = "products:read";
const feature = "recommendations";

/** What goes with what, and what it sells. It stands below Products in the navigation. */
export const area: Area = {
  id: "recommendations",
  routes: [
    { path: "/recommendations", feature, page: () => import("./RecommendationsPage"), permission: READ },
    {
      path: "/recommendations/products/$product",
      feature,
      page: () => import("./ChoicePage"),
      permission: READ,
    },
  ],
  commands: [
    {
      id: "recommendations",
      label: { en: "Go to recommendations", fr: "Aller aux recommandations" },
      keywords: "bought together similar cross-sell up-sell ensemble similaires ventes croisées",
      to: "/recommendations",
      feature,
      permission: READ,
    },
  ],
};
