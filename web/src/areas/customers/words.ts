import { defineWords } from "@/app/words";

export const useCustomerWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

export type CustomerWords = ReturnType<typeof useCustomerWords>;
