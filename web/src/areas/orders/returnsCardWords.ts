import { defineWords } from "@/app/words";

export const useReturnsCardWords = defineWords({
  en: () => import("./returnsCardWords.en"),
  fr: () => import("./returnsCardWords.fr"),
});
