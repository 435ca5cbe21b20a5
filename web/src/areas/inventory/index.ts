import { IconPackages } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const SEE = "inventory:read";

/** What lies where, how it moves, and how it is counted. */
export const area: Area = {
  id: "inventory",
  routes: [
    { path: "/inventory", page: () => import("./StockPage"), permission: SEE },
    { path: "/inventory/ledger", page: () => import("./LedgerPage"), permission: SEE },
    {
      path: "/inventory/transfers",
      feature: "stock_transfers",
      page: () => import("./TransfersPage"),
      permission: SEE,
    },
    {
      path: "/inventory/transfers/new",
      feature: "stock_transfers",
      page: () => import("./NewTransferPage"),
      permission: "inventory:write",
    },
    {
      path: "/inventory/transfers/$transfer",
      feature: "stock_transfers",
      page: () => import("./TransferPage"),
      permission: SEE,
    },
    {
      path: "/inventory/counts",
      feature: "stock_counts",
      page: () => import("./SheetsPage"),
      permission: SEE,
    },
    {
      path: "/inventory/counts/$sheet",
      feature: "stock_counts",
      page: () => import("./SheetPage"),
      permission: SEE,
    },
    { path: "/inventory/items/$sku", page: () => import("./ItemPage"), permission: SEE },
  ],
  navigation: [
    {
      to: "/inventory",
      label: { en: "Inventory", fr: "Stock" },
      icon: IconPackages,
      place: 30,
      permission: SEE,
      children: [
        {
          to: "/inventory/transfers",
          feature: "stock_transfers",
          label: { en: "Transfers", fr: "Transferts" },
          permission: SEE,
        },
        {
          to: "/inventory/counts",
          feature: "stock_counts",
          label: { en: "Counts", fr: "Inventaires" },
          permission: SEE,
        },
        { to: "/inventory/ledger", label: { en: "Movements", fr: "Mouvements" }, permission: SEE },
      ],
    },
  ],
  commands: [
    {
      id: "inventory",
      label: { en: "Go to inventory", fr: "Aller au stock" },
      keywords: "stock levels niveaux",
      to: "/inventory",
      keys: "g i",
      permission: SEE,
    },
    {
      id: "inventory-low",
      label: { en: "What runs low", fr: "Ce qui s’épuise" },
      to: "/inventory?having=low",
      permission: SEE,
    },
    {
      id: "transfer-new",
      label: { en: "New transfer", fr: "Nouveau transfert" },
      to: "/inventory/transfers/new",
      feature: "stock_transfers",
      permission: "inventory:write",
    },
    {
      id: "counts",
      label: { en: "Count stock", fr: "Faire un inventaire" },
      to: "/inventory/counts",
      feature: "stock_counts",
      permission: "inventory:write",
    },
  ],
};
