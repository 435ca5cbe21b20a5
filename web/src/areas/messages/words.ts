import { defineWords } from "@/app/words";

export const useMessageWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
export type MessageWords = ReturnType<typeof useMessageWords>;
