import { defineWords } from "@/app/words";

export const useProductWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
