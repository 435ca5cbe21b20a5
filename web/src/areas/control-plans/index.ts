import { IconStack2 } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "plans:read";

/** What merchants may have and how much of it: for operators. */
export const area: Area = {
  id: "control-plans",
  routes: [
    { path: "/plans", page: () => import("./PlansPage"), permission: READ },
    { path: "/plans/new", page: () => import("./NewPlanPage"), permission: "plans:write" },
    { path: "/plans/$plan", page: () => import("./PlanPage"), permission: READ },
    { path: "/plans/$plan/publish", page: () => import("./PublishPage"), permission: "plans:write" },
  ],
  navigation: [
    { to: "/plans", label: { en: "Plans", fr: "Formules" }, icon: IconStack2, place: 20, permission: READ },
  ],
  commands: [
    {
      id: "control-plans",
      label: { en: "Go to plans", fr: "Aller aux formules" },
      keywords: "limits subscription limites abonnement",
      to: "/plans",
      permission: READ,
    },
    {
      id: "control-plans-new",
      label: { en: "New plan", fr: "Nouvelle formule" },
      to: "/plans/new",
      permission: "plans:write",
    },
  ],
};
