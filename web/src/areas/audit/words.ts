import { defineWords } from "@/app/words";

export const useAuditWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
