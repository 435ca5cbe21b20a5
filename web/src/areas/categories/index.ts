import type { Area } from "@/app/area";

const WRITE = "categories:write";

/** The tree that shoppers browse by. It stands below Products in the navigation. */
export const area: Area = {
  id: "categories",
  routes: [
    { path: "/categories", page: () => import("./CategoriesPage"), permission: WRITE },
    { path: "/categories/$category", page: () => import("./CategoryPage"), permission: WRITE },
  ],
  commands: [
    {
      id: "categories",
      label: { en: "Go to categories", fr: "Aller aux catégories" },
      to: "/categories",
      permission: WRITE,
    },
    {
      id: "category-new",
      label: { en: "New category", fr: "Nouvelle catégorie" },
      to: "/categories/new",
      permission: WRITE,
    },
  ],
};
