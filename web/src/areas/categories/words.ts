import { defineWords } from "@/app/words";

export const useCategoryWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
