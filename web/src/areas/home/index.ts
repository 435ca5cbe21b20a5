import { IconHome } from "@tabler/icons-react";
import type { Area } from "@/app/area";

/** What needs doing, before how it went. */
export const area: Area = {
  id: "home",
  routes: [{ path: "/", page: () => import("./HomePage"), of: "merchant" }],
  navigation: [{ to: "/", label: { en: "Home", fr: "Accueil" }, icon: IconHome, place: 0, of: "merchant" }],
  commands: [
    { id: "home", label: { en: "Go home", fr: "Aller à l’accueil" }, to: "/", keys: "g h", of: "merchant" },
  ],
};
