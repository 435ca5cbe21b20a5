import { defineWords } from "@/app/words";

export const useKitWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
