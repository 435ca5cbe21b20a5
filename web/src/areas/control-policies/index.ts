import { IconHandStop, IconShieldCheck } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "policies:read";

/** What binds merchants, and the orders that wait for somebody to look at them: for operators. */
export const area: Area = {
  id: "control-policies",
  routes: [
    { path: "/policies", page: () => import("./PoliciesPage"), permission: READ, of: "platform" },
    { path: "/policies/$policy", page: () => import("./PolicyPage"), permission: READ, of: "platform" },
    { path: "/risk", page: () => import("./RiskPage"), permission: "risk:read", of: "platform" },
    { path: "/retention", page: () => import("./RetentionPage"), permission: READ, of: "platform" },
  ],
  navigation: [
    {
      to: "/policies",
      label: { en: "Policies", fr: "Règles" },
      icon: IconShieldCheck,
      place: 40,
      permission: READ,
      of: "platform",
      children: [
        {
          to: "/retention",
          label: { en: "What was removed", fr: "Ce qui a été supprimé" },
          permission: READ,
          of: "platform",
        },
      ],
    },
    {
      to: "/risk",
      label: { en: "Held orders", fr: "Commandes retenues" },
      icon: IconHandStop,
      place: 45,
      permission: "risk:read",
      of: "platform",
    },
  ],
  commands: [
    {
      id: "control-policies",
      label: { en: "Go to policies", fr: "Aller aux règles" },
      keywords: "payment shipping retention theme risk paiement livraison conservation apparence risque",
      to: "/policies",
      permission: READ,
      of: "platform",
    },
    {
      id: "control-risk",
      label: { en: "Orders held for review", fr: "Commandes à vérifier" },
      keywords: "fraud risk fraude risque",
      to: "/risk",
      permission: "risk:read",
      of: "platform",
    },
  ],
};
