import { defineWords } from "@/app/words";

export const useLinkWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
