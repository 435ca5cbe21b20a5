import { defineWords } from "@/app/words";

export const useAccountWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
