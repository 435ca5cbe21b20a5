import { defineWords } from "@/app/words";

export const usePaymentWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

export type PaymentWords = ReturnType<typeof usePaymentWords>;
