import { defineWords } from "@/app/words";

export const useInsightWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
