import { defineWords } from "@/app/words";

export const useJoinWords = defineWords({
  en: () => import("./joinWords.en"),
  fr: () => import("./joinWords.fr"),
});
