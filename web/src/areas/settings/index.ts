import { IconSettings } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "settings:read";

/** What the company and its stores decide. */
export const area: Area = {
  id: "settings",
  routes: [
    { path: "/settings", page: () => import("./SettingsPage"), permission: [READ, "stores:write"] },
    { path: "/settings/plan", page: () => import("./plan/PlanPage"), permission: READ },
    { path: "/settings/company", page: () => import("./CompanyPage"), permission: READ },
    {
      path: "/settings/everything",
      page: () => import("./everything/EverythingPage"),
      permission: "exports:run",
      of: "merchant",
    },
    { path: "/settings/security", page: () => import("./SecurityPage"), permission: READ },
    { path: "/settings/notifications", page: () => import("./NotificationsPage"), permission: READ },
    { path: "/settings/messages", page: () => import("./messages/MessagesPage"), permission: READ },
    { path: "/settings/returns", page: () => import("./ReturnsPage"), permission: READ },
    { path: "/settings/general", page: () => import("./GeneralPage"), permission: READ },
    { path: "/settings/selling", page: () => import("./SellingPage"), permission: READ },
    { path: "/settings/search", page: () => import("./SearchPage"), permission: READ },
    { path: "/settings/policies", page: () => import("./PoliciesPage"), permission: READ },
    { path: "/settings/platform", page: () => import("./platform/PlatformPage"), permission: READ },
    { path: "/settings/payments", page: () => import("./PaymentsPage"), permission: READ },
    {
      path: "/settings/payments/$provider",
      page: () => import("./payments/ConnectionPage"),
      permission: "payments:read",
    },
    { path: "/settings/shipping", page: () => import("./ShippingPage"), permission: READ },
    {
      path: "/settings/shipping/carriers/new/$provider",
      page: () => import("./shipping/carriers/CarrierPage"),
      permission: "shipping:configure",
    },
    {
      path: "/settings/shipping/carriers/$account",
      page: () => import("./shipping/carriers/CarrierPage"),
      permission: "shipping:configure",
    },
    { path: "/settings/taxes", page: () => import("./TaxesPage"), permission: READ },
    { path: "/settings/tax_rules", page: () => import("./taxes/TaxRulesPage"), permission: READ },
    {
      path: "/settings/tax_rules/service",
      page: () => import("./taxes/TaxServicePage"),
      permission: READ,
      feature: "tax_services",
    },
    { path: "/settings/appearance", page: () => import("./AppearancePage"), permission: READ },
    { path: "/settings/stores", page: () => import("./StoresPage"), permission: "stores:read" },
    { path: "/settings/stores/$store", page: () => import("./StorePage"), permission: "stores:read" },
    { path: "/settings/locations", page: () => import("./LocationsPage"), permission: "stores:read" },
    {
      path: "/settings/locations/$location",
      page: () => import("./LocationPage"),
      permission: "stores:read",
    },
  ],
  navigation: [
    {
      to: "/settings",
      label: { en: "Settings", fr: "Réglages" },
      icon: IconSettings,
      place: 90,
      side: "foot",
      permission: [READ, "stores:write"],
    },
  ],
  commands: [
    {
      id: "settings",
      label: { en: "Go to settings", fr: "Aller aux réglages" },
      to: "/settings",
      keys: "g ,",
      permission: [READ, "stores:write"],
    },
    {
      id: "settings-appearance",
      label: { en: "Change the look of the store", fr: "Changer l’apparence de la boutique" },
      keywords: "theme colours logo banner thème couleurs bannière",
      to: "/settings/appearance",
      permission: READ,
    },
    {
      id: "settings-plan",
      label: { en: "Plan and usage", fr: "Formule et utilisation" },
      keywords: "limits quota subscription upgrade limites abonnement",
      to: "/settings/plan",
      permission: READ,
    },
    {
      id: "settings-shipping",
      label: { en: "Shipping zones and rates", fr: "Zones et tarifs de livraison" },
      keywords: "delivery pickup carrier label livraison retrait transporteur étiquette",
      to: "/settings/shipping",
      permission: READ,
    },
    {
      id: "settings-taxes",
      label: { en: "Tax rates", fr: "Taux de taxe" },
      keywords: "vat tva",
      to: "/settings/taxes",
      permission: READ,
    },
    {
      id: "settings-tax-rules",
      label: { en: "Tax rules and VAT numbers", fr: "Règles de taxe et numéros de TVA" },
      keywords: "vies reverse charge rounding taxjar autoliquidation arrondi",
      to: "/settings/tax_rules",
      permission: READ,
    },
    {
      id: "settings-payments",
      label: { en: "Ways to pay", fr: "Moyens de paiement" },
      keywords: "cash card stripe paypal momo orange mobile money espèces carte",
      to: "/settings/payments",
      permission: READ,
    },
    {
      id: "settings-platform",
      label: { en: "Policies of the platform", fr: "Règles de la plateforme" },
      keywords: "limits allowed retention limites autorisé conservation",
      to: "/settings/platform",
      permission: READ,
    },
    {
      id: "settings-stores",
      label: { en: "Stores and domains", fr: "Boutiques et domaines" },
      to: "/settings/stores",
      permission: "stores:read",
    },
    {
      id: "settings-locations",
      label: { en: "Locations", fr: "Lieux" },
      keywords: "warehouse entrepôt",
      to: "/settings/locations",
      permission: "stores:read",
    },
  ],
};
