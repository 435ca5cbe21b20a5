import { defineWords } from "@/app/words";

export const useEverythingWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
