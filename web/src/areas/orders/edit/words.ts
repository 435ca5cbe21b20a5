import { defineWords } from "@/app/words";

export const useEditWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

export type EditWords = ReturnType<typeof useEditWords>;
