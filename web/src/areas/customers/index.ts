import { IconUsers } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const SEE = "customers:read";

/** Who buys. */
export const area: Area = {
  id: "customers",
  routes: [
    { path: "/customers", page: () => import("./CustomersPage"), permission: SEE },
    { path: "/customers/new", page: () => import("./NewCustomerPage"), permission: "customers:write" },
    { path: "/customers/groups", page: () => import("./GroupsPage"), permission: SEE },
    { path: "/customers/$customer", page: () => import("./CustomerPage"), permission: SEE },
    {
      path: "/customers/$customer/edit",
      page: () => import("./EditCustomerPage"),
      permission: "customers:write",
    },
  ],
  navigation: [
    {
      to: "/customers",
      label: { en: "Customers", fr: "Clients" },
      icon: IconUsers,
      place: 40,
      permission: SEE,
      children: [{ to: "/customers/groups", label: { en: "Groups", fr: "Groupes" }, permission: SEE }],
    },
  ],
  commands: [
    {
      id: "customers",
      label: { en: "Go to customers", fr: "Aller aux clients" },
      keywords: "people buyers acheteurs",
      to: "/customers",
      keys: "g c",
      permission: SEE,
    },
    {
      id: "customer-new",
      label: { en: "New customer", fr: "Nouveau client" },
      to: "/customers/new",
      permission: "customers:write",
    },
  ],
};
