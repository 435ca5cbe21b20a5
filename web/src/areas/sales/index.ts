import type { Area } from "@/app/area";

const READ = "products:read";

/** Sale events: goods that cost less for a while. They stand below Products in the navigation. */
export const area: Area = {
  id: "sales",
  routes: [
    { path: "/sale-events", feature: "sale_events", page: () => import("./SalesPage"), permission: READ },
    {
      path: "/sale-events/$sale",
      feature: "sale_events",
      page: () => import("./SalePage"),
      permission: READ,
    },
  ],
  commands: [
    {
      id: "sale-events",
      label: { en: "Go to sale events", fr: "Aller aux soldes" },
      to: "/sale-events",
      feature: "sale_events",
      permission: READ,
    },
    {
      id: "sale-event-new",
      label: { en: "New sale event", fr: "Nouvelles soldes" },
      to: "/sale-events/new",
      feature: "sale_events",
      permission: "products:write",
    },
  ],
};
