import { IconUserShield } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "audit:read";

/** Operators acting in merchants' consoles: as the merchant sees it, and as operators do. */
export const area: Area = {
  id: "visits",
  routes: [
    {
      path: "/settings/support-visits",
      page: () => import("./SupportVisitsPage"),
      permission: READ,
      of: "merchant",
    },
    { path: "/visits", page: () => import("./VisitsPage"), permission: READ, of: "platform" },
  ],
  navigation: [
    {
      to: "/visits",
      label: { en: "Visits", fr: "Visites" },
      icon: IconUserShield,
      place: 60,
      permission: READ,
      of: "platform",
    },
  ],
  commands: [
    {
      id: "support-visits",
      label: { en: "Support visits", fr: "Visites de l’assistance" },
      keywords: "operator platform who was here opérateur plateforme",
      to: "/settings/support-visits",
      permission: READ,
      of: "merchant",
    },
    {
      id: "visits",
      label: { en: "Visits to merchants", fr: "Visites chez les marchands" },
      keywords: "act as impersonate agir",
      to: "/visits",
      permission: READ,
      of: "platform",
    },
  ],
};
