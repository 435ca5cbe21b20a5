import type { Area } from "@/app/area";

/** Messages to the person who is logged in. */
export const area: Area = {
  id: "inbox",
  routes: [
    { path: "/inbox", page: () => import("./InboxPage") },
    { path: "/inbox/settings", page: () => import("./ChoicesPage") },
  ],
  commands: [
    {
      id: "inbox",
      label: { en: "Go to your messages", fr: "Aller à vos messages" },
      keywords: "inbox notifications bell boîte cloche",
      to: "/inbox",
      keys: "g m",
    },
    {
      id: "inbox-settings",
      label: { en: "Choose what you are told", fr: "Choisir ce qui vous est signalé" },
      keywords: "notifications",
      to: "/inbox/settings",
    },
  ],
};
