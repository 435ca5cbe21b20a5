import { IconHeartbeat } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "health:read";

/** How the service is doing: for operators. */
export const area: Area = {
  id: "control-health",
  routes: [
    { path: "/health", page: () => import("./HealthPage"), permission: READ, of: "platform" },
    {
      path: "/health/objectives/$objective",
      page: () => import("./ObjectivePage"),
      permission: READ,
      of: "platform",
    },
    { path: "/health/alerts", page: () => import("./AlertsPage"), permission: READ, of: "platform" },
    { path: "/health/letters", page: () => import("./LettersPage"), permission: READ, of: "platform" },
    { path: "/health/database", page: () => import("./DatabasePage"), permission: READ, of: "platform" },
  ],
  navigation: [
    {
      to: "/health",
      label: { en: "Health", fr: "Santé" },
      icon: IconHeartbeat,
      place: 60,
      permission: READ,
      of: "platform",
      children: [
        { to: "/health/alerts", label: { en: "Alerts", fr: "Alertes" }, permission: READ, of: "platform" },
        {
          to: "/health/letters",
          label: { en: "Dead letters", fr: "Lettres mortes" },
          permission: READ,
          of: "platform",
        },
        {
          to: "/health/database",
          label: { en: "Database", fr: "Base de données" },
          permission: READ,
          of: "platform",
        },
      ],
    },
  ],
  commands: [
    {
      id: "control-health",
      label: { en: "Go to health", fr: "Aller à la santé" },
      keywords: "status slo budget état disponibilité",
      to: "/health",
      permission: READ,
      of: "platform",
    },
    {
      id: "control-alerts",
      label: { en: "Go to alerts", fr: "Aller aux alertes" },
      keywords: "silence incident",
      to: "/health/alerts",
      permission: READ,
      of: "platform",
    },
    {
      id: "control-letters",
      label: { en: "Go to dead letters", fr: "Aller aux lettres mortes" },
      keywords: "replay queue jobs file tâches",
      to: "/health/letters",
      permission: READ,
      of: "platform",
    },
  ],
};
