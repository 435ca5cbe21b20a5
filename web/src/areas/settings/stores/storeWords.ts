import { defineWords } from "@/app/words";

export const useStoreWords = defineWords({
  en: () => import("./storeWords.en"),
  fr: () => import("./storeWords.fr"),
});
