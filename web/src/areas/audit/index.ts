import { IconShieldCheck } from "@tabler/icons-react";
import type { Area } from "@/app/area";

/** Who did what, and the proof that nobody changed the record of it. */
export const area: Area = {
  id: "audit",
  routes: [
    { path: "/audit", page: () => import("./AuditPage"), permission: "audit:read" },
    { path: "/audit/$entry", page: () => import("./EntryPage"), permission: "audit:read" },
  ],
  navigation: [
    {
      to: "/audit",
      label: { en: "Audit log", fr: "Journal d’audit" },
      icon: IconShieldCheck,
      place: 95,
      side: "foot",
      permission: "audit:read",
    },
  ],
  commands: [
    {
      id: "audit",
      label: { en: "Go to the audit log", fr: "Aller au journal d’audit" },
      keywords: "who did what trail history qui a fait quoi historique",
      to: "/audit",
      keys: "g a",
      permission: "audit:read",
    },
  ],
};
