import { defineWords } from "@/app/words";

export const useInboxWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
