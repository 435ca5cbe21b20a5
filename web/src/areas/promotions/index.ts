import { IconDiscount } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "promotions:read";
const FEATURE = "promotions";

/** Offers: percentages, amounts, codes, and why they apply or not. */
export const area: Area = {
  id: "promotions",
  routes: [
    { path: "/promotions", feature: FEATURE, page: () => import("./PromotionsPage"), permission: READ },
    {
      path: "/promotions/$promotion",
      feature: FEATURE,
      page: () => import("./PromotionPage"),
      permission: READ,
    },
  ],
  navigation: [
    {
      to: "/promotions",
      label: { en: "Promotions", fr: "Promotions" },
      icon: IconDiscount,
      place: 25,
      feature: FEATURE,
      permission: READ,
    },
  ],
  commands: [
    {
      id: "promotions",
      label: { en: "Go to promotions", fr: "Aller aux promotions" },
      to: "/promotions",
      feature: FEATURE,
      permission: READ,
    },
    {
      id: "promotion-new",
      label: { en: "New promotion", fr: "Nouvelle promotion" },
      to: "/promotions/new",
      feature: FEATURE,
      permission: "promotions:write",
    },
  ],
};
