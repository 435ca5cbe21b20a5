import { IconRss } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "feeds:read";

/** Files of products that other channels fetch, and what is wrong with their items. */
export const area: Area = {
  id: "feeds",
  routes: [
    { path: "/feeds", feature: "feeds", page: () => import("./FeedsPage"), permission: READ },
    { path: "/feeds/new", feature: "feeds", page: () => import("./NewFeedPage"), permission: "feeds:write" },
    { path: "/feeds/categories", feature: "feeds", page: () => import("./CategoriesPage"), permission: READ },
    { path: "/feeds/$feed", feature: "feeds", page: () => import("./FeedPage"), permission: READ },
  ],
  navigation: [
    {
      to: "/feeds",
      label: { en: "Feeds", fr: "Flux" },
      icon: IconRss,
      place: 28,
      permission: READ,
      feature: "feeds",
      children: [
        {
          to: "/feeds/categories",
          label: { en: "Google’s categories", fr: "Catégories de Google" },
          permission: READ,
          feature: "feeds",
        },
      ],
    },
  ],
  commands: [
    {
      id: "feeds",
      label: { en: "Go to feeds", fr: "Aller aux flux" },
      keywords: "google merchant meta facebook csv json channel canal",
      to: "/feeds",
      feature: "feeds",
      permission: READ,
    },
  ],
};
