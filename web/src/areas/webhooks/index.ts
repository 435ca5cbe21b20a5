import { IconWebhook } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "webhooks:read";

/** Other systems that hear of what happens here, and what was sent to them. */
export const area: Area = {
  id: "webhooks",
  routes: [
    { path: "/webhooks", page: () => import("./EndpointsPage"), permission: READ },
    { path: "/webhooks/new", page: () => import("./NewEndpointPage"), permission: "webhooks:write" },
    { path: "/webhooks/log", page: () => import("./LogPage"), permission: READ },
    { path: "/webhooks/log/$delivery", page: () => import("./DeliveryPage"), permission: READ },
    { path: "/webhooks/$endpoint", page: () => import("./EndpointPage"), permission: READ },
  ],
  navigation: [
    {
      to: "/webhooks",
      label: { en: "Webhooks", fr: "Webhooks" },
      icon: IconWebhook,
      place: 94,
      side: "foot",
      permission: READ,
      children: [
        { to: "/webhooks/log", label: { en: "Delivery log", fr: "Journal d’envoi" }, permission: READ },
      ],
    },
  ],
  commands: [
    {
      id: "webhooks",
      label: { en: "Webhooks", fr: "Webhooks" },
      keywords: "endpoint integration événements intégration",
      to: "/webhooks",
      permission: READ,
    },
    {
      id: "webhooks-log",
      label: { en: "What was sent to webhooks", fr: "Ce qui a été envoyé aux webhooks" },
      keywords: "deliveries log failed journal échecs",
      to: "/webhooks/log",
      permission: READ,
    },
  ],
};
