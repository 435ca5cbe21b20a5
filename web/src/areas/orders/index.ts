import { IconReceipt } from "@tabler/icons-react";
import type { Area } from "@/app/area";

/** What was sold, and what is left to do about it. */
export const area: Area = {
  id: "orders",
  routes: [
    { path: "/orders", page: () => import("./OrdersPage"), permission: "orders:read" },
    { path: "/orders/$order", page: () => import("./OrderPage"), permission: "orders:read" },
    { path: "/fulfillment", page: () => import("./FulfillmentPage"), permission: "orders:read" },
    { path: "/orders/$order/edit", page: () => import("./edit/EditPage"), permission: "orders:edit" },
  ],
  navigation: [
    {
      to: "/orders",
      label: { en: "Orders", fr: "Commandes" },
      icon: IconReceipt,
      place: 10,
      permission: "orders:read",
      children: [
        {
          to: "/drafts",
          label: { en: "Drafts", fr: "Brouillons" },
          permission: "drafts:read",
        },
        {
          to: "/fulfillment",
          label: { en: "Fulfillment", fr: "Préparation" },
          permission: "orders:read",
        },
      ],
    },
  ],
  commands: [
    {
      id: "orders",
      label: { en: "Go to orders", fr: "Aller aux commandes" },
      to: "/orders",
      keys: "g o",
      permission: "orders:read",
    },
    {
      id: "orders-to-prepare",
      label: { en: "Orders to prepare", fr: "Commandes à préparer" },
      keywords: "pack pick emballer",
      to: "/orders?need=to_prepare",
      permission: "orders:read",
    },
    {
      id: "fulfillment",
      label: { en: "Go to fulfillment", fr: "Aller à la préparation" },
      keywords: "pack parcel ship colis emballer expédier",
      to: "/fulfillment",
      keys: "g f",
      permission: "orders:read",
    },
    {
      id: "orders-to-ship",
      label: { en: "Orders to ship", fr: "Commandes à expédier" },
      keywords: "parcel courier colis",
      to: "/orders?need=to_ship",
      permission: "orders:read",
    },
  ],
};
