import { defineWords } from "@/app/words";

export const useImportWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
