import { defineWords } from "@/app/words";

export const useHomeWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
