import { defineWords } from "@/app/words";

export const useSaleWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
