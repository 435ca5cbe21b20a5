import type { Area } from "@/app/area";

const OWN = "account:manage";

/** Messages to the person who is logged in. */
export const area: Area = {
  id: "inbox",
  routes: [
    { path: "/inbox", page: () => import("./InboxPage"), permission: OWN },
    { path: "/inbox/settings", page: () => import("./ChoicesPage"), permission: OWN },
  ],
  commands: [
    {
      id: "inbox",
      label: { en: "Go to your messages", fr: "Aller à vos messages" },
      keywords: "inbox notifications bell boîte cloche",
      to: "/inbox",
      keys: "g m",
      permission: OWN,
    },
    {
      id: "inbox-settings",
      label: { en: "Choose what you are told", fr: "Choisir ce qui vous est signalé" },
      keywords: "notifications",
      to: "/inbox/settings",
      permission: OWN,
    },
  ],
};
