import { IconCreditCard } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "payments:read";

/** The money of orders: what was taken and given back, what was said with providers, and how these do. */
export const area: Area = {
  id: "payments",
  routes: [
    { path: "/payments", page: () => import("./PaymentsPage"), permission: READ },
    { path: "/payments/health", page: () => import("./HealthPage"), permission: READ },
    { path: "/payments/messages", page: () => import("./MessagesPage"), permission: READ },
    { path: "/payments/$payment", page: () => import("./PaymentPage"), permission: READ },
  ],
  navigation: [
    {
      to: "/payments",
      label: { en: "Payments", fr: "Paiements" },
      icon: IconCreditCard,
      place: 15,
      permission: READ,
      children: [
        { to: "/payments/health", label: { en: "Providers", fr: "Prestataires" }, permission: READ },
        {
          to: "/payments/messages",
          label: { en: "Provider messages", fr: "Messages reçus" },
          permission: READ,
        },
      ],
    },
  ],
  commands: [
    {
      id: "payments",
      label: { en: "Go to payments", fr: "Aller aux paiements" },
      to: "/payments",
      keys: "g y",
      keywords: "money argent",
      permission: READ,
    },
    {
      id: "payments-to-capture",
      label: { en: "Held money to take", fr: "Montants réservés à encaisser" },
      keywords: "capture authorised",
      to: "/payments?need=to_capture",
      permission: READ,
    },
    {
      id: "payments-health",
      label: { en: "How payment providers do", fr: "État des prestataires de paiement" },
      keywords: "health success latency santé",
      to: "/payments/health",
      permission: READ,
    },
  ],
};
