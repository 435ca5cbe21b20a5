import { defineWords } from "@/app/words";

export const useLanguageWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
