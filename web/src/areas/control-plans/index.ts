import { IconStack2 } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "plans:read";

/** What merchants may have and how much of it: for operators. */
export const area: Area = {
  id: "control-plans",
  routes: [
    { path: "/plans", page: () => import("./PlansPage"), permission: READ, of: "platform" },
    { path: "/plans/new", page: () => import("./NewPlanPage"), permission: "plans:write", of: "platform" },
    { path: "/plans/$plan", page: () => import("./PlanPage"), permission: READ, of: "platform" },
    {
      path: "/plans/$plan/publish",
      page: () => import("./PublishPage"),
      permission: "plans:write",
      of: "platform",
    },
  ],
  navigation: [
    {
      to: "/plans",
      label: { en: "Plans", fr: "Formules" },
      icon: IconStack2,
      place: 20,
      permission: READ,
      of: "platform",
    },
  ],
  commands: [
    {
      id: "control-plans",
      label: { en: "Go to plans", fr: "Aller aux formules" },
      keywords: "limits subscription limites abonnement",
      to: "/plans",
      permission: READ,
      of: "platform",
    },
    {
      id: "control-plans-new",
      label: { en: "New plan", fr: "Nouvelle formule" },
      to: "/plans/new",
      permission: "plans:write",
      of: "platform",
    },
  ],
};
