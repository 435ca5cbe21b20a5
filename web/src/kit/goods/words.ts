import { defineWords } from "@/app/words";

export const useGoodsWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
