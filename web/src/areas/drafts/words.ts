import { defineWords } from "@/app/words";

export const useDraftWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

export type DraftWords = ReturnType<typeof useDraftWords>;
