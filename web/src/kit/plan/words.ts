import { defineWords } from "@/app/words";

export const usePlanWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
