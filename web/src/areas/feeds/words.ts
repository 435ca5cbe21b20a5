import { defineWords } from "@/app/words";

export const useFeedWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

export type FeedWords = ReturnType<typeof useFeedWords>;
