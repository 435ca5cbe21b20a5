import { defineWords } from "@/app/words";

export const useSearchingWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
