import { defineWords } from "@/app/words";

export const useInventoryWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
