import { defineWords } from "@/app/words";

export const useTaxWords = defineWords({
  en: () => import("./taxWords.en"),
  fr: () => import("./taxWords.fr"),
});
