import { defineWords } from "@/app/words";

export const useCollectionWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
