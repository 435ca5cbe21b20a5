import { IconLanguage } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "products:read";
const WRITE = "products:write";

/** What is said in each language, files for translators, and pages that a merchant writes. */
export const area: Area = {
  id: "languages",
  routes: [
    { path: "/languages", page: () => import("./LanguagesPage"), permission: READ },
    { path: "/languages/files", page: () => import("./FilesPage"), permission: WRITE },
    { path: "/languages/files/$file", page: () => import("./FilePage"), permission: WRITE },
    { path: "/languages/$language", page: () => import("./LanguagePage"), permission: READ },
    { path: "/languages/$language/$kind/$thing", page: () => import("./TextsPage"), permission: READ },
    { path: "/pages", page: () => import("./PagesPage"), permission: "settings:read" },
    { path: "/pages/$page", page: () => import("./PageEditor"), permission: "settings:read" },
  ],
  navigation: [
    {
      to: "/languages",
      label: { en: "Languages", fr: "Langues" },
      icon: IconLanguage,
      place: 56,
      permission: READ,
      children: [
        {
          to: "/languages/files",
          label: { en: "Translators’ files", fr: "Fichiers de traduction" },
          permission: WRITE,
        },
        { to: "/pages", label: { en: "Pages", fr: "Pages" }, permission: "settings:read" },
      ],
    },
  ],
  commands: [
    {
      id: "languages",
      label: { en: "Translate the shop", fr: "Traduire la boutique" },
      keywords: "languages translations langues traductions",
      to: "/languages",
      permission: READ,
    },
    {
      id: "pages",
      label: { en: "Write a page", fr: "Écrire une page" },
      keywords: "about faq à propos questions",
      to: "/pages",
      permission: "settings:read",
    },
  ],
};
