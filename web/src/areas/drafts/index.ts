import type { Area } from "@/app/area";

const WRITE = "drafts:write";

/** Orders that staff build for somebody. */
export const area: Area = {
  id: "drafts",
  routes: [
    { path: "/drafts", page: () => import("./DraftsPage"), permission: "drafts:read" },
    { path: "/drafts/new", page: () => import("./NewDraftPage"), permission: WRITE },
    { path: "/drafts/$draft", page: () => import("./DraftPage"), permission: "drafts:read" },
  ],
  commands: [
    {
      id: "drafts",
      label: { en: "Go to draft orders", fr: "Aller aux brouillons de commande" },
      keywords: "phone order téléphone offer offre",
      to: "/drafts",
      keys: "g d",
      permission: "drafts:read",
    },
    {
      id: "draft-new",
      label: { en: "New order for a customer", fr: "Nouvelle commande pour un client" },
      keywords: "draft phone brouillon téléphone",
      to: "/drafts/new",
      permission: WRITE,
    },
  ],
};
