import { defineWords } from "@/app/words";

export const usePromotionWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
