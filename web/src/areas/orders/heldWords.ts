import { defineWords } from "@/app/words";

export const useHeldWords = defineWords({
  en: () => import("./heldWords.en"),
  fr: () => import("./heldWords.fr"),
});
export type HeldWords = ReturnType<typeof useHeldWords>;
