import { IconToggleRight } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "flags:read";

/** How far features are rolled out, and where the platform and its merchants are on their way: for operators. */
export const area: Area = {
  id: "control-flags",
  routes: [
    { path: "/flags", page: () => import("./FlagsPage"), permission: READ, of: "platform" },
    { path: "/flags/$flag", page: () => import("./FlagPage"), permission: READ, of: "platform" },
    { path: "/phases", page: () => import("./PhasesPage"), permission: READ, of: "platform" },
  ],
  navigation: [
    {
      to: "/flags",
      label: { en: "Features", fr: "Fonctions" },
      icon: IconToggleRight,
      place: 30,
      permission: READ,
      of: "platform",
      children: [{ to: "/phases", label: { en: "Phases", fr: "Phases" }, permission: READ, of: "platform" }],
    },
  ],
  commands: [
    {
      id: "control-flags",
      label: { en: "Go to features", fr: "Aller aux fonctions" },
      keywords: "flags rollout pilot percentage déploiement pilote pourcentage",
      to: "/flags",
      permission: READ,
      of: "platform",
    },
    {
      id: "control-phases",
      label: { en: "Go to phases", fr: "Aller aux phases" },
      keywords: "roadmap C1 T1 feuille de route",
      to: "/phases",
      permission: READ,
      of: "platform",
    },
  ],
};
