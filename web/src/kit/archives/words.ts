import { defineWords } from "@/app/words";

export const useArchiveWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
