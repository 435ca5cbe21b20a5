import { IconFileImport } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const RUN = "imports:run";

/** Files in and out: products, stock, customers, orders. */
export const area: Area = {
  id: "imports",
  routes: [
    { path: "/imports", feature: "imports", page: () => import("./ImportsPage"), permission: RUN },
    { path: "/imports/$file", feature: "imports", page: () => import("./ImportPage"), permission: RUN },
  ],
  navigation: [
    {
      to: "/imports",
      feature: "imports",
      label: { en: "Import & export", fr: "Import et export" },
      icon: IconFileImport,
      place: 60,
      permission: RUN,
    },
  ],
  commands: [
    {
      id: "imports",
      label: { en: "Import or export a file", fr: "Importer ou exporter un fichier" },
      keywords: "csv xlsx excel",
      to: "/imports",
      feature: "imports",
      permission: RUN,
    },
  ],
};
