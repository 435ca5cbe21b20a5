import { defineWords } from "@/app/words";

export const useControlHomeWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
