import { IconWorld } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "markets:read";
const PRICES = "products:read";

/** Markets with their currencies, exchange rates, and price lists. */
export const area: Area = {
  id: "markets",
  routes: [
    { path: "/markets", feature: "markets", page: () => import("./MarketsPage"), permission: READ },
    { path: "/markets/$market", feature: "markets", page: () => import("./MarketPage"), permission: READ },
    { path: "/exchange-rates", feature: "markets", page: () => import("./RatesPage"), permission: READ },
    { path: "/price-lists", feature: "price_lists", page: () => import("./ListsPage"), permission: PRICES },
    {
      path: "/price-lists/$list",
      feature: "price_lists",
      page: () => import("./ListPage"),
      permission: PRICES,
    },
  ],
  navigation: [
    {
      to: "/markets",
      label: { en: "Markets", fr: "Marchés" },
      icon: IconWorld,
      place: 27,
      permission: READ,
      feature: "markets",
      children: [
        {
          to: "/price-lists",
          label: { en: "Price lists", fr: "Listes de prix" },
          permission: PRICES,
          feature: "price_lists",
        },
        {
          to: "/exchange-rates",
          label: { en: "Exchange rates", fr: "Taux de change" },
          permission: READ,
          feature: "markets",
        },
      ],
    },
  ],
  commands: [
    {
      id: "markets",
      label: { en: "Go to markets", fr: "Aller aux marchés" },
      keywords: "currency country devise pays",
      to: "/markets",
      feature: "markets",
      permission: READ,
    },
    {
      id: "price-lists",
      label: { en: "Go to price lists", fr: "Aller aux listes de prix" },
      keywords: "wholesale tier gros palier",
      to: "/price-lists",
      feature: "price_lists",
      permission: PRICES,
    },
    {
      id: "exchange-rates",
      label: { en: "Go to exchange rates", fr: "Aller aux taux de change" },
      keywords: "currency devise",
      to: "/exchange-rates",
      feature: "markets",
      permission: READ,
    },
  ],
};
