import { defineWords } from "@/app/words";

export const useAnalyticsWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
