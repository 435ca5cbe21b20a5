import { IconTag } from "@tabler/icons-react";
import type { Area } from "@/app/area";

/** What is sold. */
export const area: Area = {
  id: "products",
  routes: [
    { path: "/products", page: () => import("./list/ProductsPage"), permission: "products:read" },
    { path: "/products/new", page: () => import("./editor/NewProductPage"), permission: "products:write" },
    {
      path: "/products/attributes",
      page: () => import("./attributes/AttributesPage"),
      permission: "products:read",
    },
    { path: "/products/$product", page: () => import("./editor/ProductPage"), permission: "products:read" },
  ],
  navigation: [
    {
      to: "/products",
      label: { en: "Products", fr: "Produits" },
      icon: IconTag,
      place: 20,
      permission: "products:read",
      children: [
        {
          to: "/categories",
          label: { en: "Categories", fr: "Catégories" },
          permission: "categories:write",
        },
        {
          to: "/collections",
          feature: "collections",
          label: { en: "Collections", fr: "Collections" },
          permission: "categories:write",
        },
        {
          to: "/sale-events",
          feature: "sale_events",
          label: { en: "Sale events", fr: "Soldes" },
          permission: "products:read",
        },
        {
          to: "/recommendations",
          feature: "recommendations",
          label: { en: "Recommendations", fr: "Recommandations" },
          permission: "products:read",
        },
        {
          to: "/products/attributes",
          label: { en: "Attributes", fr: "Caractéristiques" },
          permission: "products:read",
        },
      ],
    },
  ],
  commands: [
    {
      id: "products",
      label: { en: "Go to products", fr: "Aller aux produits" },
      to: "/products",
      keys: "g p",
      permission: "products:read",
    },
    {
      id: "new-product",
      label: { en: "New product", fr: "Nouveau produit" },
      keywords: "add create article ajouter créer",
      to: "/products/new",
      keys: "c p",
      permission: "products:write",
    },
    {
      id: "attributes",
      label: { en: "Attributes and sets", fr: "Caractéristiques et modèles" },
      to: "/products/attributes",
      permission: "products:read",
    },
  ],
  search: {
    label: { en: "Products", fr: "Produits" },
    permission: "products:read",
    finder: () => import("./finder"),
  },
};
