import { defineWords } from "@/app/words";

export const useReturnWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

export type ReturnWords = ReturnType<typeof useReturnWords>;
