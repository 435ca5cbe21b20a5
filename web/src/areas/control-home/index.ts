import { IconHome } from "@tabler/icons-react";
import type { Area } from "@/app/area";

/** The first page of Center Control: how many merchants there are, whose trial ends, what waits for somebody. */
export const area: Area = {
  id: "control-home",
  routes: [
    { path: "/", page: () => import("./ControlHomePage"), permission: "tenants:read", of: "platform" },
  ],
  navigation: [
    {
      to: "/",
      label: { en: "Home", fr: "Accueil" },
      icon: IconHome,
      place: 0,
      permission: "tenants:read",
      of: "platform",
    },
  ],
  commands: [
    {
      id: "control-home",
      label: { en: "Go home", fr: "Aller à l’accueil" },
      to: "/",
      keys: "g h",
      permission: "tenants:read",
      of: "platform",
    },
  ],
};
