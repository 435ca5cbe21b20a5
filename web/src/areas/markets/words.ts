import { defineWords } from "@/app/words";

export const useMarketWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
