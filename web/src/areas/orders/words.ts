import { defineWords } from "@/app/words";

export const useOrderWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

export type OrderWords = ReturnType<typeof useOrderWords>;
