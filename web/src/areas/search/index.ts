import { IconListSearch } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "products:read";

/** What shoppers searched, and what they find. */
export const area: Area = {
  id: "search",
  routes: [
    { path: "/search", page: () => import("./ReportPage"), permission: READ },
    { path: "/search/synonyms", page: () => import("./SynonymsListPage"), permission: READ },
    { path: "/search/synonyms/$synonyms", page: () => import("./SynonymsPage"), permission: READ },
    { path: "/search/pins", page: () => import("./PinsListPage"), permission: READ },
    { path: "/search/pins/$pins", page: () => import("./PinsPage"), permission: READ },
  ],
  navigation: [
    {
      to: "/search",
      label: { en: "Search", fr: "Recherche" },
      icon: IconListSearch,
      place: 28,
      permission: READ,
      children: [
        { to: "/search/synonyms", label: { en: "Synonyms", fr: "Synonymes" }, permission: READ },
        { to: "/search/pins", label: { en: "Pinned products", fr: "Produits épinglés" }, permission: READ },
      ],
    },
  ],
  commands: [
    {
      id: "search-report",
      label: { en: "What shoppers search", fr: "Ce que cherchent les clients" },
      keywords: "no results sans résultat recherche report rapport",
      to: "/search",
      permission: READ,
    },
    {
      id: "search-synonyms",
      label: { en: "Synonyms", fr: "Synonymes" },
      keywords: "same words mots recherche search",
      to: "/search/synonyms",
      permission: READ,
    },
    {
      id: "search-pins",
      label: { en: "Pinned products", fr: "Produits épinglés" },
      keywords: "best bets search recherche top",
      to: "/search/pins",
      permission: READ,
    },
  ],
};
