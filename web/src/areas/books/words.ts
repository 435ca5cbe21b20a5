import { defineWords } from "@/app/words";

export const useBookWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
export type BookWords = ReturnType<typeof useBookWords>;
