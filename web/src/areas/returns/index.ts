import { IconPackageImport } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "returns:read";

/** Goods that come back: judged, received, settled. */
export const area: Area = {
  id: "returns",
  routes: [
    { path: "/returns", page: () => import("./ReturnsPage"), permission: READ },
    { path: "/returns/$back", page: () => import("./ReturnPage"), permission: READ },
    { path: "/returns/$back/receive", page: () => import("./ReceivePage"), permission: "returns:write" },
  ],
  navigation: [
    {
      to: "/returns",
      label: { en: "Returns", fr: "Retours" },
      icon: IconPackageImport,
      place: 12,
      permission: READ,
    },
  ],
  commands: [
    {
      id: "returns",
      label: { en: "Go to returns", fr: "Aller aux retours" },
      keywords: "refund claim exchange rma remboursement réclamation échange",
      to: "/returns",
      keys: "g b",
      permission: READ,
    },
    {
      id: "returns-to-receive",
      label: { en: "Returns to receive", fr: "Retours à réceptionner" },
      to: "/returns?need=to_receive",
      permission: READ,
    },
  ],
};
