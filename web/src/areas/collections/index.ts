import type { Area } from "@/app/area";

const WRITE = "categories:write";

/** Groups of products for presentation. They stand below Products in the navigation. */
export const area: Area = {
  id: "collections",
  routes: [
    {
      path: "/collections",
      feature: "collections",
      page: () => import("./CollectionsPage"),
      permission: WRITE,
    },
    {
      path: "/collections/$collection",
      feature: "collections",
      page: () => import("./CollectionPage"),
      permission: WRITE,
    },
  ],
  commands: [
    {
      id: "collections",
      label: { en: "Go to collections", fr: "Aller aux collections" },
      to: "/collections",
      feature: "collections",
      keys: "g l",
      permission: WRITE,
    },
    {
      id: "collection-new",
      label: { en: "New collection", fr: "Nouvelle collection" },
      to: "/collections/new",
      feature: "collections",
      permission: WRITE,
    },
  ],
};
