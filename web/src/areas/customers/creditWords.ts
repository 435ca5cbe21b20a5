import { defineWords } from "@/app/words";

export const useCreditWords = defineWords({
  en: () => import("./creditWords.en"),
  fr: () => import("./creditWords.fr"),
});
