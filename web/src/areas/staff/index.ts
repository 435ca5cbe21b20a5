import { IconKey, IconUsersGroup } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const SEE = "staff:read";
const KEYS = "keys:read";

/** Who works here, what their roles hold, and the keys of programs. */
export const area: Area = {
  id: "staff",
  routes: [
    { path: "/staff", page: () => import("./StaffPage"), permission: SEE },
    { path: "/staff/invite", page: () => import("./StaffPage"), permission: "staff:write" },
    { path: "/staff/roles", page: () => import("./RolesPage"), permission: SEE },
    { path: "/staff/roles/$role", page: () => import("./RolePage"), permission: SEE },
    { path: "/staff/$person", page: () => import("./PersonPage"), permission: SEE },
    { path: "/keys", page: () => import("./KeysPage"), permission: KEYS },
  ],
  navigation: [
    {
      to: "/staff",
      label: { en: "Staff", fr: "Équipe" },
      icon: IconUsersGroup,
      place: 92,
      side: "foot",
      permission: SEE,
      children: [{ to: "/staff/roles", label: { en: "Roles", fr: "Rôles" }, permission: SEE }],
    },
    {
      to: "/keys",
      label: { en: "API keys", fr: "Clés d’API" },
      icon: IconKey,
      place: 93,
      side: "foot",
      permission: KEYS,
    },
  ],
  commands: [
    {
      id: "staff",
      label: { en: "Go to staff", fr: "Aller à l’équipe" },
      keywords: "people colleagues team collègues personnel",
      to: "/staff",
      keys: "g t",
      permission: SEE,
    },
    {
      id: "staff-invite",
      label: { en: "Invite somebody", fr: "Inviter quelqu’un" },
      keywords: "staff colleague hire collègue embaucher",
      to: "/staff/invite",
      permission: "staff:write",
    },
    {
      id: "roles",
      label: { en: "Roles and permissions", fr: "Rôles et permissions" },
      keywords: "rights access droits accès",
      to: "/staff/roles",
      permission: SEE,
    },
    {
      id: "keys",
      label: { en: "API keys", fr: "Clés d’API" },
      keywords: "token secret integration intégration",
      to: "/keys",
      permission: KEYS,
    },
  ],
};
