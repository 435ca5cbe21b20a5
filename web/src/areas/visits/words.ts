import { defineWords } from "@/app/words";

export const useVisitWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
