import { IconHeadset } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const SEE = ["customers:read", "orders:read"] as const;

/** Answering somebody who calls: one box to find them, everything about them on one page. */
export const area: Area = {
  id: "service",
  routes: [
    { path: "/service", feature: "customer_service", page: () => import("./ServicePage"), permission: SEE },
  ],
  navigation: [
    {
      to: "/service",
      feature: "customer_service",
      label: { en: "Customer service", fr: "Service client" },
      icon: IconHeadset,
      place: 50,
      permission: SEE,
    },
  ],
  commands: [
    {
      id: "service",
      label: { en: "Answer a customer", fr: "Répondre à un client" },
      keywords: "support call phone help appel téléphone aide",
      to: "/service",
      feature: "customer_service",
      keys: "g s",
      permission: SEE,
    },
  ],
  search: {
    label: { en: "Found", fr: "Trouvé" },
    permission: "search:use",
    finder: () => import("./finder"),
  },
};
