import { IconArchive } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "tenants:read";

/** Whole merchants: to a file, and deleted for good with a certificate. For operators. */
export const area: Area = {
  id: "control-archives",
  routes: [
    {
      path: "/tenants/$tenant/archives",
      page: () => import("./ArchivesPage"),
      permission: READ,
      of: "platform",
    },
    { path: "/deletions", page: () => import("./DeletionsPage"), permission: READ, of: "platform" },
  ],
  navigation: [
    {
      to: "/deletions",
      label: { en: "Deletions", fr: "Suppressions" },
      icon: IconArchive,
      place: 70,
      permission: READ,
      of: "platform",
    },
  ],
  commands: [
    {
      id: "control-deletions",
      label: { en: "Go to deletions", fr: "Aller aux suppressions" },
      keywords: "certificate gdpr erase certificat rgpd effacer",
      to: "/deletions",
      permission: READ,
      of: "platform",
    },
  ],
};
