import { defineWords } from "@/app/words";

export const useRecommendationWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
