import { defineWords } from "@/app/words";

export const useChannelWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
