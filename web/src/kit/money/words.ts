import { defineWords } from "@/app/words";

export const useMoneyWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

export type MoneyWords = ReturnType<typeof useMoneyWords>;
