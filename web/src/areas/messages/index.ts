import { IconMail } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "messages:read";

/** What is said to customers and staff, in which words, and what became of it. */
export const area: Area = {
  id: "messages",
  routes: [
    { path: "/messages", page: () => import("./LogPage"), permission: READ },
    { path: "/messages/templates", page: () => import("./TemplatesPage"), permission: READ },
    {
      path: "/messages/templates/$channel/$kind/$language",
      page: () => import("./TemplatePage"),
      permission: READ,
    },
    { path: "/messages/suppressed", page: () => import("./SuppressedPage"), permission: READ },
    { path: "/messages/$message", page: () => import("./MessagePage"), permission: READ },
  ],
  navigation: [
    {
      to: "/messages",
      label: { en: "Messages", fr: "Messages" },
      icon: IconMail,
      place: 55,
      permission: READ,
      children: [
        {
          to: "/messages/templates",
          label: { en: "Wording", fr: "Textes" },
          permission: READ,
        },
        {
          to: "/messages/suppressed",
          label: { en: "Suppressed addresses", fr: "Adresses bloquées" },
          permission: READ,
        },
      ],
    },
  ],
  commands: [
    {
      id: "messages",
      label: { en: "Go to messages", fr: "Aller aux messages" },
      keywords: "e-mail sms letters delivery log lettres",
      to: "/messages",
      keys: "g m",
      permission: READ,
    },
    {
      id: "messages-templates",
      label: { en: "Word the messages to customers", fr: "Rédiger les messages aux clients" },
      keywords: "templates modèles e-mail sms",
      to: "/messages/templates",
      permission: READ,
    },
  ],
};
